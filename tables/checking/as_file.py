"""The report of a check as a file: a workbook with every difference, or a page that is short."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from html import escape
from pathlib import Path

from attrs import frozen

from allocation.numbers import decimal
from rules.analysis.check import Checked, Finding
from rules.analysis.outcome_index import SHOWN
from tables.approximation import above, banners
from tables.checking.basis import VAGUE, basis
from tables.checking.report import CAUSES, Alike, alike, causes, first_cause, verdict, whose
from tables.checking.specification import Specification
from tables.file_names import by_ending
from tables.labels import label, publication_year
from tables.words import first_few, in_words, plural
from tables.workbook.fields import Field, block
from tables.workbook.model import CellValue, Sheet, Workbook, warned
from tables.workbook.xlsx import render

CSS = (
    "body{font:15px/1.5 Calibri,Carlito,sans-serif;max-width:70em;margin:2em auto;padding:0 1em;color:#222}"
    "h1,h2{color:#154273}h2{font-size:1.1em;margin-top:2em}.verdict{font-weight:bold}"
    "table{border-collapse:collapse}caption{text-align:left;font-weight:bold}"
    "td,th{padding:.2em .8em;text-align:left;border-bottom:1px solid #ddd;vertical-align:top}"
    "td.n{text-align:right}.banner{color:#b00020;font-weight:bold}"
)


@frozen
class Line:
    """Differences with one first cause, or the only one with it, as a line of a report."""

    stream: str
    who: str
    count: int
    received: str
    expected: str
    off: str
    cause: str


def workbook(check: Checked, received: Specification) -> bytes:
    """The verdict and the causes on one sheet, every difference on the next, as xlsx."""
    title = f"Controle van een opgave: {publication_year(check.known.outcome)}"
    fields = [
        Field[Line]("Geldstroom", lambda line: line.stream, 30),
        Field[Line]("Eerste mogelijke oorzaak", lambda line: line.cause, 60),
        Field[Line]("Gemeenten", lambda line: line.count, 12, 0),
        Field[Line]("Welke", lambda line: line.who, 50),
    ]
    told = "\n".join([verdict(check, received), *received.matched, *basis(check), *_not_compared(received)])
    first = block("oorzaken", fields, _lines(check, received), nothing=["geen verschillen"])
    every = block("verschillen", _fields(check, received), check.findings, nothing=["geen verschillen"])
    sheets = [
        Sheet("Uitkomst", title, told, [first]),
        Sheet("Verschillen", title, verdict(check, received), [every]),
    ]
    return render(Workbook(title, "Verdeelsleutel", warned(sheets, above([check.known.outcome]))))


def page(check: Checked, received: Specification) -> bytes:
    """The same as a page, with one line for each cause."""
    title = escape(f"Controle van een opgave: {publication_year(check.known.outcome)}")
    above = "".join(f'<p class="banner">{escape(text)}.</p>' for text in banners([check.known.outcome]))
    read = "".join(
        f"<li>{escape(text)}</li>" for text in (*received.matched, *basis(check), *_not_compared(received))
    )
    heads = (
        "Geldstroom",
        "Gemeente",
        "In de opgave",
        "Vergeleken met",
        "Verschil",
        "Eerste mogelijke oorzaak",
    )
    head = "".join(f'<th scope="col">{text}</th>' for text in heads)
    rows = "".join(_row(line) for line in _lines(check, received))
    table = (
        f"<table><caption>Verschillen</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )
    return (
        f'<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<style>{CSS}</style></head><body><main><h1>{title}</h1>{above}<p class="verdict">'
        f"{escape(verdict(check, received))}</p><h2>Wat is gelezen, en waarmee vergeleken</h2><ul>{read}</ul>"
        f"{table if rows else ''}</main></body></html>\n"
    ).encode()


FORMATS: Mapping[str, Callable[[Checked, Specification], bytes]] = {".xlsx": workbook, ".html": page}
"""By the end of the name of a file."""


def maker(out: Path) -> Callable[[Checked, Specification], bytes]:
    """What makes the report that the name of a file asks for. Raises InputError for any other name."""
    return by_ending(out, FORMATS, "verslag")


def _not_compared(received: Specification) -> list[str]:
    """Every row that seems to be of a municipality and was not compared."""
    return [f"niet vergeleken, lijkt wel een gemeente: {row}" for row in received.uncompared]


def _lines(check: Checked, received: Specification) -> list[Line]:
    return [_line(check, group) for group in alike(check, received)]


def _line(check: Checked, group: Alike) -> Line:
    """A group by its first municipality, and how many are like it; a single one with all its causes."""
    first, names = group.findings[0], [whose(check, finding) for finding in group.findings]
    more = len(names) - 1
    others = f" en {plural(more, 'andere gemeente', 'andere gemeenten')} net zo" if more else ""
    alone = causes(check, first) if not more else []
    return Line(
        stream=label(check.known.outcome, group.rule)[0],
        who=f"{names[0]}{others}" if more else first_few(names),
        count=len(names),
        received="niets" if first.received is None else in_words(first.received),
        expected=in_words(first.expected),
        off="" if first.off is None else in_words(first.off),
        cause="; of: ".join(alone) or group.cause,
    )


def _row(line: Line) -> str:
    texts = (line.stream, line.who)
    numbers = (line.received, line.expected, line.off)
    cells = [f"<td>{escape(text)}</td>" for text in texts] + [f'<td class="n">{n}</td>' for n in numbers]
    return f"<tr>{''.join(cells)}<td>{escape(line.cause)}</td></tr>"


def _fields(check: Checked, received: Specification) -> Sequence[Field[Finding]]:
    """Of every difference the amounts and the first few causes."""

    def amount(header: str, value: Callable[[Finding], Fraction | None]) -> Field[Finding]:
        whole = all((value(f) or Fraction(0)).denominator == 1 for f in check.findings)
        return Field(header, lambda f: _number(value(f)), 18, 0 if whole else SHOWN)

    def cause(place: int) -> Field[Finding]:
        return Field(f"Mogelijke oorzaak {place + 1}", lambda f: _cause(check, received, f, place), 50)

    return [
        Field("Gemeentecode", lambda f: f.code, 14),
        Field("Gemeente", lambda f: check.known.names[f.code], 26),
        Field("Geldstroom", lambda f: label(check.known.outcome, f.rule)[0], 30),
        amount("In de opgave", lambda f: f.received),
        amount("Gepubliceerd", lambda f: f.published),
        amount("Hier berekend", lambda f: f.computed),
        amount("Verschil", lambda f: f.off),
        *map(cause, range(CAUSES)),
    ]


def _number(value: Fraction | None) -> CellValue:
    if value is None:
        return None
    return int(value) if value.denominator == 1 else decimal(value, SHOWN)


def _cause(check: Checked, received: Specification, finding: Finding, place: int) -> str:
    """The cause in that place; where there is none at all, why not."""
    named = causes(check, finding)
    if place < len(named):
        return named[place]
    if place:
        return ""
    return VAGUE if finding.vague else first_cause(check, received, finding)
