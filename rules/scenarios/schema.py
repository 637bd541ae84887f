"""What may stand in the TOML file of a scenario."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Literal

from attrs import Factory, evolve, frozen

from allocation.figures import Status

Shape = Literal["uniform", "triangular"]


@frozen
class Head:
    """What a scenario is called and who supposes it; an `example` is nobody's proposal, and says so."""

    name: str
    title: str
    source: str
    note: str = ""
    example: bool = False


def _one_of(change: object, names: Sequence[str], also: Sequence[str] = ()) -> None:
    """Refuse a change that says nothing, or two things; those in `also` go together."""
    given = [name for name in names if getattr(change, name) not in (None, "", {})]
    if len(given) != 1 and not (given and {*given} <= {*also}):
        said = f"it has {' and '.join(given)}" if given else "it has none of them"
        raise ValueError(f"one of {', '.join(names)} says what changes; {said}")


@frozen
class FigureChange:
    """Another value of a figure, for `years` of `publication` (none: for all that have it).

    A `value`, `times` and `plus` what it was, `by_year`, a `path` (linear between the years that it names),
    or a `formula` of other figures. `decimals` rounds what comes out; without it, it is exact.
    """

    name: str
    value: Fraction | None = None
    times: Fraction | None = None
    plus: Fraction | None = None
    by_year: dict[str, Fraction] = Factory(dict)
    path: dict[str, Fraction] = Factory(dict)
    formula: str = ""
    decimals: int | None = None
    years: list[int] = Factory(list)
    publication: list[str] = Factory(list)
    status: Status = "indicatief"
    source: str = ""
    note: str = ""

    def __attrs_post_init__(self) -> None:
        _one_of(self, ("value", "times", "plus", "by_year", "path", "formula"), also=("times", "plus"))
        years = (*self.by_year, *self.path)
        if wrong := [year for year in years if not (len(year) == 4 and year.isdecimal())]:
            raise ValueError(f"{', '.join(wrong)}: no year such as 2025")
        if self.years and years:
            raise ValueError("years, and by_year or path that names its own years: one of the two")

    @property
    def relative(self) -> bool:
        """Whether it changes what there was, and needs that."""
        return self.times is not None or self.plus is not None

    @property
    def absolute(self) -> bool:
        """Whether it is a value of its own."""
        return not self.relative and not self.formula


@frozen
class InputChange:
    """Other values of an input: another `column` or `file`, or `times` and `plus` what they were.

    `municipalities` (names or codes): only of those; a `value` is for those alone. Where a `file` is named, a
    `column` in it; a column alone is one of the file that is read now.
    """

    name: str
    file: Path | None = None
    column: str = ""
    sheet: str = ""
    key: str = "gemeentecode"
    times: Fraction | None = None
    plus: Fraction | None = None
    value: Fraction | None = None
    municipalities: list[str] = Factory(list)
    years: list[int] = Factory(list)
    publication: list[str] = Factory(list)
    status: Status = "indicatief"
    source: str = ""
    note: str = ""

    def __attrs_post_init__(self) -> None:
        _one_of(self, ("column", "times", "plus", "value"), also=("times", "plus"))
        if self.file and not self.column:
            raise ValueError("a file without a column")
        if self.value is not None and not self.municipalities:
            raise ValueError("one value for every municipality: name the municipalities that it is for")
        if self.column and self.municipalities:
            raise ValueError("a column is for all municipalities; of some, a value or times")

    @property
    def absolute(self) -> bool:
        """Whether it has values of its own."""
        return self.value is not None or self.file is not None


@frozen
class RuleChange:
    """Another rule of the law in the place of a rule: `by` (none: itself), as it is in the year `as_in`.

    In `years` (none: always); they follow each other.
    """

    name: str
    by: str = ""
    as_in: int | None = None
    years: list[int] = Factory(list)
    source: str = ""
    note: str = ""

    def __attrs_post_init__(self) -> None:
        if not self.by and self.as_in is None:
            raise ValueError("by (another rule) or as_in (a year) says which rule takes its place")


