"""The pages of more than one municipality: the first, publications, groups, and what is no more."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from allocation.figures import STATUSES
from rules import Outcome
from rules.analysis.portrait import Stream, most_telling, publications, published
from rules.analysis.series import national_series
from rules.analysis.side_by_side import moment
from rules.analysis.verify import agreements
from rules.library.schema import Publication
from tables.balances import MAIN
from tables.file_names import slug
from tables.labels import OFFICIAL, label, warning
from tables.publication.report import agreement_lines
from tables.series import report
from tables.site import comparisons
from tables.site.comparisons import Comparison
from tables.site.drawing import bounds, choropleth, class_of, legend, outlines, stacked, sureness, swatch
from tables.site.pages import Place, Site
from tables.site.told import called, head, told
from tables.words import date_in_words, in_words, number

KINDS = {"province": "Provincies", "region": "Arbeidsmarktregio's", "size": "Grootteklassen"}
OWN_WORK = "Gemaakt uit openbare stukken en indicatief: door geen ministerie vastgesteld."


def front(site: Site) -> bytes:
    """The first page: search, maps with their tables, the lists of all other pages."""
    stream = most_telling(site.published)
    per_inhabitant = {
        place.code: stream.of(place.code).per_inhabitant if stream.has([place.code]) else None
        for place in site.places
    }
    name = f"{called(stream.outcome, stream.rule)} {stream.year}, per inwoner"
    maps = [_map(site, name, per_inhabitant)]
    if stream.since:
        change = dict(zip(stream.since.codes, stream.since.per_inhabitant, strict=True))
        title = f"{name}: verschil met {stream.since_title}"
        maps.append(_map(site, title, {place.code: change.get(place.code) for place in site.places}))
    return site.page(
        "index.html",
        depth=0,
        title="Wat uw gemeente krijgt",
        outlines=outlines(),
        maps=maps,
        sure=_sure(site, stream.outcome, stream.rule),
        counts=[_counted(site, one) for one in site.published],
        statuses=STATUSES,
        provinces=list(_provinces(site)),
        groups=[
            {"title": KINDS[kind], "members": sorted(members)}
            for kind, members in group_addresses(site).items()
        ],
        publications=_publications(site),
    )


def _map(site: Site, title: str, values: Mapping[str, Fraction | None]) -> dict[str, object]:
    """A map of euros by code, with its legend and the same as a table."""
    known = [value for value in values.values() if value is not None]
    limits = bounds(known)
    text = f"Van {number(min(known), 2)} tot {number(max(known), 2)} euro; donker is veel."
    rows = [
        [site.names[code], "onbekend" if value is None else number(value, 2), str(class_of(value, limits))]
        for code, value in values.items()
    ]
    svg = choropleth(values, site.names, f"{title}. {text}", "euro")
    return {"title": title, "told": text, "svg": svg, "legend": legend(known, "euro"), "rows": rows}


def _provinces(site: Site) -> Iterator[dict[str, object]]:
    for name in sorted({place.province for place in site.places}):
        members = [(place.code, place.name) for place in site.places if place.province == name]
        yield {"name": name, "members": sorted(members, key=lambda one: one[1])}


def group_addresses(site: Site) -> dict[str, list[tuple[str, str]]]:
    """By kind of group, the address and the title of each."""
    found: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    for place in site.places:
        for address, title in place.groups:
            found[address.partition("-")[0]][address] = title
    return {kind: list(of.items()) for kind, of in found.items() if of}


def _publications(site: Site) -> list[dict[str, object]]:
    shown = {one.name: one for one in publications(site.space)}
    kinds: dict[bool, list[dict[str, str]]] = {False: [], True: []}
    for one in shown.values():
        own = not published(one)
        years = ", ".join(f"{year.year} ({year.stand})" for year in one.years)
        kinds[own].append(
            {"name": one.name, "title": one.title, "date": date_in_words(one.date), "years": years}
        )
    titles = {False: ("Van de ministeries", ""), True: ("Verkenningen en totalen", OWN_WORK)}
    return [
        {"title": titles[own][0], "text": titles[own][1], "members": members}
        for own, members in kinds.items()
        if members
    ]


def publication(
    site: Site,
    one: Publication,
    outcomes: Sequence[Outcome],
    downloads: Mapping[str, str],
    compared: Sequence[Comparison],
) -> bytes:
    """The page of a publication: its pots, what it was compared with, every amount, what changed."""
    years = [_year(site, outcome) for outcome in outcomes]
    texts = {warning(outcome, outcome.prepared.year.amounts).replace("\n", " ") for outcome in outcomes}
    return site.page(
        "publication.html",
        title=one.title,
        name=one.name,
        about=f"{one.issuer}, {date_in_words(one.date)}. {one.note}".strip(),
        warning=" ".join(sorted(texts)),
        downloads=list(downloads.items()),
        years=years,
        outlines=outlines() if any(year["sure"] for year in years) else "",
        comparisons=comparisons.summary(compared, one.name),
    )


def _year(site: Site, outcome: Outcome) -> dict[str, object]:
    prepared = outcome.prepared
    columns = [outcome.result.exact(name) for name in prepared.year.amounts]
    names = list(prepared.territory["naam"])
    totals = [in_words(outcome.together(column)) for column in columns]
    compared = agreement_lines([outcome], [agreements(site.space, outcome)])
    return {
        "year": prepared.year.year,
        "pots": [
            [called(outcome, one.pot), *(number(a.value(one), 2) for a in MAIN), label(outcome, one.pot)[1]]
            for one in outcome.result.balances
        ],
        "compared": [line.strip() for line in compared[1:]],
        "heads": ["Gemeente", *(head(outcome, name) for name in prepared.year.amounts)],
        "rows": [[name, *(in_words(column[row]) for column in columns)] for row, name in enumerate(names)],
        "foot": ["Totaal", *totals],
        "sure": [_sure(site, outcome, name) for name in prepared.year.amounts if _differs(outcome, name)],
    }


def _differs(outcome: Outcome, rule: str) -> bool:
    """Whether an amount is surer of one municipality than of another."""
    return len({*outcome.sure(rule)}) > 1


def _statuses(site: Site, outcome: Outcome, rule: str) -> dict[str, str]:
    """By code of today how sure an amount is."""
    found = moment(outcome, rule, site.day)
    return {code: found.status(code) or OFFICIAL for code in found.amounts}


def _counted(site: Site, stream: Stream) -> list[str]:
    found = [*_statuses(site, stream.outcome, stream.rule).values()]
    title = stream.outcome.prepared.publication.title
    name = f"{label(stream.outcome, stream.rule)[0]} {stream.year}"
    return [name, title, *(str(found.count(name)) for name in STATUSES)]


def _sure(site: Site, outcome: Outcome, rule: str) -> dict[str, object]:
    """A map of how sure an amount is of each municipality, with its legend and the same as a table."""
    statuses = _statuses(site, outcome, rule)
    counts = {name: [*statuses.values()].count(name) for name in STATUSES}
    title = f"{label(outcome, rule)[0]} {outcome.prepared.year.year}: hoe zeker het bedrag is"
    text = "; ".join(f"van {count} gemeenten {name}" for name, count in counts.items() if count)
    return {
        "title": title,
        "told": f"Het bedrag is {text}.",
        "svg": sureness(statuses, site.names, f"{title}. Het bedrag is {text}."),
        "legend": [(swatch(name), f"{name} ({count})") for name, count in counts.items() if count],
        "rows": [[site.names.get(code, code), name] for code, name in statuses.items()],
    }


def series(site: Site) -> bytes:
    """The page of the national series."""
    library = site.space.library
    lines = national_series(site.space)
    svg, names = stacked(report.stacked(lines), f"{report.title(library)}; de tabel eronder zegt hetzelfde")
    heads = ["Geldstroom", "Eenheid", *map(str, report.shown_years(lines))]
    rows = [[report.name(line), line.unit, *report.cells(line, lines)] for line in lines]
    parts = [[p.part, p.payment, str(p.valid_from), str(p.valid_to), p.note] for p in library.streams]
    return site.page(
        "series.html",
        depth=0,
        title=report.title(library),
        text=report.told(library, lines),
        svg=svg,
        names=names,
        heads=heads,
        rows=rows,
        parts=parts,
    )


def group(site: Site, address: str, title: str) -> bytes:
    """The page of a group of municipalities."""
    members = [place for place in site.places if address in dict(place.groups)]
    codes = [place.code for place in members]
    whole = [one for one in site.streams if site.unchanged(one, codes)]
    earlier = [one for one in site.streams if one not in whole]
    return site.page(
        "group.html",
        title=title,
        told=[told(site.space.library, one, codes, title) for one in whole],
        earlier=[f"{called(one.outcome, one.rule)} {one.year}" for one in earlier],
        members=sorted(((p.code, p.name) for p in members), key=lambda m: m[1]),
    )


def moved(site: Site, code: str) -> bytes:
    """The page of a municipality that is no more: where it went."""
    name, goals = site.former[code]
    there = [(goal, site.names[goal]) for goal in goals if goal in site.names]
    what = "opgegaan in" if len(there) == 1 else "verdeeld over"
    return site.page("moved.html", title=f"{name} ({code})", text=f"{name} is {what}:", goals=there)


def by_name(site: Site, place: Place) -> tuple[str, bytes]:
    """The address of a municipality by its name, which leads to that by its code."""
    content = site.page(
        "moved.html", title=place.name, text="Deze gemeente:", goals=[(place.code, place.name)]
    )
    return f"gemeente/{slug(place.name)}.html", content
