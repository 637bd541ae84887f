"""The receipt of many worlds: how they were cut, and of each part what it was made of and what came of it."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from rules.parts.receipts import file_hash
from rules.scenarios.world_parts import Done, as_receipt, outcome_of
from rules.scenarios.worlds import Span


def receipt(
    text: str, worlds: Span, seed: int, years: Sequence[Done], files: Mapping[str, bytes | Path]
) -> bytes:
    """The receipt as JSON; the same whoever computed the parts."""
    content = {
        "publicatie": years[0].outcome.prepared.publication.name,
        "scenario": text,
        "uitkeringsjaren": [one.outcome.prepared.year.year for one in years],
        "werelden": len(worlds.names),
        "beginwaarde": seed if worlds.draws else None,
        "delen": [as_receipt(*each) for one in years for each in one.parts],
        "uitkomst": outcome_of(years),
        "verdeelsleutel": version("verdeelsleutel"),
        "polars": version("polars"),
        "uitvoer": {name: _hash(content) for name, content in files.items()},
    }
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()


def _hash(content: bytes | Path) -> str:
    return file_hash(content) if isinstance(content, Path) else sha256(content).hexdigest()
