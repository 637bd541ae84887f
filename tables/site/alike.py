"""Municipalities that are alike: what the page of one says of it, and what a reader can choose in."""

import json
from collections.abc import Iterator, Mapping, Sequence

from rules.analysis.likeness import Criterion, alike, apart
from tables.site.pages import Place, Site
from tables.site.told import called, per_cent
from tables.words import in_words, number

SHOWN = 8
"""So many are shown."""
SAME = {
    "province": "dezelfde provincie",
    "region": "dezelfde arbeidsmarktregio",
    "size": "dezelfde grootteklasse",
}


def named(criterion: Criterion) -> str:
    """What a criterion is called."""
    if criterion.stream is None:
        return "Inwoners"
    what = "deel van het land" if criterion.is_share else "per inwoner"
    return f"{called(criterion.stream.outcome, criterion.stream.rule)} {criterion.stream.year}, {what}"


def shown(criterion: Criterion, code: str) -> str:
    """The value of a municipality."""
    value = criterion.values[code]
    if criterion.stream is None:
        return in_words(value)
    return per_cent(value, 4) if criterion.is_share else number(value, 2)


def told(site: Site, place: Place) -> Mapping[str, object]:
    """For the page of a municipality: those of the same groups, and those with as many inhabitants."""
    known = site.criteria
    together = [other for other in site.places if _groups(other) & _groups(place) >= _alike(place)]
    same = [other.code for other in together]
    return {
        "heads": ["Gemeente", "Plaatsen verschil", *map(named, known)],
        "criteria": [named(criterion) for criterion in known],
        "same": SAME,
        "where": "In dezelfde arbeidsmarktregio en grootteklasse, het dichtst bij in aantal inwoners",
        "group": _rows(site, place, same),
        "near": _rows(site, place, list(site.names)),
    }


def _groups(place: Place) -> set[str]:
    return {address for address, _ in place.groups}


def _alike(place: Place) -> set[str]:
    """The groups of one that its peers are in too: region and size class."""
    return {address for address in _groups(place) if not address.startswith("province-")}


def _rows(site: Site, place: Place, among: Sequence[str]) -> list[tuple[str, Sequence[str]]]:
    first = site.criteria[:1]
    nearest = [place.code, *alike(first, place.code, among)[:SHOWN]]
    return [
        (code, [site.names[code], str(apart(first, place.code, code)), *_values(site, code)])
        for code in nearest
    ]


def _values(site: Site, code: str) -> Iterator[str]:
    for criterion in site.criteria:
        yield shown(criterion, code)


def script(site: Site) -> bytes:
    """All that the choice of criteria needs, for every page of a municipality: `ALIKE`."""
    codes = list(site.names)
    groups = {kind: [_of(place, kind) for place in site.places] for kind in SAME}
    content = {
        "codes": codes,
        "names": list(site.names.values()),
        "groups": {kind: [sorted({*of}).index(one) for one in of] for kind, of in groups.items()},
        "criteria": [
            {
                "label": named(criterion),
                "shown": [shown(criterion, code) for code in codes],
                "ranks": [criterion.ranks[code] for code in codes],
            }
            for criterion in site.criteria
        ],
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'"use strict";\nconst ALIKE={text};\n'.encode()


def _of(place: Place, kind: str) -> str:
    return next((address for address, _ in place.groups if address.startswith(f"{kind}-")), "")
