"""How what was paid wrongly is put right: who receives and pays what in which year, and who pays whom."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial

from allocation.numbers import decimal
from allocation.settlement import Transfer
from rules.analysis.differences import movers
from rules.analysis.settlement import Correction, Line
from rules.territory.naming import names_by_code
from tables.approximation import above, banners
from tables.comparing.report import signed, titled
from tables.labels import label
from tables.listing import as_text
from tables.words import listed, number, plural
from tables.workbook.fields import Field, block
from tables.workbook.model import Block, CellValue, Sheet, Workbook, warned
from tables.workbook.names import sheet_name, with_names_of_their_own

Part = Callable[[Line], Fraction]
Payment = tuple[str, Transfer]
NAMED = 5
INDICATIVE = "Indicatief: een berekening van Verdeelsleutel, geen besluit."


def lines(made: Correction, code: str = "") -> list[str]:
    """For a terminal: the country, or one municipality."""
    text, unit = label(made.outcome, made.rule)
    return [
        "",
        f"{text}: verrekening over {listed(made.years)} ({unit})",
        titled(made.outcome),
        *banners([made.outcome]),
        *(_one(made, code) if code else _country(made)),
        INDICATIVE,
    ]


def _named(made: Correction) -> Mapping[str, str]:
    return {**made.names, **names_by_code(made.outcome.prepared.territory), "": made.pot}


def _country(made: Correction) -> list[str]:
    names, all_lines = _named(made), made.lines
    places = [place for of in movers([one.difference for one in all_lines], NAMED) for place in of]
    places += [place for place, one in enumerate(all_lines) if one.who == "" and place not in places]
    places += [place for place, one in enumerate(all_lines) if one.taken and place not in places]
    shown = [_row(made, names[all_lines[place].who], all_lines[place]) for place in places]
    rows = [_header(made), *shown, _row(made, f"samen ({len(made.codes)} gemeenten)", made.together)]
    told = as_text(rows)
    for year, amount in zip(made.years, made.moved, strict=True):
        moved = number(amount, made.decimals)
        told.append(f"{year}: {moved} gaat van wie te veel kreeg naar wie te weinig kreeg; samen 0")
    if made.pot:
        borne, does = (
            made.amount(abs(made.settlement.pot)),
            "betaalt" if made.settlement.pot > 0 else "ontvangt",
        )
        told.append(f"{made.pot} {does} in totaal {number(borne, made.decimals)}.")
    if made.settlement.spared:
        told.append(f"Ontzien: {', '.join(names[code] for code in made.settlement.spared)}.")
    return [*told, *filter(None, [_handed_on(made)])]


def _handed_on(made: Correction) -> str:
    """Who took over what was still to be settled with others, when they merged or split."""
    if not made.taken:
        return ""
    names = _named(made)
    codes = sorted({*made.taken} - {*made.codes}) or sorted(made.taken)
    after = ", ".join(f"{names[code]} ({code})" for code in codes)
    return f"Bij herindeling gaat wat nog te verrekenen is over; het is overgenomen door {after}."


def _one(made: Correction, code: str) -> list[str]:
    names = _named(made)
    [line] = [one for one in made.lines if one.who == code]
    told = as_text([_header(made), _row(made, names[code], line)])
    for period in made.settlement.periods:
        mine = [one for one in period.transfers if code in (one.payer, one.receiver)]
        for one in mine[:NAMED]:
            told.append(f"{period.name}: {_paid(made, names, one.payer, one.receiver, one.units)}")
        if len(mine) > NAMED:
            told.append(f"{period.name}: en nog {plural(len(mine[NAMED:]), 'betaling', 'betalingen')}")
    return told


def _paid(made: Correction, names: Mapping[str, str], payer: str, receiver: str, units: int) -> str:
    return f"{names[payer]} betaalt {names[receiver]} {number(made.amount(units), made.decimals)}"


def _header(made: Correction) -> list[str]:
    more = [header.lower() for header, _ in _besides(made)]
    return ["gemeente", "betaald", "juist", "verschil", *more, *made.years]


def _besides(made: Correction) -> list[tuple[str, Part]]:
    """Columns of what only some corrections have."""
    spared: list[tuple[str, Part]] = [("Ontzien", lambda line: line.spared)]
    taken: list[tuple[str, Part]] = [("Overgenomen", lambda line: line.taken)]
    return [*(spared if made.settlement.spared else []), *(taken if made.taken else [])]


def _row(made: Correction, name: str, line: Line) -> list[str]:
    more = [signed(value(line), made.decimals) for _, value in _besides(made)]
    amounts = [number(line.paid, made.decimals), number(line.right, made.decimals)]
    changes = [signed(line.difference, made.decimals), *more]
    return [name, *amounts, *changes, *(signed(part, made.decimals) for part in line.by_year)]


def workbook(corrections: Sequence[Correction]) -> Workbook:
    """Per amount what everyone receives in which year, and who pays whom."""
    sheets = [sheet for made in corrections for sheet in (_amounts(made), _payments(made))]
    outcomes = [made.outcome for made in corrections]
    title = f"Verrekening: {titled(outcomes[0])}"
    warning = "\n".join(filter(None, [above(outcomes), INDICATIVE]))
    return Workbook(title, "Verdeelsleutel", warned(with_names_of_their_own(sheets), warning))


def _amounts(made: Correction) -> Sheet:
    text, _ = label(made.outcome, made.rule)
    year = made.outcome.prepared.year.year
    closed = " Wat juist is, is gebracht op het totaal dat is betaald." if made.closed else ""
    spared = (
        f" Wie wordt ontzien, betaalt niets; dat draagt {made.pot}."
        if made.settlement.spared and made.pot
        else ""
    )
    return Sheet(
        sheet_name(f"Verrekening {text}", year),
        f"{text}, uitkeringsjaar {year}: verrekening over {listed(made.years)}",
        f"{titled(made.outcome)}. Plus is ontvangen, min is betalen; elk jaar is samen nul.{closed}{spared}"
        + (f" {_handed_on(made)}" if made.taken else ""),
        [_amounts_block(made)],
    )


def _amounts_block(made: Correction) -> Block:
    names, together = _named(made), made.together
    _, unit = label(made.outcome, made.rule)

    def cell(value: Part, line: Line) -> CellValue:
        return decimal(value(line), made.decimals)

    columns: list[tuple[str, Part]] = [
        ("Betaald", lambda line: line.paid),
        ("Juist", lambda line: line.right),
        ("Verschil", lambda line: line.difference),
        *_besides(made),
        *((year, partial(_in_year, place)) for place, year in enumerate(made.years)),
    ]
    fields: list[Field[Line]] = [
        Field("Gemeentecode", lambda line: line.who, width=14),
        Field("Gemeente", lambda line: names[line.who], width=30, total="Totaal"),
    ]
    for header, value in columns:
        total = decimal(value(together), made.decimals)
        fields.append(Field(f"{header} ({unit})", partial(cell, value), 20, made.decimals, total=total))
    return block(f"verrekening_{made.rule}", fields, made.lines, totals=True)


def _in_year(place: int, line: Line) -> Fraction:
    return line.by_year[place]


def _payments(made: Correction) -> Sheet:
    names = _named(made)
    text, unit = label(made.outcome, made.rule)
    year = made.outcome.prepared.year.year
    rows = [(period.name, one) for period in made.settlement.periods for one in period.transfers]
    fields: list[Field[Payment]] = [
        Field("Jaar", lambda row: row[0], width=10),
        Field("Betaalt (code)", lambda row: row[1].payer, width=14),
        Field("Betaalt", lambda row: names[row[1].payer], width=30),
        Field("Ontvangt (code)", lambda row: row[1].receiver, width=14),
        Field("Ontvangt", lambda row: names[row[1].receiver], width=30),
        Field(
            f"Bedrag ({unit})",
            lambda row: decimal(made.amount(row[1].units), made.decimals),
            20,
            made.decimals,
        ),
    ]
    return Sheet(
        sheet_name(f"Wie betaalt wie {text}", year),
        f"{text}, uitkeringsjaar {year}: wie betaalt wie",
        f"{titled(made.outcome)}. Wie het meest te veel kreeg, betaalt eerst wie het meest te weinig kreeg: "
        "zo zijn er minder betalingen dan gemeenten.",
        [block(f"betalingen_{made.rule}", fields, rows, nothing=["niets te verrekenen"])],
    )
