"""A newcomer who has read the docs and nothing else adds a stream of money and a circular."""

import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

pytestmark = pytest.mark.xdist_group("newcomer")
ROOT = Path(__file__).parents[2]
PAGES = ("docs/add-a-rule.md", "docs/add-a-circular.md")
FILES = [
    "eigen/herzien.toml",
    "rules/publications/voorbeeldcirculaire-2025.toml",
    "rules/voorbeeld.py",
    "rules/voorbeeld.toml",
]
LEFT = ignore_patterns(
    ".git", ".venv", "uit", "build", "*.egg-info", ".hypothesis", "__pycache__", ".*_cache"
)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A copy of the repository with the files that the docs show, each under the name in its first line."""
    copy = tmp_path_factory.mktemp("newcomer") / "house"
    copytree(ROOT, copy, ignore=LEFT)
    shown = [
        block for page in PAGES for block in re.findall(r"```\w+\n(# (\S+)\n.*?)```", text(page), re.DOTALL)
    ]
    (copy / "eigen").mkdir()
    for content, name in shown:
        (copy / name).write_text(content, encoding="utf-8")
    assert sorted(name for _, name in shown) == FILES
    return copy


def text(page):
    return (ROOT / page).read_text(encoding="utf-8")


def run(house, *arguments):
    environment = {**os.environ, "HYPOTHESIS_PROFILE": "quick"}
    environment.pop("PYTEST_ADDOPTS", None)
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=house,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.promise("docs/add-a-rule.md#nothing-else-changes")
def test_a_stream_is_one_module_and_one_file(house):
    """Lint and types pass, and every property runs on the new rule."""
    run(house, "ruff", "check", ".")
    run(house, "mypy")
    ran = run(
        house, "pytest", "-v", "-k", "voorbeeldbedrag", "tests/allocation", "tests/guarding", "tests/doors"
    )
    assert int(re.search(r"(\d+) passed", ran)[1]) >= 4


@pytest.mark.promise("docs/add-a-circular.md#no-code")
def test_a_circular_is_one_file(house, tmp_path):
    """It is computed, checked and printed."""
    run(house, "cli", "publish", "voorbeeldcirculaire-2025", "--out", str(tmp_path))
    assert (tmp_path / "voorbeeldcirculaire-2025.xlsx").is_file()
    assert "0 verschillen" in run(house, "cli", "verify", "voorbeeldcirculaire-2025")
    assert "Voorbeeldwet, art. 3" in run(
        house, "cli", "explain", "Gouda", "--publication", "voorbeeldcirculaire-2025"
    )


@pytest.mark.promise("docs/add-a-circular.md#only-what-differs")
def test_an_edition_gives_only_what_differs(house):
    editions = ["voorbeeldcirculaire-2025", "voorbeeldcirculaire-2025-27-september"]
    assert "+50.000,00" in run(house, "cli", "compare", *editions, "--data", "eigen")
