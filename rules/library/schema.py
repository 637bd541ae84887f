"""What may stand in a TOML file: figures, inputs, publications, data, published amounts."""

import datetime
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Literal

from attrs import Attribute, Factory, field, frozen

from allocation.figures import LAW, Figure, FigureValue, Status
from allocation.inputs import InputSpec, Kind
from allocation.lags import unlagged
from allocation.limits import DECIMALS, YEARS
from allocation.units import NO_UNIT, Unit
from rules.library.bounds import figure_bounds
from rules.library.law import Law

Stand = Literal["voorlopig", "nader voorlopig", "definitief", "indicatief"]


def _only_indicative(entry: "Value | Delivery", _: object, what: str) -> None:
    """What stands in for something else is `indicatief`."""
    if what and entry.status != "indicatief":
        raise ValueError(
            f'een benadering van {what} (approximates) heeft status = "indicatief", niet "{entry.status}"'
        )


def _with_a_reason(entry: "Published", _: object, accepted: Fraction) -> None:
    """A difference is accepted for a reason."""
    if accepted < 0 or bool(accepted) != bool(entry.because):
        raise ValueError("accepted is een verschil boven 0, en because zegt waarom: beide of geen van beide")


def _a_year(_: object, attribute: "Attribute[int]", value: int) -> None:
    """A year of our time; 0 where an end is not said."""
    first, last = YEARS
    if value and not first <= value <= last:
        raise ValueError(f"{attribute.name} = {value} is geen jaar van {first} tot en met {last}")


def _few_decimals(_: object, attribute: "Attribute[int]", value: int) -> None:
    if not 0 <= value <= DECIMALS:
        raise ValueError(f"{attribute.name} = {value}: 0 tot en met {DECIMALS} decimalen")


@frozen
class Value:
    """One value of a figure: the year governed, the publications that say so, how sure it is.

    Without a publication the law itself says so, for every publication of the years `year` to `to`.
    `approximates` says in words what it stands in for, which makes all that rests on it an approximation.
    """

    year: int = field(validator=_a_year)
    value: Fraction
    status: Status
    publication: list[str] = Factory(lambda: [LAW])
    to: int = field(default=0, validator=_a_year)
    source: str = ""
    note: str = ""
    approximates: str = field(default="", validator=_only_indicative)


@frozen
class FigureEntry:
    """A figure, or values for one that another file declares (then only `values`).

    A figure lies between `least` and `most`, which follow from its unit where they are not given, and is
    0 or more, unless it says of itself that it may be `negative`. `below` names the figure that it must be
    smaller than; `hint` is what whoever is asked for it must know.
    """

    label: str = ""
    unit: Unit = NO_UNIT
    decimals: int = field(default=0, validator=_few_decimals)
    source: str = ""
    negative: bool = False
    least: Fraction | None = None
    most: Fraction | None = None
    below: str = ""
    hint: str = ""
    values: list[Value] = Factory(list)

    def figure(self, name: str, values: Sequence[FigureValue]) -> Figure:
        """The figure under its name, with values of this file or of more."""
        bounds = figure_bounds(self.unit, self.least, self.most, negative=self.negative)
        return Figure(
            name, self.label, self.unit, self.decimals, tuple(values), bounds, self.below, self.hint
        )

    def dated(self) -> list[FigureValue]:
        """One value per year and publication."""
        return [
            FigureValue(year, publication, v.value, v.status, v.source or self.source, v.note, v.approximates)
            for v in self.values
            for year in range(v.year, max(v.year, v.to) + 1)
            for publication in v.publication
        ]


@frozen
class InputEntry:
    """The declaration of an input per municipality."""

    label: str
    unit: Unit
    kind: Kind
    decimals: int
    source: str
    of: str = ""

    def spec(self, name: str) -> InputSpec:
        """The input under its name."""
        return InputSpec(
            name,
            self.label,
            self.unit,
            self.kind,
            self.decimals,
            self.source,
            self.of,
        )


@frozen
class PublicationYear:
    """One year in a publication: on which municipalities, how definite, and which amounts.

    `overview` names what stands on the overview and in the totals per group (the amounts, where it is
    not given): rules, inputs, and national rules, which stand above the table. `sheets` are further
    sheets, by title, with the rules that are their columns.
    """

    year: int
    territory: datetime.date
    stand: Stand
    amounts: list[str]
    overview: list[str] = field(default=Factory(lambda self: self.amounts, takes_self=True))
    sheets: dict[str, list[str]] = Factory(dict)

    @property
    def shown(self) -> list[str]:
        """Everything that a table shows on its own account, once."""
        columns = [name for names in self.sheets.values() for name in names]
        return list(dict.fromkeys([*self.amounts, *self.overview, *columns]))


@frozen
class Publication:
    """A circular or regulation. `date` as far as it is known: "2024-05" or "2022-12-20".

    An edition is `based_on` another publication: what it does not give itself (its figures, data and what
    was published too) is as that one has it. `follows` is the edition before it, that its changes are told
    from; else that is what it is based on. Who publishes it gives it a `kenmerk`, and signs it: until then it
    is a draft. Neither goes on to an edition that is based on it.
    """

    name: str
    title: str = ""
    date: str = ""
    issuer: str = ""
    years: list[PublicationYear] = Factory(list)
    note: str = ""
    based_on: str = ""
    follows: str = ""
    kenmerk: str = ""
    signed_by: str = ""
    signed_on: str = ""

    @property
    def before(self) -> str:
        """The edition before it; "" where it has none."""
        return self.follows or self.based_on


