"""Why a municipality gets an amount: every step, with its numbers, its article and its sources."""

from collections.abc import Iterator, Mapping

from attrs import Factory, define, frozen

from allocation.expressions import names
from allocation.result import Balance
from allocation.trace import Line, Shown, Trace, trace
from allocation.units import YES_NO
from rules import Outcome, Workspace
from rules.runs.rulebooks import named_rule, years
from rules.runs.rulebooks import publication as found
from rules.territory.naming import find, names_by_code
from tables.explaining.formula_words import written
from tables.labels import departures, edition, label, note, origin, status
from tables.words import STANDS, answer, date_in_words, in_words, in_years, number, part

REMAINDER = 6
"""The decimals that are shown of a share before it is rounded down."""


@frozen
class Operand:
    """What a step reads: an outcome of another step, an input, a figure, or a national total.

    `symbol` is what the formula of the rule calls it.
    """

    symbol: str
    label: str
    number: str
    unit: str
    status: str
    source: str
    step: str


@frozen
class Step:
    """One rule: what it says, the formula in words and in numbers, and the result.

    `number` addresses it; steps behind it have longer numbers. `pot` says what became of the pot.
    """

    number: str
    rule: str
    label: str
    national: bool
    says: str
    formula: str
    filled: str
    result: str
    unit: str
    status: str
    law: str
    rounding: str
    rest: str
    pot: str
    operands: tuple[Operand, ...]


@frozen
class Explanation:
    """One amount of one municipality in one year of one publication."""

    municipality: str
    code: str
    publication: str
    year: int
    title: str
    label: str
    result: str
    unit: str
    status: str
    warning: str
    steps: tuple[Step, ...]

    @property
    def heading(self) -> str:
        """Which amount of whom, in which year."""
        return f"{self.municipality} ({self.code}): {self.label}, uitkeringsjaar {self.year}"


def explain(outcome: Outcome, rule: str, code: str) -> Explanation:
    """The derivation of `rule` for the municipality with `code`."""
    prepared = outcome.prepared
    steps = _Steps(outcome, trace(outcome.result, rule, code)).steps()
    places = names_by_code(prepared.territory)
    of, year = prepared.publication, prepared.year
    said = [STANDS[year.stand]]
    if steps[0].status == "indicatief" and note(outcome):
        said.append(note(outcome).rstrip("."))
    said += [*edition(outcome), *departures(outcome)]
    return Explanation(
        municipality=places[code],
        code=code,
        publication=of.name,
        year=year.year,
        title=f"{of.title} ({date_in_words(of.date)})",
        label=steps[0].label,
        result=steps[0].result,
        unit=steps[0].unit,
        status=steps[0].status,
        warning=". ".join(text[:1].upper() + text[1:] for text in said) + ".",
        steps=tuple(steps),
    )


def of_publication(
    space: Workspace, municipality: str, publication: str, year: int | None = None, rule: str | None = None
) -> list[tuple[Outcome, list[Explanation]]]:
    """By year, the derivation of every amount of a publication (or only of `rule`) for a municipality.

    Raises InputError for a municipality or a rule that is not there.
    """
    of = found(space.library, publication)
    books = {chosen.year: space.books.behind(of, chosen, chosen.shown) for chosen in years(of, year)}
    if rule:
        rule = named_rule({name: each for book in books.values() for name, each in book.rules.items()}, rule)
    made = []
    for chosen in years(of, year):
        wanted = [rule] if rule else chosen.amounts
        if rule and rule not in books[chosen.year].rules:
            continue  # a step of another year
        outcome = space.outcome(publication, chosen.year, wanted)
        code = find(outcome.prepared.territory, municipality)
        made.append((outcome, [explain(outcome, name, code) for name in wanted]))
    return made


def shown(value: Shown, unit: str) -> str:
    """A number as a Dutch reader writes it; a ratio as a ratio, what is yes or no as that."""
    if unit == YES_NO:
        return answer(value.value)
    if value.decimals is None:
        return f"({value.value.numerator} ÷ {value.value.denominator})"
    return number(value.value, value.decimals)


