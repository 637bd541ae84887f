"""Every kind of mistake in households is refused before anything is computed: how many, which, and what was expected."""

import re
from decimal import Decimal

import polars as pl
import pytest

from allocation.errors import InputError
from rules.model import run as running
from rules.model.households import households
from tests.helpers.model_settings import of_year, some

YEAR = 2026


def single(frame):
    """Only households of one adult, that can have one age and origin."""
    return frame.filter(pl.col("alleenstaande") == 1, pl.col("norm") == "alleenstaande_21_aow")


def couple(frame):
    return frame.filter(pl.col("paar_zonder_kinderen") == 1, pl.col("norm") == "paar_beide_21_aow")


def put(**values):
    """The same with other values in the first three rows."""

    def changed(frame):
        first = pl.int_range(pl.len()) < 3
        kinds = frame.schema
        return frame.with_columns(
            [pl.when(first).then(pl.lit(v, dtype=kinds[n])).otherwise(n).alias(n) for n, v in values.items()]
        )

    return changed


def none_of(start, frame):
    return frame.with_columns(
        [pl.lit(0, dtype=pl.UInt8).alias(n) for n in frame.columns if n.startswith(start)]
    )


MISTAKES = {
    "1 column lacking": (lambda f: f.drop("leeftijd_18_20"), "geen kolom leeftijd_18_20"),
    "2 column of another version": (lambda f: f.with_columns(gemeente_aandeel_ww=1), "kolom gemeente_aandeel_ww"),
    "3 computed column believed": (lambda f: f.with_columns(niet_europees_en_50_aow=1), "die worden berekend"),
    "4 indicator as text": (lambda f: f.with_columns(pl.col("student").cast(pl.String)), "kolom student is String"),
    "5 indicator as float": (lambda f: f.with_columns(pl.col("student").cast(pl.Float64)), "kolom student is Float64"),
    "6 measured as float": (lambda f: f.with_columns(pl.col("index_overlast_onveiligheid").cast(pl.Float64)), "geen float"),
    "7 measured too fine": (
        lambda f: f.with_columns(pl.col("index_overlast_onveiligheid").cast(pl.Decimal(12, 8))), "ten hoogste 6 decimalen"),
    "8 place as number": (lambda f: f.with_columns(pl.col("gemeentecode").cast(pl.Int64)), "vier cijfers als tekst"),
    "9 indicator lacking": (put(corporatiewoning=None), "corporatiewoning ontbreekt: 3 huishoudens .rij 1"),
    "10 no 0 or 1": (put(corporatiewoning=2), "corporatiewoning is geen 0 of 1: 3 huishoudens"),
    "11 place lacking": (put(gemeentecode=None), "zonder gemeente: 3 huishoudens"),
    "12 place of another form": (put(gemeentecode="34"), "andere vorm: 3 huishoudens .rij 1; gemeentecode = 34"),
    "13 unknown place": (put(gemeentecode="0003"), "onbekende gemeente: 3 huishoudens"),
    "14 norm lacking": (put(norm=None), "zonder norm: 3 huishoudens"),
    "15 unknown norm": (put(norm="alleenstaand"), "onbekende norm: 3 huishoudens"),
    "16 no type": (lambda f: put(alleenstaande=0)(single(f)), "geen gezinssituatie: 3 huishoudens"),
    "17 two types": (lambda f: put(overig_huishouden=1)(single(f)), "meer dan een gezinssituatie: 3 huishoudens"),
    "18 two capital classes": (
        lambda f: put(alleenstaande_vermogen_boven_grens=1, alleenstaande_vermogen_tot_grens_overwaarde_boven_grens=1)(single(f)),
        "meer dan een vermogensklasse: 3"),
    "19 capital class of others": (
        lambda f: put(alleenstaande_vermogen_boven_grens=1, paar_eenouder_vermogen_boven_grens=0)(couple(f)),
        "alleenstaande_vermogen_boven_grens past niet"),
    "20 no class of medicine": (lambda f: none_of("medicijngroepen_", f), "geen medicijngroepen"),
    "21 two classes of medicine": (put(medicijngroepen_4_6=1, medicijngroepen_8plus=1), "meer dan een medicijngroepen"),
    "22 no age": (lambda f: none_of("leeftijd_", f), "geen leeftijd"),
    "23 no origin": (lambda f: none_of("herkomst_", f), "geen herkomst"),
    "24 no education": (lambda f: none_of("hci_", f), "geen hci"),
    "25 two ages of one": (lambda f: put(leeftijd_25_30=1, leeftijd_50_aow=1)(single(f)), "meer dan een leeftijd bij een volwassene: 3"),
    "26 two origins of one": (lambda f: put(herkomst_iran=1, herkomst_china=1)(single(f)), "meer dan een herkomst bij een volwassene: 3"),
    "27 three ages of two": (
        lambda f: put(leeftijd_25_30=1, leeftijd_40_50=1, leeftijd_50_aow=1)(couple(f)), "meer dan twee van leeftijd bij een paar: 3"),
    "28 two kinds of dwelling": (put(corporatiewoning=1, standplaats=1), "meer dan een soort woning: 3"),
    "29 came later, from nowhere": (put(herkomst_oekraine=0, herkomst_oekraine_na_24_februari_2022=1), "alleen: 3"),
    "30 norm of a couple for one": (lambda f: put(norm="paar_beide_21_aow")(single(f)), "norm past niet bij de gezinssituatie: 3"),
    "31 norm of one for a couple": (lambda f: put(norm="alleenstaande_21_aow")(couple(f)), "norm past niet bij de gezinssituatie: 3"),
    "32 norm of a student": (lambda f: put(norm="student", student=0)(single(f)), "norm past niet bij de rest: 3"),
    "33 measured lacking": (put(index_overlast_onveiligheid=None), "index_overlast_onveiligheid ontbreekt: 3"),
    "34 measured below": (put(index_overlast_onveiligheid=Decimal("-0.1")), "buiten de grenzen: 3"),
    "35 measured above": (put(banen_per_lid_beroepsbevolking=Decimal(11)), "buiten de grenzen: 3"),
    "36 no row": (lambda f: f.head(0), "geen enkel huishouden"),
}  # fmt: skip


