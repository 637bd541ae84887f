"""Files are written as files, and what a user types twice is refused."""

import os

import pytest
from click.testing import CliRunner

from allocation.errors import InputError
from cli import main
from rules.library.load import library
from rules.territory.reorganisation import parse
from tables.restate import columns
from tables.writing import write


def fifo(path):
    os.mkfifo(path)


def link(path):
    (path.parent / "elsewhere").write_bytes(b"old")
    path.symlink_to(path.parent / "elsewhere")


def loose_link(path):
    path.symlink_to(path.parent / "nowhere")


@pytest.mark.promise("README.md#regular-files-only")
@pytest.mark.parametrize("make", [fifo, link, loose_link, lambda path: path.mkdir()])
def test_only_a_regular_file_is_replaced(tmp_path, make):
    make(tmp_path / "x.csv")
    before = {path: path.lstat() for path in tmp_path.iterdir()}
    with pytest.raises(InputError, match="verwacht: een gewoon bestand, of niets"):
        write({"y.csv": b"new", "x.csv": b"new"}, tmp_path)
    assert {path: path.lstat() for path in tmp_path.iterdir()} == before


@pytest.mark.promise("README.md#regular-files-only")
@pytest.mark.parametrize("device", ["/dev/null", "/dev/stdout", "/dev/full"])
def test_no_device_is_replaced(tmp_path, device):
    if not os.path.lexists(device):
        pytest.skip("there is none on this machine")
    before = os.lstat(device).st_mode
    (tmp_path / "x.csv").write_text("code;n\n" + "\n".join(f"{code};1" for code in _codes()))
    arguments = [
        "--from",
        "2024-01-01",
        "--to",
        "2024-01-01",
        "--count",
        "n",
        "--key",
        "code",
        "--out",
        device,
    ]
    result = CliRunner().invoke(main, ["restate", str(tmp_path / "x.csv"), *arguments])
    assert result.exit_code == 2
    assert "verwacht: een gewoon bestand, of niets" in result.stderr
    assert os.lstat(device).st_mode == before


def _codes():
    from tests.reading.test_tables_as_handed_in import CODES  # noqa: PLC0415

    return CODES


@pytest.mark.promise("docs/territory.md#shares-are-not-added")
@pytest.mark.parametrize("shares", [["a=b", "b=a"], ["a=a"], ["a=b", "b=n"], ["a=b", "b=c", "c=a"]])
def test_a_share_of_a_share_is_refused(shares):
    with pytest.raises(InputError, match="is zelf een aandeel"):
        columns(["n"], [], shares)


@pytest.mark.promise("docs/territory.md#each-once")
@pytest.mark.parametrize("text", ["0363+0363=0363", "0363+363=9001", "GM0363+0513+363=0513"])
def test_a_municipality_that_merges_with_itself_is_refused(text):
    with pytest.raises(InputError, match="0363 gaat twee keer over"):
        parse([text], [])


@pytest.mark.promise("docs/figures-and-data.md#unknown-keys-are-errors")
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('path = "x.toml"', "path"),
        ('folder = "x"', "folder"),
        ("[rules.wsw]\nlabel = 1", "rules"),
        ('[law]\nname = "x"', "law"),
    ],
)
def test_a_key_that_nothing_reads_is_refused_by_name(tmp_path, text, words):
    (tmp_path / "x.toml").write_text(text)
    with pytest.raises(InputError, match=words):
        library(tmp_path)
