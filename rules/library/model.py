"""What a library holds."""

from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

from allocation.figures import Figure
from allocation.inputs import InputSpec
from allocation.rules import Rule
from rules.library.schema import Delivery, Publication, Published, Stream, Taken


@frozen
class Library:
    """Everything there is to compute with.

    `paths` are the TOML files it was read from, `folder` is the user's own; `own` names (publication,
    year, figure or input) what that folder gives, LAW standing for every publication, and
    `own_publications` the publications that it adds.
    """

    rules: tuple[Rule, ...]
    figures: Mapping[str, Figure]
    inputs: Mapping[str, InputSpec]
    publications: Mapping[str, Publication]
    deliveries: Mapping[tuple[str, int, str], Delivery | Taken]
    published: tuple[Published, ...]
    streams: tuple[Stream, ...]
    paths: tuple[Path, ...]
    folder: Path | None
    own: frozenset[tuple[str, int, str]]
    own_publications: frozenset[str]
