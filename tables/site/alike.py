"""Municipalities that are alike: what the page of one says of it, and what a reader can choose in."""

import json
from collections.abc import Mapping, Sequence
from functools import cached_property

from attrs import define

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


@define(slots=False)
class Likeness:
    """All municipalities, on every criterion: made once for all pages."""

    site: Site

    @cached_property
    def names(self) -> list[str]:
        """What the criteria are called."""
        return [named(criterion) for criterion in self.site.criteria]

    @cached_property
    def cells(self) -> Mapping[str, Sequence[str]]:
        """By code what stands under each criterion."""
        return {code: [shown(of, code) for of in self.site.criteria] for code in self.site.names}

    def told(self, place: Place) -> Mapping[str, object]:
        """For the page of a municipality: those of the same groups, and those with as many inhabitants."""
        together = [one for one in self.site.places if _groups(one) >= _groups(place)]
        return {
            "heads": ["Gemeente", "Plaatsen verschil", *self.names],
            "criteria": self.names,
            "same": SAME,
            "where": "In dezelfde arbeidsmarktregio en grootteklasse, het dichtst bij in aantal inwoners",
            "group": self._rows(place, [one.code for one in together]),
            "near": self._rows(place, list(self.cells)),
        }

    def _rows(self, place: Place, among: Sequence[str]) -> list[tuple[str, Sequence[str]]]:
        first, names = self.site.criteria[:1], self.site.names
        nearest = [place.code, *alike(first, place.code, among)[:SHOWN]]
        return [
            (code, [names[code], str(apart(first, place.code, code)), *self.cells[code]]) for code in nearest
        ]

    def script(self) -> bytes:
        """All that the choice of criteria needs, for every page of a municipality: `ALIKE`."""
        groups = {kind: [_of(place, kind) for place in self.site.places] for kind in SAME}
        content = {
            "codes": list(self.site.names),
            "names": list(self.site.names.values()),
            "groups": {kind: [sorted({*of}).index(one) for one in of] for kind, of in groups.items()},
            "criteria": [
                {
                    "label": name,
                    "shown": [cells[place] for cells in self.cells.values()],
                    "ranks": [criterion.ranks[code] for code in self.site.names],
                }
                for place, (name, criterion) in enumerate(zip(self.names, self.site.criteria, strict=True))
            ],
        }
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
        return f'"use strict";\nconst ALIKE={text};\n'.encode()


def _groups(place: Place) -> set[str]:
    """The groups of one that its peers are in too: region and size class."""
    return {address for address, _ in place.groups if not address.startswith("province-")}


def _of(place: Place, kind: str) -> str:
    return next((address for address, _ in place.groups if address.startswith(f"{kind}-")), "")
