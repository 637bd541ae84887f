"""An explanation as JSON: numbers are numbers, and every step can be computed again from the JSON alone."""

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from allocation.numbers import round_half_away
from cli import main
from tables.explaining.as_json import number
from tests.helpers import made_up_data

PAGE = (Path(__file__).parents[2] / "docs" / "explain.md").read_text(encoding="utf-8")
STATUSES = {"officieel", "afgeleid", "indicatief", "onbevestigd"}
SUMS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    ">=": lambda a, b: a >= b,
    ">": lambda a, b: a > b,
    "min": min,
    "max": max,
}


def explained(publication, *more):
    result = CliRunner().invoke(
        main, ["explain", "Gouda", "--publication", publication, *more, "--format", "json"]
    )
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout, parse_float=Fraction)


def computed(node, numbers, division):
    """The value of a formula, as docs/explain.md says it."""
    if isinstance(node, str):
        return numbers[node]
    plain = ("node", "op", "kind", "decimals", "value", "conditions")
    part = {name: computed(value, numbers, division) for name, value in node.items() if name not in plain}
    parts = [computed(each, numbers, division) for each in node.get("conditions", [])]
    match node["node"]:
        case "number":
            return Fraction(node["value"])
        case "arithmetic" | "comparison":
            return SUMS[node["op"]](part["left"], part["right"])
        case "bound":
            return SUMS[node["kind"]](part["left"], part["right"])
        case "where":
            return part["then"] if part["condition"] else part["otherwise"]
        case "both" | "either":
            return {"both": all, "either": any}[node["node"]](parts)
        case "not":
            return not part["condition"]
        case "isyes":
            return bool(part["symbol"])
        case "yesno":
            return part["condition"]
        case "count":
            return sum(map(bool, parts))
        case "round":
            return round_half_away(part["operand"], node["decimals"])
        case "apportion":
            unit = Fraction(1, 10 ** node["decimals"])
            return Fraction(division["share"]) // unit * unit + unit * division["extra"]
        case other:
            raise AssertionError(f"{other} is not in docs/explain.md")


@pytest.mark.parametrize(
    "publication",
    [
        "septembercirculaire-2024",
        "budgetten-2025-definitief",
        "regeling-beschut-werk-2026",
        "totaalbeeld-2024",
    ],
)
def test_every_step_follows_from_the_json(publication):
    for amount in explained(publication):
        for step in amount["steps"]:
            numbers = {operand["symbol"]: Fraction(operand["shown"]) for operand in step["operands"]}
            value = computed(step["formula"], numbers, step["division"])
            if step["decimals"] is not None:
                value = round_half_away(value, step["decimals"])
            assert value == Fraction(step["shown"]), step["rule"]


def test_references_lead_to_a_step_and_names_have_a_label():
    for amount in explained("budgetten-2025-definitief"):
        steps = {step["step"]: step for step in amount["steps"]}
        assert amount["value"] == steps["1"]["value"]
        for step in steps.values():
            assert step["status"] in STATUSES
            for operand in step["operands"]:
                if operand["role"] == "rule":
                    assert steps[operand["step"]]["rule"] == operand["symbol"]
                elif operand["role"] == "total":
                    assert operand["adds"]
                else:
                    assert operand["status"] in STATUSES
                    assert operand["source"]["text"] or operand["source"]["computed"]
                    assert amount["labels"][operand["symbol"]] == operand["label"]
                if operand["step"]:
                    told = steps[operand["step"]]
                    known = {told["rule"], *(other["symbol"] for other in told["operands"])}
                    assert operand["symbol"] in known


def test_what_is_left_of_a_pot_adds_up():
    [amount] = explained("septembercirculaire-2024", "--rule", "begeleiding_beschut_werk")
    [pot] = amount["steps"][0]["pots"]
    reasons = [Fraction(value) for name, value in pot.items() if name.startswith("left_by_")]
    assert len(reasons) == 3
    assert sum(reasons) == pot["left"] == pot["available"] - pot["handed_out"]


def test_a_carried_input_says_from_whom():
    result = CliRunner().invoke(
        main,
        ["explain", "Voorne aan Zee", "--publication", "regeling-beschut-werk-2026", "--format", "json"],
    )
    operands = [o for step in json.loads(result.stdout)[0]["steps"] for o in step["operands"]]
    [carried] = [o["source"]["carried_from"] for o in operands if (o["source"] or {}).get("carried_from")]
    assert carried == {"0501": 1, "0530": 1, "0614": 1}


def test_the_operand_in_the_docs_is_real():
    [amount] = explained("septembercirculaire-2024", "--rule", "begeleiding_beschut_werk")
    shown = json.loads(re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)[1], parse_float=Fraction)
    assert shown in amount["steps"][0]["operands"]


def test_every_key_is_in_the_docs():
    def keys(node):
        if isinstance(node, list):
            return {key for each in node for key in keys(each)}
        if isinstance(node, dict):
            return {*node} | {key for name, each in node.items() if name != "labels" for key in keys(each)}
        return set()

    found = keys(explained("septembercirculaire-2024"))
    plain = {"code", "name", "title", "date", "text", "ground", "pot", "available", "handed_out"}
    undocumented = {key for key in found - plain if key not in PAGE and not key.startswith("left_by_")}
    assert not undocumented


@given(
    st.fractions()
    | st.integers().map(Fraction)
    | st.decimals(allow_nan=False, allow_infinity=False).map(Fraction)
)
def test_a_number_is_exactly_itself_for_every_reader(value):
    """Also for one that reads every number as a float, as JavaScript does."""
    read = json.loads(json.dumps(number(value)), parse_int=float)
    again = Fraction(read) if isinstance(read, str) else Fraction(repr(read))
    assert again == value


def test_what_is_yes_or_no_is_true_or_false_and_its_condition_can_be_computed(tmp_path):
    """Grond c of the vangnet: above a bound, and (b twice, or c once)."""
    data = made_up_data.folder(tmp_path, "vangnet-2027")
    [amount] = explained("vangnet-2027", "--rule", "vangnet_grond_c", "--data", str(data))
    step = amount["steps"][0]
    assert amount["value"] in (True, False)
    assert step["formula"]["node"] == "yesno"
    numbers = {operand["symbol"]: Fraction(operand["shown"]) for operand in step["operands"]}
    assert computed(step["formula"], numbers, None) == step["shown"]
