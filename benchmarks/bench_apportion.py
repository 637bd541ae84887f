"""Apportioning a pot over many weights, next to the libraries that do the same.

Run: pip install -e .[bench]; python benchmarks/bench_apportion.py
`gap` is the sum handed out minus the pot; `unjust` counts entries denied a unit although a
smaller remainder got one.
"""

import random
import statistics
import time
import warnings
from decimal import Decimal
from fractions import Fraction

import apportionment.methods as apportionment
import polars as pl
from iteround import saferound

from allocation.apportion import add_division, largest_remainders

POT = 4_000_000_000_000
"""40 billion in cents."""
RUNS = 9

warnings.filterwarnings("ignore")


def ours(weights: pl.DataFrame) -> pl.Series:
    pot = pl.lit(Decimal(POT), dtype=pl.Decimal(38, 0))
    return add_division(weights.lazy(), "share", pot, pl.col("weight")).collect()["share"]


def plain_integers(weights: list[int]) -> list[int]:
    whole = sum(weights)
    quotas = [divmod(POT * weight, whole) for weight in weights]
    shares = [quota for quota, _ in quotas]
    order = sorted(range(len(weights)), key=lambda i: -quotas[i][1])
    for i in order[: POT - sum(shares)]:
        shares[i] += 1
    return shares


def unjust(weights: list[int], shares: list[int]) -> int:
    whole = sum(weights)
    quotas = [divmod(POT * weight, whole) for weight in weights]
    extra = [share - quota for share, (quota, _) in zip(shares, quotas, strict=True)]
    lowest = min((rest for got, (_, rest) in zip(extra, quotas, strict=True) if got > 0), default=whole)
    return sum(rest > lowest for got, (_, rest) in zip(extra, quotas, strict=True) if got <= 0)


def main() -> None:
    print(f"pot {POT:,}; median of {RUNS} runs, milliseconds (asked: ours at most 5 for 35,000)")
    for count in (342, 35_000):
        rng = random.Random(1)
        weights = [int(rng.lognormvariate(6.3, 0.9)) + 1 for _ in range(count)]
        whole = sum(weights)
        names = [str(i) for i in range(count)]
        frame = pl.DataFrame({"weight": pl.Series(weights).cast(pl.Decimal(38, 0))})
        floats = [weight / whole * POT for weight in weights]
        fractions = [Fraction(weight) for weight in weights]
        candidates = {
            "ours (polars Decimal)": lambda frame=frame: ours(frame),
            "ours (oracle, integers)": lambda f=fractions: largest_remainders(Fraction(POT), f),
            "plain integers": lambda weights=weights: plain_integers(weights),
            "iteround": lambda floats=floats: saferound(floats, 0, topline=float(POT)),
            "apportionment": lambda w=weights, n=names: apportionment.compute(
                "largest_remainder", w, POT, parties=n
            ),
        }
        for name, call in candidates.items():
            times = []
            for _ in range(RUNS):
                start = time.perf_counter()
                shares = call()
                times.append((time.perf_counter() - start) * 1000)
            shares = [int(share) for share in shares]
            print(
                f"{count:6} weights  {name:24} {statistics.median(times):8.2f} ms  "
                f"gap {sum(shares) - POT:2}  unjust {unjust(weights, shares)}"
            )


if __name__ == "__main__":
    main()
