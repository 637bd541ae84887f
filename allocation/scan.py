"""A scan of a population: one pass over its rows, for the sum of a formula for each row of a case."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import polars as pl
from attrs import define, field, frozen

from allocation import vectorised
from allocation.case import Case, Value
from allocation.column import DIGITS, LIMIT, Column, of_fractions, scale_of
from allocation.errors import RuleError
from allocation.evaluation import FEW
from allocation.expressions import Expression, Number, names
from allocation.terms import NotCarriedError, Term
from allocation.whole import Whole, column, whole_of

_PARENT, _SUM, _ROWS, _LACKING = "\0parent", "\0sum", "\0rows", "\0lacking"
_BITS = {"Int8": 7, "Int16": 15, "Int32": 31, "Int64": 63, "UInt8": 8, "UInt16": 16, "UInt32": 32}
"""How many bits the numbers of a type of column have."""


@frozen(eq=False)
class Population:
    """The rows of one level: whole numbers or decimals in columns named as the inputs are.

    `parent` is the column with the code of the row of the case that each belongs to.
    """

    level: str
    frame: pl.LazyFrame
    parent: str


@define(eq=False)
class Scan:
    """One pass over a population; `beside` is what a formula reads of the case."""

    case: Case
    known: Mapping[str, Value]
    of: Population
    beside: dict[str, Column] = field(factory=dict)
    ranges: Mapping[str, tuple[int, int]] | None = None

    def sums(self, rule: str, operand: Expression) -> Column:
        """The sum of an operand for each row of the case, in order of code."""
        rows = int(self.of.frame.select(pl.len()).collect().item())
        try:
            whole = self._whole(operand)
            return self._of_whole(operand, whole, rows) if whole else self._of_term(rule, operand, rows)
        except NotCarriedError:
            message = f"rule {rule}: a sum over {self.of.level} needs more than 38 digits"
            raise RuleError(message) from None

    def _of_whole(self, operand: Expression, whole: Whole, rows: int) -> Column:
        """In one pass; what the types of the columns do not prove to fit is proved by what was in them."""
        if whole.most * rows < LIMIT:
            return self._made(self._pass(whole.expr, operand, rows, []), whole.scale, 1)
        columns = self._columns(operand)
        found = self._pass(whole.expr, operand, rows, columns)
        self.ranges = _ranges(found, columns)
        again = self._whole(operand)
        if again is None or again.most * rows >= LIMIT:
            raise NotCarriedError
        return self._made(found, whole.scale, 1)

    def _of_term(self, rule: str, operand: Expression, rows: int) -> Column:
        try:
            term = self._fitting(rule, operand, rows)
        except NotCarriedError:  # with what the types allow; what is there may be smaller
            columns = self._columns(operand)
            ends = [end for name in columns for end in _ends(name)]
            self.ranges = _ranges(self.of.frame.select(ends).collect(engine="streaming"), columns)
            term = self._fitting(rule, operand, rows)
        num = term.num.to_physical().cast(pl.Int128)
        return self._made(self._pass(num, operand, rows, []), term.scale, term.common)

    def _fitting(self, rule: str, operand: Expression, rows: int) -> Term:
        term = self._term(rule, operand)
        if term.largest * max(rows, 1) >= LIMIT:
            raise NotCarriedError
        return term

    def _pass(self, num: pl.Expr, operand: Expression, rows: int, ends: Sequence[str]) -> pl.DataFrame:
        """The sum, the number of rows and what is measured, for each code that is there."""
        lacking = [pl.col(name).null_count() for name in self._columns(operand)]
        found = (
            self._joined()
            .group_by(_PARENT)
            .agg(
                num.sum().alias(_SUM),
                pl.len().alias(_ROWS),
                pl.sum_horizontal(lacking).alias(_LACKING) if lacking else pl.lit(0).alias(_LACKING),
                *(end for name in ends for end in _ends(name)),
            )
            .collect(engine="streaming")
        )
        self._refuse(found, rows)
        return found

    def _made(self, found: pl.DataFrame, scale: int, common: int) -> Column:
        by_code = dict(found.select(_PARENT, _SUM).iter_rows())
        units = [int(by_code.get(code, 0)) for code in self.case.codes]
        return of_fractions([Fraction(unit, 10**scale * common) for unit in units])

    def _columns(self, operand: Expression) -> list[str]:
        """The columns of the population that a formula reads, itself or through rules."""
        book = self.case.book
        reads = {*names(operand), *book.reads(*(n for n in names(operand) if n in book.rules))}
        return sorted(n for n in reads if book.levels.finer(n) and n not in book.rules)

    def _joined(self) -> pl.LazyFrame:
        frame = self.of.frame.with_columns(pl.col(self.of.parent).cast(pl.String).alias(_PARENT))
        if not self.beside:
            return frame
        columns = {name: column.quotients for name, column in self.beside.items()}
        table = {name: held.numerators for name, held in columns.items() if held}
        return frame.join(pl.LazyFrame({_PARENT: self.case.codes, **table}), on=_PARENT, how="left")

    def _refuse(self, found: pl.DataFrame, rows: int) -> None:
        strange = found.filter(~pl.col(_PARENT).is_in(list(self.case.codes)) | pl.col(_PARENT).is_null())
        if strange.height:
            which = sorted(strange[_PARENT].fill_null("none").to_list())
            more = f" and {len(which) - FEW} more" if len(which) > FEW else ""
            raise RuleError(
                f"{self.of.level}: {strange[_ROWS].sum()} of {rows} rows belong to none of the "
                f"municipalities ({self.of.parent}: {', '.join(which[:FEW])}{more})"
            )
        if lacking := int(found[_LACKING].sum()):
            raise RuleError(
                f"{self.of.level}: {lacking} values of {rows} rows are lacking, of what is summed"
            )

    def _whole(self, operand: Expression) -> Whole | None:
        """A formula as whole numbers, where it is no more than sums and products of whole columns."""

        def symbol(name: str) -> Whole | None:
            value = self._symbol(name) if not self._computed(name) else None
            if value is None:
                return whole_of(self.case.book.rules[name].formula, symbol)
            if isinstance(value, Fraction):
                return whole_of(Number(value), symbol)
            if value.common != 1:
                return None
            return column(pl.col(name), value.scale, value.low, value.high)

        return whole_of(operand, symbol)

    def _computed(self, name: str) -> bool:
        """Whether a rule gives it for each row."""
        book = self.case.book
        return name in book.rules and book.levels.finer(name)

    def _term(self, rule: str, operand: Expression) -> Term:
        symbols = {name: self._symbol(name) for name in names(operand)}
        term = vectorised.term_of(operand, symbols)
        if term.own is not None:
            raise RuleError(
                f"rule {rule}: for each of {self.of.level} a quotient is rounded to the decimals that its "
                "rule declares, before it is summed"
            )
        return term

    def _symbol(self, name: str) -> vectorised.Operand:
        """What a name is in a row: of the population, of the rule that computes it, or of the case."""
        book = self.case.book
        if self._computed(name):
            return self._term(name, book.rules[name].formula)
        if book.levels.finer(name):
            return self._column(name)
        value: Value = self.known[name]
        if isinstance(value, Fraction):
            return value
        held = value.quotients
        if held is None or not isinstance(held.divisors, int):
            raise RuleError(f"{self.of.level}: {name} is a quotient; round it before it is read there")
        self.beside[name] = value
        return Term(pl.col(name), scale_of(held.numerators), *held.range, held.divisors)

    def _column(self, name: str) -> Term:
        schema = self.of.frame.collect_schema()
        if name not in schema:
            raise RuleError(f"{self.of.level}: there is no column {name}")
        kind = schema[name]
        scale = kind.scale if isinstance(kind, pl.Decimal) else 0
        if isinstance(kind, pl.Decimal):
            most = 10 ** (kind.precision or DIGITS) - 1
        elif str(kind) in _BITS:
            most = 2 ** _BITS[str(kind)]
        else:
            raise RuleError(f"{self.of.level}: column {name} has {kind}, not whole numbers or decimals")
        low, high = self.ranges[name] if self.ranges else (-most, most)
        return Term(pl.col(name).cast(pl.Decimal(DIGITS, scale)), scale, low, high)


def _ends(name: str) -> tuple[pl.Expr, pl.Expr]:
    return pl.col(name).min().alias(f"{name}<"), pl.col(name).max().alias(f"{name}>")


def _ranges(found: pl.DataFrame, columns: Sequence[str]) -> dict[str, tuple[int, int]]:
    """The smallest and largest of some columns, in units of their last decimal."""
    ends = [
        (found[f"{name}<"].to_physical().min(), found[f"{name}>"].to_physical().max()) for name in columns
    ]
    return {n: (int(low or 0), int(high or 0)) for n, (low, high) in zip(columns, ends, strict=True)}  # type: ignore[arg-type]
