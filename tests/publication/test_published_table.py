"""What was published, in one table: each amount with its source, what is computed, and what difference is accepted.

The table stands in docs/published.md (`make published` writes it): a number that changes shows in its diff.
"""

import pytest
from click.testing import CliRunner

from allocation.errors import InputError
from cli import main
from rules.analysis.verify import agreements
from rules.library.documents import read_document
from tests.helpers.workspaces import LIBRARY, SHIPPED
from tests.published import PAGE, page
from tests.published import main as check

AGREED = [
    (f"{name} {year.year} {one.published.rule} {one.count}", one)
    for name, publication in sorted(LIBRARY.publications.items())
    for year in publication.years
    if SHIPPED.complete(name, year.year)
    for one in agreements(SHIPPED, SHIPPED.outcome(name, year.year))
]


@pytest.mark.promise("docs/guard.md#published-table")
def test_the_page_is_the_table():
    assert page() == PAGE.read_text(encoding="utf-8")


@pytest.mark.promise("docs/guard.md#published-table")
@pytest.mark.parametrize("one", [one for _, one in AGREED], ids=[name for name, _ in AGREED])
def test_no_amount_is_further_off_than_is_accepted_and_none_is_accepted_in_vain(one):
    assert one.accepted
    assert one.largest == one.published.accepted


def test_everything_that_was_published_is_in_it():
    shown = CliRunner().invoke(main, ["list", "gepubliceerd", "--format", "csv"]).stdout.splitlines()
    shipped = LIBRARY.layers[0].published
    assert len(shown) == len(AGREED) + 1 == len(shipped) + 1


@pytest.mark.parametrize(
    ("line", "sound"),
    [("accepted = 1", False), ('because = "x"', False), ('accepted = 1\nbecause = "x"', True), ("", True)],
)
def test_a_difference_is_accepted_for_a_reason(tmp_path, line, sound):
    path = tmp_path / "x.toml"
    path.write_text(
        '[[published]]\npublication = "x"\nyear = 2024\nrule = "wsw"\ntotal = 1\nsource = "x"\nevidence = true\n'
        + line,
        encoding="utf-8",
    )
    if sound:
        assert read_document(path).published[0].accepted in (0, 1)
    else:
        with pytest.raises(InputError, match="beide of geen van beide"):
            read_document(path)


def test_too_far_is_said(monkeypatch):
    entry = next(one.published for name, one in AGREED if one.published.accepted)
    object.__setattr__(entry, "accepted", 0)
    try:
        shown = CliRunner().invoke(main, ["list", "gepubliceerd"]).stdout
        status = check("--check")
    finally:
        object.__setattr__(entry, "accepted", 1)
    assert (status, check("--check")) == (1, 0)
    assert shown.count("TE VER") == 1
