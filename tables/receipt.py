"""The receipt: what a set of tables was made from, by hash, so that it can be made again."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from rules import Outcome
from rules.catalogue.where import RULES


@lru_cache
def file_hash(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def receipt(outcomes: Sequence[Outcome], files: Mapping[str, bytes]) -> bytes:
    """The receipt as JSON: version, figures, rules, data, and the files that came out."""
    first = outcomes[0].prepared
    data = {d.file for o in outcomes for d in o.prepared.deliveries.values()}
    law = [path for path in first.library.paths if path.is_relative_to(RULES)]
    code = sorted(RULES.glob("*.py")) + sorted((RULES.parent / "allocation").glob("*.py"))
    code += sorted((RULES / "catalogue").glob("*.py")) + sorted((RULES.parent / "tables").glob("*.py"))
    content = {
        "publicatie": first.publication.name,
        "uitkeringsjaren": [outcome.prepared.year.year for outcome in outcomes],
        "verdeelsleutel": version("verdeelsleutel"),
        "bibliotheken": {name: version(name) for name in ("odfdo", "openpyxl", "polars")},
        "regels en rekenwerk": _hashes(code, RULES.parent),
        "cijfers en publicaties": _hashes(law, RULES.parent),
        "eigen bestanden": _hashes(set(first.library.paths) - set(law), None),
        "gegevens": _hashes(data, None),
        "uitvoer": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()


def _hashes(paths: Iterable[Path], base: Path | None) -> dict[str, str]:
    return {str(path.relative_to(base)) if base else path.name: file_hash(path) for path in sorted(paths)}
