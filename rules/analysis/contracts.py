"""What every rule promises, tried on the data of a publication year: each a sentence, and whether it holds.

The same is tried on random data by the tests; here it takes seconds, before a publication is signed.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from allocation import exact
from allocation.case import Case
from rules.runs.outcome import Outcome

Rows = Mapping[str, Sequence[Fraction | None]]
TRIED = 3
"""So many pairs of municipalities exchange their data."""


@frozen
class Contract:
    """A promise: its name, how often it was tried, and of which rules it did not hold."""

    name: str
    tried: int
    broken: tuple[str, ...]


def contracts(outcome: Outcome) -> list[Contract]:
    """Every promise that can be tried on an outcome."""
    case = outcome.prepared.case
    rows = exact.evaluate(case)
    return [make(outcome, case, rows) for make in (_oracle, _conserved, _anonymous, _whole_cents, _again)]


def _oracle(outcome: Outcome, _: Case, rows: Rows) -> Contract:
    """Two ways of computing give the same."""
    wrong = [
        name
        for name, row in rows.items()
        if [*outcome.result.exact(name)] != [value for value in row if value is not None]
    ]
    return Contract("oracle", sum(map(len, rows.values())), tuple(wrong))


def _conserved(outcome: Outcome, _: Case, rows: Rows) -> Contract:
    """What is divided is the pot, but for what rounding and bounds explain."""
    wrong = []
    for balance in outcome.result.balances:
        whole = Outcome.together(rows[balance.rule])
        explained = balance.pot_rounding + balance.bounds + balance.rounding
        if whole != balance.handed_out or balance.left != explained:
            wrong.append(balance.rule)
    return Contract("conserved", len(outcome.result.balances), tuple(wrong))


def _anonymous(outcome: Outcome, case: Case, rows: Rows) -> Contract:
    """Two municipalities that exchange their data exchange their amounts, and no one else notices."""
    wrong: dict[str, None] = {}
    tied = {code for tie in outcome.result.ties for code in (*tie.granted, *tie.denied)}
    pairs = [pair for pair in _pairs(case.codes) if not tied & {*pair}]
    for one, other in pairs:
        made = exact.evaluate(_exchanged(case, one, other))
        places = [case.codes.index(code) for code in (one, other)]
        wrong |= dict.fromkeys(_not_exchanged(rows, made, places))
    return Contract("anonymous", len(pairs), tuple(wrong))


def _pairs(codes: Sequence[str]) -> list[tuple[str, str]]:
    step = max(1, len(codes) // (2 * TRIED))
    chosen = codes[::step][: 2 * TRIED]
    return list(zip(chosen[::2], chosen[1::2], strict=False))


def _exchanged(case: Case, one: str, other: str) -> Case:
    inputs = {}
    for name, column in case.inputs.items():
        values = dict(zip(case.codes, column.exact, strict=True))
        inputs[name] = {one: values[other], other: values[one]}
    return case.with_values(inputs=inputs)


def _not_exchanged(before: Rows, after: Rows, places: Sequence[int]) -> Iterator[str]:
    here, there = places
    for name, row in before.items():
        want = list(row)
        if len(want) > 1:
            want[here], want[there] = want[there], want[here]
        if want != list(after[name]):
            yield name


def _whole_cents(outcome: Outcome, case: Case, rows: Rows) -> Contract:
    """What is paid is in whole cents, and never below zero."""
    amounts = [name for name in outcome.prepared.year.amounts if case.book.rules[name].unit.is_money]
    wrong = [name for name in amounts if any(not _payable(value) for value in rows[name])]
    return Contract("payable", len(amounts), tuple(wrong))


def _payable(value: Fraction | None) -> bool:
    return value is not None and value >= 0 and (value * 100).denominator == 1


def _again(_: Outcome, case: Case, rows: Rows) -> Contract:
    """A rule that is handed what it reads gives the same, whatever the order of the rules."""
    known = {**exact.given(case), **rows}
    names = [*case.book.rules][::-1]
    wrong = [
        name
        for name in names
        if list(exact.value_of(case.book.rules[name].formula, known)) != list(rows[name])
    ]
    return Contract("order", len(names), tuple(wrong))
