"""The small cases of the law, and what they cover of each article: `make cases`."""

import sys
from pathlib import Path

from rules.guarding.cases import cases, coverage
from tests.helpers.workspaces import LIBRARY

FOLDER = Path(__file__).parent / "law" / "cases"


def lines():
    """A line for each article, the branches that no case takes, and a line with all together."""
    found, wrong = coverage(LIBRARY, cases(FOLDER))
    yield f"{'regels':>6} {'takken':>6} {'kan niet':>8} {'gevallen':>8} {'over':>5}  artikel"
    for one in found:
        left = len(one.left)
        yield f"{one.versions:>6} {one.branches:>6} {one.impossible:>8} {one.cases:>8} {left:>5}  {one.source}"
        yield from (f"{'':>8}geen geval: {branch}" for branch in one.left)
    names = ("versions", "branches", "impossible", "cases")
    whole = [sum(getattr(one, name) for one in found) for name in names]
    yield "{:>6} {:>6} {:>8} {:>8} {:>5}  samen".format(*whole, sum(len(one.left) for one in found))
    yield from (f"FOUT: {line}" for line in wrong)


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines()) + "\n")
