"""The amounts of several years beside each other: of one municipality on a terminal, of all in a workbook."""

import csv
from collections.abc import Sequence
from fractions import Fraction
from io import StringIO

from allocation.numbers import decimal
from rules import Outcome
from rules.analysis.portrait import published
from rules.analysis.restate import values_of
from rules.territory.naming import names_by_code
from tables.comparing.side_by_side import year_sheets
from tables.labels import OFFICIAL, label, reservations, status
from tables.listing import as_text
from tables.words import STANDS, in_words
from tables.workbook.model import Workbook, warned
from tables.workbook.names import with_names_of_their_own


def told(outcomes: Sequence[Outcome], last: int, law: int | None) -> str:
    """What the years after the last one of the publication are; `law` is the year whose rules they have."""
    if all(outcome.prepared.year.year <= last for outcome in outcomes):
        return ""
    return (
        f"Een jaar dat de publicatie zelf niet geeft (na {last}) is indicatief: elk cijfer en elk gegeven is "
        f"dan zoals het laatst bekend is, in de regels van {law or 'dat jaar'}. {_guessed(outcomes)}"
    )


def _guessed(outcomes: Sequence[Outcome]) -> str:
    """Whether anything is: a circular has no forecast of ours, a projection has what it assumes itself."""
    if published(outcomes[0].prepared.publication):
        return "Er is niets geraamd: geen prijsbijstelling, geen volumes."
    return "Wat de publicatie zelf aanneemt, geldt ook dan; verder is er niets aangenomen."


def amounts(outcomes: Sequence[Outcome]) -> list[str]:
    """What the years show, each once."""
    return list(dict.fromkeys(name for outcome in outcomes for name in outcome.prepared.year.amounts))


def title(outcomes: Sequence[Outcome]) -> str:
    """Of which publication, which years."""
    years = [outcome.prepared.year.year for outcome in outcomes]
    return f"{outcomes[0].prepared.publication.title}: {years[0]} tot en met {years[-1]}"


def lines(outcomes: Sequence[Outcome], code: str, of_later: str) -> list[str]:
    """The amounts of a municipality: a row per stream, a column per year, and how sure each year is."""
    who = names_by_code(outcomes[0].prepared.territory)[code]
    rows = [[f"{who} ({code})", *(str(outcome.prepared.year.year) for outcome in outcomes)]]
    rows += [
        [_called(outcomes, name), *(_told(o, name, code) for o in outcomes)] for name in amounts(outcomes)
    ]
    rows.append(["stand", *(STANDS[outcome.prepared.year.stand] for outcome in outcomes)])
    return [title(outcomes), *as_text(rows), *filter(None, [of_later]), *reservations(outcomes)]


def _called(outcomes: Sequence[Outcome], amount: str) -> str:
    return " ".join(label(outcomes[0], amount)).strip()


def _told(outcome: Outcome, amount: str, code: str) -> str:
    value = _value(outcome, amount, code)
    return "n.v.t." if value is None else in_words(value)


def _value(outcome: Outcome, amount: str, code: str) -> Fraction | None:
    if amount not in outcome.prepared.case.book.rules:
        return None
    return values_of(outcome, amount).get(code)


def as_csv(outcomes: Sequence[Outcome]) -> bytes:
    """A row per municipality, amount and year."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("gemeentecode", "gemeente", "geldstroom", "uitkeringsjaar", "bedrag", "status", "stand"))
    for outcome in outcomes:
        names = names_by_code(outcome.prepared.territory)
        for amount in outcome.prepared.year.amounts:
            sure = status(outcome, amount) or OFFICIAL
            for code, value in values_of(outcome, amount).items():
                told = (code, names[code], amount, outcome.prepared.year.year, f"{decimal(value, 2):f}")
                writer.writerow((*told, sure, outcome.prepared.year.stand))
    return out.getvalue().encode()


def workbook(outcomes: Sequence[Outcome], of_later: str) -> Workbook:
    """A sheet per amount: a row per municipality, a column per year."""
    sheets = with_names_of_their_own(year_sheets(outcomes, f"{title(outcomes)}\n{of_later}".strip(), least=1))
    return Workbook(title(outcomes), "Verdeelsleutel", warned(sheets, "\n".join(reservations(outcomes))))
