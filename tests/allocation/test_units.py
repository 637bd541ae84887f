"""Units: what goes together, what a product is, and what is refused with the names of both."""

import pytest

from allocation.errors import RuleError
from allocation.expressions import apportion, both, clamp, count, logistic, maximum, rounded, total, where
from allocation.rulebook import rulebook
from allocation.rules import Rounding, rule, versions
from allocation.unit_check import check_units
from allocation.units import Unit

UNITS = {
    "huishoudens": "huishoudens",
    "andere": "huishoudens",
    "personen": "personen",
    "bedrag": "EUR",
    "budget": "EUR",
    "prijs": "EUR per huishouden",
    "factor": "factor",
    "m": "gewicht",
    "maanden": "maanden",
    "aanwijzing": "ja of nee",
}


def refusal(formula, unit, **more):
    made = rule(label="x", unit=unit, source="x", valid_from=1, name="r", **more)(formula)
    try:
        check_units([made], {name: Unit(text) for name, text in UNITS.items()})
    except RuleError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("formula", "unit"),
    [
        (lambda huishoudens, prijs: huishoudens * prijs, "EUR"),
        (lambda huishoudens, bedrag: bedrag / huishoudens, "EUR per huishouden"),
        (lambda huishoudens, bedrag: huishoudens / bedrag * bedrag, "huishoudens"),
        (lambda huishoudens, budget: budget * huishoudens / total(huishoudens), "EUR"),
        (lambda huishoudens, budget: apportion(budget, huishoudens), "EUR"),
        (lambda bedrag, factor, m: (1 - m) * factor * bedrag + rounded(bedrag / 12, 2), "EUR"),
        (lambda bedrag, budget: bedrag / budget, "aandeel"),
        (lambda bedrag, budget: clamp(bedrag / budget, 0, 1), "gewicht"),
        (lambda bedrag, budget, m: bedrag * logistic(bedrag / budget - 2 * m), "EUR"),
        (lambda m: logistic(1 - m), "aandeel"),
        (lambda onbekend: logistic(2 * onbekend), "aandeel"),
        (lambda maanden, bedrag: bedrag * (12 - maanden) / (12 - maanden), "EUR"),
        (lambda maanden: 12 - maanden, "maanden"),
        (lambda bedrag: maximum(0, bedrag), "EUR"),
        (lambda aanwijzing, bedrag: where(aanwijzing, 0, bedrag), "EUR"),
        (lambda aanwijzing, bedrag: both(aanwijzing, bedrag > 0), "ja of nee"),
        (lambda aanwijzing, bedrag, maanden: count(aanwijzing, bedrag > 0) + maanden, "maanden"),
        (lambda aanwijzing: aanwijzing, "ja of nee"),
        (lambda huishoudens, onbekend: huishoudens + onbekend, "huishoudens"),
        (lambda huishoudens, bedrag: bedrag / huishoudens / 12, "EUR per huishouden"),
    ],
)
def test_what_goes_together(formula, unit):
    assert refusal(formula, unit) == ""


@pytest.mark.promise("docs/add-a-rule.md#units-are-checked")
@pytest.mark.parametrize(
    ("formula", "unit", "said"),
    [
        (
            lambda huishoudens, bedrag: huishoudens + bedrag,
            "EUR",
            ["rule r", "huishoudens is in huishoudens", "bedrag in EUR"],
        ),
        (
            lambda huishoudens, personen: maximum(huishoudens, personen) + personen,
            "personen",
            ["huishoudens", "personen"],
        ),
        (lambda huishoudens, bedrag: where(bedrag > 0, huishoudens, bedrag), "EUR", ["chosen between"]),
        (
            lambda bedrag: logistic(2 * bedrag),
            "aandeel",
            ["made of bedrag is in EUR", "logistic() takes a bare number"],
        ),
        (lambda m: logistic(1 - m), "EUR", ["declared in EUR", "a bare number"]),
        (lambda aanwijzing: logistic(aanwijzing, 2), "aandeel", ["aanwijzing is yes or no"]),
        (lambda huishoudens, bedrag: where(bedrag > huishoudens, 1, 0), "aandeel", ["compared"]),
        (lambda bedrag: bedrag + 5, "EUR", ["bedrag is in EUR", "5 in a bare number"]),
        (
            lambda huishoudens, prijs: huishoudens * prijs,
            "huishoudens",
            ["declared in huishoudens", "gives EUR"],
        ),
        (lambda personen, prijs: personen * prijs, "EUR", ["personen x EUR per huishouden"]),
        (
            lambda aanwijzing, bedrag: aanwijzing * bedrag,
            "EUR",
            ["aanwijzing is yes or no", "where(aanwijzing, 1, 0)"],
        ),
        (lambda bedrag, budget: where(bedrag, budget, 0), "EUR", ["bedrag is no condition", "bedrag > 0"]),
        (lambda bedrag: where(bedrag > 0, 1, 0), "ja of nee", ["declared in ja of nee"]),
    ],
)
def test_what_does_not(formula, unit, said):
    message = refusal(formula, unit)
    for part in said:
        assert part in message


