"""What may stand in the TOML file of a scenario."""

from fractions import Fraction
from pathlib import Path

from attrs import Factory, evolve, frozen

from allocation.figures import Status
from rules.scenarios.varied import Draw, Vary, one_of


@frozen
class Head:
    """What a scenario is called and who supposes it; an `example` is nobody's proposal, and says so."""

    name: str
    title: str
    source: str
    note: str = ""
    example: bool = False


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
        one_of(self, ("value", "times", "plus", "by_year", "path", "formula"), also=("times", "plus"))
        years = (*self.by_year, *self.path)
        if wrong := [year for year in years if not (len(year) == 4 and year.isdecimal())]:
            raise ValueError(f"{', '.join(wrong)}: geen jaar zoals 2025")
        if self.years and years:
            raise ValueError("years, en by_year of path dat zelf jaren noemt: een van beide")

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
        one_of(self, ("column", "times", "plus", "value"), also=("times", "plus"))
        if self.file and not self.column:
            raise ValueError("een bestand (file) zonder kolom (column)")
        if self.value is not None and not self.municipalities:
            raise ValueError(
                "één waarde voor elke gemeente: noem de gemeenten waarvoor zij is (municipalities)"
            )
        if self.column and self.municipalities:
            raise ValueError("een kolom is voor alle gemeenten; van enkele een waarde (value) of times")

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
            raise ValueError(
                "by (een andere regel) of as_in (een jaar) zegt welke regel ervoor in de plaats komt"
            )


@frozen
class Territory:
    """Mergers and splits, as the options of the command have them: "0513+1931=9001:Groot-Gouda"."""

    merge: list[str] = Factory(list)
    split: list[str] = Factory(list)


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
