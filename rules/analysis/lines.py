"""The lines of a specification per unit: what a municipality has of something, times the amount per unit."""

from attrs import evolve

from allocation import rules as law_rules
from allocation.evaluation import evaluate
from allocation.expressions import Arithmetic, Expression, Node, Symbol, parts, rounded
from allocation.inputs import InputSpec
from allocation.rulebook import Rulebook, rulebook
from allocation.units import Unit
from rules.runs.outcome import Outcome


def with_lines(outcome: Outcome) -> Outcome:
    """The outcome with rules more for each product that a municipality is sent as a line.

    A product of an input and a figure in the formulas of the law, where the law says what its line is
    called: in whole euros (the name is that of the input with `_regel` behind it), and of it the volume and
    the amount per unit (see `parts_of`).
    """
    prepared = outcome.prepared
    case, called = prepared.case, prepared.library.law.specification.lines
    lines = [rule for pair in _products(case.book) if pair[0] in called for rule in _rules(outcome, *pair)]
    if not lines:
        return outcome
    old = case.book
    book = rulebook([*old.rules.values(), *lines], old.inputs, old.figures, old.year, levels=old.levels)
    more = evolve(case, book=book)
    return Outcome(evolve(prepared, case=more), evaluate(more))


def lines_of(outcome: Outcome) -> dict[str, list[str]]:
    """By rule of a line what it is called."""
    called = outcome.prepared.library.law.specification.lines
    rules = {f"{name}_regel": names for name, names in called.items()}
    return {rule: names for rule, names in rules.items() if rule in outcome.prepared.case.book.rules}


def parts_of(outcome: Outcome) -> dict[str, tuple[str, str]]:
    """By rule of a line those of its volume and of its amount per unit."""
    return {rule: (f"{rule}_volume", f"{rule}_bedrag") for rule in lines_of(outcome)}


def _products(book: Rulebook) -> list[tuple[str, str]]:
    """The inputs that are multiplied with a figure, with that figure."""
    pairs = []
    for rule in book.rules.values():
        for node in _nodes(rule.formula):
            match node:
                case Arithmetic("*", Symbol(name), Symbol(figure)):
                    if name in book.inputs and figure in book.figures:
                        pairs.append((name, figure))
    return list(dict.fromkeys(pairs))


def _nodes(node: Node) -> list[Node]:
    return [node, *(inner for part in parts(node) for inner in _nodes(part))]


def _rules(outcome: Outcome, name: str, figure: str) -> list[law_rules.Rule]:
    """The rules of a line, of its volume and of its amount per unit (that of the country, for everyone)."""
    library = outcome.prepared.library
    one, price = library.inputs[name], library.figures[figure]
    line, volume, amount = f"{name}_regel", Symbol(name), Symbol(figure)
    return [
        _rule(outcome, line, f"{one.label} maal het bedrag", one, "EUR", rounded(volume * amount, 0)),
        _rule(outcome, f"{line}_volume", f"{one.label}, volume", one, one.unit, volume),
        _rule(outcome, f"{line}_bedrag", price.label, one, price.unit, amount + 0 * volume),
    ]


def _rule(
    outcome: Outcome, name: str, label: str, one: InputSpec, unit: str, formula: Expression
) -> law_rules.Rule:
    year = outcome.prepared.year.year
    return law_rules.Rule(
        name=name,
        label=label,
        short=one.label,
        unit=Unit(unit),
        source=one.source,
        valid_from=year,
        valid_to=year,
        formula=formula,
        rounding=None,
        pot=None,
        doc=label,
        module=__name__,
        function=name,
    )
