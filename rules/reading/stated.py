"""What a table says of itself: the publication and the year that it is of, the unit that it counts in.

What it says and what it is used for are the same, or the one who hands it in must say which of them is meant.
"""

import re
from collections.abc import Collection, Iterator, Sequence

import polars as pl
from attrs import frozen

from allocation.errors import Problem
from allocation.inputs import InputSpec
from rules.reading.counted import first

PUBLICATION = re.compile(r"^(circulaire|publicatie|publication)$", re.IGNORECASE)
CIRCULAR = re.compile(r"([a-z]+)circulaire\D*([0-9]{4})")
YEAR = re.compile(r"^(uitkerings|budget|begrotings)jaar$", re.IGNORECASE)
UNIT = re.compile(r"^(eenheid|unit)$", re.IGNORECASE)
SCALE = re.compile(
    r"x\s*(?:eur|euro|€)?\s*1[. ]?000(?:[. ]000)?(?![0-9])|\bper\s*1[. ]?000?\b"
    r"|\b1[. ]?000\s*eur|duizend|miljoen|\bmln\b|\bk€",
    re.IGNORECASE,
)
PERCENT = re.compile(r"%|percent|procent|\bpct\b", re.IGNORECASE)
CENTS = re.compile(r"(euro)?cent(en)?\b|eurocent", re.IGNORECASE)
INCOME, COSTS = re.compile(r"\bbaten\b", re.IGNORECASE), re.compile(r"\blasten\b", re.IGNORECASE)


@frozen
class Purpose:
    """What a table is read for: the names of the publication ("septembercirculaire-2024"), and its year.

    `chosen` are the columns by which rows were chosen, so that what stands in them is meant.
    """

    names: Sequence[str] = ()
    year: int = 0
    chosen: Collection[str] = ()


def contradicted(
    place: str, frame: pl.DataFrame, wanted: Sequence[tuple[InputSpec, str]], purpose: Purpose
) -> list[Problem]:
    """Every column that says otherwise than what the table is read for."""
    texts = {name: frame[name].drop_nulls().unique(maintain_order=True).to_list() for name in frame.columns}
    problems: list[Problem] = []
    for column, values in texts.items():
        if column in purpose.chosen or not values:
            continue
        if PUBLICATION.match(column.strip()) and any(known := {*map(_dated, purpose.names)}):
            other = [value for value in values if _dated(value) not in {*known, ()}]
            problems += _other(place, column, other, purpose.names[0])
        elif YEAR.match(column.strip()) and purpose.year:
            other = [value for value in values if value != str(purpose.year)]
            problems += _other(place, column, other, str(purpose.year))
    units = [text for column, values in texts.items() if UNIT.match(column.strip()) for text in values]
    for spec, column in wanted:
        problems += _unit(f"{place}, kolom {column}", spec, [column, *units])
    return problems


def _dated(text: str) -> tuple[str, ...]:
    """The month and year of the circular that a text names; () where it names none."""
    named = CIRCULAR.search(text.casefold())
    return named.groups() if named else ()


def _other(place: str, column: str, values: Sequence[str], wanted: str) -> Iterator[Problem]:
    if values:
        setting = f'rows = {{ {column} = "{values[0]}" }}'
        yield Problem(
            f"{place}, kolom {column}",
            f"er staat {first(map(repr, values))}",
            f"alleen rijen van {wanted}; anders {setting} in de levering, [[data]]",
        )


def _unit(place: str, spec: InputSpec, texts: Sequence[str]) -> Iterator[Problem]:
    """That a heading, or a column with the unit, says that values are counted in something else."""
    own = f"{spec.label} {spec.unit}"
    plain = f"waarden in {spec.unit}"
    share = "een aandeel van 0 tot 1" if spec.kind == "aandeel" else plain
    for what, pattern, holds, expected in (
        (
            "duizendtallen of iets dergelijks",
            SCALE,
            spec.kind != "aandeel",
            f"{plain}, vermenigvuldigd met wat er staat",
        ),
        ("procenten", PERCENT, True, share),
        ("centen", CENTS, spec.kind == "bedrag", plain),
        ("baten", INCOME, bool(COSTS.search(own)), "lasten; van netto lasten zijn de baten al af"),
    ):
        told = next((text for text in texts if pattern.search(text.replace("_", " "))), "")
        if told and holds and not pattern.search(own):
            yield Problem(place, f"{told!r} zegt {what}", f"{expected}, onder een kop zonder dat woord")
            return
