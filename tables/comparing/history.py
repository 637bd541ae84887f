"""The history of an amount: as text, as CSV and as a sheet."""

from collections.abc import Sequence
from io import BytesIO

from allocation.numbers import decimal
from rules.analysis.history import History
from rules.analysis.outcome_index import SHOWN
from rules.analysis.side_by_side import Moment
from tables.comparing.report import signed
from tables.comparing.side_by_side import column
from tables.labels import label, reservations
from tables.words import date_in_words, in_words
from tables.workbook.fields import Field, block
from tables.workbook.model import Chart, Sheet, Workbook, warned

HEADER = ("uitkeringsjaar", "publicatie", "datum", "bedrag", "verschil", "status", "")


def rows(history: History, code: str = "") -> list[Sequence[str]]:
    """A row per moment, under a header: of one municipality, or of all together."""
    told: list[Sequence[str]] = [HEADER]
    before = None
    for moment in history.moments:
        prepared = moment.outcome.prepared
        amount = moment.amounts[code] if code else moment.total
        more = "" if before is None else signed(amount - before, 0)
        moved = "opgeteld over een herindeling" if moment.moved else ""
        dated = date_in_words(prepared.publication.date)
        year, shown = f"{prepared.year.year}", in_words(round(amount, SHOWN))
        told.append((year, prepared.publication.title, dated, shown, more, moment.status(code), moved))
        before = amount
    return told


def heading(history: History, code: str = "") -> list[str]:
    """Of what, of whom, on which municipalities; and that some of it is an approximation."""
    outcome = history.moments[-1].outcome
    text, unit = label(outcome, history.rule)
    who = f"{history.names[code]} ({code})" if code else "alle gemeenten"
    day = date_in_words(history.territory.isoformat())
    return [f"{who}: {text} ({unit}), op de gemeenten van {day}", *_told(history)]


def _told(history: History) -> list[str]:
    """What must be said of one or more of the moments."""
    return reservations([moment.outcome for moment in history.moments])


def csv(history: History) -> bytes:
    """A row per municipality and moment."""
    out = BytesIO()
    history.frame.write_csv(out)
    return out.getvalue()


def xlsx(history: History) -> bytes:
    """A workbook with a row per municipality."""
    from tables.workbook.xlsx import render  # noqa: PLC0415 - only where it is written

    return render(workbook(history))


def workbook(history: History) -> Workbook:
    """A row per municipality, a column per moment."""
    outcomes = [moment.outcome for moment in history.moments]
    text, unit = label(outcomes[-1], history.rule)
    codes = list(history.names)
    fields: list[Field[str]] = [
        Field("Gemeentecode", str, width=14),
        Field("Gemeente", history.names.__getitem__, width=26, total=f"Totaal ({len(codes)} gemeenten)"),
        *(column(_of_whom(moment), moment, codes, 22) for moment in history.moments),
    ]
    day = date_in_words(history.territory.isoformat())
    sheet = Sheet(
        "Geschiedenis",
        f"{text} ({unit}): alle publicaties en jaren",
        f"Op de gemeenten van {day}; wat van een oudere indeling is, is opgeteld",
        [block("geschiedenis", fields, codes, totals=True)],
    )
    sheets = warned([sheet, _course(history, text, unit)], "\n".join(_told(history)))
    return Workbook(f"{text}: geschiedenis", "Verdeelsleutel", sheets)


def _course(history: History, text: str, unit: str) -> Sheet:
    """A row per moment, of all municipalities together, with a chart."""
    whole = f"Alle gemeenten ({unit})"
    decimals = 0 if all(one.total.denominator == 1 for one in history.moments) else SHOWN
    fields: list[Field[Moment]] = [
        Field("Moment", _called, width=24),
        Field("Publicatie", lambda one: one.outcome.prepared.publication.title, width=44),
        Field(whole, lambda one: decimal(one.total, decimals), 20, decimals),
        Field("Status", lambda one: one.status(""), width=14),
    ]
    first, last = history.moments[0], history.moments[-1]
    ends = [f"{in_words(round(one.total, SHOWN))} {unit} ({_called(one)})" for one in (first, last)]
    alt = f"Lijn: {text}, alle gemeenten samen, van {ends[0]} tot {ends[1]}."
    title = f"{text}, alle gemeenten samen"
    chart = Chart(
        title,
        "verloop",
        "Moment",
        [whole],
        "uitkeringsjaar, en datum van de publicatie",
        str(unit),
        alt,
        "lines",
    )
    table = block("verloop", fields, history.moments)
    return Sheet(
        "Verloop", title, "Per uitkeringsjaar en publicatie, de oudste eerst", [table], charts=[chart]
    )


def _called(moment: Moment) -> str:
    prepared = moment.outcome.prepared
    return f"{prepared.year.year}, {date_in_words(prepared.publication.date)}"


def _of_whom(moment: Moment) -> str:
    prepared = moment.outcome.prepared
    return f"{prepared.year.year}: {prepared.publication.title}"
