"""An amount that differs from the computed one: what it could be instead, the most plausible first."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property, partial
from pathlib import Path

from attrs import frozen

from allocation import exact
from allocation.case import CODE
from allocation.errors import AllocationError
from allocation.evaluation import evaluate
from allocation.expressions import Apportion, Comparison, Expression, Total, parts
from allocation.expressions import names as names_in
from allocation.numbers import decimal, round_half_away
from allocation.territory import origins
from allocation.trace import behind
from rules.catalogue.books import complete
from rules.catalogue.library import Library, library
from rules.catalogue.municipalities import carried
from rules.catalogue.prepare import Outcome, prepare
from rules.catalogue.schema import Publication, PublicationYear
from rules.catalogue.sheets import Reader

ROUNDING = 1
"""A difference of so much, in the unit of the amount, may be rounding."""
THOUSAND = 1000
FINER = 6
"""So many decimals more than a value has are tried."""
STEPS = 3
"""So often a value is sought along the line."""


@frozen
class Suspect:
    """A possible cause: `what` says it; the lower `rank`, the more plausible."""

    what: str
    rank: Fraction


@frozen
class Known:
    """An outcome, with what is looked up in it time and again."""

    outcome: Outcome

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each municipality, by code."""
        return {code: place for place, code in enumerate(self.outcome.result.values[CODE])}

    @cached_property
    def given(self) -> Mapping[str, exact.Row]:
        """The exact values of the figures and inputs."""
        return exact.given(self.outcome.prepared.case)

    @cached_property
    def computed(self) -> Mapping[str, exact.Row]:
        """The exact values of the rules."""
        return exact.evaluate(self.outcome.prepared.case)

    @cached_property
    def amounts(self) -> Mapping[str, Mapping[str, Fraction]]:
        """The amounts by rule and code."""
        values = self.outcome.result.values
        return {
            rule: {code: Fraction(value) for code, value in zip(values[CODE], values[rule], strict=True)}
            for rule in values.columns
            if rule != CODE
        }


def elsewhere(here: Outcome, amounts: Sequence[str], data: Path | None, read: Reader) -> list[Known]:
    """Compute the amounts in every other publication year that has one of them, and all it takes."""
    lib = library(data)
    found = []
    for of, year, shared in _others(lib, here, amounts):
        try:
            prepared = prepare(lib, of, year, read, shared)
            found.append(Known(Outcome(prepared, evaluate(prepared.case))))
        except AllocationError:  # an other publication that cannot be computed explains nothing
            continue
    return found


def _others(
    lib: Library, here: Outcome, amounts: Sequence[str]
) -> Iterator[tuple[Publication, PublicationYear, list[str]]]:
    own = (here.prepared.publication.name, here.prepared.year.year)
    for of in lib.publications.values():
        for year in of.years:
            shared = [amount for amount in amounts if amount in year.amounts]
            if shared and (of.name, year.year) != own and complete(lib, of, year, shared):
                yield of, year, shared


def suspects(
    here: Known,
    others: Sequence[Known],
    rule: str,
    code: str,
    received: Fraction,
    *,
    thorough: bool = True,
) -> list[Suspect]:
    """What may have happened to the amount of `rule` for `code`, most plausible first.

    Not `thorough`: without the value that one figure or input should have had, which takes some time.
    """
    computed = here.amounts[rule]
    found = [
        *_rounding(computed[code], received),
        *_other_publication(here, others, rule, code, received),
        *_other_municipality(here, computed, code, received),
        *_other_amount(here, rule, code, received),
        *_other_unit(computed[code], received),
    ]
    if not found:  # the exact amount of something else needs no further guesses
        found = _digits(computed[code], received)
        found += _other_value(here, others, rule, code, received, thorough=thorough)
    return sorted(found, key=lambda suspect: (suspect.rank, suspect.what))


def _moment(known: Known) -> str:
    prepared = known.outcome.prepared
    return f"{prepared.publication.title}, uitkeringsjaar {prepared.year.year}"


def _rounding(computed: Fraction, received: Fraction) -> Iterator[Suspect]:
    if 0 < abs(received - computed) <= ROUNDING:
        yield Suspect("een verschil van afronding", Fraction(1))


def _other_publication(
    here: Known, others: Sequence[Known], rule: str, code: str, received: Fraction
) -> Iterator[Suspect]:
    for other in others:
        if rule not in other.amounts:
            continue
        values = other.amounts[rule]
        if values.get(code) == received:
            yield Suspect(f"dit is het bedrag van {_moment(other)}", Fraction(1, 2))
        then, now = other.outcome.prepared.year.territory, here.outcome.prepared.year.territory
        if then <= now:
            olds = origins(carried(then, now), list(values)).get(code, {})
            for old in olds:
                if values[old] == received:
                    what = f"dit is het bedrag van {old}, dat in deze gemeente opging, in {_moment(other)}"
                    yield Suspect(what, Fraction(3, 4))
            if olds and sum((values[old] * share for old, share in olds.items()), Fraction(0)) == received:
                what = f"dit is de som van {', '.join(sorted(olds))} in {_moment(other)}"
                yield Suspect(what, Fraction(3, 4))


def _other_municipality(
    here: Known, computed: Mapping[str, Fraction], code: str, received: Fraction
) -> Iterator[Suspect]:
    names = dict(here.outcome.prepared.territory.select(CODE, "naam").iter_rows())
    same = [other for other, value in computed.items() if value == received and other != code and value]
    for other in same[:3]:
        yield Suspect(f"dit is het bedrag van {names[other]} ({other})", Fraction(3, 4))


