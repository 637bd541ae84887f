"""What a row of a household must be, each as an expression that is true where it is not."""

from collections.abc import Sequence

import polars as pl
from attrs import frozen

from rules.model import law
from rules.model.norms import STUDENT
from rules.model.weights import Weights

PLACE, NORM = "gemeentecode", "norm"


@frozen(eq=False)
class Check:
    """A kind of mistake: where a row has it, which columns to show, and what was expected."""

    kind: str
    bad: pl.Expr
    shown: tuple[str, ...]
    expected: str


def checks(weights: Weights, codes: Sequence[str], norms: Sequence[str]) -> list[Check]:
    """Every check of a version; a missing value is only of its own kind."""
    given = weights.given
    return [
        *_places(codes, norms),
        *(made for name in given for made in _yes_or_no(name)),
        *(made for name in weights.measured for made in _measured(name)),
        *(made for group in law.groups(given) for made in _group(group, law.adults("one", given))),
        *(
            _couple(group, law.adults("couple", given))
            for group in law.groups(given)
            if group.alone is not None
        ),
        *(made for fits in law.fits(given) for made in _goes_with(fits)),
        *(made for fits in law.norms_fit(given, norms) for made in _norm(fits)),
    ]


def _true(expr: pl.Expr) -> pl.Expr:
    return expr.fill_null(value=False)


def _count(rows: Sequence[str]) -> pl.Expr:
    """How many of some rows; null where one is missing."""
    return pl.sum_horizontal(*rows, ignore_nulls=False) if rows else pl.lit(0, dtype=pl.Int16)


def _places(codes: Sequence[str], norms: Sequence[str]) -> list[Check]:
    place, norm = pl.col(PLACE), pl.col(NORM)
    four = _true(place.str.contains(r"^\d{4}$"))
    return [
        Check("zonder gemeente", place.is_null(), (PLACE,), "een gemeentecode"),
        Check(
            "gemeentecode van een andere vorm",
            place.is_not_null() & ~four,
            (PLACE,),
            "vier cijfers, met de nullen vooraan",
        ),
        Check(
            "onbekende gemeente",
            four & ~place.is_in(list(codes)),
            (PLACE,),
            "een gemeente van de indeling van het uitkeringsjaar",
        ),
        Check("zonder norm", norm.is_null(), (NORM,), f"een norm, of {STUDENT}"),
        Check("onbekende norm", _true(~norm.is_in(list(norms))), (NORM,), f"een van {', '.join(norms)}"),
    ]


def _yes_or_no(name: str) -> list[Check]:
    column = pl.col(name)
    return [
        Check(f"{name} ontbreekt", column.is_null(), (name,), "0 of 1; leeg is geen 0"),
        Check(f"{name} is geen 0 of 1", _true(~column.is_in([0, 1])), (name,), "0 of 1"),
    ]


def _measured(name: str) -> list[Check]:
    said = law.document()["measured"]
    most = said["most"][name]
    column = pl.col(name)
    outside = _true((column < 0) | (column > most * 10 ** said["decimals"]))
    return [
        Check(f"{name} ontbreekt", column.is_null(), (name,), f"een getal van 0 tot en met {most}"),
        Check(
            f"{name} buiten de grenzen",
            outside,
            (name,),
            f"een getal van 0 tot en met {most} (grenzen van ons, onbevestigd; getoond in miljoensten)",
        ),
    ]


def _group(group: law.Group, alone: Sequence[str]) -> list[Check]:
    count, made = _count(group.rows), []
    if group.least:
        made.append(
            Check(
                f"geen {group.name}",
                _true(count < group.least),
                (),
                f"ten minste een van {', '.join(group.rows)}",
            )
        )
    if group.most is not None:
        made.append(
            Check(
                f"meer dan een {group.name}",
                _true(count > group.most),
                group.rows,
                f"ten hoogste een {group.name}",
            )
        )
    if group.alone is not None:
        bad = _true((count > group.alone) & (_count(alone) > 0))
        made.append(
            Check(
                f"meer dan een {group.name} bij een volwassene",
                bad,
                group.rows,
                "alleen met twee volwassenen meer dan een",
            )
        )
    return made


def _couple(group: law.Group, couple: Sequence[str]) -> Check:
    bad = _true((_count(group.rows) > 2) & (_count(couple) > 0))
    return Check(
        f"meer dan twee van {group.name} bij een paar",
        bad,
        group.rows,
        "ten hoogste twee bij twee volwassenen",
    )


def _goes_with(fits: law.Fits) -> list[Check]:
    there = _count(fits.rows) > 0
    made = []
    if fits.none:
        bad = _true(there & (_count(fits.none) > 0))
        made.append(Check(f"{fits.rows[0]} past niet", bad, (*fits.rows, *fits.none), fits.expected))
    if fits.needs:
        made.append(
            Check(
                f"{fits.rows[0]} alleen", _true(there & (_count(fits.needs) == 0)), fits.rows, fits.expected
            )
        )
    return made


def _norm(fits: law.Fits) -> list[Check]:
    there, made = pl.col(NORM).is_in(list(fits.rows)), []
    if fits.none:
        bad = _true(there & (_count(fits.none) > 0))
        made.append(Check("norm past niet bij de gezinssituatie", bad, (NORM, *fits.none), fits.expected))
    if fits.needs:
        made.append(
            Check(
                "norm past niet bij de rest",
                _true(there & (_count(fits.needs) == 0)),
                (NORM, *fits.needs),
                fits.expected,
            )
        )
    return made
