"""A run of the model: from a file of households to what it says of every municipality."""

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from allocation.case import CODE
from allocation.errors import InputError, Problem
from rules.library.load import library
from rules.model import parts as of_parts
from rules.model.households import Households, households
from rules.model.layout import PARTS, Layout, layout
from rules.model.norms import moved, norms
from rules.model.outcome import Municipality, outcomes
from rules.model.packing import ROWS, pack
from rules.model.sums import Sums, merged, refuse_beyond
from rules.model.unpacking import files as files_of
from rules.model.weights import Weights, weights
from rules.parts.engines import How
from rules.parts.receipts import file_hash
from rules.territory.municipalities import municipalities

PACKED, RECEIPTS, LIST = "gepakt", "delen", "gepakt.json"


@frozen(eq=False)
class Setting:
    """All but the households: weights, norms (cents), municipalities, the layout, and a reading."""

    weights: Weights
    norms: dict[str, int]
    names: dict[str, str]
    layout: Layout
    norms_moved: bool


@frozen(eq=False)
class Run:
    """What came of it; `source` is the hash of the file of households."""

    setting: Setting
    source: str
    synthetic: bool
    parts: Sequence[of_parts.Part]
    by_part: dict[str, Sums]
    sums: Sums
    outcomes: list[Municipality]


def setting(year: int, own: Path | None = None) -> Setting:
    """What a year is computed with. Raises InputError for a year without tables."""
    of_weights = weights(year, own)
    refuse_beyond(of_weights)
    places = municipalities(of_weights.version.territory)
    shipped = library()
    of_norms = norms(shipped, year)
    names = dict(places.select(CODE, "naam").iter_rows())
    return Setting(
        of_weights, of_norms, names, layout(of_weights, tuple(names), tuple(of_norms)), moved(shipped, year)
    )


def run(path: Path, of: Setting, folder: Path, how: How | None = None) -> Run:
    """Check, pack into `folder`, and compute. Raises InputError, before anything is written."""
    how = how or How()
    source, files, synthetic = _packed(path, of, folder, how)
    made = [of_parts.part_of(file, of.weights, of.layout) for file in files]
    done = of_parts.all_parts(made, folder / RECEIPTS, how)
    found = merged(done.values())
    return Run(of, source, synthetic, made, done, found, outcomes(found, of.layout.codes, of.norms))


def again(first: Run, of: Setting, folder: Path, how: How | None = None) -> Run:
    """The same households with other weights; they need not be packed again, unless other rows are read."""
    how = how or How()
    made = [of_parts.part_of(part.path, of.weights, of.layout) for part in first.parts]
    done = of_parts.all_parts(made, folder / RECEIPTS, how)
    found = merged(done.values())
    return evolve(
        first,
        setting=of,
        parts=made,
        by_part=done,
        sums=found,
        outcomes=outcomes(found, of.layout.codes, of.norms),
    )


def _packed(path: Path, of: Setting, folder: Path, how: How) -> tuple[str, list[Path], bool]:
    """The hash of the file and the packed files: those that are there, where they are of this file."""
    source = _source(path)
    key = [source, of.weights.version.name, how.size or ROWS, repr(of.layout)]
    known = _list(folder / LIST) if how.resume else None
    if (
        known
        and known["van"] == key
        and all(_same(folder / PACKED / name, made) for name, made in known["delen"].items())
    ):
        return source, [folder / PACKED / name for name in known["delen"]], bool(known["synthetisch"])
    if path.resolve() == (folder / PACKED).resolve():
        raise InputError([Problem(str(path), "hierin wordt ook ingepakt", "een andere map voor --out")])
    right = households(path, of.weights, of.layout.codes, tuple(of.norms))
    files = _pack(right, of, folder, how)
    said = {
        "van": key,
        "synthetisch": right.synthetic,
        "delen": {file.name: file_hash(file) for file in files},
    }
    (folder / LIST).write_text(json.dumps(said) + "\n", encoding="utf-8")
    return source, files, right.synthetic


def _source(path: Path) -> str:
    """The hash of the file of households; of packed ones that of all of theirs."""
    if path.is_dir():
        return sha256("".join(map(file_hash, files_of(path))).encode()).hexdigest()
    return file_hash(path) if path.is_file() else ""


def _pack(right: Households, of: Setting, folder: Path, how: How) -> list[Path]:
    (folder / LIST).unlink(missing_ok=True)
    for old in (folder / PACKED).glob(PARTS):
        old.unlink()
    return list(pack(right, of.weights, of.layout, folder / PACKED, how.size or ROWS))


def _list(path: Path) -> dict[str, Any] | None:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) and {"van", "synthetisch", "delen"} <= said.keys() else None


def _same(path: Path, made: str) -> bool:
    return path.is_file() and file_hash(path) == made