def _other_amount(here: Known, rule: str, code: str, received: Fraction) -> Iterator[Suspect]:
    """Another amount of the same municipality: two rows interchanged."""
    for other in here.outcome.prepared.year.amounts:
        if other != rule and received and here.amounts[other][code] == received:
            label = here.outcome.prepared.case.book.rules[other].label
            yield Suspect(f"dit is het bedrag van {label} van deze gemeente", Fraction(1, 2))


def _other_unit(computed: Fraction, received: Fraction) -> Iterator[Suspect]:
    if received and received == -computed:
        yield Suspect("het teken is omgekeerd", Fraction(1, 2))
    if received and abs(received * THOUSAND - computed) <= Fraction(THOUSAND, 2):
        yield Suspect("het bedrag staat in duizenden", Fraction(1, 2))


def _digits(computed: Fraction, received: Fraction) -> list[Suspect]:
    a, b = f"{int(computed)}", f"{int(received)}"
    if len(a) != len(b) or computed.denominator != received.denominator or (computed < 0) != (received < 0):
        return []
    wrong = [place for place, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    if len(wrong) == 2 and a[wrong[0]] == b[wrong[1]] and a[wrong[1]] == b[wrong[0]]:
        return [Suspect("twee cijfers zijn verwisseld", Fraction(2))]
    return [Suspect("één cijfer is anders dan berekend", Fraction(2))] if len(wrong) == 1 else []


def _other_value(
    here: Known, others: Sequence[Known], rule: str, code: str, received: Fraction, *, thorough: bool
) -> Iterator[Suspect]:
    """Which single input or figure, at what value, would give the received amount."""
    case = here.outcome.prepared.case
    place = here.places[code]
    book = case.book.needed([rule])
    given = here.given
    steps = behind(case, rule)
    read = {name for step in steps for name in names_in(book.rules[step].formula)}
    names = [name for name in (*book.inputs, *book.figures) if name in read]
    after = {n: [step for step in book.rules if step in steps and n in book.reads(step)] for n in names}
    everyone = {**given, **here.computed}
    alone = {name: [row[place]] if len(row) > 1 else row for name, row in everyone.items()}

    def amount(name: str, value: Fraction) -> exact.Value:
        formulas = [book.rules[step].formula for step in after[name]]
        known = dict(everyone if any(map(_national, formulas)) else alone)
        row = list(known[name])
        row[place if len(row) > 1 else 0] = value
        known[name] = row
        try:
            for step, formula in zip(after[name], formulas, strict=True):
                known[step] = exact.value_of(formula, known)
        except AllocationError:  # a value at which the law gives nothing
            return None
        return known[rule][place if len(known[rule]) > 1 else 0]

    library = here.outcome.prepared.library
    for name in names:
        said = library.figures[name] if name in book.figures else library.inputs[name]
        now = given[name][place if len(given[name]) > 1 else 0]
        assert now is not None
        change = partial(amount, name)
        old = [(v, where) for v, where in _found_elsewhere(others, name, code) if v != now]
        at_first = _plain(now, said.decimals)
        known = next(((v, where) for v, where in old if change(v) == received), None)
        if known:
            what = f"{said.label} {_plain(known[0], said.decimals)} uit {known[1]} in plaats van {at_first}"
            yield Suspect(what, Fraction(1, 4))
            continue
        value, decimals = _solved(change, now, received, said.decimals) if thorough else (None, 0)
        if value is None:
            continue
        relative = min(abs(value / now - 1), Fraction(1)) if now else Fraction(1)
        what = f"het klopt met {said.label} {_plain(value, decimals)} in plaats van {at_first}"
        if decimals > said.decimals:
            what += f" (onwaarschijnlijk: dit staat anders in {said.decimals or 'geen'} decimalen)"
        yield Suspect(what, (3 if decimals == said.decimals else 4) + relative)


def _found_elsewhere(others: Sequence[Known], name: str, code: str) -> list[tuple[Fraction, str]]:
    """The values of an input or figure in other publications, and where."""
    found = []
    for other in others:
        row = other.given.get(name, [])
        place = 0 if name in other.outcome.prepared.figures else other.places.get(code)
        value = row[place] if row and place is not None else None
        if value is not None:
            found.append((value, _moment(other)))
    return found


def _national(node: Expression | Comparison) -> bool:
    """Whether a formula looks at more than one municipality."""
    return isinstance(node, Total | Apportion) or any(map(_national, parts(node)))


def _solved(
    amount: Callable[[Fraction], exact.Value], now: Fraction, received: Fraction, decimals: int
) -> tuple[Fraction | None, int]:
    """The value, 0 or more, at which the amount is the received one, and the decimals it takes to say it.

    A rule is piecewise linear in each of its inputs, so a few steps along the line are enough where the
    same piece holds; what they find is tried, with as few decimals as give the amount.
    """
    value = now
    for _ in range(STEPS):
        here, there = amount(value), amount(value * 2 + 1)
        if here is None or there is None or here == there:
            break
        value += (received - here) * (value + 1) / (there - here)
        if value < 0:
            break
        for enough in range(decimals, decimals + FINER + 1):
            short = round_half_away(value, enough)
            if amount(short) == received:
                return short, enough
    return None, decimals


def _plain(value: Fraction, decimals: int) -> str:
    """A number in Dutch notation, without decimals where it is whole."""
    shown = decimal(value, 0 if value.denominator == 1 else max(decimals, 2))
    return f"{shown:,f}".translate(str.maketrans(",.", ".,"))
