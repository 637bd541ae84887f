"""Mergers and splits that no law says yet: what a publication would give if they were there."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

import polars as pl

from allocation.case import CODE
from allocation.errors import FigureError, InputError, Problem
from allocation.numbers import exact
from rules.library.layers import Reorganisation


def reorganised(before: pl.DataFrame, what: Reorganisation) -> pl.DataFrame:
    """The municipalities after a reorganisation; a new one is in the province of the first it comes from.

    Raises InputError for a municipality that is not there.
    """
    if not what.parts:
        return before
    known = {code: (naam, provincie) for code, naam, provincie in before.iter_rows()}
    absent = [code for code in what.parts if code not in known]
    if absent:
        raise InputError(
            [
                Problem(f"wat als, {code}", "zo'n gemeente is er niet", "een code van die dag")
                for code in absent
            ]
        )
    after = {code: place for code, place in known.items() if code not in what.parts}
    for old, into in what.parts.items():
        for new in into:
            naam = what.names.get(new) or known.get(new, (new, ""))[0]
            after.setdefault(new, (naam, known[old][1]))
    rows = [(code, *place) for code, place in sorted(after.items())]
    return pl.DataFrame(rows, schema=[CODE, "naam", "provincie"], orient="row")


def parse(merges: Iterable[str], splits: Iterable[str]) -> Reorganisation:
    """Read "0501+0530+0614=1992:Voorne" and "0788=0757:0.15,0824:0.85".

    Raises InputError, with all that is wrong, for another form, parts that do not add to 1, and a
    municipality that goes twice.
    """
    parts: dict[str, dict[str, Fraction]] = {}
    names: dict[str, str] = {}
    problems: list[Problem] = []
    for text in merges:
        olds, _, goal = text.partition("=")
        new, _, name = goal.partition(":")
        codes = [_code(old) for old in olds.split("+")]
        if not new.strip() or len(codes) < 2 or not all(codes):
            problems.append(
                Problem(f"--merge {text}", "niet te lezen", "0501+0530+0614=1992, of ...=1992:Naam")
            )
            continue
        if name:
            names[_code(new)] = name
        problems += _put(parts, f"--merge {text}", [(old, {_code(new): Fraction(1)}) for old in codes])
    for text in splits:
        old, _, goals = text.partition("=")
        try:
            pairs = [goal.partition(":") for goal in goals.split(",")]
            into = {_code(new): exact(share.strip()) for new, _, share in pairs}
        except FigureError:
            into = {}
        if not old or not into or sum(into.values()) != 1 or min(into.values()) <= 0:
            expected = "0788=0757:0.4,0824:0.6, met delen boven 0 die samen 1 zijn"
            problems.append(Problem(f"--split {text}", "niet te lezen, of niet heel", expected))
            continue
        problems += _put(parts, f"--split {text}", [(_code(old), into)])
    if problems:
        raise InputError(problems)
    return Reorganisation(parts, names)


def _code(text: str) -> str:
    return text.strip().removeprefix("GM").zfill(4) if text.strip() else ""


def _put(
    parts: dict[str, dict[str, Fraction]], place: str, moves: Sequence[tuple[str, dict[str, Fraction]]]
) -> list[Problem]:
    twice = []
    for old, into in moves:
        if old in parts:
            twice.append(old)
        parts[old] = into
    return [Problem(place, f"{old} gaat twee keer over", "elke gemeente één keer") for old in twice]
