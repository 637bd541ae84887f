"""The command as a user meets it: what it prints, and its exit status."""

import errno
import textwrap
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main
from rules import Workspace
from tests.helpers.workspaces import SHIPPED


def run(*arguments):
    return CliRunner().invoke(main, arguments)


@pytest.mark.promise("README.md#what-publish-prints")
@pytest.mark.promise("README.md#exit-0")
def test_publish_says_what_it_made(tmp_path):
    result = run("publish", "septembercirculaire-2024", "--out", str(tmp_path / "a" / "b"))
    assert result.exit_code == 0
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    shown = textwrap.indent(result.stdout.replace(str(tmp_path / "a" / "b"), "uit"), "    ")
    assert shown in readme
    assert "Cluster Participatie                 4.052.929.838  EUR" in result.stdout
    assert sorted(path.suffix for path in (tmp_path / "a" / "b").iterdir()) == [".json", ".parquet", ".xlsx"]


def test_publish_one_year_as_ods(tmp_path):
    result = run("publish", "meicirculaire-2024", "--year", "2025", "--out", str(tmp_path), "--format", "ods")
    assert result.exit_code == 0
    assert "uitkeringsjaar 2024" not in result.stdout
    assert (tmp_path / "meicirculaire-2024-2025.ods").is_file()


@pytest.mark.promise("README.md#evidence-is-said")
@pytest.mark.promise("docs/derived-keys.md#se-out-of-sample")
def test_verify_prints_the_comparison_and_what_it_is_worth():
    result = run("verify", "septembercirculaire-2023", "--within", "1")
    assert result.exit_code == 0
    assert "grootste verschil 1, mediaan relatief 0,000000000" in result.stdout
    assert "telt als bewijs" not in result.stdout
    assert "telt niet als bewijs: het landelijke Wsw-budget is uit dit totaal afgeleid" in result.stdout
    result = run("verify", "regeling-beschut-werk-2026", "--within", "0")
    assert result.exit_code == 0
    assert "342 gemeenten, 342 gelijk" in result.stdout
    assert result.stdout.count("telt als bewijs") == 1


@pytest.mark.promise("README.md#verify-recomputes")
def test_verify_recomputes_every_value_and_prints_every_pot():
    lines = run("verify", "septembercirculaire-2023").stdout.splitlines()
    assert "  nagerekend met breuken: 2738 waarden, 0 verschillen" in lines
    [outcome] = SHIPPED.outcomes("septembercirculaire-2023")
    assert sum(line.startswith("  pot ") for line in lines) == len(outcome.result.balances) > 0


@pytest.mark.promise("README.md#exit-0")
@pytest.mark.promise("README.md#exit-1")
def test_verify_exits_with_1_when_a_difference_is_larger():
    assert run("verify", "septembercirculaire-2023", "--within", "0").exit_code == 1
    assert run("verify", "septembercirculaire-2023", "--within", "1").exit_code == 0
    assert run("verify", "septembercirculaire-2023").exit_code == 0


def test_verify_refuses_a_negative_bound():
    assert run("verify", "septembercirculaire-2023", "--within", "-1").exit_code == 2


@pytest.mark.promise("README.md#exit-1")
def test_verify_exits_with_1_when_there_is_nothing_to_compare():
    result = run("verify", "verkenning-baankansen", "--within", "0")
    assert result.exit_code == 1
    assert "geen gepubliceerde bedragen opgegeven" in result.stdout


@pytest.mark.parametrize("what", ["publications", "rules", "figures", "geldstromen", "gemeenten"])
@pytest.mark.parametrize("kind", ["text", "csv"])
def test_lists(what, kind):
    result = run("list", what, "--format", kind)
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) > 5


def test_figures_are_listed_exactly():
    result = run("list", "figures", "--format", "csv")
    assert "uitkeringsfactor,2024,septembercirculaire-2024,1.420,factor,officieel" in result.stdout


def test_every_command_helps_with_examples():
    for arguments in (["--help"], ["publish", "--help"], ["verify", "--help"], ["list", "--help"]):
        result = run(*arguments)
        assert result.exit_code == 0
        assert "Voorbeelden:" in result.stdout
        assert "verdeel" in result.stdout


@pytest.fixture
def faulty(monkeypatch):
    def fail(*_):
        raise KeyError("a name\nthat is not there")

    monkeypatch.setattr(Workspace, "outcomes", fail)


@pytest.mark.promise("README.md#exit-3")
def test_a_fault_of_the_program_is_one_line_and_exit_3(faulty):
    """1 means that a difference was found."""
    result = run("verify", "septembercirculaire-2023")
    assert result.exit_code == 3
    [line] = result.stderr.splitlines()
    assert line.startswith("verdeel: een fout in het programma: KeyError: ")
    assert "--debug" in line


def test_the_place_of_a_fault_is_shown_on_request(faulty):
    result = run("--debug", "verify", "septembercirculaire-2023")
    assert result.exit_code == 3
    assert "Traceback" in result.stderr
    assert result.stderr.splitlines()[-1].startswith("verdeel: een fout in het programma")


@pytest.mark.parametrize(
    ("error", "status"), [(KeyboardInterrupt, 1), (BrokenPipeError(errno.EPIPE, "pipe"), 1)]
)
def test_an_interruption_ends_as_click_ends_it(monkeypatch, error, status):
    def fail(*_):
        raise error

    monkeypatch.setattr(Workspace, "outcomes", fail)
    result = run("verify", "septembercirculaire-2023")
    assert result.exit_code == status
    assert "fault" not in result.stderr


def test_what_a_user_can_mend_is_exit_2(tmp_path):
    assert run("verify", "septembercirculaire-2042").exit_code == 2
    assert run("publish", "septembercirculaire-2024").exit_code == 2
    assert (
        run("restate", str(tmp_path), "--from", "2020-01-01", "--to", "2024-01-01", "--out", "x").exit_code
        == 2
    )


@pytest.mark.promise("README.md#completion")
@pytest.mark.parametrize(
    ("words", "completed"),
    [
        ("verdeel pub", {"publish"}),
        ("verdeel publish septembercirculaire-", {"septembercirculaire-2023", "septembercirculaire-2024"}),
        ("verdeel explain Gouda --publication septembercirculaire-2024 --for", {"--format"}),
    ],
)
def test_completion_of_commands_and_publications(words, completed):
    asked = {"_VERDEEL_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    result = CliRunner().invoke(main, prog_name="verdeel", env=asked)
    assert {line.partition(",")[2] for line in result.stdout.splitlines()} == completed


@pytest.mark.promise("docs/architecture.md#verify-within-bounds")
def test_verify_recomputes_the_bijstand_in_another_way_too():
    said = run("verify", "budgetten-2025-definitief").stdout
    assert "nagerekend binnen grenzen: 342 waarden, 0 verschillen" in said
    assert "binnen grenzen" not in run("verify", "septembercirculaire-2024").stdout
