"""Names in a TOML file must exist somewhere, and say what they are."""

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import get_close_matches

from allocation.errors import InputError, Problem
from allocation.figures import LAW
from allocation.numbers import as_written, decimals_of
from allocation.units import YES_NO
from rules.library.model import Library
from rules.library.schema import Document, Publication

FEW = 10
"""So many names a message gives where none comes near."""
NAME = r"[a-z0-9]+(-[a-z0-9]+)*"
DATE = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
"""The name of a publication, and its date as far as it is known."""
Found = Iterator[tuple[str, str]]
"""What is wrong, and what was expected."""


def check_references(library: Library, documents: Sequence[Document]) -> None:
    """Raise InputError with every name that does not exist, and every entry that is not whole."""
    checks: tuple[Callable[[Library, Document], Found], ...] = (
        _law,
        _figures,
        _inputs,
        _publication,
        _published,
        _deliveries,
        _taken,
        _streams,
    )
    problems = [
        Problem(str(document.path), found, expected)
        for document in documents
        for check in checks
        for found, expected in check(library, document)
    ]
    problems += _disordered(library, documents)
    if problems:
        raise InputError(problems)


def _must(name: str, known: Iterable[str], kind: str) -> Found:
    if name not in known:
        near = get_close_matches(name, list(known), n=3) or sorted(known)
        yield f"{name!r} is geen {kind}", f"bijvoorbeeld {', '.join(near[:FEW])}"


def _rules(library: Library) -> set[str]:
    return {rule.name for rule in library.rules}


def _moment(library: Library, publication: str, year: int, what: str, names: Iterable[str] = ()) -> Found:
    """A publication must exist, and have that year, or a later one that may read `names` of that year."""
    yield from _must(publication, library.publications, "publicatie")
    years = [y.year for y in getattr(library.publications.get(publication), "years", [])]
    earlier = years and year < max(years) and library.read_earlier.issuperset(names) and any(names)
    between = years and min(years) < year < max(years)  # a projection may ask it
    if years and year not in years and not (earlier or between):
        yield f"{what}: jaar {year}", f"{' of '.join(map(str, years))}, de jaren van {publication}"


def _law(library: Library, document: Document) -> Found:
    """The law speaks of figures and rules that are there."""
    law = document.law
    if law is None:
        return
    announced = (*law.announced.figures, law.announced.adjusted, *law.announced.adjustments)
    for name in (*law.size_classes.bounds, *announced, *law.causes, *law.realised.values()):
        yield from _must(name, library.figures, "cijfer")
    for name in (*law.specification.lines, *law.averaged):
        yield from _must(name, library.inputs, "gegeven")
    projected = law.projection.rules.values() if law.projection else ()
    for name in (*law.nicknames, *law.realised, *projected):
        yield from _must(name, _rules(library), "regel")
    if law.projection:
        yield from _must(law.projection.publication, library.publications, "publicatie")


def _figures(library: Library, document: Document) -> Found:
    for name, entry in document.figures.items():
        figure = library.figures[name]
        if not (figure.label and figure.unit):
            near = get_close_matches(name, [n for n in library.figures if n != name], n=3)
            other = f", of de naam van een cijfer dat er is ({', '.join(near)})" if near else ""
            yield f"cijfer {name} heeft geen label of eenheid", f"label en unit{other}"
        if figure.below:
            yield from _must(figure.below, library.figures, "cijfer")
        for value in entry.dated():
            what = f"cijfer {name}, {value.year} in {value.publication or 'de wet'}"
            if value.publication != LAW:
                yield from _moment(library, value.publication, value.year, what, [name])
            if not figure.bounds.allow(value.value):
                below = "kleiner dan nul, " if value.value < 0 else ""
                yield f"{what}: {below}{as_written(value.value)}", figure.bounds.words
            if not value.source:
                yield f"{what}: geen bron", "waar deze waarde is gelezen (source)"
            needed = decimals_of(value.value)
            if needed is not None and needed > figure.decimals:
                told = "1 decimaal" if needed == 1 else f"{needed} decimalen"
                expected = f"hoogstens {figure.decimals}, zoals het cijfer van zichzelf zegt (decimals)"
                yield f"{what}: {told}", expected


def _inputs(_: Library, document: Document) -> Found:
    for name, entry in document.inputs.items():
        if (entry.kind == YES_NO) != entry.unit.is_yes_no:
            yield (
                f"gegeven {name}: soort (kind) {entry.kind}, eenheid (unit) {entry.unit}",
                f'"{YES_NO}" in beide, of in geen van beide',
            )


def _disordered(library: Library, documents: Sequence[Document]) -> Iterator[Problem]:
    """Every figure that is not smaller than the one it must be below, in the last file that has either."""
    for low in library.figures.values():
        high = library.figures.get(low.below)
        if high is None:
            continue
        for year, publication in sorted({(v.year, v.publication) for v in (*low.values, *high.values)}):
            if not (low.has(year, publication) and high.has(year, publication)):
                continue
            least, most = (figure.at(year, publication).value for figure in (low, high))
            if least >= most:
                path = [d.path for d in documents if {low.name, high.name} & d.figures.keys()][-1]
                found = f"cijfer {low.name}, {year} in {publication or 'de wet'}: {as_written(least)}"
                expected = f"minder dan {as_written(most)}, dat is {high.name}"
                yield Problem(str(path), found, expected)


