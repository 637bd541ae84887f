"""The receipt: what a set of tables was made from, by hash, so that it can be made again."""

import datetime
import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from allocation.numbers import as_written
from rules import Outcome
from rules.library.paths import DATA, RULES
from rules.scenarios.changes import Altered, changes
from rules.territory.municipalities import FILES
from tables.labels import departures, edition
from tables.publication.signing import of_whom

ROOT = RULES.parent


def file_hash(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def receipt(
    outcomes: Sequence[Outcome],
    files: Mapping[str, bytes],
    territory: datetime.date | None = None,
    *,
    watched: bool = False,
) -> bytes:
    """The receipt as JSON: version, options, rules, figures, data, and the files that came out."""
    library, what_if = outcomes[0].prepared.library, outcomes[0].prepared.reorganisation
    used = {path for o in outcomes for path in o.prepared.files} | set(library.paths)
    used |= {DATA / name for name in FILES}
    years = {(o.prepared.publication.name, o.prepared.year.year) for o in outcomes}
    used |= {p.file for year in years for p in library.published(*year) if p.column}
    code = [path for folder in ("allocation", "rules", "tables") for path in (ROOT / folder).rglob("*.py")]
    own = {path for path in used if not path.is_relative_to(ROOT)}
    content: dict[str, object] = {
        "publicatie": outcomes[0].prepared.publication.name,
        "uitkeringsjaren": [outcome.prepared.year.year for outcome in outcomes],
        "uitgave": _edition(outcomes),
        "herkomst": list(dict.fromkeys(text for o in outcomes for text in (*edition(o), *departures(o)))),
        "wat als": {
            old: {new: str(part) for new, part in into.items()} for old, into in what_if.parts.items()
        },
        "wat als, namen": dict(what_if.names),
        "ook op de indeling van": territory.isoformat() if territory else "",
        "verdeelsleutel": version("verdeelsleutel"),
        "bibliotheken": {name: version(name) for name in ("odfdo", "openpyxl", "polars", "XlsxWriter")},
        "regels en rekenwerk": _hashes(code, ROOT),
        "cijfers, publicaties en gegevens": _hashes(used - own, ROOT),
        "eigen bestanden": _hashes(own, library.folder),
        "uitvoer": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }
    if altered := [row for outcome in outcomes for row in _altered(outcome)]:
        content["verondersteld"] = altered
    if watched:
        content["bewaakt"] = True
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()


def _edition(outcomes: Sequence[Outcome]) -> dict[str, str]:
    """Whose it is: until it is signed a draft."""
    of = outcomes[0].prepared.publication
    return {
        "wat": of_whom(outcomes),
        "uitgever": of.issuer,
        "datum": of.date,
        "kenmerk": of.kenmerk,
        "vastgesteld door": of.signed_by,
        "vastgesteld op": of.signed_on,
        "volgt op": of.before,
    }


def _altered(outcome: Outcome) -> list[dict[str, str]]:
    """Every value that a scenario changes, as it was and as it is."""
    return [
        {
            "scenario": one.scenario,
            "wat": one.name,
            "in": f"{one.publication}, {one.year}",
            "was": as_written(one.old) if one.old is not None else one.before,
            "wordt": as_written(one.new) if one.new is not None else _becomes(one),
            "status": one.status,
            "bron": one.source,
        }
        for one in changes(None, outcome)
    ]


def _becomes(one: Altered) -> str:
    """In words what has no one value: by how much an input is multiplied, and for whom."""
    if one.scale is None:
        return one.after
    whom = ", ".join(one.codes) or "alle gemeenten"
    return f"maal {as_written(one.scale.times)} plus {as_written(one.scale.plus)}: {whom}"


def _hashes(paths: Iterable[Path], base: Path | None) -> dict[str, str]:
    """By path from `base`, so that no machine's own folders are in the receipt."""
    root = base.resolve() if base else Path("/")
    return {_within(path, root): file_hash(path) for path in sorted(paths)}


def _within(path: Path, root: Path) -> str:
    """Its way from a folder; what lies in it needs no look at the disk for links on the way."""
    plain = path.is_relative_to(root) and ".." not in path.parts
    return os.path.relpath(path if plain else path.resolve(), root)
