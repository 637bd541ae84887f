"""What a municipality gets, beside its inhabitants and the country: as each page shows it."""

from fractions import Fraction

import pytest

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
