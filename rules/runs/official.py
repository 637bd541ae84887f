"""What was published of the amounts of an outcome, to stand beside them."""

from collections.abc import Mapping
from fractions import Fraction

from allocation.case import CODE
from allocation.errors import InputError, Problem
from allocation.inputs import InputSpec
from allocation.result import Result
from rules.library.schema import Published
from rules.reading.columns import read_columns
from rules.reading.csv_table import Reader
from rules.reading.stated import Purpose
from rules.runs.deliveries import rows
from rules.runs.outcome import Official, Prepared
from rules.runs.places import places


def official(prepared: Prepared, result: Result, read: Reader) -> Mapping[str, Official]:
    """By rule what its publication says of it; nothing of what is supposed, nor what an edition corrects."""
    own, year = prepared.publication.name, prepared.year.year
    if prepared.library.supposed:
        return {}
    return {
        published.rule: Official(published.source, values)
        for published in prepared.library.published(own, year)
        if published.rule in prepared.case.book.rules and published.official
        if published.publication == own
        for values in [_values(published, prepared, result, read)]
        if values
    }


def _values(published: Published, prepared: Prepared, result: Result, read: Reader) -> dict[str, Fraction]:
    """By code; of a national value under no code. The total of municipal amounts is none of their own."""
    if published.total is None:
        return stated(published, prepared, result, read)
    return {"": Fraction(published.total)} if published.rule in result.national else {}


def stated(published: Published, prepared: Prepared, result: Result, read: Reader) -> dict[str, Fraction]:
    """What was published, of each municipality that has it."""
    if published.rule in result.national:
        problem = f"[[published]] {published.rule} heeft een kolom"
        raise InputError(
            [Problem(str(published.file), problem, "een totaal (total): het is één landelijke waarde")]
        )
    there = places(prepared.year.territory)
    sheet = rows(read(published.file, published.sheet), published, there)
    spec = InputSpec("stated", published.source, "", "bedrag", 0, published.source)
    purpose = Purpose([published.publication, prepared.publication.name], published.year, published.rows)
    column, problems = read_columns(
        sheet, published.key, [(spec, published.column)], there, purpose, complete=False
    )
    if problems:
        raise InputError(problems)
    known = result.values.select(CODE).join(column, on=CODE)
    return {code: Fraction(value) for code, value in known.select(CODE, "stated").rows()}