@frozen
class Stream:
    """Through which payment a part of the money runs in a period of years, both ends included.

    `rule` is the rule that computes it, "" where no rule does; `figure` is the figure that is its national
    amount, where the rule divides no pot that says so.
    """

    part: str
    valid_from: int
    valid_to: int
    payment: Literal[
        "integratie-uitkering", "algemene uitkering", "gebundelde uitkering", "decentralisatie-uitkering"
    ]
    source: str
    rule: str = ""
    figure: str = ""
    note: str = ""


@frozen(eq=False)
class Columns:
    """Where in a file something stands: the sheet, the column with codes, and which rows.

    `decimal` is the sign before decimals, which is needed only where a column may be read in two ways.
    """

    file: Path
    sheet: str = ""
    key: str = "gemeentecode"
    rows: dict[str, str] = Factory(dict)
    decimal: Literal["", ".", ","] = ""

    @property
    def read(self) -> list[str]:
        """The columns with values, each once."""
        raise NotImplementedError


@frozen(eq=False)
class Delivery(Columns):
    """Which columns of a file fill which inputs, for one year of one publication or more.

    `territory` is the day whose municipalities are in the file (that of the publication year, where
    it is not given); what is on an older territory is carried to that of the publication.
    `others_get_zero`: who is not in the file gets 0 (a list of receivers). `others_stay`: who is not in
    the file keeps what the layer or publication below gives. `approximates` says in words what the columns
    stand in for (see Value). `unit` says what a stand-in is counted in, where that is not the unit of the
    input and only proportions count; `per` is 100 or 1000 where shares are counted so.
    """

    year: int = field(kw_only=True)
    columns: dict[str, str] = field(kw_only=True)
    status: Status = field(kw_only=True)
    source: str = field(kw_only=True)
    publication: list[str] = field(kw_only=True, factory=list)
    note: str = field(kw_only=True, default="")
    approximates: str = field(kw_only=True, default="", validator=_only_indicative)
    territory: datetime.date | None = field(kw_only=True, default=None)
    others_get_zero: bool = field(kw_only=True, default=False)
    others_stay: bool = field(kw_only=True, default=False)
    unit: Unit = field(kw_only=True, default=NO_UNIT)
    per: int = field(kw_only=True, default=1)

    @property
    def read(self) -> list[str]:
        """The columns with values, each once."""
        return list(dict.fromkeys(self.columns.values()))

    def column(self, name: str, year: int) -> str:
        """The column that fills an input in a publication of `year`."""
        return self.columns[_said(self.columns, name, year - self.year)]


def _said(names: Mapping[str, str], name: str, later: int) -> str:
    """What is asked of an earlier year ("costs[-1]") may be what an entry gives for that year itself."""
    base = unlagged(name)[0]
    return base if later and base in names else name


@frozen(eq=False)
class Scaled(Delivery):
    """What multiplies an input, or adds to it, on top of whatever gives it: only a scenario does.

    Of `municipalities` (names or codes; none: of all) the value is `times` what it was, and `plus`. `file` is
    that of the scenario.
    """

    times: Fraction = field(kw_only=True, default=Fraction(1))
    plus: Fraction = field(kw_only=True, default=Fraction(0))
    municipalities: list[str] = field(kw_only=True, factory=list)
    others_stay: bool = field(kw_only=True, default=True)

    @property
    def everywhere(self) -> bool:
        """Whether it multiplies all values alike, so that it may as well be done after a reorganisation."""
        return not self.municipalities and not self.plus


@frozen(eq=False)
class Taken:
    """Which rules of another publication fill which inputs: what it computes is taken over.

    `columns` maps each input to the rule of publication `source`, of its year `source_year` (the same
    year, where it is not given).
    """

    year: int
    source: str
    columns: dict[str, str]
    publication: list[str] = Factory(list)
    source_year: int = field(default=Factory(lambda self: self.year, takes_self=True))

    @property
    def rules(self) -> list[str]:
        """The rules that are taken over, each once."""
        return list(dict.fromkeys(self.columns.values()))

    def column(self, name: str, year: int) -> str:
        """The rule that fills an input in a publication of `year`."""
        return self.columns[_said(self.columns, name, year - self.year)]


@frozen
class Published(Columns):
    """What was published of one rule, to compare with: a column per municipality, or a total.

    `evidence` is false, with the reason, where agreement proves nothing: the rule rests on
    figures that were themselves derived from these amounts. `official` is false for a recomputation
    outside this program: nobody published it, so it never takes the place of an amount. No value may differ
    by more than `accepted`, in the unit of the rule; `because` says why that much is accepted.
    """

    file: Path = Path()
    rule: str = field(kw_only=True)
    year: int = field(kw_only=True)
    source: str = field(kw_only=True)
    evidence: bool = field(kw_only=True)
    official: bool = field(kw_only=True, default=True)
    reason: str = field(kw_only=True, default="")
    column: str = field(kw_only=True, default="")
    total: int | None = field(kw_only=True, default=None)
    accepted: Fraction = field(kw_only=True, default=Fraction(0), validator=_with_a_reason)
    because: str = field(kw_only=True, default="")
    publication: str = field(kw_only=True, default="")

    @property
    def read(self) -> list[str]:
        """The column with values."""
        return [self.column]


@frozen
class Form:
    """The workbook that a publication is filled in on (`rules.forms`)."""

    file: Path


@frozen
class Document:
    """The content of one TOML file."""

    path: Path
    law: Law | None = None
    publication: Publication | None = None
    figures: dict[str, FigureEntry] = Factory(dict)
    inputs: dict[str, InputEntry] = Factory(dict)
    data: list[Delivery] = Factory(list)
    taken: list[Taken] = Factory(list)
    published: list[Published] = Factory(list)
    streams: list[Stream] = Factory(list)
    form: Form | None = None
