"""What every rule promises, tried on the data of a publication year: each a sentence, and whether it holds.

The properties are those of the suite (`allocation.properties`), which follow from the contracts of the rules;
here they are tried on the real data, in seconds, before a publication is signed. Those on a whole outcome
are below.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from random import Random

from attrs import frozen

from allocation import exact
from allocation.case import Case
from allocation.contract import contracts as contracts_of
from allocation.properties import PROPERTIES
from allocation.trial import Books, Trial
from rules.guarding.units import declared
from rules.runs.outcome import Outcome

Rows = Mapping[str, Sequence[Fraction | None]]
TRIED = 3
"""So many pairs of municipalities exchange their data."""
CHOSEN = 4
"""So often a property is tried, each time with another input of another municipality."""


@frozen
class Contract:
    """A promise: its name, the sentence, how often it was tried, and of which rules it did not hold."""

    name: str
    sentence: str
    tried: int
    broken: tuple[str, ...]


def contracts(outcome: Outcome) -> list[Contract]:
    """Every promise that can be tried on an outcome."""
    case = outcome.prepared.case
    rows = exact.evaluate(case)
    of_all = [make(outcome, case, rows) for make in (_oracle, _conserved, _anonymous, _whole_cents, _again)]
    return [*of_all, *_properties(outcome)]


def _properties(outcome: Outcome) -> Iterator[Contract]:
    """What follows from the contracts of the rules, on the real data."""
    case = outcome.prepared.case
    books = Books(case.book, contracts_of(case.book, declared(outcome.prepared.library, case.book)))
    first = Trial(books, exact.given(case), Random(0))  # noqa: S311 - a choice of what to try
    if not first.sound:
        yield Contract("followed", FOLLOWED, 1, tuple(outcome.prepared.year.amounts))
        return
    for one in PROPERTIES:
        found = [one.tried(first.again(seed)) for seed in range(CHOSEN if one.chosen else 1)]
        broken = dict.fromkeys(rule for tried in found for rule in tried.broken)
        yield Contract(one.name, one.sentence, sum(tried.count for tried in found), tuple(broken))


ORACLE = "twee manieren van rekenen geven hetzelfde"
CONSERVED = "wat is verdeeld is de pot, op wat afronding, minimum en maximum verklaren na"
EXCHANGED = "twee gemeenten die hun gegevens ruilen, ruilen hun bedrag, en een ander merkt niets"
PAYABLE = "wat wordt betaald is in hele centen, en niet minder dan nul"
FOLLOWED = "de regels zijn te volgen, ook zonder afronding en grenzen"
ORDER = "de volgorde van de regels doet er niet toe"


def _oracle(outcome: Outcome, _: Case, rows: Rows) -> Contract:
    """Two ways of computing give the same."""
    wrong = [
        name
        for name, row in rows.items()
        if [*outcome.result.exact(name)] != [value for value in row if value is not None]
    ]
    return Contract("oracle", ORACLE, sum(map(len, rows.values())), tuple(wrong))


def _conserved(outcome: Outcome, _: Case, rows: Rows) -> Contract:
    """What is divided is the pot, but for what rounding and bounds explain."""
    wrong = []
    for balance in outcome.result.balances:
        whole = Outcome.together(rows[balance.rule])
        explained = balance.pot_rounding + balance.bounds + balance.rounding
        if whole != balance.handed_out or balance.left != explained:
            wrong.append(balance.rule)
    return Contract("conserved", CONSERVED, len(outcome.result.balances), tuple(wrong))


def _anonymous(outcome: Outcome, case: Case, rows: Rows) -> Contract:
    """Two municipalities that exchange their data exchange their amounts, and no one else notices."""
    wrong: dict[str, None] = {}
    tied = {code for tie in outcome.result.ties for code in (*tie.granted, *tie.denied)}
    pairs = [pair for pair in _pairs(case.codes) if not tied & {*pair}]
    for one, other in pairs:
        made = exact.evaluate(_exchanged(case, one, other))
        places = [case.codes.index(code) for code in (one, other)]
        wrong |= dict.fromkeys(_not_exchanged(rows, made, places))
    return Contract("exchanged", EXCHANGED, len(pairs), tuple(wrong))


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
    return Contract("payable", PAYABLE, len(amounts), tuple(wrong))


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
    return Contract("order", ORDER, len(names), tuple(wrong))