@frozen
class Territory:
    """Mergers and splits, as the options of the command have them: "0513+1931=9001:Groot-Gouda"."""

    merge: list[str] = Factory(list)
    split: list[str] = Factory(list)


@frozen
class Range:
    """Values from `least` to `most`, both included, by `step`."""

    least: Fraction
    most: Fraction
    step: Fraction

    def __attrs_post_init__(self) -> None:
        if self.step <= 0 or self.most < self.least or (self.most - self.least) % self.step:
            raise ValueError("least to most in whole steps above zero")

    @property
    def values(self) -> list[Fraction]:
        """Each of them."""
        count = (self.most - self.least) / self.step
        return [self.least + self.step * place for place in range(int(count) + 1)]


@frozen
class Vary:
    """A figure or an input that is another one in each world: a dimension of a grid.

    `values` it takes, or `times` what it was, each a list or a `range`.
    """

    figure: str = ""
    input: str = ""
    values: list[Fraction] = Factory(list)
    times: list[Fraction] = Factory(list)
    values_range: Range | None = None
    times_range: Range | None = None

    def __attrs_post_init__(self) -> None:
        _one_of(self, ("figure", "input"))
        if sum(map(bool, (self.values, self.times, self.values_range, self.times_range))) != 1:
            raise ValueError("one of values, times, values_range, times_range")
        if self.input and not self.relative:
            raise ValueError("an input is varied by times or times_range: one value is for one municipality")

    @property
    def relative(self) -> bool:
        """Whether the values multiply what there was."""
        return bool(self.times or self.times_range)

    @property
    def every(self) -> list[Fraction]:
        """The values, or the factors."""
        ranges = self.values_range or self.times_range
        return ranges.values if ranges else [*self.values, *self.times]


@frozen
class Draw:
    """A figure or an input that is drawn in each world: from `least` to `most`, most often `mode`.

    `times`: those are factors. In the place of one `figure`, `every` figure of some statuses. What is drawn
    has so many `decimals`.
    """

    least: Fraction
    most: Fraction
    shape: Shape
    mode: Fraction | None = None
    figure: str = ""
    input: str = ""
    every: list[str] = Factory(list)
    times: bool = False
    decimals: int = 6

    def __attrs_post_init__(self) -> None:
        given = [*filter(None, (self.figure, self.input)), *self.every[:1]]
        if len(given) != 1:
            raise ValueError("one of figure, input, every says what is drawn")
        if wrong := {*self.every} - {"afgeleid", "indicatief", "onbevestigd"}:
            raise ValueError(f"{', '.join(sorted(wrong))}: only afgeleid, indicatief or onbevestigd is drawn")
        if not self.figure and not self.times:
            raise ValueError("more than one value is drawn as a factor: times = true")
        if (self.shape == "triangular") == (self.mode is None):
            raise ValueError("a triangular shape has a mode, a uniform one has none")
        if not self.least <= (self.least if self.mode is None else self.mode) <= self.most:
            raise ValueError("least, mode and most go up")
        if self.least == self.most:
            raise ValueError("least and most are one value")


@frozen
class Scenario:
    """The content of the file of one scenario."""

    path: Path
    scenario: Head
    figure: list[FigureChange] = Factory(list)
    input: list[InputChange] = Factory(list)
    rule: list[RuleChange] = Factory(list)
    territory: Territory = Territory()
    vary: list[Vary] = Factory(list)
    draw: list[Draw] = Factory(list)

    @property
    def name(self) -> str:
        """What it is called on the command."""
        return self.scenario.name

    def placed(self) -> "Scenario":
        """The same, with the files of its inputs from the folder that it stands in."""
        inputs = [
            evolve(one, file=(self.path.parent / one.file).resolve()) if one.file else one
            for one in self.input
        ]
        return evolve(self, input=inputs)
