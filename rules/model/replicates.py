"""Replicates of the weights as an axis: how far O, and the budget, are apart if weights are uncertain.

A table of one's own says how: per weight a standard error, or its value in every replicate. With standard
errors a weight of a replicate is the weight plus its error times a number that is a function of (seed,
replicate, table and indicator), never of a stream: whoever computes replicate 7 has the same. That number is
the sum of twelve uniform ones less six: nearly normal, and exact. Weights are taken as independent: how they
hang together only a table of replicates says. Nothing of this is printed in the law.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path

from attrs import evolve, frozen

from allocation.chance import BITS, uniform_of
from allocation.errors import InputError, Problem
from allocation.numbers import decimal
from allocation.quantiles import QUANTILES, rank
from allocation.runs import Runs
from allocation.worlds import evaluate_runs
from rules.model import law
from rules.model.effect import with_weights
from rules.model.run import Run, again
from rules.model.weights import Table, Weights
from rules.parts.engines import How
from rules.runs.outcome import Outcome

PART, NAME, ERROR, REPLICATE, WEIGHT = (
    "deelmodel",
    "indicator_id",
    "standaardfout",
    "replicatie",
    "gewicht",
)
DECIMALS = 7
"""Of a weight, as they are printed."""
Key = tuple[str, str]


@frozen
class Errors:
    """What a table says: of each weight its standard error, or else its value in every replicate."""

    errors: Mapping[Key, Decimal]
    given: Mapping[int, Mapping[Key, Decimal]]


def errors(path: Path, of: Weights) -> Errors:
    """Read and check. Raises InputError."""
    try:
        read = csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig")))
    except UnicodeDecodeError:
        raise InputError([Problem(path.name, "geen tekst in UTF-8", "een CSV")]) from None
    columns = set(read.fieldnames or ())
    if {PART, NAME, ERROR} <= columns:
        last: tuple[str, ...] = (ERROR,)
    elif {PART, NAME, REPLICATE, WEIGHT} <= columns:
        last = (REPLICATE, WEIGHT)
    else:
        expected = f"{PART}, {NAME}, en {ERROR} of {REPLICATE} en {WEIGHT}"
        raise InputError([Problem(path.name, f"kolommen {', '.join(columns)}", expected)])
    known = {(t.part, r.name) for t in (of.chance, of.price) for r in t.rows if r.value is not None}
    problems: list[Problem] = []
    found: dict[tuple[int, Key], Decimal] = {}
    for number, row in enumerate(read, 2):
        try:
            at = (_replicate(row[REPLICATE]) if REPLICATE in last else 0, (row[PART], row[NAME]))
            found[_new(at, found, known)] = _number(row[last[-1]], least=0 if ERROR in last else -100)
        except ValueError as error:
            expected = f"een gewicht van {of.version.name}, een keer, met hoogstens {DECIMALS} decimalen"
            problems.append(Problem(f"{path.name}, regel {number}", str(error), expected))
    if not found and not problems:
        problems = [Problem(path.name, "geen enkele rij", "een rij per gewicht")]
    if problems:
        raise InputError(problems)
    if ERROR in last:
        return Errors({key: value for (_, key), value in found.items()}, {})
    given: dict[int, dict[Key, Decimal]] = {}
    for (replicate, key), value in found.items():
        given.setdefault(replicate, {})[key] = value
    return Errors({}, dict(sorted(given.items())))


def _new(at: tuple[int, Key], found: Mapping[tuple[int, Key], Decimal], known: set[Key]) -> tuple[int, Key]:
    if at[1] not in known:
        raise ValueError(f"{', '.join(at[1])}: geen rij met een gewicht")
    if at in found:
        raise ValueError(f"{', '.join(at[1])}: twee keer")
    return at


def _replicate(text: str | None) -> int:
    if not text or not text.isascii() or not text.isdecimal():
        raise ValueError(f"replicatie {text or ''!r}: geen nummer")
    return int(text[:9])


def _number(text: str | None, least: int) -> Decimal:
    try:
        value = Decimal(text or "")
    except InvalidOperation:
        raise ValueError(f"{text or ''!r}: geen getal") from None
    if not value.is_finite() or int(value.as_tuple().exponent) < -DECIMALS or not least <= value < 100:
        raise ValueError(f"{text!r}: buiten de grenzen, of te veel decimalen")
    return value


def deviate(seed: int, replicate: int, key: Key) -> Fraction:
    """Nearly normal, with mean 0 and variance 1: of a seed, a replicate and a weight, and nothing else."""
    name = "/".join(key)
    whole = sum(uniform_of(seed, f"{name}/{n}", replicate) for n in range(12))
    return Fraction(2 * whole + 12, 2 ** (BITS + 1)) - 6  # the middle of each of the 2^32 places


def replicate_of(of: Weights, said: Errors, seed: int, replicate: int) -> Weights:
    """The weights of one replicate."""
    values = said.given.get(replicate, {})

    def table(one: Table) -> Table:
        rows = []
        for row in one.rows:
            key = (one.part, row.name)
            value = values.get(key, row.value)
            if key in said.errors and row.value is not None:
                moved = Fraction(row.value) + Fraction(said.errors[key]) * deviate(seed, replicate, key)
                value = decimal(moved, DECIMALS)
            rows.append(evolve(row, value=value))
        return evolve(one, rows=tuple(rows))

    return evolve(of, chance=table(of.chance), price=table(of.price), own=True)


@frozen(eq=False)
class Replicates:
    """O per municipality (in order of code) in every replicate, and in the printed table."""

    codes: Sequence[str]
    printed: Sequence[Fraction]
    outcomes: Mapping[int, Sequence[Fraction]]

    @property
    def country_printed(self) -> Fraction:
        """All municipalities together, by the printed table."""
        return sum(self.printed, Fraction(0))

    @property
    def of_country(self) -> dict[str, Fraction]:
        """How far all municipalities together are apart in the replicates."""
        return spread([sum(values, Fraction(0)) for values in self.outcomes.values()])


def replicates(
    first: Run, said: Errors, folder: Path, count: int, seed: int, how: How | None = None
) -> Replicates:
    """O in replicates 1 to `count`, or in those that the table gives; households are packed once."""
    made: dict[int, Sequence[Fraction]] = {}
    for number in said.given or range(1, count + 1):
        weights = replicate_of(first.setting.weights, said, seed, number)
        setting = evolve(with_weights(first.setting, weights), layout=first.setting.layout)
        made[number] = [one.outcome for one in again(first, setting, folder / "replicaties", how).outcomes]
    return Replicates(first.setting.layout.codes, [one.outcome for one in first.outcomes], made)


def budgets(outcome: Outcome, of: Replicates) -> dict[int, list[Fraction]]:
    """The amount of a publication in every replicate, all at once. Raises InputError where it reads no O."""
    name = str(law.document()["outcome"])
    case = outcome.prepared.case
    if name not in case.inputs or case.codes != tuple(of.codes):
        found = "deze publicatie leest geen uitkomst van het model, of van andere gemeenten"
        expected = "een publicatie van budgetten van dit jaar"
        raise InputError([Problem(outcome.prepared.publication.name, found, expected)])
    rule = outcome.prepared.year.amounts[0]
    names = {str(number): number for number in of.outcomes}
    by_code = {code: [values[n] for values in of.outcomes.values()] for n, code in enumerate(of.codes)}
    runs = Runs(case, tuple(names), {}, {name: by_code})
    made: dict[int, list[Fraction]] = {}
    for batch in evaluate_runs(runs, [rule]):
        for failed, error in batch.failed.items():
            raise InputError([Problem(f"replicatie {failed}", str(error), "gewichten die een budget geven")])
        made |= {names[world]: list(batch.exact(rule, world)) for world in batch.names}
    return made


def spread(values: Sequence[Fraction]) -> dict[str, Fraction]:
    """How far apart: the quantiles, each the value of one of the replicates."""
    ranked = sorted(values)
    return {name: ranked[rank(name, len(ranked))] for name in QUANTILES}


def rows(
    of: Replicates, names: Mapping[str, str], through: Mapping[int, Sequence[Fraction]]
) -> Iterator[list[str]]:
    """A table as text, a row per municipality: O as printed and its spread in cents, the budget in euros."""
    header = ["gemeentecode", "naam", "uitkomst", *(f"uitkomst_{name}" for name in QUANTILES)]
    yield [*header, *(f"budget_{name}" for name in QUANTILES if through)]
    for n, code in enumerate(of.codes):
        outcomes = spread([values[n] for values in of.outcomes.values()])
        made = [f"{decimal(value, 2)}" for value in (of.printed[n], *outcomes.values())]
        money = spread([values[n] for values in through.values()]) if through else {}
        yield [code, names[code], *made, *(f"{decimal(value, 0)}" for value in money.values())]
