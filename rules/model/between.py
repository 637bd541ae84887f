"""What made a municipality's outcome another: between two years, or two tables, each with its households.

In euros O is a product of three: households, the mean chance, and what is paid for each household that is
predicted. What each did is its Shapley value, so they add up to the change of O exactly. What is behind that,
group by group, is on the logit, where it is exact: a budget goes by how far a municipality is from the
country, so it is that distance of which the change is told. In a group it falls apart into other weights and
other households, each at the average of the other.
"""

from collections.abc import Mapping
from fractions import Fraction

from attrs import frozen

from allocation.attribution import shapley
from allocation.errors import InputError, Problem
from rules.model.explain import means_of
from rules.model.outcome import Municipality
from rules.model.run import Run
from rules.model.weights import CONSTANT, Table

HOUSEHOLDS, CHANCE, PAID = "aantal huishoudens", "gemiddelde kans", "betaald per voorspeld huishouden"
HALF = Fraction(1, 2)


@frozen
class Moved:
    """A group of rows of one table: by how much it moved the mean x away from that of the country."""

    part: str
    group: str
    weights: Fraction
    households: Fraction

    @property
    def whole(self) -> Fraction:
        """Both together."""
        return self.weights + self.households


@frozen
class Between:
    """O of a municipality in both, and of the country; what made it another, in euros and on the logit.

    `only` are the rows that one of the two tables has alone: they weigh 0 in the other.
    """

    before: Fraction
    after: Fraction
    country: tuple[Fraction, Fraction]
    euros: Mapping[str, Fraction]
    groups: tuple[Moved, ...]
    only: tuple[str, ...]

    @property
    def shares(self) -> tuple[Fraction, Fraction]:
        """The part of the outcome of the country, in both: what a budget goes by."""
        return self.before / self.country[0], self.after / self.country[1]


def between(first: Run, second: Run, code: str) -> Between:
    """From the first to the second. Raises InputError where one has no households, or no O, of it."""
    one, other = (_municipality(run, code) for run in (first, second))
    distance = [_distances(run, code) for run in (first, second)]
    pairs = [
        (getattr(first.setting.weights, name), getattr(second.setting.weights, name))
        for name in ("chance", "price")
    ]
    groups = [moved for pair in pairs for moved in _moved(*pair, *distance)]
    only = {name for pair in pairs for name in _names(pair[0]) ^ _names(pair[1])}
    country = [sum((m.outcome for m in run.outcomes), Fraction(0)) for run in (first, second)]
    return Between(
        one.outcome,
        other.outcome,
        (country[0], country[1]),
        _euros(one, other),
        tuple(groups),
        tuple(sorted(only)),
    )


def _municipality(run: Run, code: str) -> Municipality:
    found = next((one for one in run.outcomes if one.code == code), None)
    if found is None or not found.outcome:
        year = run.setting.weights.version.year
        said = f"gemeente {code} heeft geen uitkomst"
        raise InputError([Problem(f"uitkeringsjaar {year}", said, "een gemeente met huishoudens, in beide")])
    return found


def _euros(one: Municipality, other: Municipality) -> dict[str, Fraction]:
    """What each of the three factors did."""
    factors = [_factors(each) for each in (one, other)]

    def value(taken: frozenset[str]) -> list[Fraction]:
        made = Fraction(1)
        for name in factors[0]:
            made *= factors[name in taken][name]
        return [made]

    return {name: values[0] for name, values in shapley(list(factors[0]), value).items()}


def _factors(of: Municipality) -> dict[str, Fraction]:
    predicted = of.all_predicted
    return {HOUSEHOLDS: Fraction(of.rows), CHANCE: predicted / of.rows, PAID: of.outcome / predicted}


def _distances(run: Run, code: str) -> dict[str, Fraction]:
    here, country = means_of(run, code)
    return {name: here[name] - country[name] for name in here}


def _names(table: Table) -> set[str]:
    return {row.name for row in table.rows if row.value and row.name != CONSTANT}


def _moved(one: Table, other: Table, was: Mapping[str, Fraction], now: Mapping[str, Fraction]) -> list[Moved]:
    """Each group of a table. A row that one lacks has weight 0 there, and the households of the other."""
    rows = {row.name: row for row in (*one.rows, *other.rows) if row.name != CONSTANT}
    weights = [
        {row.name: Fraction(row.value or 0) for row in table.rows if row.name in rows}
        for table in (one, other)
    ]
    made: dict[str, list[Fraction]] = {}
    for name, row in rows.items():
        a, b = (held.get(name, Fraction(0)) for held in weights)
        p, q = was.get(name, now.get(name)), now.get(name, was.get(name))
        assert p is not None
        assert q is not None
        both = made.setdefault(row.group, [Fraction(0), Fraction(0)])
        both[0] += (b - a) * (p + q) * HALF
        both[1] += (q - p) * (a + b) * HALF
    return [Moved(one.part, group, *both) for group, both in made.items()]
