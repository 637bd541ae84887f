"""An explanation as JSON (docs/explain.md): numbers as numbers, formulas as trees, references by name.

A number is a JSON number where every reader of JSON gets exactly that number of it; else it is a string, a
decimal or a ratio ("1/3"), which `allocation.numbers.exact` reads, as does Fraction.
"""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import fields, has

from allocation.expressions import Condition, Expression, Node, Symbol
from allocation.numbers import decimal, decimals_of, round_half_away
from allocation.rules import Rounding
from allocation.trace import Division, Shown
from allocation.units import YES_NO
from tables.explaining.model import Beside, Explanation, Operand, Pot, Reference, Source, Step

WHOLE = 2**53
"""From here on some readers of JSON no longer tell whole numbers apart."""

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]


def as_json(explanations: Sequence[Explanation]) -> str:
    """A list with an object per amount."""
    return json.dumps([_explanation(e) for e in explanations], indent=2, ensure_ascii=False)


def _explanation(e: Explanation) -> Json:
    return {
        "municipality": {"code": e.code, "name": e.municipality},
        "publication": {"name": e.publication, "title": e.title, "date": e.date},
        "year": e.year,
        "stand": e.stand,
        "stand_ins": {one.name: one.approximates for one in e.stand_ins},
        "note": e.note,
        "based_on": e.based_on,
        "origins": e.origins,
        "rule": e.amount.rule,
        "label": e.amount.label,
        "unit": e.amount.unit,
        "status": e.amount.status,
        **_shown(e.amount.value, e.amount.unit),
        "labels": e.labels,
        "steps": [_step(step) for step in e.steps],
    }


def _step(step: Step) -> Json:
    totals = _totals(step.operands)
    return {
        "step": step.number,
        "rule": step.rule,
        "label": step.label,
        "national": step.national,
        "says": step.says,
        **_shown(step.value, step.unit),
        "unit": step.unit,
        "status": step.status,
        "law": step.law,
        "formula": _formula(step.formula, totals),
        "rounding": _rounding(step.rounding) if step.rounding else None,
        "division": _division(step.division) if step.division else None,
        "published": _published(step.published) if step.published else None,
        "pots": [_pot(pot) for pot in step.pots],
        "operands": [_operand(operand, totals) for operand in step.operands],
    }


def _published(beside: Beside) -> Json:
    return {"value": number(beside.value), "difference": number(beside.gap), "source": beside.source}


def _rounding(rounding: Rounding) -> Json:
    return {"decimals": rounding.decimals, "ground": rounding.ground}


def _division(division: Division) -> Json:
    last = None if division.last is None else number(division.last)
    return {"share": number(division.quota), "extra": division.extra, "smallest_remainder": last}


def _totals(operands: Sequence[Operand]) -> dict[str, str]:
    """What each national total in a formula is called: total(x) of a name x, total(1) and so on of more."""
    added = [(operand.symbol, operand.added) for operand in operands if operand.added is not None]
    return {
        symbol: f"total({node.name if isinstance(node, Symbol) else place})"
        for place, (symbol, node) in enumerate(added, 1)
    }


def _operand(operand: Operand, totals: Mapping[str, str]) -> Json:
    return {
        "symbol": totals.get(operand.symbol, operand.symbol),
        "role": operand.role,
        "label": operand.label,
        **_shown(operand.value, operand.unit),
        "unit": operand.unit,
        "status": operand.status,
        "step": operand.step,
        "source": _source(operand.source) if operand.source else None,
        "adds": None if operand.added is None else _formula(operand.added, totals),
    }


def _source(source: Source) -> Json:
    return {
        "text": source.text,
        "approximates": source.approximates,
        "note": source.note,
        "computed": _reference(source.computed) if source.computed else None,
        "carried_from": {code: number(share) for code, share in source.carried_from.items()},
        "layer": source.layer,
        "other": source.other,
    }


def _reference(other: Reference) -> Json:
    return {
        "publication": other.publication,
        "title": other.title,
        "year": other.year,
        "rule": other.rule,
    }


def _pot(pot: Pot) -> Json:
    balance = pot.balance
    return {
        "pot": balance.pot,
        "label": pot.label,
        "unit": pot.unit,
        "available": number(balance.available),
        "handed_out": number(balance.handed_out),
        "left": number(balance.left),
        "left_by_rounding_of_pot": number(balance.pot_rounding),
        "left_by_bounds": number(balance.bounds),
        "left_by_rounding": number(balance.rounding),
    }


def _shown(value: Shown, unit: str) -> dict[str, Json]:
    """The exact value, and what a reader is shown of it, with how many decimals (None: a ratio).

    What is yes or no is true or false.
    """
    if unit == YES_NO:
        return {"value": bool(value.value), "shown": bool(value.value), "decimals": 0}
    if value.decimals is None:
        return {"value": number(value.value), "shown": number(value.value), "decimals": None}
    shown = number(round_half_away(value.value, value.decimals))
    return {"value": number(value.value), "shown": shown, "decimals": value.decimals}


def _formula(node: Node, totals: Mapping[str, str]) -> Json:
    """A node of a formula: what it is, and each of its parts by name; a symbol.

    It goes by what a node is made of, so that a new kind of node needs nothing here.
    """
    if isinstance(node, Symbol):
        return totals.get(node.name, node.name)
    kind = type(node)
    assert has(kind)
    parts = {field.name: _part(getattr(node, field.name), totals) for field in fields(kind)}
    return {"node": kind.__name__.lower(), **parts}


def _part(part: object, totals: Mapping[str, str]) -> Json:
    match part:
        case Expression() | Condition():
            return _formula(part, totals)
        case tuple():
            return [_part(one, totals) for one in part]
        case Fraction():
            return number(part)
        case _:
            assert isinstance(part, str | int)
            return part


def number(value: Fraction) -> int | float | str:
    """A number as JSON has it; a string where a reader of JSON would round it, or where it does not end."""
    if value.denominator == 1:
        return int(value) if abs(value) < WHOLE else str(value)
    ends = decimals_of(value)
    if ends is None:
        return str(value)
    written = float(decimal(value, ends))
    return written if Fraction(Decimal(repr(written))) == value else f"{decimal(value, ends):f}"
