"""What the README says that Python code can do."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

import verdeelsleutel
from tests.helpers.workspaces import SHIPPED

README = Path(__file__).parents[2] / "README.md"


@pytest.mark.promise("README.md#from-python")
def test_the_example_runs():
    blocks = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    [example] = [block for block in blocks if "open_workspace" in block]
    names = {}
    exec(example, names)
    assert names["outcome"].result.values.height == 342
    assert names["tree"].amount.value.value == 17_669_037
    frame = names["batch"].frame()
    assert frame.height % 342 == 0
    assert frame.columns == ["world", "code", "cluster_participatie", "iu_participatie"]


@pytest.mark.promise("README.md#from-python")
def test_worlds_of_an_outcome_are_as_that_outcome_where_nothing_changed():
    outcome = SHIPPED.outcome("septembercirculaire-2024", 2024)
    as_it_is = outcome.prepared.case.figures["uitkeringsfactor"]
    [batch] = verdeelsleutel.worlds(
        outcome, ["same", "more"], {"uitkeringsfactor": [as_it_is, as_it_is + Fraction(1, 100)]}
    )
    for amount in outcome.prepared.year.amounts:
        assert tuple(batch.exact(amount, "same")) == tuple(outcome.result.exact(amount))
    assert batch.exact("cluster_participatie", "more") > batch.exact("cluster_participatie", "same")


def test_what_has_no_history_is_refused_from_python_too():
    with pytest.raises(verdeelsleutel.AllocationError):
        verdeelsleutel.history(SHIPPED, "nergens")
