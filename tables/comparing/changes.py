"""The sheet that says what is other than in the edition before it, as the engine finds it."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from allocation.numbers import decimal, decimals_of
from rules import Outcome
from rules.analysis.changelog import Changed, Changelog, Kind
from rules.analysis.compare import PublicationComparison
from rules.territory.naming import names_by_code
from tables.comparing.causes import cause_words
from tables.labels import label
from tables.words import date_in_words, plural
from tables.workbook.fields import Field, block
from tables.workbook.model import CellValue, Sheet

NAME = "Wijzigingen"
KINDS: Mapping[Kind, str] = {
    "amount": "bedrag",
    "figure": "landelijk cijfer",
    "input": "gegeven per gemeente",
    "rule": "regel",
    "territory": "indeling",
}
MOST = 6
"""So many decimals of a value are shown, where it has more."""


@frozen
class _Row:
    """A change, and the comparison that it was found in."""

    changed: Changed
    both: PublicationComparison

    @property
    def known(self) -> Outcome | None:
        """An outcome that has the rule, figure or input; None where neither computed it."""
        for outcome in (self.both.after, self.both.before):
            book = outcome.prepared.case.book
            if self.changed.name in {*book.rules, *book.inputs, *book.figures}:
                return outcome
        return None


def changes_sheet(logs: Sequence[Changelog], subtitle: str) -> list[Sheet]:
    """All changes of all years; nothing for what has no edition before it."""
    if not logs:
        return []
    before, rows = (
        logs[0].before,
        [_Row(one, log.comparison) for log in logs if log.comparison for one in log.lines],
    )
    whence = f"Vergeleken met {before.title} ({date_in_words(before.date)}), {before.issuer}."
    return [
        Sheet(
            NAME,
            f"Wijzigingen sinds {before.title}",
            "\n".join([subtitle, whence, *map(summary, logs)]),
            [block("wijzigingen", FIELDS, rows, nothing=[""])],
        )
    ]


def summary(log: Changelog) -> str:
    """In a line what there is of a year."""
    year = log.outcome.prepared.year.year
    if log.comparison is None:
        why = "is niet te vergelijken met" if log.refused else "is nieuw: het staat niet in"
        return f"Uitkeringsjaar {year} {why} {log.before.title}."
    if not log.lines:
        return f"Uitkeringsjaar {year}: geen bedrag, cijfer, gegeven of regel is anders."
    most = max((one.count for one in log.lines if one.kind == "amount"), default=0)
    whom = (
        f"{plural(most, 'gemeente krijgt', 'gemeenten krijgen')} een ander bedrag"
        if most
        else "geen ander bedrag"
    )
    return f"Uitkeringsjaar {year}: {plural(len(log.lines), 'wijziging', 'wijzigingen')}; {whom}."


def _year(row: _Row) -> str:
    return str(row.both.after.prepared.year.year)


def _what(row: _Row) -> str:
    if row.changed.kind == "territory":
        return "Aantal gemeenten"
    if row.known:
        return label(row.known, row.changed.name)[0]
    return {rule.name: rule.label for rule in row.both.after.prepared.library.rules}[row.changed.name]


def _unit(row: _Row) -> str:
    return str(label(row.known, row.changed.name)[1]) if row.known else ""


def _value(value: Fraction | None) -> CellValue:
    """With its own decimals: values of several units stand below each other."""
    if value is None:
        return None
    ends = decimals_of(value)
    return decimal(value, MOST if ends is None else min(ends, MOST))


def _count(row: _Row) -> CellValue:
    return row.changed.count if row.changed.kind in ("amount", "input") else None


def _whose(row: _Row) -> str:
    names = names_by_code(row.both.after.prepared.territory)
    return f"{names[row.changed.code]} ({row.changed.code})" if row.changed.code else ""


def _remark(row: _Row) -> str:
    """Through what, or how otherwise."""
    changed, (was, now) = row.changed, row.changed.statuses
    told = [f"status was {was}, is {now}"] if was and now and was != now else []
    if changed.cause:
        told.append(f"vooral door {cause_words(row.both.after.prepared.library, changed.cause)}")
    there = [
        changed.name in {*book.rules, *book.inputs, *book.figures}
        for book in (one.prepared.case.book for one in (row.both.before, row.both.after))
    ]
    if changed.kind == "amount" and not any(there):
        amounts = row.both.after.prepared.year.amounts
        told.append("nieuw" if changed.name in amounts else "vervallen")
    elif changed.kind != "territory" and not all(there):
        told.append("nieuw" if there[1] else "vervallen")
    elif changed.kind == "rule":
        told.append("andere tekst")
    return "; ".join(told)


FIELDS: Sequence[Field[_Row]] = (
    Field("Uitkeringsjaar", _year, width=15),
    Field("Soort", lambda row: KINDS[row.changed.kind], width=18),
    Field("Wat", _what, width=40),
    Field("Eenheid", _unit, width=16),
    Field("Was", lambda row: _value(row.changed.before), width=18),
    Field("Wordt", lambda row: _value(row.changed.after), width=18),
    Field("Gemeenten anders", _count, width=12),
    Field("Grootste verschil", lambda row: _value(row.changed.most), width=16),
    Field("Bij welke gemeente", _whose, width=26),
    Field("Opmerking", _remark, width=36),
)
