"""A table of weights of one's own: what is no weight is refused with its row, in words; what is one is kept exactly."""

from contextlib import nullcontext
from decimal import Decimal

import pytest

from allocation.errors import InputError
from allocation.logistic import REACH
from rules.model import law
from rules.model.sums import refuse_beyond
from rules.model.weights import weights
from tests.helpers.model_settings import changed

YEAR = 2026


def own(tmp_path, weight):
    return weights(YEAR, changed(tmp_path / "g.csv", YEAR, "kans_op_bijstand", "student", weight))


@pytest.mark.parametrize("weight", ["-1", "0", "0.1234567891", "99.99", "-99.9999999999"])
def test_a_weight_of_at_most_ten_decimals_and_below_a_hundred_is_read_as_it_is_written(tmp_path, weight):
    [found] = [row.value for row in own(tmp_path, weight).chance.rows if row.name == "student"]
    assert found == Decimal(weight)


@pytest.mark.parametrize("weight", ["0.12345678912", "100", "-100", "NaN", "een", "1,5", "1,0", ""])
def test_anything_else_is_refused(tmp_path, weight):
    with pytest.raises(
        InputError, match=r"g\.csv, regel \d+: gewicht '.*'; verwacht: een getal met een punt"
    ):
        own(tmp_path, weight)


@pytest.mark.parametrize(
    ("row", "weight", "beyond"),
    [
        ("student", "99.9", False), ("student", "-99.9", False),
        ("index_overlast_onveiligheid", "42", False), ("index_overlast_onveiligheid", "-42", False),
        ("index_overlast_onveiligheid", "45", True), ("index_overlast_onveiligheid", "-45", True),
    ],
)  # fmt: skip
def test_weights_that_come_to_more_than_can_be_computed_are_refused(tmp_path, row, weight, beyond):
    """All together to 600: a row of yes or no has its weight at most, one of up to 10 ten times that."""
    table = weights(YEAR, changed(tmp_path / "g.csv", YEAR, "kans_op_bijstand", row, weight))
    told = pytest.raises(InputError, match=r"kans_op_bijstand tellen op tot \d+") if beyond else nullcontext()
    with told:
        refuse_beyond(table)


def test_exactly_as_much_as_can_be_computed_is_computed(tmp_path):
    row, most = "index_overlast_onveiligheid", law.document()["measured"]["most"]
    rows = [one for one in weights(YEAR).chance.rows if one.value is not None and one.name != row]
    weight = (REACH - sum(abs(one.value) * most.get(one.name, 1) for one in rows)) / most[row]

    def asked(weight):
        refuse_beyond(weights(YEAR, changed(tmp_path / "g.csv", YEAR, "kans_op_bijstand", row, str(weight))))

    asked(weight)
    with pytest.raises(InputError, match="tellen op tot"):
        asked(weight + Decimal("0.0000001"))


def test_a_table_without_a_column_or_not_as_text_is_refused(tmp_path):
    (tmp_path / "g.csv").write_text("versie,deelmodel\n", encoding="utf-8")
    with pytest.raises(InputError, match="geen kolom gewicht"):
        weights(YEAR, tmp_path / "g.csv")
    (tmp_path / "g.csv").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="geen tekst in UTF-8"):
        weights(YEAR, tmp_path / "g.csv")
