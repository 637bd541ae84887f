"""How many mutants of the modules with rules the small cases alone see: `python -m tests.bite.by_cases SECONDS`.

A seeded sample, in one process: a module is loaded again with one small change, and its articles are followed.
"""

import random
import sys
import time
import types
from pathlib import Path

from attrs import evolve

from allocation.rules import Rule
from rules.guarding.cases import cases, coverage
from tests.bite.mutations import mutants
from tests.helpers.workspaces import LIBRARY
from tests.law_cases import FOLDER

ROOT = Path(__file__).parents[2]
SEED = 18
ARTICLES = cases(FOLDER)


def sample():
    """Every mutant of every module with rules, in an order by chance."""
    paths = [path for path in sorted((ROOT / "rules").glob("*.py")) if path.with_suffix(".toml").exists()]
    found = [m for path in paths for m in mutants(path.relative_to(ROOT).as_posix(), path.read_bytes())]
    random.Random(SEED).shuffle(found)
    return found


def seen(mutant):
    """Whether a case comes out otherwise, or a branch has none; a module that does not load is seen too."""
    path = ROOT / mutant.file
    module = types.ModuleType(f"rules.{path.stem}")
    try:
        exec(compile(mutant.applied(path.read_bytes()), path, "exec"), module.__dict__)
        new = [rule for rule in vars(module).values() if isinstance(rule, Rule)]
        others = [rule for rule in LIBRARY.rules if rule.module != module.__name__]
        sources = {rule.source for rule in (*new, *LIBRARY.rules) if rule.module == module.__name__}
        articles = [article for article in ARTICLES if article.source in sources]
        found, wrong = coverage(evolve(LIBRARY, rules=(*others, *new)), articles)
    except Exception:  # noqa: BLE001 - whatever it is, it is seen
        return True
    return bool(wrong) or any(one.left for one in found if one.source in sources)


if __name__ == "__main__":
    end, tried, lived = time.monotonic() + float(sys.argv[1]), 0, []
    for mutant in sample():
        if time.monotonic() > end:
            break
        tried += 1
        if not seen(mutant):
            lived.append(mutant)
            sys.stdout.write(f"leeft: {mutant.file}:{mutant.line}: {mutant.before} -> {mutant.after}\n")
    sys.stdout.write(f"{tried} geprobeerd, {tried - len(lived)} gezien, {len(lived)} niet\n")