def _publication(library: Library, document: Document) -> Found:
    if document.publication:
        yield from _edition(library, document.publication)
        yield from _form(library.publications[document.publication.name])
        for year in document.publication.years:
            if len(set(year.amounts)) < len(year.amounts):
                yield f"een bedrag van {year.year} twee keer", "één keer"
            for name in year.amounts:
                yield from _must(name, _rules(library), "regel")
            for name in year.shown:
                yield from _must(name, {*_rules(library), *library.inputs}, "regel of gegeven")


def _edition(library: Library, own: Publication) -> Found:
    if own.follows:
        yield from _must(own.follows, {*library.publications} - {own.name}, "publicatie")
    if not own.based_on:
        return
    yield from _must(own.based_on, library.publications, "publicatie")
    chain = library.editions(own.name)
    if library.publications[chain[-1]].based_on in chain:
        circle = " -> ".join([*chain, library.publications[chain[-1]].based_on])
        yield f"based_on (gebaseerd op) gaat rond: {circle}", "geen kring"


def _form(own: Publication) -> Found:
    for name in ("title", "date", "issuer"):
        if not getattr(own, name):
            yield f"publicatie {own.name} heeft geen {name}", "die, of based_on = een andere publicatie"
    if not re.fullmatch(NAME, own.name):
        expected = "kleine letters en cijfers, met streepjes: zo gaan de bestanden heten"
        yield f"publicatie {own.name!r}", expected
    if own.date and not re.fullmatch(DATE, own.date):
        yield f"datum (date) {own.date!r}", 'wat ervan bekend is: "2024", "2024-05" of "2024-05-31"'
    yield from signed(own)
    if len({year.year for year in own.years}) < max(1, len(own.years)):
        yield "geen jaren, of een jaar twee keer", "elk jaar één keer"


def signed(own: Publication) -> Found:
    """What is signed says by whom, on which day and under which kenmerk."""
    told = {
        "kenmerk": own.kenmerk,
        "vastgesteld door (signed_by)": own.signed_by,
        "vastgesteld op (signed_on)": own.signed_on,
    }
    lacking = [name for name, text in told.items() if not text]
    if (own.signed_by or own.signed_on) and lacking:
        yield (
            f"vastgesteld zonder {' en '.join(lacking)}",
            "alle drie, of nog niet vastgesteld: dan is het een concept",
        )
    if own.signed_on and not _is_day(own.signed_on):
        yield f"vastgesteld op (signed_on) {own.signed_on!r}", 'een dag, als "2024-05-31"'


def _is_day(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _published(library: Library, document: Document) -> Found:
    for published in document.published:
        what = f"[[published]] {published.rule}"
        yield from _moment(library, published.publication, published.year, what)
        yield from _must(published.rule, _rules(library), "regel")
        if bool(published.column) == (published.total is not None):
            yield what, "een bestand met een kolom (column), of een totaal (total)"


def _deliveries(library: Library, document: Document) -> Found:
    for delivery in document.data:
        for publication in delivery.publication:
            what = f"[[data]] {delivery.file.name}"
            yield from _moment(library, publication, delivery.year, what, [*delivery.columns])
        for name in delivery.columns:
            yield from _must(name, library.inputs, "gegeven")
        if delivery.per not in (1, 100, 1000):
            yield (
                f"[[data]] {delivery.file.name}: per = {delivery.per}",
                "100 of 1000, zoals de aandelen zijn geteld",
            )
        if delivery.others_get_zero and delivery.others_stay:
            yield (
                f"[[data]] {delivery.file.name}: others_get_zero (krijgen nul) en others_stay (blijven)",
                "een van de twee",
            )


def _taken(library: Library, document: Document) -> Found:
    for taken in document.taken:
        yield from _moment(library, taken.source, taken.source_year, f"[[taken]] uit {taken.source}")
        for publication in taken.publication:
            what = f"[[taken]] uit {taken.source}"
            yield from _moment(library, publication, taken.year, what, [*taken.columns])
        for name, rule in taken.columns.items():
            yield from _must(name, library.inputs, "gegeven")
            yield from _must(rule, _rules(library), "regel")


def _streams(library: Library, document: Document) -> Found:
    for stream in document.streams:
        if stream.rule:
            yield from _must(stream.rule, {*_rules(library), *library.inputs}, "regel of gegeven")
        for other in library.streams:
            overlap = stream.valid_from <= other.valid_to and other.valid_from <= stream.valid_to
            if stream is not other and stream.part == other.part and overlap:
                yield f"{stream.part}: twee betalingen in één jaar", "één"
