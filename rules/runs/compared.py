"""A column of a user's own against what is usual: how far off it is, and which other column fits better."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import log
from statistics import median

from rules.runs.usual import Known, Values

FEWEST = 20
"""Of fewer municipalities nothing is said about the column as a whole."""
FAR = 5
"""So many times what is usual (or one in so many) is far: what is shipped stays within it over the years, but
for municipalities that hardly count."""
FAR_PER_INHABITANT = 25
"""The same where all that is known is how many inhabitants there are."""
COUNTS = Fraction(1, 20_000)
"""A difference that is a smaller part of the total says nothing."""
NEAR, APART = 0.15, 0.2
"""A column fits (as logarithm, at the median) when it is nearer than NEAR, and by APART than another."""
EQUAL = 0.9
"""So large a part of the values that are not zero is the same: it is the same column."""


def distance(values: Values, usual: Values) -> float:
    """How far two columns are apart, as a logarithm, at the median; infinite where little can be compared."""
    both = [(values[code], usual[code]) for code in values if values[code] and usual.get(code)]
    if len(both) < FEWEST:
        return float("inf")
    return median(abs(log(a / b)) for a, b in both)


def level(values: Values, usual: Values) -> Fraction:
    """How many times the usual a column is, at the median; 1 where little can be compared."""
    both = [values[code] / usual[code] for code in values if values[code] and usual.get(code)]
    return Fraction(median(both)) if len(both) >= FEWEST else Fraction(1)


def equal(values: Values, usual: Values) -> bool:
    """Whether two columns are the same, but for a few municipalities."""
    filled = [code for code, value in values.items() if value and code in usual]
    same = sum(values[code] == usual[code] for code in filled)
    return len(filled) >= FEWEST and same >= EQUAL * len(filled)


def range_of(known: Sequence[Known], code: str) -> tuple[Fraction, Fraction]:
    """The least and the most that is known of a municipality."""
    values = [one.values[code] for one in known if code in one.values]
    return min(values), max(values)


def far_off(value: Fraction, least: Fraction, most: Fraction, total: Fraction, times: int = FAR) -> bool:
    """Whether a value is far from a range, and the difference large enough to count in a total."""
    near = most if value > most else least
    if least <= value <= most or abs(value - near) < COUNTS * total:
        return False
    if not value or not near:
        return abs(value - near) >= 10 * COUNTS * total
    return value > times * most or value * times < least


def moved(values: Values, usual: Values, by: int) -> dict[str, Fraction]:
    """What is usual of the municipality `by` rows further on; `values` are in order of the rows."""
    codes = list(values)
    pairs = zip(codes[max(0, -by) :], codes[max(0, by) :], strict=False)
    return {code: usual[other] for code, other in pairs if other in usual}


def in_order(values: Values, usual: Values) -> float:
    """How far two columns are apart when both are sorted."""
    codes = [code for code in values if values[code] and usual.get(code)]
    mine, theirs = sorted(values[code] for code in codes), sorted(usual[code] for code in codes)
    if len(codes) < FEWEST:
        return float("inf")
    return median(abs(log(a / b)) for a, b in zip(mine, theirs, strict=True))


def rounded(values: Values, usual: Values) -> bool:
    """Whether a column is the usual one without its decimals."""
    both = [(value, usual[code]) for code, value in values.items() if code in usual and value]
    if len(both) < FEWEST or any(value.denominator != 1 for value, _ in both):
        return False
    broken = sum(other.denominator != 1 for _, other in both)
    near = sum(abs(value - other) < 1 for value, other in both)
    return broken >= len(both) / 2 and near >= EQUAL * len(both)


def filled_down(values: Values, usual: Values, rows: Mapping[str, int], least: int = 5) -> list[str]:
    """The municipalities in rows one below the other with one value, where they usually differ."""
    longest: list[str] = []
    run: list[str] = []
    for code in sorted(rows, key=rows.__getitem__):
        if run and values[code] == values[run[-1]] and rows[code] == rows[run[-1]] + 1:
            run.append(code)
        else:
            run = [code] if values[code] else []
        if len(run) > len(longest):
            longest = run
    if usual:
        various = len({usual.get(code) for code in longest}) > len(longest) / 2
    else:
        filled = [value for value in values.values() if value]
        various = len({*filled}) > len(filled) / 2
    return list(longest) if len(longest) >= least and various else []
