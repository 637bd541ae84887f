"""How people write the name of a municipality."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.runs.places import places
from rules.territory.municipalities import municipalities
from rules.territory.naming import naming, plain

TERRITORY = municipalities(datetime.date(2024, 1, 1))
KNOWN = naming(TERRITORY)
NAMES = {naam: code for code, naam, _ in TERRITORY.iter_rows()}
PLACES = places(datetime.date(2024, 1, 1))


@pytest.mark.promise("docs/territory.md#names")
@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Nuenen c.a.", "0820"), ("Nuenen ca", "0820"), ("Nuenen", "0820"),
        ("Hengelo (Ov.)", "0164"), ("Hengelo (Overijssel)", "0164"), ("Hengelo O", "0164"),
        ("Bergen (Limburg)", "0893"), ("Bergen L.", "0893"), ("Bergen (N-H)", "0373"), ("Bergen (NH.)", "0373"),
        ("Capelle a/d IJssel", "0502"), ("Capelle a.d. IJssel", "0502"), ("Alphen a/d Rijn", "0484"), ("Krimpen ad IJssel", "0542"),
        ("S\u00fadwest-Frysl\u00e2n", "1900"), ("S\u00c3\u00badwest-Frysl\u00c3\u00a2n", "1900"), ("S?dwest-Frysl?n", "1900"),
        ("S\ufffddwest-Frysl\ufffdn", "1900"), ("Sudwest Fryslan", "1900"),
        ("Gouda*", "0513"), ("Gouda 1)", "0513"), ("Gouda\u00b9", "0513"), ("Gouda [2]", "0513"), ("Gouda (3)", "0513"),
        ("Ronde Venen, De", "0736"), ("Helder (Den)", "0400"), ("Den Haag", "0518"), ("Gemeente Gouda", "0513"),
        ("GM0014", "0014"), ("14", "0014"),
    ],
)  # fmt: skip
def test_a_name_as_it_is_written(written, code):
    assert KNOWN[plain(written)] == code
    if not written.endswith("14"):
        assert PLACES.codes(written) & {*PLACES.names} == {code}


@pytest.mark.promise("docs/territory.md#names")
@pytest.mark.parametrize("written", ["Bergen", "Hengelo (Gld)", "Gouda 2024", "Totaal", "", "1"])
def test_what_is_of_no_one_municipality(written):
    assert plain(written) not in KNOWN


@pytest.mark.promise("docs/territory.md#names")
@given(
    st.sampled_from(sorted(NAMES)),
    st.sampled_from(["{}", "{}*", "{} 1)", " {} ", "Gemeente {}"]),
    st.booleans(),
)
def test_every_name_with_a_mark_or_in_the_wrong_encoding(name, mark, mangled):
    written = mark.format(name.encode().decode("cp1252") if mangled else name)
    assert KNOWN[plain(written)] == NAMES[name]
