"""The Python in the README and the docs runs, and gives what is said beside it."""

import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from cli import main
from tests.helpers.workspaces import LIBRARY

ROOT = Path(__file__).parents[2]
SPECIFICATION = "Onderdeel;Bedrag\nCluster Participatie;17.332.490\nIU Participatie;10.843.061\n"


def python(page):
    """The examples of a page, one after another: a later one goes on with what an earlier one has."""
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    return "\n".join(block for block in blocks if "verdeelsleutel" in block)


def run(code):
    known = {}
    exec(code, known)
    return known


@pytest.mark.promise("README.md#from-python")
@pytest.mark.promise("docs/compare.md#as-values")
def test_the_readme():
    code = python("README.md")
    known = run(code)
    said = re.findall(r"^(\S+)  # ('.+'|Fraction.+)$", code, re.MULTILINE)
    assert said
    for expression, value in said:
        assert repr(eval(expression, known)) == value
    comparison = known["comparison"]
    frame = comparison.differences[0].frame()
    causes = frame.columns[6:]
    assert frame.height == 342
    assert [sum(row) for row in frame.select(causes).iter_rows()] == frame["verschil"].to_list()


@pytest.mark.promise("docs/check.md#as-values")
def test_check(tmp_path, monkeypatch):
    code = python("docs/check.md").replace("specificatie.xlsx", "specificatie.csv")
    (tmp_path / "specificatie.csv").write_text(SPECIFICATION, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    [finding] = run(code)["made"].findings
    assert (finding.received, finding.computed) == (17_332_490, 17_669_037)
    assert finding.causes[0].other.outcome.prepared.publication.name == "meicirculaire-2024"


def commands():
    """Every command in the README and the docs that can be typed as it stands."""
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]:
        for line in re.findall(
            r"^ *(?:\$ )?(?:\.venv/bin/)?verdeel (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE
        ):
            arguments = shlex.split(line, comments=True)
            if not any(sign in line for sign in "|["):
                yield pytest.param(
                    arguments[: arguments.index(">")] if ">" in arguments else arguments, id=line
                )


def every(group):
    """All commands of a group, and of the groups in it."""
    for name in group.list_commands(context := click.Context(group)):
        command = group.get_command(context, name)
        yield from every(command) if isinstance(command, click.Group) else [command]


@pytest.mark.promise("README.md#commands")
@pytest.mark.parametrize("arguments", list(commands()))
def test_a_command_can_be_given_as_it_stands(arguments, tmp_path, monkeypatch):
    """It is only parsed: options and kinds of values are known, and so are publications but for a user's own."""
    given = {}
    for command in every(main):
        monkeypatch.setattr(command, "callback", lambda **values: given.update(values))
    monkeypatch.chdir(tmp_path)
    for folder in ("eigen", "mijn-map", "fout"):
        Path(folder).mkdir()
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    named = {given.get(name) for name in ("publication", "first", "second")} - {None, "mijn-circulaire"}
    if arguments[0] == "verify":
        named -= {"uit"}  # a folder that was published
    assert named <= LIBRARY.publications.keys()
