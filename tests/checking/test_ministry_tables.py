"""Tables as the ministry itself publishes them: by name, without codes, tab-separated, a word for a stream."""

import polars as pl
import pytest
from click.testing import CliRunner

from cli import main
from tests.helpers.received_amounts import SEPTEMBER_2023
from tests.helpers.workspaces import SHIPPED


def published():
    """Names and amounts, in order of name."""
    [found] = [p for p in SHIPPED.library.published(SEPTEMBER_2023, 2024) if p.column and p.official]
    table = pl.read_csv(found.file, infer_schema=False)
    for column, value in found.rows.items():
        table = table.filter(pl.col(column) == value)
    return sorted(table.select("naam", found.column).rows())


HEADS = {
    "a title above": "Integratie-uitkeringen {y}\n\nGemeente\tBeschermd wonen\tParticipatie\tVoogdij/18+\n",
    "two rows of headings": "\tIntegratie-uitkeringen {y}\t\t\nGemeente\tBeschermd wonen\tParticipatie\tVoogdij/18+\n",
    "a name in full": "Naam\tBeschermd wonen\tIntegratie-uitkering Participatie\tVoogdij/18+\n",
    "with the year": "Gemeente\tBeschermd wonen\tIU Participatie {y}\tVoogdij/18+\n",
}


@pytest.mark.promise("docs/check.md#tables-of-the-ministry")
@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_a_table_of_the_ministry_is_checked_as_it_is(head, tmp_path):
    text = head.format(y=2024) + "".join(f"{naam}\t0\t{amount}\t1\n" for naam, amount in published())
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")
    arguments = ["check", str(tmp_path / "x.csv"), "--publication", SEPTEMBER_2023]
    alone = CliRunner().invoke(main, [*arguments, "--rule", "iu_participatie"])
    assert alone.exit_code == 0, alone.output
    assert "342 van 342 bedragen gelijk" in alone.stdout
    both = CliRunner().invoke(main, arguments)
    assert "342 van 684 bedragen gelijk" in both.stdout
    assert "Cluster Participatie: de geldstroom ontbreekt" in both.stdout
