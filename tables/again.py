"""A publication made again from its receipt: whether the same comes out, and else what is not as it was."""

import datetime
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from allocation.errors import InputError, Problem
from rules import Outcome, Workspace
from rules.analysis.changelog import changelog
from rules.analysis.overview import overview_of
from rules.analysis.verify import Agreement, agreements
from rules.library.layers import Reorganisation
from rules.runs.rulebooks import publication
from tables import publish
from tables.words import plural

if TYPE_CHECKING:
    from rules.analysis.watch import Watched

ENDING = ".receipt.json"
HASHED = ("regels en rekenwerk", "cijfers, publicaties en gegevens", "eigen bestanden")
"""What goes in, each as hashes by file."""
NEEDED = {
    "publicatie",
    "uitkeringsjaren",
    "wat als",
    "wat als, namen",
    "ook op de indeling van",
    "verdeelsleutel",
    "bibliotheken",
    "uitvoer",
    *HASHED,
}
PARTS = "delen"
FEW = 10


def composed(
    space: Workspace, outcomes: Sequence[Outcome], year: int | None, kind: str, extra: publish.Extra
) -> tuple[dict[str, bytes], list[list[Agreement]]]:
    """The files of a publication, and what it was compared with."""
    name = outcomes[0].prepared.publication.name
    before = space.plain.outcomes(name, year) if space.plain else []
    beside = [overview_of(space, outcome) for outcome in outcomes]
    agreed = [agreements(space, outcome) for outcome in outcomes]
    changes = [log for outcome in outcomes if (log := changelog(space, outcome))]
    whole = evolve(extra, before=before, beside=beside, changes=changes)
    return publish.files(outcomes, agreed, kind, whole), agreed


@frozen
class Receipt:
    """What a receipt says, and the folder that it stands in."""

    path: Path
    said: Mapping[str, Any]

    @property
    def outputs(self) -> Mapping[str, str]:
        """The hash of each file that came out, by name."""
        return dict(self.said["uitvoer"])


def receipts(place: Path) -> list[Receipt]:
    """The receipt, or all of a folder. Raises InputError where there is none, or one that cannot be read.

    One of households or worlds may lie in the folder too: it is of parts, and those are made again.
    """
    paths = [place] if place.is_file() else sorted(place.glob(f"*{ENDING}"))
    found = []
    for path in paths:
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            said = None
        if place.is_dir() and isinstance(said, dict) and PARTS in said:
            continue
        if not isinstance(said, dict) or not said.keys() >= NEEDED or not isinstance(said["uitvoer"], dict):
            problem = Problem(str(path), "dit is geen reçu", "een bestand dat verdeel publish schreef")
            raise InputError([problem])
        found.append(Receipt(path, said))
    if not found:
        raise InputError([Problem(str(place), "er is geen reçu", f"een map met een bestand op {ENDING}")])
    return found


def differences(space: Workspace, receipt: Receipt) -> Iterator[str]:
    """Whatever is not as the receipt says: of the files, of what went in, and of what comes out now."""
    for name, was in receipt.outputs.items():
        file = receipt.path.with_name(name)
        if not file.is_file():
            yield f"{name} is er niet meer"
        elif hashlib.sha256(file.read_bytes()).hexdigest() != was:
            yield f"{name} is na het schrijven gewijzigd"
    made = _again(space, receipt)
    now = json.loads(made.pop(next(name for name in made if name.endswith(ENDING))))
    for what in ("verdeelsleutel", "bibliotheken"):
        if receipt.said[what] != now[what]:
            yield f"{what}: was {_told(receipt.said[what])}, nu {_told(now[what])}"
    for what in HASHED:
        yield from _others(what, receipt.said[what], now[what])
    for name, content in made.items():
        if receipt.outputs.get(name) != hashlib.sha256(content).hexdigest():
            yield f"{name} wordt nu anders"


def _told(value: object) -> str:
    return ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else str(value)


def _others(what: str, then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    changed = [f"{name} is gewijzigd" for name in then if name in now and then[name] != now[name]]
    changed += [f"{name} is er niet meer" for name in then if name not in now]
    changed += [f"{name} is nieuw" for name in now if name not in then]
    yield from (f"{what}: {text}" for text in changed[:FEW])
    if len(changed) > FEW:
        yield f"{what}: en nog {plural(len(changed) - FEW, 'bestand', 'bestanden')}"


def _again(space: Workspace, receipt: Receipt) -> dict[str, bytes]:
    said, names = receipt.said, list(receipt.outputs)
    years = said["uitkeringsjaren"]
    own = [year.year for year in publication(space.library, said["publicatie"]).years]
    year = years[0] if len(years) == 1 and years != own else None
    parts = {old: {new: Fraction(p) for new, p in into.items()} for old, into in said["wat als"].items()}
    if parts:
        space = space.reorganised(Reorganisation(parts, said["wat als, namen"]))
    outcomes = space.outcomes(said["publicatie"], year)
    formulas = any("-formules." in name for name in names)
    day = said["ook op de indeling van"]
    extra = publish.Extra(
        territory=datetime.date.fromisoformat(day) if day else None,
        formulas=formulas,
        open_data=any(name.endswith(".csv") for name in names),
        watched=watched_years(space, outcomes) if said.get("bewaakt") else [],
    )
    kind = "ods" if any(name.endswith(".ods") for name in names) else "xlsx"
    return composed(space, outcomes, year, kind, extra)[0]


def watched_years(space: Workspace, outcomes: Sequence[Outcome]) -> "list[Watched]":
    """What the guard makes of each year: every promise tried, every column beside the one before."""
    from rules.analysis.watch import watch  # noqa: PLC0415 - only where it was asked

    return [watch(space, outcome) for outcome in outcomes]


def lines(receipt: Receipt, found: Sequence[str]) -> list[str]:
    """What is said of a receipt."""
    if not found:
        count = plural(len(receipt.outputs), "bestand", "bestanden")
        return [f"{receipt.path.name}: opnieuw gemaakt, en byte voor byte hetzelfde ({count})."]
    return [f"{receipt.path.name}: niet hetzelfde.", *(f"  {text}" for text in found)]