def test_a_pot_is_in_the_unit_of_what_is_divided():
    message = refusal(
        lambda huishoudens, andere: huishoudens * andere / total(andere), "huishoudens", pot="budget"
    )
    assert message == "rule r is in huishoudens, and the pot budget that it divides is in EUR"


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("huishoudens", "huishouden"),
        ("personen", "persoon"),
        ("inwoners", "inwoner"),
        ("plekken", "plek"),
        ("maanden", "maand"),
        ("jaren", "jaar"),
        ("gemeenten", "gemeente"),
        ("leerlingen", "leerling"),
        ("kinderen", "kind"),
        ("huizen", "huis"),
        ("sleuteleenheden", "sleuteleenheid"),
        ("bezoekers", "bezoeker"),
        ("meisjes", "meisje"),
        ("auto's", "auto"),
        ("SE", "SE"),
        ("huishoudens met bijstand", "huishouden met bijstand"),
    ],
)
def test_more_and_one_are_the_same_thing(many, one):
    assert Unit(f"{many} per jaar").powers == Unit(f"{one} per jaar").powers


def test_per_can_be_said_twice():
    assert Unit("EUR per inwoner per jaar").powers == {"EUR": 1, "inwoner": -1, "jar": -1}


@pytest.mark.parametrize("text", ["1 = ja", "EUR per", "per plek", "EUR/plek", "EUR per 100", " EUR"])
def test_what_is_no_unit_is_refused(text):
    with pytest.raises(RuleError, match="is geen eenheid"):
        rule(label="x", unit=text, source="x", valid_from=1)(lambda people: people)


def test_questions_about_a_unit():
    assert Unit("EUR").is_money
    assert Unit("EUR per plek").is_money_per
    assert not Unit("EUR per plek").is_money
    assert not Unit("gewicht").adds
    assert Unit("ja of nee").is_yes_no


LOAVES = versions(
    "loaves", label="Loaves", unit="loaves", pot="granary", source="Edict 1", rounds=Rounding(0, "x")
)


def test_versions_share_what_they_share():
    old = LOAVES(1, 2)(lambda granary, people: granary * people / total(people))
    new = LOAVES(3, source="Edict 2")(lambda granary, hearths: granary * hearths / total(hearths))
    assert (old.name, old.valid_to, old.source) == ("loaves", 2, "Edict 1")
    assert (new.name, new.valid_to, new.source) == ("loaves", None, "Edict 2")
    assert (new.label, new.unit, new.pot, new.rounding) == (old.label, old.unit, old.pot, old.rounding)
    assert rulebook([old, new], ["people", "hearths"], ["granary"], 3).rules["loaves"] is new


@pytest.mark.promise("docs/add-a-rule.md#versions-agree")
@pytest.mark.parametrize(("what", "other"), [("unit", {"unit": "logs"}), ("pot", {"pot": None})])
def test_versions_that_differ_are_refused(what, other):
    old = LOAVES(1, 2)(lambda granary, people: granary * people / total(people))
    same = {
        "label": "x",
        "unit": "loaves",
        "pot": "granary",
        "source": "x",
        "valid_from": 3,
        "name": "loaves",
    }
    new = rule(**same | other)(lambda granary, people: granary * people / total(people))
    with pytest.raises(RuleError, match=f"rule loaves: .* differ in {what} .*versions"):
        rulebook([old, new], ["people"], ["granary"], 3)
