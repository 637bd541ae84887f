"""An explanation as data: exact numbers, units, statuses, sources, and formulas as the law has them.

Nothing in it is made for showing: Dutch sentences are made of it in `words`, JSON in `as_json`.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal

from attrs import Factory, frozen

from allocation.expressions import Expression
from allocation.result import Balance
from allocation.rules import Rounding
from allocation.trace import Division, Shown
from rules.runs.stand_ins import StandIn

Role = Literal["rule", "figure", "input", "total"]
"""What a symbol in a formula stands for; a total is that of all municipalities."""


@frozen
class Reference:
    """A rule of another publication, of one of its years."""

    publication: str
    title: str
    year: int
    rule: str


@frozen
class Source:
    """Where the value of a figure or an input comes from: a text, or a rule of another publication.

    `approximates`: what it stands in for. `carried_from`: the municipalities (by code) that it came from,
    with the part of each. `layer` says it
    where the publication itself does not (rules.library.layers: OWN); `other` is the title of the publication
    that says it, where an edition has it from there.
    """

    text: str = ""
    note: str = ""
    approximates: str = ""
    computed: Reference | None = None
    carried_from: Mapping[str, Fraction] = Factory(dict)
    layer: str = ""
    other: str = ""


@frozen
class Operand:
    """What a step reads: a rule, a figure, an input, or the national total of `added`.

    `symbol` is what the formula calls it; `value` is exact, with the decimals that it is shown with (None: as
    a ratio). `step` is the number of the step that says more of it, "" where this is the place: `source` says
    where it comes from then. `repeated`: a figure or input of which that step has told it.
    """

    symbol: str
    role: Role
    label: str
    value: Shown
    unit: str
    status: str
    step: str = ""
    repeated: bool = False
    source: Source | None = None
    added: Expression | None = None


@frozen
class Pot:
    """What became of a pot: its name and unit, and its balance in that unit."""

    label: str
    unit: str
    balance: Balance


@frozen
class Beside:
    """What was published of a value, where, and how much more was computed."""

    value: Fraction
    gap: Fraction
    source: str


@frozen
class Step:
    """One rule: what it says, its formula and result, its ground in law, what became of its pots.

    `number` addresses it; steps behind it have longer numbers. In `formula` a national total is a symbol of
    its own. `status` is one of `officieel`, `afgeleid`, `indicatief`, `onbevestigd`; what equals the
    `published` value is `officieel`.
    """

    number: str
    rule: str
    label: str
    national: bool
    says: str
    formula: Expression
    value: Shown
    unit: str
    status: str
    law: str
    rounding: Rounding | None
    division: Division | None
    pots: tuple[Pot, ...]
    operands: tuple[Operand, ...]
    published: Beside | None = None


@frozen
class Explanation:
    """One amount of one municipality in one year of one publication: the first of the `steps`.

    `stand_ins` is what is approximated of what it rests on. `note` is what the publication says of itself,
    where that bears on the amount. `based_on` is the title of
    the publication that a user's own one is an edition of; `origins` names by layer what others than the
    publication itself say. `labels` say of every symbol what it is called; `municipalities` counts them.
    """

    municipality: str
    code: str
    publication: str
    title: str
    date: str
    year: int
    stand: str
    stand_ins: tuple[StandIn, ...]
    note: str
    based_on: str
    origins: Mapping[str, Sequence[str]]
    municipalities: int
    labels: Mapping[str, str]
    steps: tuple[Step, ...]

    @property
    def amount(self) -> Step:
        """The step that is the amount itself."""
        return self.steps[0]
