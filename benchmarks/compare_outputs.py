"""Whether everything that is printed is what it was: value by value, against outputs of an earlier commit.

Run: python benchmarks/compare_outputs.py [--tree PATH] [--base COMMIT] [--only NAME ...]

Publishes, explains, verifies, compares and checks all that can be computed from the shipped data, and from
folders that the tests of the base commit make up for publications that ask a user's own. Both trees are
driven through the command alone. The outputs of the base are kept (--recorded). Differences that are meant
stand in intended.toml, with their reason; any other difference ends with exit status 1.
"""

import argparse
import os
import tempfile
import textwrap
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from base_tree import BASE, ROOT
from outputs.differences import Difference, between
from outputs.intended import Intended
from outputs.kept import base_outputs, record_all
from outputs.plan import Command

SHOWN, WIDTH = 8, 400
"""Differences printed per file, and characters of each; all of it goes to --report."""


def differences(plan: dict[str, list[Command]], recorded: Path, now: Path) -> Iterator[Difference]:
    """All differences, in the order of the plan."""
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for group, found in zip(
            plan, pool.map(_of_group, [(recorded, now, group) for group in plan]), strict=True
        ):
            yield from (difference._replace(file=f"{group}/{difference.file}") for difference in found)


def _of_group(where: tuple[Path, Path, str]) -> list[Difference]:
    recorded, now, group = where
    return list(between(recorded / group, now / group))


def report(found: list[Difference], intended: Intended, path: Path | None) -> int:
    """Print what differs, the intended apart, and give the number of differences that are not."""
    apart = [intended.covers(difference) for difference in found]
    wrong = [difference for difference, meant in zip(found, apart, strict=True) if not meant]
    per_file: Counter[str] = Counter()
    for difference in wrong:
        per_file[difference.file] += 1
        if per_file[difference.file] <= SHOWN:
            print(textwrap.shorten(str(difference), WIDTH))
    for file, count in per_file.items():
        if count > SHOWN:
            print(f"{file}: {count - SHOWN} more")
    print(f"{sum(apart)} differences that are meant:")
    for reason in intended.reasons:
        print(f"  {intended.seen[reason]:6}  {reason}")
    if path:
        lines = [f"{'meant  ' if meant else 'WRONG  '}{d}" for d, meant in zip(found, apart, strict=True)]
        path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    print(f"{len(wrong)} differences that are not meant, in {len(per_file)} files")
    return len(wrong)


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tree", type=Path, default=ROOT, help="what to compare (this tree)")
    parser.add_argument("--base", default=BASE, help="the commit to compare with (%(default)s)")
    parser.add_argument("--recorded", type=Path, help="where its outputs are kept (uit/base-COMMIT)")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="only these; or lists, compare, ...")
    parser.add_argument("--intended", type=Path, default=Path(__file__).with_name("intended.toml"))
    parser.add_argument("--report", type=Path, help="a file for every difference, the intended too")
    parser.add_argument("--keep", type=Path, help="keep what the tree prints in this folder")
    return parser


def main() -> None:
    parser = options()
    asked = parser.parse_args()
    start = time.perf_counter()
    recorded = (asked.recorded or ROOT / "uit" / f"base-{asked.base}").resolve()
    plan = base_outputs(asked.base, recorded)
    if unknown := {*(asked.only or [])} - {*plan}:
        parser.error(f"no {', '.join(sorted(unknown))}; there are {', '.join(plan)}")
    chosen = {name: commands for name, commands in plan.items() if not asked.only or name in asked.only}
    with tempfile.TemporaryDirectory(prefix="same-") as temporary:
        now = asked.keep.resolve() if asked.keep else Path(temporary)
        record_all(asked.tree, chosen, recorded / "own", now)
        found = list(differences(chosen, recorded / "outputs", now))
    wrong = report(found, Intended(asked.intended), asked.report)
    commands, took = sum(map(len, chosen.values())), time.perf_counter() - start
    print(f"{asked.base} and {asked.tree}: {commands} commands in {len(chosen)} groups, {took:.0f} s")
    print(f"{len(plan['refused'])} publications need data that nobody has: only their refusal is compared")
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
