"""The run: a case in, a result out. No clock, no files, nothing printed."""

from fractions import Fraction
from functools import partial

import polars as pl

from allocation import exact
from allocation.balance import balance, sides, variants
from allocation.case import CODE, Case, Result, Tie
from allocation.columns import column as written_down
from allocation.errors import RuleError
from allocation.expressions import Expression, names
from allocation.figures import worst
from allocation.rules import Rule
from allocation.terms import DigitsRunOutError
from allocation.vectorised import Compiler, compiler

FEW = 5
"""Of more municipalities than this a message names the first."""


def evaluate(case: Case) -> Result:
    """Every rule of the case for every municipality, the balance of every pot, and the ties.

    Raises RuleError where a rule divides by zero or by weights that it cannot use, and PotError
    where a pot does not close. Where 38 digits do not suffice the run is done on Fractions.
    """
    try:
        return _vectorised(case)
    except DigitsRunOutError:
        return _on_fractions(case)
    except (pl.exceptions.ComputeError, pl.exceptions.InvalidOperationError) as error:
        if "decimal" not in str(error).lower():  # what does not fit is not always called an overflow
            raise
        return _on_fractions(case)


def _vectorised(case: Case) -> Result:
    work = compiler(case)
    for name, rule in case.book.rules.items():
        work.add(name, rule.formula)
    pots = [rule for rule in case.book.rules.values() if rule.pot]
    stripped = variants(case.book)
    for name, formula in stripped.items():
        work.add(name, formula)
    for rule in pots:
        for side, formula in sides(rule, stripped).items():
            work.add(f"{rule.name}@{side}", formula)
    frame = work.frame.collect()
    for check in work.checks:
        if frame[check.column][0] is not True:
            raise RuleError(f"rule {check.rule}: {check.message}")

    def national(name: str) -> Fraction:
        num, den = frame[name][0], f"{name}#den"
        divisor = frame[den][0] if den in frame.columns else 1
        if num is None or divisor is None:
            raise RuleError(f"rule {name.partition('@')[0]} divides by zero")
        return Fraction(num) / Fraction(divisor)

    def of_pot(rule: Rule, name: str) -> Fraction:
        return national(f"{rule.name}@{name}")

    values: dict[str, pl.Series] = {}
    endless = set()
    for name in case.book.rules:
        if case.book.national(name):
            continue
        _refuse_nulls(name, frame[name], frame[CODE])
        values[name] = frame[name]
        if f"{name}#den" in frame.columns:
            _refuse_nulls(name, frame[f"{name}#den"], frame[CODE])
            rows = zip(frame[name], frame[f"{name}#den"], strict=True)
            values[name], cut = _written(name, [Fraction(n) / Fraction(d) for n, d in rows])
            if cut:
                endless.add(name)
    return Result(
        case=case,
        values=pl.DataFrame({CODE: frame[CODE], **values}),
        national={n: national(n) for n in case.book.rules if case.book.national(n)},
        endless=frozenset(endless),
        statuses=_statuses(case),
        balances=tuple(balance(rule, partial(of_pot, rule)) for rule in pots),
        ties=tuple(_ties(work, frame)),
        arithmetic="polars",
    )


def _on_fractions(case: Case) -> Result:
    rows = {name: _complete(name, row, case) for name, row in exact.evaluate(case).items()}
    known: dict[str, exact.Row] = {**exact.given(case), **rows}
    stripped = variants(case.book)

    def value(formula: Expression) -> exact.Row:
        """The value of a formula; of the variants that it reads only those are computed."""
        for name in names(formula):
            if name not in known:
                known[name] = value(stripped[name])
        return exact.value_of(formula, known)

    def of_pot(rule: Rule, name: str) -> Fraction:
        return _complete(rule.name, value(sides(rule, stripped)[name]), case)[0]

    pots = [rule for rule in case.book.rules.values() if rule.pot]
    balances = [balance(rule, partial(of_pot, rule)) for rule in pots]
    codes = case.municipalities[CODE]
    municipal = {n: _written(n, row) for n, row in rows.items() if not case.book.national(n)}
    return Result(
        case=case,
        values=pl.DataFrame({CODE: codes, **{n: made for n, (made, _) in municipal.items()}}),
        national={n: row[0] for n, row in rows.items() if n not in municipal},
        endless=frozenset(n for n, (_, endless) in municipal.items() if endless),
        statuses=_statuses(case),
        balances=tuple(balances),
        ties=tuple(
            Tie(name, tuple(codes[i] for i in granted), tuple(codes[i] for i in denied))
            for name, rule in case.book.rules.items()
            for granted, denied in exact.ties(rule.formula, known)
        ),
        arithmetic="fractions",
    )


def _complete(name: str, row: exact.Row, case: Case) -> list[Fraction]:
    values = exact.complete(row)
    if values is None and len(row) == 1:
        raise RuleError(f"rule {name} divides by zero")
    if values is None:
        _refuse_nulls(name, pl.Series([v is not None or None for v in row]), case.municipalities[CODE])
    return values or []


def _ties(work: Compiler, frame: pl.DataFrame) -> list[Tie]:
    found = []
    for column, rule in work.divisions.items():
        tied = frame.filter(pl.col(f"{column}#tied"))
        granted, denied = (
            tuple(tied.filter(who)[CODE]) for who in (pl.col(f"{column}#extra"), ~pl.col(f"{column}#extra"))
        )
        if denied:
            found.append(Tie(rule, granted, denied))
    return found


def _statuses(case: Case) -> dict[str, str]:
    """Each rule is as sure as the least sure of what it rests on."""
    return {
        name: worst(case.statuses[used] for used in case.book.reads(name) if used in case.statuses)
        for name in case.book.rules
    }


def _written(name: str, row: list[Fraction]) -> tuple[pl.Series, bool]:
    try:
        return written_down(row)
    except RuleError as error:
        raise RuleError(f"rule {name}: {error}") from None


def _refuse_nulls(name: str, column: pl.Series, codes: pl.Series) -> None:
    if column.null_count():
        where = codes.filter(column.is_null())
        some = (
            f"{', '.join(where[:FEW])} and {len(where) - FEW} more" if len(where) > FEW else ", ".join(where)
        )
        hint = "; are all its weights 0?" if len(where) == len(codes) > 1 else ""
        raise RuleError(f"rule {name} divides by zero for {some}{hint}")
