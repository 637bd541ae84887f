"""Many worlds at once, side by side with the same arithmetic written by hand in polars on floats.

Run: python benchmarks/bench_worlds.py [WORLDS] [YEARS]

Each year is a run of its own; both sides do the same worlds, in turn. Floats give amounts that are a euro off
here and there; the engine's are exact. Also: one world of ten and a hundred times as many municipalities.
"""

import random
import resource
import statistics
import sys
import time
from fractions import Fraction

import polars as pl
from attrs import evolve

from allocation.column import Column, Quotients
from allocation.evaluation import evaluate
from allocation.runs import Runs
from allocation.worlds import BATCH, evaluate_runs
from rules import Workspace
from rules.reading.csv_table import read_csv

ASKED = 2.0
"""At most so many times what floats take."""


def laid_out(case, names, worlds):
    """Inputs beside each other as floats, world after world."""
    inputs = {name: case.inputs[name].shown.cast(pl.Float64) for name in names}
    return pl.concat([pl.DataFrame(inputs)] * worlds).with_columns(
        (pl.int_range(pl.len()) // len(case.codes)).alias("world")
    )


def beside(case, name, varied):
    """A figure of each world beside every municipality."""
    values = pl.Series(name, [float(value) for value in varied])
    size = len(case.codes)
    return values.gather(pl.select(pl.int_range(len(varied) * size) // size).to_series())


def largest_remainders(pot, weights):
    quota = pot * weights / weights.sum().over("world")
    down = quota.floor()
    order = (quota - down).rank("ordinal", descending=True).over("world")
    return down + (order <= (pot - down.sum().over("world")).round()).cast(pl.Float64)


def circular_on_floats(case, varied):
    """Cluster Participatie and the integratie-uitkering of 2024."""
    f = {name: float(value) for name, value in case.figures.items()}
    frame = laid_out(case, case.inputs, len(varied)).with_columns(beside(case, "factor", varied))
    basis = (
        pl.col("bijstandsontvangers") * f["bedrag_bijstandsontvanger"]
        + pl.col("loonkostensubsidie") * f["bedrag_loonkostensubsidie"]
        + pl.col("huishoudens_laag_inkomen") * f["bedrag_huishouden_laag_inkomen"]
        + pl.col("doelgroepenregister") * f["bedrag_doelgroepenregister"]
    )
    key, se = pl.col("sleutel_beschut_werk"), pl.col("verwachte_se")
    places = pl.max_horizontal(
        pl.lit(f["minimum_aantal_plekken"]),
        key / key.sum().over("world") * f["landelijke_plekken_begeleiding"],
    )
    guidance = (places * f["prijs_begeleiding_beschut_werk"]).round()
    wsw = largest_remainders(f["budget_wsw"], se)
    both = largest_remainders(f["budget_wsw"] + f["budget_voorbereiding_transformatie"], se)
    return frame.with_columns(
        (pl.col("factor") * basis).round().alias("cluster_participatie"),
        (pl.col("factor") * basis.sum().over("world")).round().alias("landelijk"),
        (wsw + guidance + (both - wsw)).alias("iu_participatie"),
    )


def bijstand_on_floats(case, varied):
    """The gebundelde uitkering of 2025."""
    f = {name: float(value) for name, value in case.figures.items()}
    frame = laid_out(case, case.inputs, len(varied)).with_columns(beside(case, "tb", varied))
    return bijstand_of(frame, f)


def bijstand_of_other_costs(case, varied):
    """The same, with other costs of every municipality in each world."""
    f = {name: float(value) for name, value in case.figures.items()}
    frame = laid_out(case, case.inputs, len(varied)).with_columns(
        pl.Series("lasten_jaarrekening", [float(v) for row in varied for v in row]),
        pl.lit(f["macrobudget"]).alias("tb"),
    )
    return bijstand_of(frame, f)


def bijstand_of(frame, f):
    lks = (
        f["realisatie_loonkostensubsidie[-1]"]
        + f["groei_loonkostensubsidie"]
        + f["loon_en_prijs_loonkostensubsidie"]
    )
    tb = pl.col("tb") - f["reservering_vangnet"] - lks
    m = ((pl.col("inwoners[-1]") - 15_000) / 25_000).clip(0, 1)
    grown = pl.col("lasten_jaarrekening") * pl.col("huishoudens[-1]") / pl.col("huishoudens[-2]")
    historical = (1 - m) * grown / grown.sum().over("world") * tb
    gu = pl.col("uitgaven_dak_en_thuislozen[-2]")
    homeless = m * gu / f["netto_uitgaven_landelijk[-2]"] * tb
    rest = tb - historical.sum().over("world") - homeless.sum().over("world")
    weighted = m * pl.col("objectieve_uitkomst")
    objective = weighted / weighted.sum().over("world") * rest
    spent = pl.col("uitgaven_loonkostensubsidie")
    subsidy = spent / spent.sum().over("world") * lks
    return frame.with_columns(
        (historical + homeless + objective + subsidy).round().alias("gebundelde_uitkering")
    )


def other_figure(name, step):
    """Worlds in which one figure differs."""

    def made(case, count, chance):
        varied = [case.figures[name] + step * chance.randrange(1000) for _ in range(count)]
        return varied, Runs(case, tuple(map(str, range(count))), {name: varied})

    return made


def other_costs(case, count, chance):
    """Worlds in which an input of every municipality differs."""
    known = case.inputs["lasten_jaarrekening"].exact
    varied = [[value + chance.randrange(1000) for value in known] for _ in range(count)]
    inputs = {"lasten_jaarrekening": dict(zip(case.codes, zip(*varied, strict=True), strict=True))}
    return varied, Runs(case, tuple(map(str, range(count))), {}, inputs)


CIRCULAR, BUDGETS = ("septembercirculaire-2024", 2024), ("budgetten-2025-definitief", 2025)
TRIALS = (
    (CIRCULAR, "a figure", other_figure("uitkeringsfactor", Fraction(1, 1000)), circular_on_floats),
    (BUDGETS, "a figure", other_figure("macrobudget", Fraction(1_003)), bijstand_on_floats),
    (BUDGETS, "an input of all", other_costs, bijstand_of_other_costs),
)


def timed(call, *args):
    start = time.perf_counter()
    found = list(call(*args))
    return time.perf_counter() - start, found


def in_parts(by_hand, case, varied):
    return (by_hand(case, varied[n : n + BATCH]) for n in range(0, len(varied), BATCH))


def far_off(batches, floats, amounts):
    """By how much an amount on floats is off at most: a sign that both do the same."""
    exact = pl.concat([batch.frame() for batch in batches])
    exact = exact.sort(pl.col("world").cast(pl.Int64), "code")
    return max((exact[name].cast(pl.Float64) - floats[name]).abs().max() for name in amounts)


def side_by_side(space, worlds, years):
    for (name, year), what, other, by_hand in TRIALS:
        outcome = space.outcome(name, year)
        case, amounts = outcome.prepared.case, outcome.prepared.year.amounts
        varied, runs = other(case, worlds, random.Random(0))
        ours = theirs = 0.0
        again = 0
        for _ in range(years):
            seconds, batches = timed(evaluate_runs, runs, amounts)
            ours += seconds
            again += sum(len(batch.names) for batch in batches if batch.again)
            seconds, frames = timed(in_parts, by_hand, case, varied)
            theirs += seconds
        off = far_off(batches, pl.concat(frames), amounts)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        print(
            f"{name}, {what}: {worlds} worlds x {len(case.codes)} x {years} years: {ours:.1f} s, on floats "
            f"{theirs:.1f} s: {ours / theirs:.2f} x (asked: at most {ASKED}); {again} worlds done again; "
            f"floats at most {off:.0f} off; peak {peak:.2f} GB"
        )


def larger(case, times):
    """The same country so many times over, in one world."""
    places = [place for _ in range(times) for place in range(len(case.codes))]
    columns = {
        name: Column(Quotients(column.quotients.numerators.gather(places), column.quotients.divisors))
        for name, column in case.inputs.items()
    }
    codes = tuple(f"{n:07}" for n in range(len(places)))
    return evolve(case, codes=codes, inputs=columns)


def growth(space):
    for name, year in (CIRCULAR, BUDGETS):
        outcome = space.outcome(name, year)
        case, amounts = outcome.prepared.case, outcome.prepared.year.amounts
        alone = statistics.median(timed(map, evaluate, [case])[0] for _ in range(15))
        rows = []
        for times in (1, 10, 100):
            runs = Runs(larger(case, times), ("x", "y"))
            seconds, _ = timed(evaluate_runs, runs, amounts)
            rows.append(f"{len(case.codes) * times}: {seconds / len(case.codes) / times * 5e5:.2f} us a row")
        print(f"{name}: one world with balances {alone * 1000:.1f} ms; two worlds, {', '.join(rows)}")


def bounds(space):
    """How far each rule can be off in floats, of its size: it follows from its formula."""
    for name, year in (CIRCULAR, BUDGETS):
        prepared = space.outcome(name, year).prepared
        steps = prepared.case.book.needed(prepared.year.amounts).steps
        told = ", ".join(f"{rule} {count}" for rule, count in steps.items())
        print(f"{name}: bound of each rule in steps of 2^-52 of its size: {told}")


def main() -> None:
    worlds, years = (int(text) for text in [*sys.argv[1:], *("1000", "25")[len(sys.argv) - 1 :]])
    space = Workspace.open(read=read_csv)
    side_by_side(space, worlds, years)
    growth(space)
    bounds(space)


if __name__ == "__main__":
    main()
