"""What the files of a run are called: only the publication itself takes the name of the publication."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from allocation.errors import InputError, Problem
from rules import Outcome
from rules.analysis.compare import PublicationComparison
from rules.library.layers import OWN, SCENARIO, WHAT_IF, kind, scenario_of
from rules.runs.stand_ins import FINAL, stand_ins
from rules.territory.naming import plain

T = TypeVar("T")
NAMED = 3
"""So many municipalities of a what-if are in a file name."""


def by_ending(out: Path, kinds: Mapping[str, T], what: str) -> T:
    """What the ending of the name of a file asks for. Raises InputError, with `what` it is no name of."""
    if out.suffix.lower() not in kinds:
        raise InputError([Problem(str(out), f"zo heet geen {what}", f"een naam op {' of '.join(kinds)}")])
    return kinds[out.suffix.lower()]


def slug(name: str) -> str:
    """A name as part of the name of a file or an address."""
    return plain(name).replace(" ", "-")


def file_stem(outcomes: Sequence[Outcome]) -> str:
    """The name of the publication, with all that makes this another thing than the publication."""
    prepared = outcomes[0].prepared
    name = prepared.publication.name
    if any(stand_ins(outcome.prepared) for outcome in outcomes):
        name = f"benadering-{FINAL.sub('', name).strip('-')}"
    return "-".join([name, *_besides(outcomes)])


def compared_stem(comparison: PublicationComparison) -> str:
    """From one publication to another; of one with itself, what own data or another year make of it."""
    first, second = file_stem([comparison.before]), file_stem([comparison.after])
    return f"{first}-naar-{second}"


def question_name(question: str, outcomes: Sequence[Outcome]) -> str:
    """The name of a workbook that answers a question about one or more publications."""
    return "-".join([question, *dict.fromkeys(file_stem([outcome]) for outcome in outcomes)]) + ".xlsx"


def title(outcomes: Sequence[Outcome]) -> str:
    """The title of a document: that of the publication, and what this is besides."""
    of = outcomes[0].prepared.publication.title
    besides = [WORDS[each] for each in _kinds(outcomes)]
    besides += [f"scenario {name}" for name in _scenarios(outcomes)]
    years = [str(outcome.prepared.year.year) for outcome in outcomes] if _chosen(outcomes) else []
    return ", ".join([of, *(f"alleen uitkeringsjaar {year}" for year in years), *besides])


WORDS = {OWN: "met eigen gegevens", WHAT_IF: "wat als"}
"""By layer that is not the publication's own."""


def _kinds(outcomes: Sequence[Outcome]) -> list[str]:
    origins = {layer for outcome in outcomes for layer in outcome.prepared.origins()}
    return [each for each in WORDS if each in origins]


def _scenarios(outcomes: Sequence[Outcome]) -> list[str]:
    """The scenarios that it is computed with, in the order of the stack."""
    layers = outcomes[0].prepared.library.layers
    return [scenario_of(layer.name) for layer in layers if kind(layer.name) == SCENARIO]


def _chosen(outcomes: Sequence[Outcome]) -> bool:
    """Whether not all years of the publication are there."""
    prepared = outcomes[0].prepared
    return len(outcomes) < len(prepared.publication.years)


def _besides(outcomes: Sequence[Outcome]) -> list[str]:
    parts = [str(outcome.prepared.year.year) for outcome in outcomes] if _chosen(outcomes) else []
    kinds = _kinds(outcomes)
    if OWN in kinds:
        parts.append("eigen")
    parts += [f"scenario-{'+'.join(names)}"] if (names := _scenarios(outcomes)) else []
    if WHAT_IF in kinds:
        what_if = outcomes[0].prepared.reorganisation
        new = sorted({code for into in what_if.parts.values() for code in into})
        names = [what_if.names.get(code, code) for code in new][:NAMED]
        parts += ["wat-als", *(re.sub(r"\W+", "-", name.lower()).strip("-") for name in names)]
    return parts
