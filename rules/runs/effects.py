"""What becomes of the amounts when what is usual stands in the place of what is not."""

from collections.abc import Sequence
from fractions import Fraction

from allocation.case import Case
from allocation.errors import AllocationError
from allocation.evaluation import evaluate
from allocation.result import Result
from rules.runs.doubt import Doubt, Effect
from rules.runs.outcome import Prepared
from rules.runs.usual import Values


def effect(prepared: Prepared, result: Result, doubt: Doubt, usual: Values) -> Effect | None:
    """The amount that changes most; `usual` is what an input is usually, where no cells are named."""
    if not doubt.cells:
        values = dict(usual)
    else:
        values = {cell.code: cell.usual for cell in doubt.cells if cell.usual is not None}
    values = {code: value for code, value in values.items() if code in ("", *prepared.case.codes)}
    if not values:
        return None
    try:
        then = evaluate(_with(prepared.case, doubt, values))
    except AllocationError:  # with what is usual it cannot be computed at all
        return None
    return _largest(prepared, result, then, list(values))


def _with(case: Case, doubt: Doubt, values: Values) -> Case:
    if doubt.kind == "figure":
        return case.with_values(figures={doubt.name: values[""]})
    return case.with_values(inputs={doubt.name: values})


def _largest(prepared: Prepared, now: Result, then: Result, codes: Sequence[str]) -> Effect | None:
    """The change that is the largest in proportion, of the municipalities that are named, or of the total."""
    effects = []
    for amount in filter(prepared.case.book.rules.__contains__, prepared.year.amounts):
        before, after = now.exact(amount), then.exact(amount)
        for code in codes:
            if not code:
                effects.append(Effect(amount, "", sum(before, Fraction(0)), sum(after, Fraction(0))))
            else:
                place = prepared.case.codes.index(code)
                effects.append(Effect(amount, code, before[place], after[place]))
    return max(effects, key=_change, default=None)


def _change(one: Effect) -> Fraction:
    """How much an amount changes, in proportion to what it is with what is usual."""
    return abs(one.value - one.usual) / (one.usual or 1)
