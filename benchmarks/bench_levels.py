"""A sum over a million rows of something finer, for 342 municipalities, in turn with polars by hand.

Whole numbers, amounts in cents, and a product of two columns. By hand: group_by and sum on the types that the
file has, which wrap around in silence where those are too small; ours proves first that they do not.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import polars as pl

from allocation.case import Case
from allocation.expressions import total
from allocation.levels import Levels
from allocation.population import Population, summed
from allocation.rulebook import rulebook
from allocation.rules import rule

ROWS, TOWNS, PAIRS = 1_000_000, 342, 9
COLUMNS = ["counts", "cents", "weights"]


def written(folder: Path) -> Path:
    """The rows as a file: a code, counts, amounts with two decimals, weights."""
    path = folder / "rows.parquet"
    place = pl.int_range(ROWS, dtype=pl.UInt64)
    pl.select(
        (place.hash(1) % TOWNS).cast(pl.String).str.zfill(4).alias("town"),
        (place.hash(2) % 100_000).cast(pl.Int64).alias("counts"),
        ((place.hash(3) % 10_000_000).cast(pl.Decimal(38, 0)) / 100).cast(pl.Decimal(12, 2)).alias("cents"),
        (place.hash(4) % 1_000).cast(pl.Int64).alias("weights"),
    ).write_parquet(path)
    return path


SUMS = {
    "counts": (lambda counts: total(counts, to="town"), pl.col("counts")),
    "cents": (lambda cents: total(cents, to="town"), pl.col("cents")),
    "counts x weights": (
        lambda counts, weights: total(counts * weights, to="town"),
        pl.col("counts") * pl.col("weights"),
    ),
}


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main() -> None:
    """Print a line for each sum."""
    codes = tuple(f"{n:04}" for n in range(TOWNS))
    with tempfile.TemporaryDirectory() as folder:
        frame = pl.scan_parquet(written(Path(folder)))
        population = Population("hearth", frame, "town")
        for what, (formula, expr) in SUMS.items():
            made = rule(label=what, unit="x", source="x", valid_from=1, name="sum")(formula)
            levels = Levels("town", dict.fromkeys(COLUMNS, "hearth"))
            book = rulebook([made], COLUMNS, [], 1, levels=levels).needed(["sum"])
            case = Case(book, codes, {}, {}, dict.fromkeys(book.inputs, "officieel"))
            hand = frame.group_by("town").agg(expr.sum().alias("sum"))
            pairs = [
                (timed(lambda: summed(case, [population])), timed(lambda: hand.collect(engine="streaming")))  # noqa: B023
                for _ in range(PAIRS)
            ]
            ratio = median(ours / theirs for ours, theirs in pairs)
            [column] = summed(case, [population]).inputs.values()
            same = sum(column.exact) == hand.collect()["sum"].sum()
            ours, theirs = (median(side) * 1000 for side in zip(*pairs, strict=True))
            took = f"{ours:.0f} ms, by hand {theirs:.0f} ms: {ratio:.2f} x"
            print(f"{what:18} {ROWS:,} rows: {took}; same: {same}")


if __name__ == "__main__":
    main()
