"""Which rules a publication year is computed with; each rulebook is built once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches

from attrs import define, field

from allocation.errors import InputError, Problem, RuleError
from allocation.lags import lagged
from allocation.rulebook import Rulebook, rulebook
from allocation.rules import Rule
from rules.library.model import Library
from rules.library.schema import Publication, PublicationYear


def publication(library: Library, name: str) -> Publication:
    """The publication of that name. Raises InputError with the names that come near."""
    if name not in library.publications:
        near = get_close_matches(name, library.publications, n=3) or sorted(library.publications)
        own = "" if library.folder else "; een eigen publicatie staat in een map (--data)"
        raise InputError([Problem("publicatie", repr(name), f"bijvoorbeeld {', '.join(near)}{own}")])
    return library.publications[name]


def years(chosen: Publication, year: int | None) -> list[PublicationYear]:
    """The years of a publication, or the one asked for. Raises InputError for any other."""
    asked = [y for y in chosen.years if year in (None, y.year)]
    if not asked:
        known = " of ".join(str(y.year) for y in chosen.years)
        raise InputError([Problem(f"{chosen.name}, uitkeringsjaar", str(year), known)])
    return asked


def named_rule(rules: Mapping[str, Rule], text: str) -> str:
    """The rule that is called so, by name or label. Raises InputError, with what comes near."""
    called = {said.casefold(): name for name, rule in rules.items() for said in (rule.label, name)}
    asked = text.casefold()
    if asked in called:
        return called[asked]
    near = [name for said, name in called.items() if asked in said] + get_close_matches(asked, rules)
    shown = list(dict.fromkeys(near)) or sorted(rules)
    raise InputError(
        [Problem("regel", repr(text), f"een regel die wordt berekend, zoals {', '.join(shown[:10])}")]
    )


@define(eq=False)
class Rulebooks:
    """The rulebooks of a library, by year and by what is given instead of computed.

    `completed` remembers of publication years (and what is shown of them) whether nothing is lacking.
    """

    library: Library
    _whole: dict[tuple[int, frozenset[str], int], Rulebook] = field(factory=dict, init=False)
    _behind: dict[tuple[str, int, tuple[str, ...], frozenset[str]], Rulebook] = field(
        factory=dict, init=False
    )
    completed: dict[tuple[str, int, tuple[str, ...]], bool] = field(factory=dict, init=False)

    def whole(self, year: int, given: Collection[str] = (), since: int = 0) -> Rulebook:
        """The rulebook of a year, in which what is `given` as an input or a figure is not computed.

        Nothing is computed of a year before `since` that may be given.

        A name may be that of a rule and of an input or figure (a national budget is announced, or added up
        from its parts): the rule holds where nothing is given.
        """
        given = frozenset(given)
        key, library = (year, given, since), self.library
        if key not in self._whole:
            self._whole[key] = rulebook(library.rules, library.inputs, library.figures, year, given, since)
        return self._whole[key]

    def behind(
        self, chosen: Publication, year: PublicationYear, shown: Sequence[str], besides: Iterable[str] = ()
    ) -> Rulebook:
        """The part of the rulebook behind `shown`, computing neither what is given nor `besides`.

        Raises RuleError for a rule that is not in force.
        """
        key = (chosen.name, year.year, tuple(shown), frozenset(besides))
        if key not in self._behind:
            book = self._yielding(chosen, year, shown, key[-1])
            self._refuse(chosen, year, shown, book)
            self._behind[key] = book.needed(shown)
        return self._behind[key]

    def there(self, chosen: Publication, year: PublicationYear, name: str) -> bool:
        """Whether an input or a figure has values for a publication year."""
        moment = chosen.name, year.year
        return self.library.delivered(name, *moment) or self.library.has_figure(name, *moment)

    def _yielding(
        self, chosen: Publication, year: PublicationYear, shown: Sequence[str], besides: Collection[str]
    ) -> Rulebook:
        """The whole rulebook; what is shipped as given yields to what a user gives to compute it from."""
        since = self.library.first_given(chosen.name, year.year)
        computed = {*{rule.name for rule in self.library.rules}, *self._earlier(year.year, since)}
        kept = {*(name for name in computed if self.there(chosen, year, name)), *besides}
        book = self.whole(year.year, kept, since)
        editions = self.library.editions(chosen.name)
        mine = set[str]().union(*(self.library.added(edition, year.year) for edition in editions))
        for name in sorted(kept - mine) if mine else []:
            other = self.whole(year.year, kept - {name}, since)
            unread = mine - book.reads(*(n for n in shown if n in book.rules))
            if unread & other.reads(*(n for n in shown if n in other.rules)):
                kept, book = kept - {name}, other
        return book

    def _earlier(self, year: int, since: int) -> set[str]:
        """The rules that are read of earlier years, of every year of which anything is given."""
        computed = self.library.read_earlier.intersection(rule.name for rule in self.library.rules)
        return {lagged(name, year - before) for name in computed for before in range(since, year)}

    def _refuse(
        self, chosen: Publication, year: PublicationYear, shown: Sequence[str], book: Rulebook
    ) -> None:
        """Raise RuleError for what is shown and cannot be: not in force, national, or delivered."""
        for name in shown:
            versions = [rule for rule in self.library.rules if rule.name == name]
            if versions and name not in {*book.rules, *book.inputs, *book.figures}:
                first = min(rule.valid_from for rule in versions)
                last = max(versions, key=lambda rule: rule.valid_from).valid_to
                known = f"{first} tot en met {last}" if last else f"vanaf {first}"
                note = f". {chosen.note}" if chosen.note else ""
                raise RuleError(
                    f"{chosen.name}: regel {name} geldt niet in {year.year} (alleen {known}){note}"
                )
        for name in (name for name in year.amounts if book.national(name)):
            raise RuleError(f"regel {name} is één landelijke waarde, en geen bedrag dat een gemeente krijgt")
        for name in (name for name in year.amounts if name in shown and name in book.inputs):
            raise RuleError(
                f"{chosen.name}: {name} is een van haar bedragen, en wordt dus berekend; "
                "lever waar het op berust"
            )