@define
class _Steps:
    """Makes the steps; `first` remembers where an input or figure was explained."""

    outcome: Outcome
    trace: Trace
    first: dict[str, str] = Factory(dict)

    def steps(self) -> list[Step]:
        """The amount first, and behind each step the steps that it reads, each once."""
        lines = {line.rule: line for line in self.trace.lines}
        amount = self.trace.lines[-1].rule
        numbers: dict[str, str] = {amount: "1"}
        order: list[str] = []

        def visit(rule: str) -> None:
            order.append(rule)
            fresh = [n for n in dict.fromkeys(self._behind(lines[rule], lines)) if n not in numbers]
            numbers.update({name: f"{numbers[rule]}.{place}" for place, name in enumerate(fresh, 1)})
            for name in fresh:
                visit(name)

        visit(amount)
        return [self._step(lines[rule], numbers) for rule in order]

    def _behind(self, line: Line, lines: Mapping[str, Line]) -> Iterator[str]:
        for name in line.numbers:
            for rule in [name] if name not in self.trace.totals else names(self.trace.totals[name]):
                if rule in lines:
                    yield rule

    def _step(self, line: Line, numbers: Mapping[str, str]) -> Step:
        outcome = self.outcome
        rule = outcome.prepared.case.book.rules[line.rule]
        filled = {name: self._shown(name, value) for name, value in line.numbers.items()}
        ground = rule.rounding.ground if rule.rounding else ""
        return Step(
            number=numbers[line.rule],
            rule=line.rule,
            label=rule.label,
            national=outcome.prepared.case.book.national(line.rule),
            says=in_years((rule.doc.splitlines() or [""])[0], outcome.prepared.year.year),
            formula=written(line.formula, self._name, rule.unit),
            filled=written(line.formula, filled.__getitem__, rule.unit),
            result=shown(line.result, rule.unit),
            unit=rule.unit,
            status=status(outcome, line.rule),
            law=rule.source,
            rounding=ground,
            rest=_rest(line),
            pot="; ".join(self._pot(b) for b in outcome.result.balances if b.rule == line.rule),
            operands=tuple(
                self._operand(name, value, numbers[line.rule], numbers)
                for name, value in line.numbers.items()
            ),
        )

    def _name(self, name: str) -> str:
        if name in self.trace.totals:
            added = written(self.trace.totals[name], self._name)
            return f"Σ [{added}] over {self.outcome.prepared.territory.height} gemeenten"
        return label(self.outcome, name)[0]

    def _shown(self, name: str, value: Shown) -> str:
        """A figure with the decimals that it is published with."""
        if name in self.outcome.prepared.figures and value.decimals is not None:
            figure = self.outcome.prepared.library.figures[name]
            return number(value.value, max(value.decimals, figure.decimals))
        unit = "" if name in self.trace.totals else label(self.outcome, name)[1]
        return shown(value, unit)

    def _operand(self, name: str, value: Shown, place: str, numbers: Mapping[str, str]) -> Operand:
        prepared = self.outcome.prepared
        if name in self.trace.totals:
            return Operand(name, self._name(name), shown(value, ""), "", "", "som over alle gemeenten", "")
        if name not in numbers and self.first.get(name, place) != place:
            text, unit = label(self.outcome, name)
            return Operand(name, text, self._shown(name, value), unit, "", "", self.first[name])
        self.first[name] = place
        text, unit = label(self.outcome, name)
        mark = status(self.outcome, name) or "officieel"
        source = [""]
        if name in prepared.figures:
            figure = prepared.figures[name]
            source = [figure.source, figure.note, self._origin(name)]
        elif delivery := prepared.delivery(name, self.trace.code):
            source = [delivery.source, delivery.note, self._came_from(name), self._origin(name)]
        elif name in prepared.taken:
            of = prepared.taken[name].outcome.prepared
            taken = f"berekend in {of.publication.name}, {of.year.year} (daar {prepared.taken[name].rule})"
            source = [taken, self._origin(name)]
        told = "; ".join(filter(None, source))
        return Operand(name, text, self._shown(name, value), unit, mark, told, numbers.get(name, ""))

    def _origin(self, name: str) -> str:
        """Who says the value of this municipality, where the publication itself does not."""
        return origin(self.outcome, self.outcome.prepared.origin(name, self.trace.code))

    def _came_from(self, name: str) -> str:
        """From which municipalities an input came, where it was carried over a reorganisation."""
        olds = self.outcome.prepared.came_from.get(name, {}).get(self.trace.code, {})
        said = ", ".join(f"{old}{part(share)}" for old, share in sorted(olds.items()))
        return f"herindeling: uit {said}" if said else ""

    def _pot(self, balance: Balance) -> str:
        text, unit = label(self.outcome, balance.pot)
        amounts = (balance.available, balance.handed_out, balance.left)
        words = ("beschikbaar", "verdeeld", "over")
        said = ", ".join(f"{in_words(v)} {word}" for v, word in zip(amounts, words, strict=True))
        return f"{text}: {said} ({unit})"


def _rest(line: Line) -> str:
    """What became of the rest, in a division by largest remainders."""
    if line.division is None:
        return ""
    share = f"het aandeel is {number(line.division.quota, REMAINDER)}"
    if line.division.last is None:
        return f"{share}; er bleef niets over"
    least, got = number(line.division.last, REMAINDER), "wel" if line.division.extra else "niet"
    return f"{share}; wat over is gaat per eenheid naar de grootste resten (vanaf {least}): hier {got}"
