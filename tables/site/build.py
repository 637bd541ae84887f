"""The whole site: every file by its address, made with as many processes as there are cores."""

import datetime
import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context

from allocation.case import CODE
from rules import Outcome, Workspace
from rules.analysis.groups import Grouping, groupings
from rules.analysis.portrait import Stream, comparable, histories, publications, published, streams
from rules.analysis.verify import agreements
from rules.library.model import YearKey
from rules.library.schema import Publication
from rules.territory.municipalities import carried, inhabitants_on, last_list, municipalities
from tables import publish
from tables.explaining.explanation import explain_each
from tables.explaining.model import Explanation
from tables.file_names import slug
from tables.publication.groups import group_name
from tables.site import comparisons, data, overviews, pages, reckoning
from tables.site.alike import Likeness
from tables.site.comparisons import Comparison
from tables.site.compute import script
from tables.site.pages import HERE, Place, Site
from tables.site.told import called, straight

FIRST_LIST = datetime.date(2012, 1, 1)
Tell = Callable[[str], None]
Key = tuple[str, int, str]
Share = tuple[Sequence[Key], Collection[str], int, int]
"""Publications, years and rules; of whom, nobody for all; and which part of them of how many."""


def built(space: Workspace, tell: Tell, codes: Collection[str] = ()) -> Iterator[tuple[str, bytes]]:
    """Every file of the site, by its address in the folder; `tell` hears what is being made.

    With `codes` only these municipalities have a page. While the pages are made, other processes compute what
    takes longest.
    """
    workers = min(os.cpu_count() or 1, 8)
    pool = ProcessPoolExecutor(workers, get_context("spawn"))
    try:
        tell("bedragen, verschillen en historie")
        known = streams(space)
        places = _places(known)
        tell("de stappen van elk bedrag van elke gemeente")
        explained = pool.map(_explained, [(_asked(known), tuple(codes), n, workers) for n in range(workers)])
        compared = pool.map(_compared, comparable(space))
        shown = publications(space)
        downloads = pool.map(_files, [one.name for one in shown])
        past = histories(space)
        steps = {key: made for share in explained for key, made in share.items()}
        site = Site(space, known, past, places, steps, _former(places))
        yield from _static(site)
        tell(f"{len(places)} gemeenten")
        yield from _municipal(site, codes)
        tell("publicaties, vergelijkingen, groepen en rekenbladen")
        yield from _together(site, list(compared), zip(shown, downloads, strict=True))
    finally:
        pool.shutdown(cancel_futures=True)


