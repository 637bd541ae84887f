"""The strategies that a ministry draws from: what they make is what the library and the engine accept."""

from collections import Counter
from fractions import Fraction
from itertools import repeat
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocation import exact
from allocation.case import CODE
from allocation.errors import AllocationError
from allocation.evaluation import evaluate
from allocation.expressions import Apportion
from allocation.lags import unlagged
from allocation.worlds import evaluate_runs
from rules.guarding.making import CHOICES, _more_of, from_nothing, mended, steered, steering
from rules.guarding.pool import PERTURBED, _changed, perturbed
from rules.guarding.strategies import figures, layers, publications, territories, worlds
from tests.guarding.test_rules import UNITS, real
from tests.helpers.workspaces import LIBRARY, SHIPPED

MEI = "meicirculaire-2024"
OUTCOME = SHIPPED.outcome(MEI, 2024)
__all__ = ["real"]
FEW = settings(max_examples=10, deadline=None)


@pytest.mark.parametrize("unit", UNITS, ids=str)
def test_where_two_of_three_have_nothing_no_rule_divides_by_nothing(unit):
    """What is divided by gets something, in so many rows as there are; a figure stays one value."""
    made = mended(unit, from_nothing(unit, repeat(0), 3))
    assert [len(row) for row in made.values()] == [3] * len(unit.book.inputs) + [1] * len(unit.book.figures)
    assert not any(None in row for row in exact.evaluated(unit.book, made).values())


def test_more_goes_to_who_has_nothing_and_to_a_figure_once():
    unit = next(one for one in UNITS if {"loonkostensubsidie", "uitkeringsfactor"} <= {*one.given.bounds})
    values = {"loonkostensubsidie": [0, 5, 0], "uitkeringsfactor": [0]}
    made = _more_of(unit, values, [*values], [0, 2])
    first, second, third = made["loonkostensubsidie"]
    assert first == third > second == 5
    [factor] = made["uitkeringsfactor"]
    assert factor > 0
    assert _more_of(unit, {"uitkeringsfactor": [1]}, ["uitkeringsfactor"], [0, 2]) == {
        "uitkeringsfactor": [1]
    }


def test_who_is_steered_onto_an_edge_is_who_is_asked():
    """One cell is changed: of an input that of this municipality, or else the value of a figure."""
    chance, moved, count = Random(18), Counter(), 2
    for unit in UNITS:
        made = mended(unit, from_nothing(unit, iter(lambda: chance.randrange(CHOICES), None), count))
        for which, edge in enumerate(steering(unit)):
            for place in range(count if not isinstance(edge, Apportion) else 0):
                after = steered(unit, made, which, place)
                cells = [
                    (name, at)
                    for name in made
                    for at in range(len(made[name]))
                    if after[name][at] != made[name][at]
                ]
                assert len(cells) <= 1
                assert all(at == place or name in unit.book.figures for name, at in cells)
                moved.update(at for name, at in cells if name in unit.book.inputs)
    assert min(moved[place] for place in range(count)) > 20


@pytest.mark.parametrize("unit", UNITS, ids=str)
def test_what_is_perturbed_is_what_some_publication_has_or_a_part_of_that(unit, real):
    """Of a figure in any year; of an input of some municipality, that is changed for one of them at most."""
    chance = Random(18)
    made = perturbed(unit, real, iter(lambda: chance.randrange(CHOICES), None), 4)
    for name in unit.book.figures:
        known, bounds = real.figures.get(unlagged(name)[0], ()), unit.given.bounds[name]
        if known and bounds.least != bounds.most:
            assert made[name][0] in {value * times for value in known for times in PERTURBED}
    for name in unit.book.inputs:
        if column := real.columns.get(unlagged(name)[0]):
            assert sum(value in {*column} for value in made[name]) >= 3


def test_a_real_value_may_become_nothing_where_someone_else_has_something():
    """A whole column of nothing is hardly ever a case."""
    unit, name = next(
        (one, name) for one in UNITS for name in one.book.inputs if name == "loonkostensubsidie"
    )
    nothing = 64 * PERTURBED.index(0) + 1  # the second of them, times nothing
    assert _changed([Fraction(5), Fraction(7)], nothing, unit, name) == [5, 0]
    assert _changed([Fraction(0), Fraction(7)], nothing, unit, name) == [0, 7]
    twice = 64 * PERTURBED.index(2) + 1
    assert _changed([Fraction(0), Fraction(7)], twice, unit, name) == [0, 14]


@FEW
@given(territories())
def test_a_territory_has_every_municipality_of_its_day_once(frame):
    assert 340 < frame.height < 420
    assert frame[CODE].is_unique().all()


@given(figures(LIBRARY))
def test_a_figure_has_a_value_that_it_may_have(drawn):
    name, value = drawn
    assert LIBRARY.figures[name].bounds.allow(value)
    assert (value * 10 ** LIBRARY.figures[name].decimals).denominator == 1


@FEW
@given(layers(LIBRARY, MEI, 2024))
def test_a_layer_says_its_figure_above_all_that_is_shipped(layer):
    [(name, said)] = layer.figures.items()
    [(value, origin), *_] = LIBRARY.over(layer).every_value(name, MEI, 2024)
    assert (origin.layer, value.value) == (layer.name, said.values[0].value)


@given(publications(LIBRARY))
def test_a_publication_has_the_year_that_is_drawn(drawn):
    name, year = drawn
    assert year in LIBRARY.publications[name].years


@FEW
@given(worlds(OUTCOME), st.data())
def test_a_world_comes_out_as_it_would_alone(runs, data):
    wanted = OUTCOME.prepared.year.amounts
    name = data.draw(st.sampled_from(runs.names))
    [batch] = [one for one in evaluate_runs(runs, wanted) if name in (*one.names, *one.failed)]
    try:
        alone = evaluate(runs.world(name))
    except AllocationError:
        assert name in batch.failed
        return
    assert all(list(batch.exact(rule, name)) == list(alone.exact(rule)) for rule in wanted)
