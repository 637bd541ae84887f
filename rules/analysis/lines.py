"""The lines of a specification per unit: what a municipality has of something, times the amount per unit."""

from attrs import evolve

from allocation import rules as law_rules
from allocation.evaluation import evaluate
from allocation.expressions import Arithmetic, Node, Symbol, parts, rounded
from allocation.rulebook import Rulebook, rulebook
from rules.runs.outcome import Outcome


def with_lines(outcome: Outcome) -> Outcome:
    """The outcome with a rule more for each product that a municipality is sent as a line, in whole euros.

    A product of an input and a figure in the formulas of the law, where the law says what its line is
    called; the name is that of the input with `_regel` behind it.
    """
    prepared = outcome.prepared
    case, called = prepared.case, prepared.library.law.specification.lines
    lines = [_line(outcome, *pair) for pair in _products(case.book) if pair[0] in called]
    if not lines:
        return outcome
    book = rulebook([*case.book.rules.values(), *lines], case.book.inputs, case.book.figures, case.book.year)
    more = evolve(case, book=book)
    return Outcome(evolve(prepared, case=more), evaluate(more))


def lines_of(outcome: Outcome) -> dict[str, list[str]]:
    """By rule of a line what it is called."""
    called = outcome.prepared.library.law.specification.lines
    rules = {f"{name}_regel": names for name, names in called.items()}
    return {rule: names for rule, names in rules.items() if rule in outcome.prepared.case.book.rules}


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


def _line(outcome: Outcome, name: str, figure: str) -> law_rules.Rule:
    library, year = outcome.prepared.library, outcome.prepared.year.year
    label, price = library.inputs[name].label, library.figures[figure].label
    return law_rules.Rule(
        name=f"{name}_regel",
        label=f"{label} maal het bedrag",
        short=label,
        unit="EUR",
        source=library.inputs[name].source,
        valid_from=year,
        valid_to=year,
        formula=rounded(Symbol(name) * Symbol(figure), 0),
        rounding=None,
        pot=None,
        doc=f"{label} maal {price}",
        module=__name__,
        function=f"{name}_regel",
    )
