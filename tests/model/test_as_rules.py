"""The model of households in the language of rules: one table, a rule for each row that follows, and a sum.

It equals `verdeel model` in the chance and fraction of every household, and in the O of every municipality.
"""

import re
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from allocation.case import Case
from allocation.evaluation import evaluate
from allocation.expressions import both, either, total, where
from allocation.levels import COUNTRY, Levels
from allocation.population import Population, summed
from allocation.rulebook import rulebook
from allocation.rules import rule
from allocation.unit_check import check_units
from allocation.units import Unit
from rules.model.checks import NORM, PLACE
from rules.model.households import scan
from rules.model.outcome import outcomes
from rules.model.run import run
from rules.model.sums import UNIT
from rules.model.weights import CONSTANT
from tests.helpers.model_settings import YEARS, of_year, some
from tests.model.test_sums import added, by_hand

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "docs" / "voorbeeld-huishoudens" / "synthetisch-2026.parquet"
TABLES = {"kans": "chance", "deel": "price"}
HOUSEHOLDS = "huishouden"


def of_docs():
    """The three rules of the page, as they stand there."""
    page = (ROOT / "docs" / "objectief-model.md").read_text(encoding="utf-8")
    made = {}
    exec(re.search(r"```python\n(.*?)```", page, re.DOTALL)[1], made)
    return [made[name] for name in ("kans", "deel", "objectieve_uitkomst")]


def article(name, unit, formula, reads):
    terms = {"label": name, "source": "Regeling, bijlage I", "valid_from": 1}
    return rule(name=name, unit=unit, reads=reads, **terms)(formula)


def follows(one):
    """A row that follows from others: 1 where one of them is, and one of those that must be too."""

    def formula(*rows):
        any_of, also = rows[: len(one.any)], rows[len(one.any) :]
        holds = _one_of(any_of)
        return where(both(holds, _one_of(also)) if also else holds, 1, 0)

    return article(one.name, "factor", formula, [*one.any, *one.also])


def _one_of(rows):
    held = [row > 0 for row in rows]
    return either(*held) if held[1:] else held[0]


def x_of(short, table):
    """The constant, and every weight times its row."""
    rows = [row.name for row in table.rows if row.value is not None and row.name != CONSTANT]

    def formula(constant, *weights_and_rows):
        pairs = zip(weights_and_rows[: len(rows)], weights_and_rows[len(rows) :], strict=True)
        return sum((weight * row for weight, row in pairs), start=constant)

    reads = [f"gewicht_{short}_{name}" for name in (CONSTANT, *rows)]
    return article(f"x_{short}", "factor", formula, [*reads, *rows])


def norm_of(norms):
    """The norm of the type that a household is of; of students it is 0."""
    names = [name for name, cents in norms.items() if cents]

    def formula(*parts):
        pairs = zip(parts[: len(names)], parts[len(names) :], strict=True)
        return sum((amount * of_it for amount, of_it in pairs), start=0)

    reads = [*(f"norm_{name}" for name in names), *(f"is_{name}" for name in names)]
    return article("norm", "EUR", formula, reads)


def book_of(year, sums=()):
    """The rules, with the figures that the tables give them."""
    of = of_year(year)
    tables = {short: getattr(of.weights, name) for short, name in TABLES.items()}
    rules = [
        *of_docs(),
        *map(follows, of.weights.computed),
        *(x_of(short, table) for short, table in tables.items()),
        norm_of(of.norms),
        *sums,
    ]
    figures = {
        f"gewicht_{short}_{row.name}": Fraction(row.value)
        for short, table in tables.items()
        for row in table.rows
        if row.value is not None
    }
    figures |= {f"norm_{name}": Fraction(cents, 100) for name, cents in of.norms.items()}
    inputs = [*of.weights.given, *of.weights.measured, *(f"is_{name}" for name in of.norms)]
    levels = Levels("gemeente", dict.fromkeys(inputs, HOUSEHOLDS) | dict.fromkeys(figures, COUNTRY))
    units = {name: Unit("EUR" if name.startswith("norm") else "gewicht") for name in figures}
    units |= {name: Unit("factor") for name in inputs} | {each.name: each.unit for each in rules}
    check_units(rules, units)
    return rulebook(rules, inputs, list(figures), year, levels=levels), figures


def asked(year, frame, codes, parent, sums=()):
    """What comes of the rules, and of `sums` of them, on a frame of households in the form of `verdeel model`."""
    book, figures = book_of(year, tuple(sums))
    of = of_year(year)
    types = [(pl.col(NORM) == name).cast(pl.UInt8).alias(f"is_{name}") for name in of.norms]
    rows = frame.lazy().with_columns(*types)
    part = book.needed([each.name for each in sums] or ["objectieve_uitkomst"])
    known = dict.fromkeys((*part.inputs, *part.figures), "officieel")
    case = Case(part, tuple(codes), {}, {name: figures[name] for name in part.figures}, known)
    return evaluate(summed(case, [Population(HOUSEHOLDS, rows, parent)]))


def each_household(year, frame):
    """Chance and fraction of every household: each is then the one row of a municipality of its own."""
    numbered = frame.with_columns(pl.int_range(pl.len()).cast(pl.String).alias("nummer"))
    sums = [article(f"{name}_per", "aandeel", lambda of: total(of, to="gemeente"), [name]) for name in TABLES]
    found = asked(year, numbered, numbered["nummer"].sort(), "nummer", sums)
    order = {code: place for place, code in enumerate(found.case.codes)}
    rows = [order[code] for code in numbered["nummer"]]
    return [tuple(found.exact(f"{name}_per")[row] * UNIT for name in TABLES) for row in rows]


def o_of(year, frame):
    """O of every municipality, in order of code."""
    return list(asked(year, frame, of_year(year).layout.codes, PLACE).exact("objectieve_uitkomst"))


@pytest.mark.promise("docs/objectief-model.md#in-the-language")
def test_the_shipped_sample_as_rules_equals_verdeel_model(tmp_path):
    """2.000 households: each chance and fraction, and the O of all municipalities."""
    frame, of = scan(SAMPLE).collect(), of_year(2026)
    plainly = by_hand(2026, frame)
    assert each_household(2026, frame) == plainly
    made = run(SAMPLE, of, tmp_path)
    assert made.sums.by == added(frame, plainly).by
    assert o_of(2026, frame) == [one.outcome for one in made.outcomes]
    assert any(one.outcome for one in made.outcomes)


@pytest.mark.promise("docs/objectief-model.md#in-the-language")
@pytest.mark.parametrize("year", YEARS)
def test_each_table_as_rules_on_households_at_random(year):
    """300 with anything that a table has: every row that follows from others, and every norm."""
    frame, of = some(year), of_year(year)
    plainly = by_hand(year, frame)
    assert each_household(year, frame) == plainly
    made = outcomes(added(frame, plainly), of.layout.codes, of.norms)
    assert o_of(year, frame) == [one.outcome for one in made]
