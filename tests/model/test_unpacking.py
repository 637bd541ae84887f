"""Packed households that are handed in again: as if they were handed in as they were."""

import shutil

import polars as pl
import pytest
from click.testing import CliRunner

from allocation.errors import InputError
from cli import main
from rules.model.explain import row_of
from rules.model.households import scan
from rules.model.run import run
from rules.parts.engines import How
from tests.helpers.model_settings import YEARS, of_year, some


def packed(tmp_path, year, frame=None):
    """A file of households, and the folder in which a run packed them."""
    path = tmp_path / "huishoudens.parquet"
    (some(year) if frame is None else frame).write_parquet(path)
    return path, run(path, of_year(year), tmp_path / "uit", How(size=100)), tmp_path / "uit" / "gepakt"


@pytest.mark.promise("docs/objectief-model.md#packed-too")
@pytest.mark.parametrize("year", YEARS)
def test_what_was_packed_gives_every_column_and_the_same_outcome(year, tmp_path):
    path, first, folder = packed(tmp_path, year)
    whole, again = pl.read_parquet(path), scan(folder).collect()
    assert set(whole.columns) == set(again.columns)
    for name in whole.columns:
        assert whole[name].cast(again[name].dtype).to_list() == again[name].to_list()
    made = run(folder, of_year(year), tmp_path / "elders")
    assert (made.sums.hash, made.outcomes) == (first.sums.hash, first.outcomes)
    one = run(min(folder.iterdir()), of_year(year), tmp_path / "een")
    assert one.sums.hash == next(iter(first.by_part.values())).hash
    assert row_of(folder, 250)["gemeentecode"] == whole["gemeentecode"][249]


def test_what_is_packed_is_checked_as_any_other(tmp_path):
    _, _, folder = packed(tmp_path, 2026)
    first = min(folder.iterdir())
    said = pl.read_parquet_metadata(first)["gepakt"]
    wrong = pl.read_parquet(first).with_columns(
        gemeentecode=pl.lit(60_000, dtype=pl.UInt16), bits0=pl.lit(0, dtype=pl.UInt16)
    )
    wrong.write_parquet(first, metadata={"gepakt": said})
    with pytest.raises(InputError, match="zonder gemeente: 100 huishoudens") as refused:
        run(folder, of_year(2026), tmp_path / "elders")
    assert len(refused.value.problems) > 1
    assert not (tmp_path / "elders").exists()


def test_of_another_table_or_no_packed_households_or_where_they_are_packed_is_refused(tmp_path):
    _, _, folder = packed(tmp_path, 2026)
    with pytest.raises(InputError, match="geen kolom"):
        run(folder, of_year(2020), tmp_path / "elders")
    with pytest.raises(InputError, match="een andere map voor --out"):
        run(folder, of_year(2026), tmp_path / "uit")
    assert list(folder.iterdir())
    (tmp_path / "leeg").mkdir()
    with pytest.raises(InputError, match="geen gepakte huishoudens"):
        run(tmp_path / "leeg", of_year(2026), tmp_path / "elders")
    (tmp_path / "b").mkdir()
    _, _, other = packed(tmp_path / "b", 2020)
    shutil.copy(min(other.iterdir()), folder / "deel-00009.parquet")
    with pytest.raises(InputError, match="niet dezelfde rijen"):
        run(folder, of_year(2026), tmp_path / "elders")


def test_the_command_reads_them_and_synthetic_ones_still_say_so(tmp_path):
    frame = some(2026).with_columns(synthetisch=pl.lit(value=True))
    _, _, folder = packed(tmp_path, 2026, frame)
    asked = ["model", str(folder), "--uitkeringsjaar", "2026", "--out", str(tmp_path / "elders")]
    result = CliRunner().invoke(main, asked)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("SYNTHETISCH")
