"""The strategies that a ministry draws from: what they make is what the library and the engine accept."""

from hypothesis import given, settings
from hypothesis import strategies as st

from allocation.case import CODE
from allocation.errors import AllocationError
from allocation.evaluation import evaluate
from allocation.worlds import evaluate_runs
from rules.guarding.strategies import figures, layers, publications, territories, worlds
from tests.helpers.workspaces import LIBRARY, SHIPPED

MEI = "meicirculaire-2024"
OUTCOME = SHIPPED.outcome(MEI, 2024)
FEW = settings(max_examples=10, deadline=None)


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