OF_THE_FILE = {kind for kind in MISTAKES if int(kind.split()[0]) in {*range(1, 9), 36}}


def handed_in(frame, folder):
    path = folder / "huishoudens.parquet"
    frame.write_parquet(path)
    return path


@pytest.mark.promise("docs/objectief-model.md#refused-first")
@pytest.mark.parametrize("kind", MISTAKES)
def test_is_refused(kind, tmp_path):
    change, said = MISTAKES[kind]
    path, of, out = handed_in(change(some(YEAR, 3000)), tmp_path), of_year(YEAR), tmp_path / "uit"
    with pytest.raises(InputError, match=said) as refused:
        running.run(path, of, out)
    assert not out.exists()
    assert all(problem.found and problem.expected for problem in refused.value.problems)
    if kind not in OF_THE_FILE:
        told = [re.search(r": (\d+) huishoudens \((rij \d+.*)\)$", p.found) for p in refused.value.problems]
        assert all(one and int(one[1]) >= one[2].count("rij ") >= 1 for one in told)


def test_at_least_twenty_kinds_are_of_households():
    assert len(MISTAKES.keys() - OF_THE_FILE) >= 20


def test_what_is_right_is_not_refused(tmp_path):
    of = of_year(YEAR)
    for change in (lambda f: f, single, couple):
        frame = change(some(YEAR, 3000))
        assert (
            households(handed_in(frame, tmp_path), of.weights, of.layout.codes, list(of.norms)).rows
            == frame.height
        )


def test_booleans_are_read_too(tmp_path):
    of, frame = of_year(YEAR), some(YEAR)
    other = frame.with_columns(pl.col(of.weights.given).cast(pl.Boolean))
    made = [running.run(handed_in(f, tmp_path), of, tmp_path / "uit").sums.hash for f in (frame, other)]
    assert made[0] == made[1]


def test_what_is_no_parquet_is_refused(tmp_path):
    of = of_year(YEAR)
    (tmp_path / "x.parquet").write_text("geen parquet")
    for name in ("x.parquet", "nergens.parquet"):
        with pytest.raises(InputError, match="parquet-bestand"):
            running.run(tmp_path / name, of, tmp_path / "uit")
