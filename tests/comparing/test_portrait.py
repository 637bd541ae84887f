"""What a municipality gets, beside its inhabitants and the country: as each page shows it."""

from fractions import Fraction

import pytest

from rules.analysis.likeness import criteria
from rules.analysis.portrait import LEAST_PERSONS, Stream
from tests.helpers.workspaces import SHIPPED

OUTCOME = SHIPPED.outcome("septembercirculaire-2024", 2024)


@pytest.fixture
def stream():
    return Stream(OUTCOME, "cluster_participatie", None, "")


def test_what_is_got_per_inhabitant_times_the_inhabitants_is_what_is_got(stream):
    """Of each municipality, of some together, and of the country."""
    codes = list(OUTCOME.prepared.case.codes)
    for some in (*([code] for code in codes), codes[:7], codes):
        share = stream.of(*some)
        assert share.amount == sum(stream.values[code] for code in some)
        assert share.per_inhabitant * sum(stream.persons[code] for code in some) == share.amount
        assert share.of_country * stream.total == share.amount
    assert stream.together.of_country == 1


class Few(Stream):
    """A stream of which the inhabitants of hardly anyone are known."""

    persons = {"0363": Fraction(900_000), "0513": LEAST_PERSONS / 2, "0599": LEAST_PERSONS}  # noqa: RUF012


def test_per_inhabitant_is_not_said_where_not_all_inhabitants_are_known():
    """Nor where there is hardly one: what a what-if leaves of a municipality."""
    stream = Few(OUTCOME, "cluster_participatie", None, "")
    assert stream.of("0363").per_inhabitant == stream.values["0363"] / 900_000
    assert stream.of("0599").per_inhabitant == stream.values["0599"]
    assert stream.of("0513").per_inhabitant is None
    assert stream.of("0014").per_inhabitant is None
    assert stream.of("0363", "0014").per_inhabitant is None
    assert stream.of("0014").of_country == stream.values["0014"] / stream.total


def test_municipalities_are_alike_in_the_last_year_of_each_amount_of_money():
    """Of a number of places they are not; nor of an amount that not all of them have."""
    last, before = (
        Stream(SHIPPED.outcome(name, 2024), "cluster_participatie", None, "")
        for name in ("septembercirculaire-2024", "meicirculaire-2024")
    )
    [outcome] = SHIPPED.outcomes("regeling-beschut-werk-2026")
    places = Stream(outcome, "aantal_beschut_werk", None, "")
    persons = before.persons
    made = criteria([places, last, before, before], persons)
    assert [(one.stream, one.is_share) for one in made] == [(None, False), (last, False), (last, True)]
    assert made[0].values == persons
    assert made[1].values["0513"] == last.of("0513").per_inhabitant
    assert made[2].values["0513"] == last.of("0513").of_country
    assert len(criteria([last], {**persons, "9001": Fraction(5)})) == 1
