"""The property tests with many more examples, in rounds, that go on where they stopped (`make deep`).

A round is every property test with a thousand examples of its own seed. What passed is written down at once
in `.deep/`; what is stopped goes on with the next test, also days later. When the rules, the engine or the
tests are other than they were, it begins anew, and says so. The first round has the other tests too.

Each property of rules (docs/guard.md) gets 20,000 examples, the others 1,000. A test that is there for each
of some books of rules shares them out, and each book has at least a round.

As a plugin of pytest (`-p tests.deep`) this module leaves out what is done, and writes down what passes.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
CODE = ("allocation", "rules", "tests")
ROUNDS = {
    "tests/guarding/test_rules.py": 20,
    "tests/guarding/test_ministry.py": 20,
    "tests/guarding": 1,
    "tests/allocation": 1,
    "tests/law": 1,
    "tests/checking/test_specification.py": 1,
}
"""By path (the first that fits), of as many examples as the profile `deep` has (tests/conftest.py): a thousand."""
FOLDER, ROUND, ALL = "DEEP_FOLDER", "DEEP_ROUND", "DEEP_ROUNDS"
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


def taking_part(items, number, rounds):
    """What is tried in a round: all in the first, then what has examples, until its cases have theirs."""
    cases = Counter(item.nodeid.partition("[")[0] for item in items)
    return [
        item
        for item in items
        if number == 1
        or (
            item.get_closest_marker("hypothesis")
            and (number - 1) * cases[item.nodeid.partition("[")[0]] < of_path(item.path, rounds)
        )
    ]


def of_path(file, rounds):
    """How many rounds the properties of a file have."""
    return next(count for path, count in rounds.items() if file.is_relative_to(ROOT / path))


def pytest_collection_modifyitems(config, items):
    """Leave out what has passed, and what is no part of this round."""
    number = int(os.environ[ROUND])
    passed = done(os.environ[FOLDER], number)
    those = taking_part(items, number, json.loads(os.environ[ALL]))
    keep = [item for item in those if item.nodeid not in passed]
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


def deep(folder, rounds=ROUNDS, profile="deep", more=("-n", "auto", "--dist", "loadgroup")):
    """Run every round that is not done; the first that fails ends it, and one that no test has.

    The status is that of pytest; where the first round has no test at all that is no success.
    """
    alone = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_XDIST")}
    alone |= {FOLDER: str(folder), ALL: json.dumps(rounds), "HYPOTHESIS_PROFILE": profile}
    last = max(rounds.values())
    for number in range(1, last + 1):
        environment = {**alone, ROUND: str(number)}
        paths = [path for path, count in rounds.items() if number <= count]
        sys.stdout.write(f"ronde {number} van {last}: {len(done(folder, number))} al gedaan\n")
        sys.stdout.flush()
        seed = f"--hypothesis-seed={number}"
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "tests.deep", seed, *more, *paths]
        status = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        if status not in (0, NOTHING_LEFT):
            return status
        if not done(folder, number):
            return 0 if number > 1 else status
    return 0


if __name__ == "__main__":
    place = ROOT / ".deep"
    if not begin(place):
        sys.stdout.write("van voren af aan: regels, rekenwerk of toetsen zijn nieuw\n")
    sys.exit(deep(place))
