"""A policy question, answered from the docs alone: what docs/policy.md says is done as it stands there."""

import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.helpers.small_cases import exact_values, run, unrounded
from tests.helpers.workspaces import SHIPPED

DOCS = (Path(__file__).parents[2] / "docs" / "policy.md").read_text(encoding="utf-8")


@pytest.mark.promise("docs/policy.md#a-policy-question")
def test_what_a_key_on_the_register_does_to_municipalities_under_40_000(tmp_path, monkeypatch):
    """At most 15 euros loss per inhabitant: nobody comes near it, so the transition does nothing."""
    [toml] = re.findall(r"```toml\n# (vraag/vraag\.toml)\n(.*?)```", DOCS, re.DOTALL)
    (tmp_path / "vraag").mkdir()
    (tmp_path / toml[0]).write_text(toml[1], encoding="utf-8")
    [python] = re.findall(r"```python\n(import verdeelsleutel.*?)```", DOCS, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    names = {}
    exec(python, names)
    answer = names["answer"]
    assert answer["gemeenten"] == sum(persons < 40_000 for persons in names["inwoners"].values())
    assert 0 < answer["winnen"] < answer["gemeenten"]
    assert answer["grootste verlies per inwoner"] > -15
    assert sum(names["outcome"].result.exact("sleutel_te_veel")) == 0
    assert answer["samen"] == round(sum(names["effect"].values()))


@pytest.mark.promise("docs/policy.md#another-key")
@given(
    st.lists(
        st.tuples(st.integers(0, 500), st.integers(0, 100), st.integers(1, 10**5)), min_size=2, max_size=6
    ),
    st.integers(1, 20),
    st.integers(0, 20),
)
def test_a_new_key_with_its_transition_closes_every_year(cities, years, allowed):
    """Nobody loses more than is allowed, nobody who gains ends below what it was, the pot is handed out."""
    assume(sum(register for register, _, _ in cities))
    assume(sum(key for _, key, _ in cities))
    rows = {
        f"{n:04}": {
            "doelgroepenregister": register,
            "bijstandsontvangers": 7,
            "inwoners": persons,
            "sleutel_beschut_werk": key,
        }
        for n, (register, key, persons) in enumerate(cities)
    }
    figures = {
        "budget_realisatie": 10**6, "jaren_overgang": years, "verlies_per_inwoner": allowed,
        "gewicht_doelgroepenregister": 1, "gewicht_bijstandsontvangers": 0, "gewicht_inwoners": 0, "gewicht_instroom": 0,
    }  # fmt: skip
    result = run(["beschut_sleutel_overgang", "beschut_nieuwe_sleutel"], 2026, rows, figures)
    for balance in result.balances:
        assert balance.left == balance.rounding
    before = exact_values(result, "beschut_sleutel_nu")
    after = exact_values(result, "beschut_sleutel_overgang")
    for old, amount, (_, _, persons) in zip(before, after, cities, strict=True):
        assert old - amount <= years * allowed * persons + Fraction(1, 2)
    assert unrounded(result, "beschut_sleutel_nu") == before


@pytest.mark.promise("docs/policy.md#another-key")
def test_the_fit_of_either_key_stands_beside_the_other():
    result = SHIPPED.outcome("beschut-sleutels-vergeleken", 2026).result
    for name in ("misplaatst_nu", "misplaatst_nieuw"):
        assert 0 < result.national[name] < 1


def test_the_key_of_today_is_never_misplaced_where_places_follow_it():
    rows = {c: {"gerealiseerde_plekken[-1]": n, "gerealiseerde_plekken[-2]": 0, "sleutel_beschut_werk": 2 * n} for c, n in (("1", 3), ("2", 5))}  # fmt: skip
    found = run(["misplaatst_nu"], 2026, rows, {"peiljaar_realisatie": 0})
    assert found.national["misplaatst_nu"] == 0
