"""After any split or merger another value of an input counts, as it would from the start."""

from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from allocation import exact
from allocation.column import of_fractions
from allocation.errors import PotError
from allocation.evaluation import evaluate
from rules.library.layers import Reorganisation
from tests.helpers.workspaces import LIBRARY, SHIPPED

COMPLETE = sorted(
    (name, year.year)
    for name, publication in LIBRARY.publications.items()
    for year in publication.years
    if SHIPPED.complete(name, year.year)
)


@st.composite
def reorganisations(draw, codes):
    """A municipality in two parts, of any share, or two as one."""
    old, other = draw(st.permutations(codes))[:2]
    if draw(st.booleans()):
        return Reorganisation({old: {"9001": Fraction(1)}, other: {"9001": Fraction(1)}}, {"9001": "Samen"})
    share = draw(st.fractions(Fraction(1, 100), Fraction(99, 100), max_denominator=997))
    return Reorganisation({old: {old: share, "9002": 1 - share}}, {"9002": "Deel"})


@pytest.mark.parametrize(("name", "year"), COMPLETE)
@settings(max_examples=settings.default.max_examples // 4)
@given(data=st.data())
def test_twice_an_input_is_twice_that_input(name, year, data):
    plain = SHIPPED.outcome(name, year)
    what = data.draw(reorganisations(plain.prepared.case.codes))
    case = SHIPPED.reorganised(what).outcome(name, year).prepared.case
    chosen = data.draw(st.sampled_from(sorted(case.inputs)))
    codes = data.draw(
        st.sampled_from(
            [list(case.codes), [code for code in case.codes if code in {*what.names, *what.parts}]]
        )
    )
    values = dict(zip(case.codes, case.inputs[chosen].exact, strict=True))
    twice = {code: 2 * values[code] for code in codes}
    doubled = case.with_values(inputs={chosen: twice})
    column = of_fractions([twice.get(code, value) for code, value in values.items()])
    assert doubled.inputs[chosen] == column
    afresh = evolve(case, inputs={**case.inputs, chosen: column})
    try:
        result = evaluate(doubled)
    except PotError as error:  # more to give than there is
        assert "is below zero" in str(error)
        return
    for rule, row in exact.evaluate(afresh).items():
        assert list(result.exact(rule)) == list(row)


def test_twice_the_volumes_after_a_split_is_what_they_cost_more():
    """The case in which, once, nothing changed and nothing was said."""
    parts = {"0363": {"0363": Fraction(1, 3), "9002": Fraction(2, 3)}}
    space = SHIPPED.reorganised(Reorganisation(parts, {"9002": "Amsterdam-Oost"}))
    case = space.outcome("septembercirculaire-2024").prepared.case
    volumes = dict(zip(case.codes, case.inputs["bijstandsontvangers"].exact, strict=True))
    assert volumes["9002"] == 2 * volumes["0363"]
    doubled = case.with_values(inputs={"bijstandsontvangers": {c: 2 * v for c, v in volumes.items()}})
    more = (
        evaluate(doubled).national["cluster_participatie_landelijk"]
        - evaluate(case).national["cluster_participatie_landelijk"]
    )
    price, factor = case.figures["bedrag_bijstandsontvanger"], case.figures["uitkeringsfactor"]
    assert abs(more - sum(volumes.values()) * price * factor) <= 1
