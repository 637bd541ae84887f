"""Ten faults of the kind that people make, planted one by one in a copy of the tree: the tests must see each.

`make plant` prints of each what it is, where it stands and by which test it was caught; status 1 if one was not.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).parents[2]
ALONE = shutil.ignore_patterns(".git", ".venv", ".mutants", "__pycache__", "uit", "pagina")
"""What no copy needs. Compiled modules are left behind: two changes in one second look the same to Python."""


@frozen
class Fault:
    """In `file` the text `before`, which stands there once, becomes `after`; `tests` are those that fit."""

    name: str
    file: str
    before: str
    after: str
    tests: tuple[str, ...]


FAULTS = (
    Fault(
        "a float",
        "allocation/numbers.py",
        "            return Fraction(value)\n        except (ValueError, OverflowError)",
        "            return Fraction(float(value))\n        except (ValueError, OverflowError)",
        ("tests/allocation/test_rules.py", "tests/library", "tests/checking/test_published.py"),
    ),
    Fault(
        "a dropped municipality",
        "allocation/case.py",
        "ordered = frame.sort(CODE)",
        "ordered = frame.sort(CODE)[1:]",
        ("tests/allocation/test_engine.py",),
    ),
    Fault(
        "half-even",
        "allocation/numbers.py",
        "whole: int = (above + value.denominator) // below",
        "whole: int = round(Fraction(above, below))",
        ("tests/allocation/test_corners.py", "tests/allocation/test_engine.py"),
    ),
    Fault(
        "an order dependence",
        "allocation/territory.py",
        "within = sorted((m for m in moves if start < m.date <= end), key=lambda m: m.date)",
        "within = [m for m in moves if start < m.date <= end]",
        ("tests/allocation/test_corners.py", "tests/territory/test_territory.py"),
    ),
    Fault(
        "a clamp at the wrong side",
        "allocation/expressions.py",
        "return maximum(floor, minimum(value, ceiling))",
        "return minimum(ceiling, maximum(value, floor))",
        ("tests/allocation/test_corners.py", "tests/allocation/test_engine.py"),
    ),
    Fault(
        "a wrong lag",
        "rules/bijstand.py",
        "lag(netto_uitgaven_landelijk, 2)",
        "lag(netto_uitgaven_landelijk, 1)",
        ("tests/law/test_bijstand.py", "tests/law/test_budgetten.py"),
    ),
    Fault(
        "a pot divided twice",
        "rules/gebundelde_uitkering.py",
        "    return objectief_deel + historisch_deel + deel_dak_en_thuislozen + deel_loonkostensubsidie\n",
        "    return objectief_deel + historisch_deel + deel_dak_en_thuislozen + 2 * deel_loonkostensubsidie\n",
        ("tests/law/test_budgetten.py", "tests/law/test_bijstand.py"),
    ),
    Fault(
        "a tie by row order",
        "allocation/apportion.py",
        "equal & (equal.cum_sum() <=",
        "equal & (equal.cum_sum(reverse=True) <=",
        ("tests/allocation/test_engine.py",),
    ),
    Fault(
        "a missing minimum",
        "rules/beschut_werk.py",
        "    return maximum(minimum_aantal_plekken, share)",
        "    return share",
        ("tests/law/test_each_term.py",),
    ),
    Fault(
        "a stale figure",
        "rules/cluster_participatie.toml",
        'publication = "septembercirculaire-2024", value = 1.420',
        'publication = "septembercirculaire-2024", value = 1.414',
        ("tests/checking/test_published.py",),
    ),
)


def caught(fault: Fault, tree: Path) -> str:
    """The first test that fails with this fault in the tree, or ""."""
    path = tree / fault.file
    whole = path.read_text(encoding="utf-8")
    if fault.before not in whole:
        raise ValueError(f"{fault.name}: {fault.file} no longer has {fault.before!r}")
    path.write_text(whole.replace(fault.before, fault.after, 1), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-B", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-rfE", *fault.tests],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree)},
        capture_output=True,
        text=True,
        check=False,
    )
    path.write_text(whole, encoding="utf-8")
    found = re.search(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.MULTILINE)
    if done.returncode not in {0, 1, 2}:
        raise ValueError(f"{fault.name}: the tests did not run\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return found[1] if found else ""


def main() -> None:
    """Plant each of them, or those that are named."""
    missed = 0
    with tempfile.TemporaryDirectory(prefix="plant-") as folder:
        tree = Path(folder, "tree")
        shutil.copytree(ROOT, tree, ignore=ALONE)
        for fault in FAULTS:
            if sys.argv[1:] and fault.name not in sys.argv[1:]:
                continue
            by = caught(fault, tree)
            missed += not by
            sys.stdout.write(f"{fault.name:26} {fault.file:34} {by or 'NOT CAUGHT'}\n")
            sys.stdout.flush()
    sys.exit(int(missed > 0))


if __name__ == "__main__":
    main()
