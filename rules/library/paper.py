"""A policy paper: the tables that it prints, and by what each number in them is computed."""

from pathlib import Path

from attrs import Factory, frozen

from rules.library.documents import read_as
from rules.library.paths import PAPERS


@frozen
class PaperColumn:
    """A column of a table: of one year, or the sum from `year` to `to`."""

    name: str
    year: int
    to: int = 0

    @property
    def years(self) -> range:
        """The years that are added up."""
        return range(self.year, max(self.year, self.to) + 1)


@frozen
class PaperLine:
    """A line: what each column prints ("" for nothing), and the rule or figure behind it.

    One of `computed` is for every column; "" where nothing is computed. The printed number counts in `unit`s
    (1_000_000 for millions). `total` is one that adds up; `chapter` is a heading above it.
    """

    label: str
    printed: list[str] = Factory(list)
    computed: list[str] = Factory(list)
    term: str = ""
    unit: int = 1
    total: bool = False
    chapter: str = ""
    note: str = ""

    def rule(self, column: int) -> str:
        """What the number in a column is computed by."""
        if not self.computed:
            return ""
        return self.computed[column if len(self.computed) > 1 else 0]


@frozen
class PaperTable:
    """A table as the paper prints it."""

    title: str
    columns: list[PaperColumn]
    line: list[PaperLine]
    unit: str = ""
    note: str = ""


@frozen
class PaperNote:
    """Where the paper says two things: what it says there, against what, and what is to be made of it."""

    number: int
    place: str
    against: str
    verdict: str


@frozen
class Paper:
    """A paper, and the publication with whose figures its numbers are computed."""

    path: Path
    name: str
    title: str
    source: str
    publication: str
    table: list[PaperTable]
    note: list[PaperNote] = Factory(list)


def papers() -> dict[str, Paper]:
    """The papers that are shipped, by name. Raises InputError with what is wrong in a file."""
    read = [read_as(Paper, path, "policy.md") for path in sorted(PAPERS.glob("*.toml"))]
    return {paper.name: paper for paper in read}
