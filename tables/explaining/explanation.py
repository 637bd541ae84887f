"""Why a municipality gets an amount: every step, with its numbers, its article and its sources."""

from collections.abc import Iterable, Iterator, Mapping

from attrs import Factory, define

from allocation.expressions import names
from allocation.lags import in_years
from allocation.trace import Line, Shown, Trace, trace, traces
from rules import Outcome, Workspace
from rules.runs.rulebooks import named_rule, years
from rules.runs.rulebooks import publication as found
from rules.runs.stand_ins import stand_ins
from rules.territory.naming import find, names_by_code
from tables.explaining.model import Beside, Explanation, Operand, Pot, Reference, Role, Source, Step
from tables.labels import OFFICIAL, edition_base, label, note, status, told_by


def explain(outcome: Outcome, rule: str, code: str) -> Explanation:
    """The derivation of `rule` for the municipality with `code`."""
    return _explained(outcome, rule, trace(outcome.result, rule, code))


def explain_each(outcome: Outcome, rule: str, codes: Iterable[str]) -> Iterator[Explanation]:
    """The derivation of `rule` for several municipalities: what is national is computed once."""
    for one in traces(outcome.result, rule, codes):
        yield _explained(outcome, rule, one)


def _explained(outcome: Outcome, rule: str, derivation: Trace) -> Explanation:
    prepared, code = outcome.prepared, derivation.code
    steps = _Steps(outcome, derivation)
    publication, year = prepared.publication, prepared.year
    derived = steps.steps()
    return Explanation(
        municipality=names_by_code(prepared.territory)[code],
        code=code,
        publication=publication.name,
        title=publication.title,
        date=publication.date,
        year=year.year,
        stand=year.stand,
        stand_ins=tuple(stand_ins(prepared, prepared.case.book.reads(rule))),
        note=note(outcome) if derived[0].status == "indicatief" else "",
        based_on=edition_base(outcome),
        origins=prepared.origins(),
        municipalities=prepared.territory.height,
        labels=steps.labels(),
        steps=tuple(derived),
    )


def of_publication(
    space: Workspace, municipality: str, publication: str, year: int | None = None, rule: str | None = None
) -> list[tuple[Outcome, list[Explanation]]]:
    """By year, the derivation of every amount of a publication (or only of `rule`) for a municipality.

    Raises InputError for a municipality or a rule that is not there.
    """
    chosen = found(space.library, publication)
    books = {one.year: space.books.behind(chosen, one, one.shown) for one in years(chosen, year)}
    if rule:
        known = {name: entry for book in books.values() for name, entry in book.rules.items()}
        rule = named_rule(known, rule)
    explained = []
    for one in years(chosen, year):
        wanted = [rule] if rule else one.amounts
        if rule and rule not in books[one.year].rules:
            continue  # a step of another year
        outcome = space.outcome(publication, one.year, wanted)
        code = find(outcome.prepared.territory, municipality)
        explained.append((outcome, [explain(outcome, name, code) for name in wanted]))
    return explained


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

    def labels(self) -> dict[str, str]:
        """What every symbol of the formulas and totals is called."""
        symbols = {symbol for line in self.trace.lines for symbol in line.numbers} - {*self.trace.totals}
        symbols |= {symbol for added in self.trace.totals.values() for symbol in names(added)}
        return {symbol: label(self.outcome, symbol)[0] for symbol in sorted(symbols)}

    def _behind(self, line: Line, lines: Mapping[str, Line]) -> Iterator[str]:
        for name in line.numbers:
            for rule in [name] if name not in self.trace.totals else names(self.trace.totals[name]):
                if rule in lines:
                    yield rule

    def _step(self, line: Line, numbers: Mapping[str, str]) -> Step:
        outcome, book = self.outcome, self.outcome.prepared.case.book
        rule, number = book.rules[line.rule], numbers[line.rule]
        return Step(
            number=number,
            rule=line.rule,
            label=rule.label,
            national=book.national(line.rule),
            says=in_years((rule.doc.splitlines() or [""])[0], outcome.prepared.year.year),
            formula=line.formula,
            value=line.result,
            unit=rule.unit,
            status=outcome.sure(line.rule)[self._place(line.rule)],
            law=rule.source,
            rounding=rule.rounding,
            division=line.division,
            pots=tuple(
                Pot(*label(outcome, balance.pot), balance)
                for balance in outcome.result.balances
                if balance.rule == line.rule
            ),
            operands=tuple(
                self._operand(name, value, number, numbers) for name, value in line.numbers.items()
            ),
            published=self._published(line.rule),
        )

    def _place(self, rule: str) -> int:
        """Where the value of a rule stands: that of the municipality, or the only one."""
        national = rule in self.outcome.result.national
        return 0 if national else self.outcome.prepared.case.codes.index(self.trace.code)

    def _published(self, rule: str) -> Beside | None:
        """What was published of it; None where nothing was."""
        place = self._place(rule)
        value, gap = self.outcome.published(rule)[place], self.outcome.gaps(rule)[place]
        if value is None or gap is None:
            return None
        return Beside(value, gap, self.outcome.official[rule].source)

    def _operand(self, name: str, value: Shown, place: str, numbers: Mapping[str, str]) -> Operand:
        """What a step reads; `place` is the number of that step."""
        if name in self.trace.totals:
            return Operand(name, "total", "", value, "", "", added=self.trace.totals[name])
        text, unit = label(self.outcome, name)
        told = self.first.get(name, place) if name not in numbers else place
        self.first.setdefault(name, place)
        return Operand(
            symbol=name,
            role=self._role(name),
            label=text,
            value=self._as_published(name, value),
            unit=unit,
            status=status(self.outcome, name) or OFFICIAL,
            step=told if told != place else numbers.get(name, ""),
            repeated=told != place,
            source=self._source(name),
        )

    def _role(self, name: str) -> Role:
        prepared = self.outcome.prepared
        return (
            "figure" if name in prepared.figures else "input" if name in prepared.case.book.inputs else "rule"
        )

    def _as_published(self, name: str, value: Shown) -> Shown:
        """A figure with the decimals that it is published with."""
        if name not in self.outcome.prepared.figures or value.decimals is None:
            return value
        return Shown(value.value, max(value.decimals, self.outcome.prepared.library.figures[name].decimals))

    def _source(self, name: str) -> Source | None:
        prepared, code = self.outcome.prepared, self.trace.code
        if name not in {*prepared.figures, *prepared.case.book.inputs}:
            return None
        layer, other = told_by(self.outcome, prepared.origin(name, code))
        if name in prepared.figures:
            figure = prepared.figures[name]
            return Source(figure.source, figure.note, figure.approximates, layer=layer, other=other)
        if delivery := prepared.delivery(name, code):
            olds = prepared.came_from.get(name, {}).get(code, {})
            about = delivery.note, delivery.approximates
            return Source(delivery.source, *about, carried_from=olds, layer=layer, other=other)
        taken = prepared.taken[name]
        year = taken.outcome.prepared
        computed = Reference(year.publication.name, year.publication.title, year.year.year, taken.rule)
        return Source(computed=computed, layer=layer, other=other)
