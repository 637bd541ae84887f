"""The macrobudget at every moment: what was announced, and how much that is more or less than before."""

from fractions import Fraction

import pytest
from click.testing import CliRunner

from cli import main
from rules.analysis.announcements import STANDS, announcements
from tests.helpers.workspaces import LIBRARY

EVERY = list(announcements(LIBRARY))
MILLION = 10**6


def of(name, year):
    return [one for one in EVERY if (one.figure.name, one.value.year) == (name, year)]


def in_millions(*amounts):
    return tuple(None if amount is None else float(amount / MILLION) for amount in amounts)


@pytest.mark.parametrize(
    ("name", "year", "told"),
    [
        ("macrobudget", 2021, [
            ("voorlopig", 6845.2, None, None, 470.2, None),
            ("nader voorlopig", 6462.0, -383.2, -383.2, 87.0, None),
            ("definitief", 6385.3, -459.9, -76.7, 10.3, None),
        ]),
        ("macrobudget", 2018, [
            ("voorlopig", 5918.0, None, None, 98.94, None), ("definitief", 6216.0, 298.0, 298.0, 396.94, None),
        ]),
        ("deelbudget_participatiewet", 2022, [
            ("voorlopig", 5632.2, None, None, None, None),
            ("nader voorlopig", 5348.5, -283.7, -283.7, None, -284.1),
            ("definitief", 5348.8, -283.4, 0.3, None, 0.6),
        ]),
    ],
)  # fmt: skip
def test_each_amount_beside_the_provisional_one_the_one_before_and_the_year_before(name, year, told):
    """In millions, as the ministry announced them; what it explained itself is beside the difference."""
    found = of(name, year)
    assert [one.stand for one in found] == [stand for stand, *_ in told]
    for one, (_, *amounts) in zip(found, told, strict=True):
        differences = (one.provisional, one.before, one.year_before, one.explained)
        assert in_millions(one.value.value, *differences) == tuple(amounts)


def test_of_each_year_the_differences_add_up():
    """From the provisional amount to the last, and from the last of a year to the last of the next."""
    names = {one.figure.name for one in EVERY}
    assert names == {*LIBRARY.law.announced.figures}
    for name in names:
        for year in range(2015, 2027):
            found = of(name, year)
            assert [one.stand for one in found] == sorted((one.stand for one in found), key=STANDS.index)
            assert all(one.provisional is None and one.before is None for one in found[:1])
            if found and found[0].stand == "voorlopig" and len(found) > 1:
                assert found[-1].provisional == sum((one.before for one in found[1:]), Fraction(0))
            for one in found:
                [last] = [b for b in of(name, year - 1) if b.stand == "definitief"] or [None]
                assert one.year_before == (one.value.value - last.value.value if last else None)


def test_the_command_lists_them():
    said = CliRunner().invoke(main, ["list", "macrobudgetten"]).stdout
    [line] = [
        line for line in said.splitlines() if "2021" in line and "nader voorlopig" in line and "6.462" in line
    ]
    assert "-383" in line