def _municipal(site: Site, codes: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """The pages of municipalities, and the data behind them."""
    likeness = Likeness(site)
    yield "static/gelijken.js", likeness.script()
    for place in (place for place in site.places if not codes or place.code in codes):
        yield f"gemeente/{place.code}.html", pages.municipality(site, place, likeness.told(place))
        told = data.lines(site, place)
        for kind, made in (("csv", data.as_csv), ("json", data.as_json), ("xlsx", data.as_xlsx)):
            yield f"gemeente/{place.code}.{kind}", made(place, told)
        yield overviews.by_name(site, place)
    for code in site.former:
        yield f"gemeente/{code}.html", overviews.moved(site, code)


def _together(
    site: Site, compared: Sequence[Comparison], shown: Iterable[tuple[Publication, Mapping[str, bytes]]]
) -> Iterator[tuple[str, bytes]]:
    """The pages of more than one municipality."""
    yield "index.html", overviews.front(site)
    yield "reeks.html", overviews.series(site)
    yield "vergelijk.html", comparisons.choice(site, compared)
    for pair in compared:
        yield f"vergelijk/{pair.address}.html", comparisons.page(site, pair)
    for members in overviews.group_addresses(site).values():
        for address, title in members:
            yield f"groep/{address}.html", overviews.group(site, address, title)
    for one, files in shown:
        outcomes = [site.space.outcome(one.name, year.year) for year in one.years]
        downloads = {name: _kind(name) for name in files}
        yield from ((f"bestanden/{name}", content) for name, content in files.items())
        yield f"publicatie/{one.name}.html", overviews.publication(site, one, outcomes, downloads, compared)
        for outcome in outcomes:
            of = reckoning.computable(site.space, outcome)
            yield f"rekenen/{of.name}.html", reckoning.page(site, of)
            yield f"rekenen/{of.name}.js", script(of).encode()


def _kind(name: str) -> str:
    kinds = {".xlsx": "Excel", ".ods": "ODS", ".parquet": "Parquet (alle waarden)", ".json": "reçu (JSON)"}
    return next(word for end, word in kinds.items() if name.endswith(end))


def _static(site: Site) -> Iterator[tuple[str, bytes]]:
    for path in sorted((HERE / "static").iterdir()):
        yield f"static/{path.name}", path.read_bytes()
    yield "static/gemeenten.js", _names(site)
    yield "over.html", site.page("about.html", depth=0, title="Over deze pagina's")
    yield "toegankelijkheid.html", site.page("accessibility.html", depth=0, title="Toegankelijkheid")


def _names(site: Site) -> bytes:
    """What the search of the front page knows: names of now and before, and amounts to add up."""
    names = {place.name: place.code for place in site.places}
    for code, (name, goals) in site.former.items():
        # one that was split has a page that says where it went
        names.setdefault(name, goals[0] if len(goals) == 1 else code)
    codes = [place.code for place in site.places]
    whole = [
        one
        for one in site.published
        if site.unchanged(one, codes) and all(value.denominator == 1 for value in one.values.values())
    ]
    content = {
        "names": dict(sorted(names.items())),
        "codes": codes,
        "amounts": [
            {
                "label": f"{called(one.outcome, one.rule)} {one.year}",
                "unit": str(one.outcome.prepared.case.book.rules[one.rule].unit),
                "values": [int(one.values[code]) for code in codes],
            }
            for one in whole
        ],
    }
    told = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'"use strict";\nconst PLACES={told};\n'.encode()


def _places(known: list[Stream]) -> list[Place]:
    last = max((one.outcome for one in known if published(one.outcome.prepared.publication)), key=_moment)
    grouped = next(
        groups for one in known if len(groups := groupings(one.outcome.prepared)) == len(overviews.KINDS)
    )
    territory = municipalities(last.prepared.year.territory)
    persons = inhabitants_on(last.prepared.year.year - 1, last.prepared.year.territory)
    return [
        Place(code, straight(name), province, persons[code], tuple(_groups(grouped, code)))
        for code, name, province in territory.select(CODE, "naam", "provincie").iter_rows()
    ]


def _groups(grouped: list[Grouping], code: str) -> Iterator[tuple[str, str]]:
    for grouping in grouped:
        name = grouping.of.get(code)
        if name:
            yield f"{grouping.kind}-{slug(name)}", group_name(grouping, name)


def _moment(outcome: Outcome) -> datetime.date:
    return outcome.prepared.year.territory


def _former(places: list[Place]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Every municipality since 2012 that is no more, with where most of it went first."""
    now = {place.code for place in places}
    today = datetime.date(last_list(), 1, 1)
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for year in range(FIRST_LIST.year, today.year + 1):
        start = datetime.date(year, 1, 1)
        goals = carried(start, today)
        for code, name in municipalities(start).select(CODE, "naam").iter_rows():
            if code not in now and code in goals:
                parts = goals[code]
                found[code] = (straight(name), tuple(sorted(parts, key=lambda goal: -parts[goal])))
    return found


def _asked(known: Sequence[Stream]) -> list[Key]:
    """Of which amounts the steps are shown."""
    return [
        (one.outcome.prepared.publication.name, one.year, one.rule)
        for one in known
        if published(one.outcome.prepared.publication)
    ]


@cache
def _shipped() -> Workspace:
    """What is shipped, read once by each process."""
    return Workspace.open()


def _files(name: str) -> Mapping[str, bytes]:
    """The workbook, the values and the receipt of a publication."""
    space = _shipped()
    outcomes = [space.outcome(name, year.year) for year in space.library.publications[name].years]
    return publish.files(outcomes, [agreements(space, outcome) for outcome in outcomes], "xlsx")


def _compared(pair: tuple[YearKey, YearKey]) -> Comparison:
    return comparisons.compared(_shipped(), *pair)


def _explained(share: Share) -> Mapping[Key, Explanation]:
    """Every explanation of each so-many-th municipality."""
    asked, wanted, place, workers = share
    made: dict[Key, Explanation] = {}
    for name, year, rule in asked:
        outcome = _shipped().outcome(name, year)
        codes = [code for code in outcome.prepared.case.codes if not wanted or code in wanted]
        for one in explain_each(outcome, rule, codes[place::workers]):
            made[rule, year, one.code] = one
    return made
