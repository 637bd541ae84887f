"""The property tests with 20,000 examples each, in rounds, that go on where they stopped (`make deep`).

A round is every property test with a thousand examples of its own seed. What passed is written down at once
in `.deep/`; what is stopped goes on with the next test, also days later. When the rules, the engine or the
tests are other than they were, it begins anew, and says so. The first round has the other tests too.

As a plugin of pytest (`-p tests.deep`) this module leaves out what is done, and writes down what passes.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PATHS = ("tests/allocation", "tests/guarding", "tests/law", "tests/checking/test_specification.py")
CODE = ("allocation", "rules", "tests")
ROUNDS = 20
"""Of as many examples as the profile `deep` has (tests/conftest.py): together 20,000."""
FOLDER, ROUND = "DEEP_FOLDER", "DEEP_ROUND"
NOTHING_LEFT = 5
"""What pytest ends with when no test is left to run."""


def fingerprint(root=ROOT):
    """Of all code and cases that the outcome rests on."""
    found = hashlib.sha256()
    paths = (
        path for name in CODE for path in (root / name).rglob("*") if path.suffix in (".py", ".toml", ".csv")
    )
    for path in sorted(paths):
        found.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return found.hexdigest()


def done(folder, number):
    """The tests that have passed in a round."""
    path = Path(folder) / f"ronde-{number}.txt"
    return set(path.read_text(encoding="utf-8").splitlines()) if path.exists() else set()


def pytest_collection_modifyitems(config, items):
    """Leave out what has passed; from the second round on what has no examples."""
    number = int(os.environ[ROUND])
    passed = done(os.environ[FOLDER], number)
    keep = [
        item
        for item in items
        if item.nodeid not in passed and (number == 1 or item.get_closest_marker("hypothesis"))
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in keep])
    items[:] = keep


def pytest_runtest_logreport(report):
    """Write down what passed; the process that hands out the tests alone does."""
    if report.when == "call" and report.passed and "PYTEST_XDIST_WORKER" not in os.environ:
        with (Path(os.environ[FOLDER]) / f"ronde-{os.environ[ROUND]}.txt").open(
            "a", encoding="utf-8"
        ) as file:
            file.write(f"{report.nodeid}\n")


def begin(folder, root=ROOT):
    """Empty the folder where what was done there was done on other code; whether it goes on."""
    mark, now = folder / "van", fingerprint(root)
    folder.mkdir(exist_ok=True)
    if mark.exists() and mark.read_text(encoding="utf-8") == now:
        return True
    for path in folder.glob("ronde-*.txt"):
        path.unlink()
    mark.write_text(now, encoding="utf-8")
    return False


def deep(folder, paths=PATHS, rounds=ROUNDS, profile="deep", more=("-n", "auto", "--dist", "loadgroup")):
    """Run every round that is not done; the first that fails ends it. The status is that of pytest."""
    for number in range(1, rounds + 1):
        alone = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_XDIST")}
        environment = {**alone, FOLDER: str(folder), ROUND: str(number), "HYPOTHESIS_PROFILE": profile}
        sys.stdout.write(f"ronde {number} van {rounds}: {len(done(folder, number))} al gedaan\n")
        sys.stdout.flush()
        seed = f"--hypothesis-seed={number}"
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "tests.deep", seed, *more, *paths]
        status = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        if status not in (0, NOTHING_LEFT):
            return status
    return 0


if __name__ == "__main__":
    place = ROOT / ".deep"
    if not begin(place):
        sys.stdout.write("van voren af aan: regels, rekenwerk of toetsen zijn nieuw\n")
    sys.exit(deep(place))
