"""A workspace: a library, a reader of tables, and all that was computed with them, each once."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from attrs import Factory, define, evolve, field

from allocation.errors import AllocationError, InputError, Problem
from allocation.evaluation import evaluate
from rules.forms.filled import filled
from rules.library.layers import WHAT_IF, Layer, Reorganisation
from rules.library.load import library
from rules.library.model import Library
from rules.library.schema import PublicationYear, Taken
from rules.reading.columns import Table
from rules.reading.csv_table import Reader, read_csv
from rules.runs.lacking import complete, lacking, unread
from rules.runs.official import official
from rules.runs.outcome import Outcome, as_sure
from rules.runs.plan import Plan, plan
from rules.runs.plausible import doubts
from rules.runs.prepare import CircleError, prepare
from rules.runs.rulebooks import Rulebooks, publication, years
from rules.runs.stand_ins import presented
from rules.territory.municipalities import carried

Key = tuple[str, int, tuple[str, ...]]
"""Publication, year, the rules that are asked."""


@define(eq=False)
class Workspace:
    """Computes publications, each year of each once for every set of rules that is asked.

    Files are read once too: after a change in one of them, open another workspace. `plain` is the one
    without what-if, that this one was made from; `base` is the one without scenarios; `known` are outcomes to
    take from that another one computed.
    """

    library: Library
    reader: Reader = read_csv
    plain: "Workspace | None" = None
    known: Mapping[tuple[str, int], Outcome] = Factory(dict)
    base: "Workspace | None" = None
    books: Rulebooks = field(init=False)
    _tables: dict[tuple[Path, str], Table] = field(factory=dict, init=False)
    _outcomes: dict[Key, Outcome] = field(factory=dict, init=False)
    _failures: dict[Key, AllocationError] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self.books = Rulebooks(self.library)

    @classmethod
    def open(cls, data: Path | None = None, read: Reader = read_csv) -> "Workspace":
        """What is shipped, and the figures, inputs and publications in a folder of one's own.

        `read` reads its tables (this package itself reads CSV). Raises InputError with all that is wrong
        in the folder.
        """
        if data is None:
            return cls(library(), read)
        once = cache(read)  # what a form says is read before there is a workspace
        return cls(library(data, lambda document, shipped: filled(document, shipped, once)), once)

    def outcomes(self, name: str, year: int | None = None, amounts: Sequence[str] = ()) -> list[Outcome]:
        """A publication, computed: one outcome per year that it covers (or only `year`).

        `amounts` names the rules that are wanted, where that is not all that the publication shows.
        Raises an AllocationError that says all that is wrong.

        >>> [outcome] = Workspace.open().outcomes("regeling-beschut-werk-2026")
        >>> outcome.result.values["aantal_beschut_werk"].sum()
        Decimal('12823')
        """
        chosen = years(publication(self.library, name), year)
        return [self._outcome(name, each, amounts, ()) for each in chosen]

    def outcome(self, name: str, year: int | None = None, amounts: Sequence[str] = ()) -> Outcome:
        """The one year of a publication, or the one of several that is asked.

        Raises InputError where it has more and none is asked, and what `outcomes` raises.
        """
        chosen = years(publication(self.library, name), year)
        if len(chosen) > 1:
            has = " en ".join(str(each.year) for each in chosen)
            raise InputError(
                [Problem(f"{name}, uitkeringsjaar", f"zij heeft {has}", "een van deze (--year)")]
            )
        return self._outcome(name, chosen[0], amounts, ())

    def complete(self, name: str, year: int, amounts: Iterable[str] = ()) -> bool:
        """Whether all that a publication year (or only `amounts`) rests on is there."""
        chosen = publication(self.library, name)
        return complete(self.books, chosen, years(chosen, year)[0], tuple(amounts))

    def reorganised(self, what: Reorganisation) -> "Workspace":
        """The same with mergers and splits that no law says yet, as a layer before all others."""
        library = self.library.over(Layer(WHAT_IF, reorganisation=what))
        return Workspace(library, self.read, self.plain or self, base=self.base)

    def supposing(self, *layers: Layer) -> "Workspace":
        """The same with scenarios before all others; what they reorganise comes after all else they say."""
        if not layers:
            return self
        whole, plain = self.library, self.library
        for layer in layers:
            whole, plain = whole.over(layer), plain.over(evolve(layer, reorganisation=Reorganisation()))
        without = Workspace(plain, self.read, base=self)
        return Workspace(whole, self.read, without, base=self) if whole.reorganisation.parts else without

    def over(self, layer: Layer, known: Mapping[tuple[str, int], Outcome] | None = None) -> "Workspace":
        """The same with one layer more, and with outcomes (by publication and year) taken as known."""
        return Workspace(self.library.over(layer), self.read, self.plain, known or self.known, self.base)

    def shipped(self) -> "Workspace":
        """The same without a folder of one's own."""
        return Workspace(library(), self.reader)

    def read(self, file: Path, sheet: str = "") -> Table:
        """The table in a file, read once."""
        if (file, sheet) not in self._tables:
            self._tables[file, sheet] = self.reader(file, sheet)
        return self._tables[file, sheet]

    def _outcome(
        self, name: str, year: PublicationYear, amounts: Sequence[str], behind: Sequence[tuple[str, int]]
    ) -> Outcome:
        """Computed or remembered, an error too; `behind` are the publications that this one is taken for."""
        key = (name, year.year, tuple(amounts or year.shown))
        if key in self._failures:
            raise self._failures[key]
        if key not in self._outcomes:
            try:
                self._outcomes[key] = self._computed(key, year, behind)
            except CircleError:  # says where it was entered
                raise
            except AllocationError as error:
                self._failures[key] = error
                raise
        return self._outcomes[key]

    def _computed(self, key: Key, year: PublicationYear, behind: Sequence[tuple[str, int]]) -> Outcome:
        name, number, shown = key
        chosen = publication(self.library, name)
        planned = plan(self.books, chosen, year, shown)
        problems = [*lacking(self.books, chosen, year, shown), *unread(self.books, chosen, year, shown)]
        chain = (*behind, (name, number))

        prepared = presented(
            prepare(planned, self.read, lambda taken: self._taken(taken, planned, chain), problems)
        )
        result = as_sure(prepared, evaluate(prepared.case))
        published = official(prepared, result, self.read)
        return Outcome(prepared, result, doubts(prepared, result, self.read), published)

    def _taken(self, taken: Taken, into: Plan, chain: Sequence[tuple[str, int]]) -> Outcome:
        """What another publication computes; reorganised too, where it is on the same municipalities."""
        if (taken.source, taken.source_year) in self.known:
            return self.known[taken.source, taken.source_year]
        if (taken.source, taken.source_year) in chain:
            circle = " -> ".join(f"{n} ({y})" for n, y in [*chain, (taken.source, taken.source_year)])
            found = f"publicaties nemen van elkaar over in een kring: {circle}"
            raise CircleError([Problem(chain[-1][0], found, "geen kring")])
        [source] = years(publication(self.library, taken.source), taken.source_year)
        start, end = source.territory, into.year.territory
        same = start <= end and not carried(start, end) and not into.waits(taken)
        space = self if same else self.plain or self
        return space._outcome(taken.source, source, taken.rules, chain)  # noqa: SLF001
