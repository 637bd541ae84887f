"""What is installed: one package that works as the repository does, and harms nobody beside it."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from importlib.metadata import version
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner

from cli import main

pytestmark = pytest.mark.xdist_group("wheel")
ROOT = Path(__file__).parents[2]
NOT_SOURCE = shutil.ignore_patterns(
    ".*_cache", ".git", ".hypothesis", ".venv", "__pycache__", "build", "*.egg-info", "uit"
)
PUBLICATION = "septembercirculaire-2024"
THEIRS = ("tables", "rules")
"""The top-level packages of PyTables and django-rules."""


def run(*command, cwd, umask=0o022):
    # nothing of the repository is within reach of what is installed
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "SOURCE_DATE_EPOCH")}
    done = subprocess.run(
        [*map(str, command)],
        cwd=cwd,
        env=environment,
        umask=umask,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def pip(*arguments, cwd, umask=0o022):
    return run(sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments, cwd=cwd, umask=umask)


def archived(source, folder, umask=0o022):
    """The source distribution of a source tree."""
    make = f"from setuptools import build_meta; build_meta.build_sdist({str(folder)!r})"
    run(sys.executable, "-c", make, cwd=source, umask=umask)
    [archive] = folder.glob("*.tar.gz")
    return archive


def built(source, folder, umask=0o022):
    """The wheel of a source tree, or of the archive of one."""
    pip(
        "wheel",
        "--quiet",
        "--no-build-isolation",
        "--no-deps",
        "--no-cache-dir",
        "--wheel-dir",
        folder,
        source,
        cwd=folder,
        umask=umask,
    )
    [wheel] = folder.glob("*.whl")
    return wheel


def contents(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("RECORD")}


def someone_elses(name, folder):
    """A wheel of one package, as small as they come."""
    wheel = folder / f"their_{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(f"{name}/__init__.py", f"OWNER = 'their_{name}'\n")
        described = f"their_{name}-1.0.dist-info"
        archive.writestr(
            f"{described}/METADATA", f"Metadata-Version: 2.1\nName: their_{name}\nVersion: 1.0\n"
        )
        archive.writestr(
            f"{described}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{described}/RECORD", "")
    return wheel


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """A copy of the repository: a build leaves things behind, and an earlier one has (a module that is gone since)."""
    source = tmp_path_factory.mktemp("source") / "repository"
    shutil.copytree(ROOT, source, ignore=NOT_SOURCE)
    left = source / "build" / "lib" / "rules" / "gone.py"
    left.parent.mkdir(parents=True)
    left.touch()
    return source


@pytest.fixture(scope="module")
def wheel(source, tmp_path_factory):
    return built(source, tmp_path_factory.mktemp("wheel"))


@pytest.mark.promise("README.md#harms-nobody")
def test_the_wheel_is_one_package_with_the_law_and_without_the_tests(wheel):
    names = contents(wheel).keys()
    assert {name.split("/")[0] for name in names} == {
        "verdeelsleutel", f"verdeelsleutel-{version('verdeelsleutel')}.dist-info",
    }  # fmt: skip
    data = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "rules").rglob("*.*")
        if path.suffix in {".toml", ".csv", ".md"}
    }
    assert data
    assert {f"verdeelsleutel/{name}" for name in data} <= names
    assert {"verdeelsleutel/__init__.py", "verdeelsleutel/cli.py", "verdeelsleutel/py.typed"} <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if "test" in name or "gone" in name or "setup" in name]


@pytest.fixture(scope="module")
def archive(source, tmp_path_factory):
    return archived(source, tmp_path_factory.mktemp("archive"))


@pytest.fixture(scope="module")
def unpacked(archive, tmp_path_factory):
    """What someone has who got the source distribution: files of another date, on a machine with other habits."""
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(archive) as opened:
        opened.extractall(folder, filter="data")
    [tree] = folder.iterdir()
    for path in tree.rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
        path.chmod(0o700)
    return tree


def test_a_source_distribution_has_all_that_is_needed(archive):
    with tarfile.open(archive) as opened:
        names = {name.split("/", 1)[-1] for name in opened.getnames()}
    expected = {
        path.relative_to(ROOT).as_posix()
        for room in ("allocation", "rules", "tables", "tests", "docs", "benchmarks")
        for path in (ROOT / room).rglob("*")
        if path.is_file() and path.suffix not in (".pyc", ".pyo")
    }
    assert len(expected) > 500
    assert expected <= names
    assert {"LICENSE", "Makefile", "requirements.txt", "README.md", "pyproject.toml", "setup.py"} <= names
    assert not [name for name in names if name.startswith(("build/", ".git/"))]


@pytest.mark.promise("README.md#same-wheel")
def test_the_same_source_gives_the_same_bytes_wherever_it_is_built(archive, unpacked, wheel, tmp_path):
    """In another folder, with files of another date and mode, under another umask, from what was packed itself."""
    assert archived(unpacked, tmp_path, umask=0o077).read_bytes() == archive.read_bytes()
    assert built(unpacked, tmp_path, umask=0o077).read_bytes() == wheel.read_bytes()


def test_the_tests_of_a_source_distribution_run(unpacked):
    """A room that asks for files of every kind, and the tests that look at the whole tree."""
    rooms = ("tests/doors/test_sizes.py", "tests/law/test_laag_inkomen.py", "tests/territory/test_names.py")
    assert "passed" in run(sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *rooms, cwd=unpacked)


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """What the repository itself makes of the publication."""
    folder = tmp_path_factory.mktemp("published")
    CliRunner().invoke(main, ["publish", PUBLICATION, "--formulas", "--out", str(folder)])
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.promise("README.md#harms-nobody")
@pytest.mark.promise("README.md#installed-is-the-same")
@pytest.mark.promise("README.md#same-bytes")
@pytest.mark.parametrize("ours_first", [True, False])
def test_it_works_beside_others_of_the_same_name_in_either_order(wheel, published, tmp_path, ours_first):
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv", cwd=tmp_path)
    python = tmp_path / "venv" / "bin" / "python"
    theirs = [someone_elses(name, tmp_path) for name in THEIRS]
    for wheels in ([wheel], theirs) if ours_first else (theirs, [wheel]):
        pip("--python", python, "install", "--quiet", "--no-deps", "--no-index", *wheels, cwd=tmp_path)
    site = Path(
        run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).strip()
    )
    # what we depend on is installed where attrs is; a .pth there (our editable installation) is not read from here
    (site / "dependencies.pth").write_text(f"{Path(attrs.__file__).parents[1]}\n")

    for name in THEIRS:
        assert run(python, "-c", f"import {name}; print({name}.OWNER)", cwd=tmp_path) == f"their_{name}\n"
    asked = "import verdeelsleutel as v; print(v.__file__, v.open_workspace().outcome('regeling-beschut-werk-2026').result.values.height)"
    assert run(python, "-c", asked, cwd=tmp_path) == f"{site / 'verdeelsleutel' / '__init__.py'} 342\n"

    command = python.with_name("verdeel")
    assert version("verdeelsleutel") in run(command, "--version", cwd=tmp_path)
    run(command, "publish", PUBLICATION, "--formulas", "--out", tmp_path / "installed", cwd=tmp_path)
    made = {path.name: path.read_bytes() for path in (tmp_path / "installed").iterdir()}
    expected = dict(published)
    receipt, wanted = (json.loads(files.pop(f"{PUBLICATION}.receipt.json")) for files in (made, expected))
    assert len(made) == 3
    assert made == expected
    # the modules are hashed as they are installed: with other imports
    assert receipt.pop("regels en rekenwerk").keys() == wanted.pop("regels en rekenwerk").keys()
    assert receipt == wanted
