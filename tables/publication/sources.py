"""Where everything comes from: the reading guide, the flows of money, the sheet of sources."""

from collections.abc import Iterator, Sequence
from importlib.metadata import version

from allocation.rules import Rule
from rules import Outcome
from rules.analysis.verify import Agreement
from rules.library.schema import Stream
from rules.runs.outcome import Prepared
from rules.territory.naming import names_by_code
from tables.labels import figure_cell, label, note, origin, subtitle, warning
from tables.publication.receipt import file_hash
from tables.words import STANDS, date_in_words, few, plural
from tables.workbook.model import Block, Column, Sheet, Value

LEGEND = (
    ("officieel", "Gepubliceerd, of alleen uit gepubliceerde cijfers berekend. Niet gekleurd."),
    ("afgeleid", "Berekend uit wat is gepubliceerd. Geel en cursief."),
    ("indicatief", "Een raming of aanname, zolang er niets beters is. Oranje en cursief."),
    ("onbevestigd", "In geen gelezen bron bevestigd. Rood en cursief."),
)

ROUNDING = (
    "Alleen waar een regel dat zegt, half naar boven; op welke grond staat op het blad Bronnen. "
    "Daardoor kan de som van de gemeenten iets afwijken van een landelijk bedrag: zie Controle."
)
TRACING = (
    "Het bestand dat eindigt op .receipt.json noemt de gegevens, cijfers en regels waaruit deze tabellen "
    "zijn gemaakt; het bestand dat eindigt op .parquet bevat elke tussenuitkomst."
)


def guide(
    outcomes: Sequence[Outcome], comparisons: Sequence[Sequence[Agreement]], pages: Sequence[Sheet]
) -> Sheet:
    """What this is, what is on which sheet, and how to read the colours."""
    first = outcomes[0].prepared
    of = first.publication
    said: list[tuple[str, str]] = [
        ("Publicatie", f"{of.title}, {of.issuer}, {date_in_words(of.date)}"),
        *((f"Uitkeringsjaar {o.prepared.year.year}", _year_in_words(o)) for o in outcomes),
        *([("Gebaseerd op", base)] if (base := _base(first)) else []),
        *([("Let op", note(outcomes[0]))] if note(outcomes[0]) else []),
        *((f"Blad {page.name}", page.title) for page in pages),
        *LEGEND,
        ("Oordeel", _verdict(outcomes, comparisons)),
        ("Afronding", ROUNDING),
        ("Navolgen", TRACING),
        ("Berekend met", f"Verdeelsleutel {version('verdeelsleutel')}"),
    ]
    columns = [Column("Onderwerp", width=34), Column("Toelichting", width=110)]
    return Sheet(
        name="Leeswijzer",
        title=of.title,
        subtitle="Tabellen per gemeente",
        warning=warning(outcomes[0]),
        blocks=[Block("leeswijzer", columns, said)],
    )


def _base(prepared: Prepared) -> str:
    """Of an edition: what it is based on."""
    base = prepared.publication.based_on
    if not base:
        return ""
    title = prepared.library.publications[base].title
    return f"{title}; wat deze uitgave niet zelf geeft is daaruit overgenomen, zie Bronnen"


def _verdict(outcomes: Sequence[Outcome], comparisons: Sequence[Sequence[Agreement]]) -> str:
    pots = [balance for outcome in outcomes for balance in outcome.result.balances]
    closed = sum(not balance.left for balance in pots)
    compared = [comparison for of_year in comparisons for comparison in of_year]
    counted = sum(comparison.published.evidence for comparison in compared)
    if not pots and any(outcome.prepared.taken for outcome in outcomes):
        return "Geen potten: de bedragen zijn overgenomen uit andere publicaties, waar ze zijn gecontroleerd."
    if not pots:
        return "Geen potten: wat een gemeente krijgt hangt niet af van een landelijk bedrag."
    return (
        f"{plural(len(pots), 'pot', 'potten')}, waarvan {closed} op de cent gesloten; elk ander verschil is "
        f"verklaard. {plural(len(compared), 'vergelijking', 'vergelijkingen')} met wat elders staat, waarvan "
        f"er {counted} als bewijs {'telt' if counted == 1 else 'tellen'}. Zie Controle."
    )


def _year_in_words(outcome: Outcome) -> str:
    prepared = outcome.prepared
    labels = [prepared.case.book.rules[name].label for name in prepared.year.amounts]
    return (
        f"{STANDS[prepared.year.stand]}; {len(prepared.territory)} gemeenten, indeling "
        f"{date_in_words(prepared.year.territory.isoformat())}; {' en '.join(labels)}"
    )


def flows(outcomes: Sequence[Outcome]) -> list[Sheet]:
    """Which part of the money runs through which payment, and when; nothing where none of it is here."""
    columns = [
        Column("Onderdeel", width=44),
        Column("Van", width=8),
        Column("Tot en met", width=10),
        Column("Betaling", width=22),
        Column("In deze publicatie", width=24),
        Column("Toelichting", width=70),
        Column("Bron", width=52),
    ]
    rows: list[list[Value]] = []
    for stream in outcomes[0].prepared.library.streams:
        here = list(dict.fromkeys(paid for outcome in outcomes for paid in _paid(stream, outcome)))
        period = [str(stream.valid_from), str(stream.valid_to)]
        rows.append(
            [stream.part, *period, stream.payment, ", ".join(here) or "nee", stream.note, stream.source]
        )
    if all(row[4] == "nee" for row in rows):
        return []
    return [
        Sheet(
            name="Geldstromen",
            title="Geldstromen Participatiewet, 2015-2048",
            subtitle="Welk onderdeel via welke betaling naar de gemeenten gaat",
            blocks=[Block("geldstromen", columns, rows)],
        )
    ]


def _paid(stream: Stream, outcome: Outcome) -> Iterator[str]:
    """In words whether a publication year pays a part of the money, or takes it from one that does."""
    year, book = outcome.prepared.year.year, outcome.prepared.case.book
    here = stream.rule in book.rules or stream.rule in book.inputs
    if stream.valid_from <= year <= stream.valid_to and here:
        yield f"ja ({year})" if outcome.result.column(stream.rule).sum() else f"{year}: nog € 0"
    for source in outcome.prepared.sources:
        yield from _paid(stream, source)


def sources(outcomes: Sequence[Outcome]) -> Sheet:
    """Every input, figure and rule with its source."""
    return Sheet(
        name="Bronnen",
        title="Bronnen: cijfers, gegevens per gemeente en regels",
        subtitle=subtitle(outcomes[0]),
        blocks=[_figures(outcomes), _inputs(outcomes), _rules(outcomes)],
    )


def _figures(outcomes: Sequence[Outcome]) -> Block:
    columns = [
        Column("Uitkeringsjaar", width=14),
        Column("Cijfer", width=40),
        Column("Waarde", width=20),
        Column("Eenheid", width=20),
        Column("Status", width=12),
        Column("Bron", width=64),
        Column("Opmerking", width=50),
    ]
    rows: list[list[Value]] = []
    for outcome in outcomes:
        prepared = outcome.prepared
        for name, value in prepared.figures.items():
            figure = prepared.library.figures[name]
            rows.append(
                [
                    str(prepared.year.year),
                    figure.label,
                    figure_cell(outcome, name),
                    figure.unit,
                    value.status,
                    value.source,
                    _note(outcome, name, value.note),
                ]
            )
    return Block("bronnen_cijfers", columns, rows, caption="Landelijke cijfers")


def _inputs(outcomes: Sequence[Outcome]) -> Block:
    columns = [
        Column(h) for h in ("Uitkeringsjaar", "Gegeven", "Bestand", "Eenheid", "Status", "Bron", "Opmerking")
    ]
    rows: list[list[Value]] = []
    for outcome in outcomes:
        prepared = outcome.prepared
        for name, delivery in prepared.deliveries.items():
            spec = prepared.library.inputs[name]
            others = "wie niet in het bestand staat: 0" if delivery.others_get_zero else ""
            said = [_note(outcome, name, delivery.note), others, _carried(outcome, name)]
            note = "; ".join(filter(None, said))
            rows.append(
                [
                    str(prepared.year.year),
                    spec.label,
                    delivery.file.name,
                    delivery.unit or spec.unit,
                    prepared.case.statuses[name],
                    f"{delivery.source}. Begrip: {spec.source}",
                    f"{note}{'; ' if note else ''}SHA-256 {file_hash(delivery.file)[:12]}",
                ]
            )
            rows += _replaced(outcome, name)
        for name, source in prepared.taken.items():
            of = source.outcome.prepared
            rows.append(
                [
                    str(prepared.year.year),
                    prepared.library.inputs[name].label,
                    f"{of.publication.name}, {of.year.year}",
                    prepared.library.inputs[name].unit,
                    prepared.case.statuses[name],
                    f"berekend: {of.publication.title}. Begrip: {prepared.library.inputs[name].source}",
                    _note(outcome, name, _carried(outcome, name)),
                ]
            )
            rows += _replaced(outcome, name)
    return Block("bronnen_gegevens", columns, rows, caption="Gegevens per gemeente")


def _note(outcome: Outcome, name: str, note: str) -> str:
    prepared = outcome.prepared
    by = prepared.origin(name) if name in prepared.figures else prepared.below(name)
    return "; ".join(filter(None, [origin(outcome, by), note]))


def _replaced(outcome: Outcome, name: str) -> Iterator[list[Value]]:
    """The files that replace the value of some municipalities, and of which."""
    prepared = outcome.prepared
    spec, names = prepared.library.inputs[name], names_by_code(prepared.territory)
    for replacement in prepared.replacements.get(name, ()):
        delivery = replacement.delivery
        whom = few([f"{names.get(code, '')} ({code})".lstrip() for code in replacement.rows])
        notes = [origin(outcome, replacement.origin), f"alleen voor {whom}", delivery.note]
        notes.append(f"SHA-256 {file_hash(delivery.file)[:12]}")
        yield [
            str(prepared.year.year),
            spec.label,
            delivery.file.name,
            label(outcome, name)[1],
            delivery.status,
            f"{delivery.source}. Begrip: {spec.source}",
            "; ".join(filter(None, notes)),
        ]


def _carried(outcome: Outcome, name: str) -> str:
    """In words which municipalities an input was carried from, where their territory was older."""
    origins = outcome.prepared.came_from.get(name, {})
    names = dict(outcome.prepared.territory.select("code", "naam").iter_rows())
    into = [f"{names[new]} uit {', '.join(sorted(old))}" for new, old in sorted(origins.items())]
    return f"herindeling: {'; '.join(into)}" if into else ""


def _rules(outcomes: Sequence[Outcome]) -> Block:
    columns = [
        Column(h)
        for h in (
            "Uitkeringsjaar",
            "Regel",
            "Verdeelt",
            "Eenheid",
            "Geldig",
            "Grondslag",
            "Wat de regel zegt",
        )
    ]
    rows: list[list[Value]] = []
    for outcome in outcomes:
        book = outcome.prepared.case.book
        for rule in book.rules.values():
            pot = rule.pot and (
                book.rules[rule.pot].label
                if rule.pot in book.rules
                else outcome.prepared.library.figures[rule.pot].label
            )
            ground = (
                f" Afronding op {rule.rounding.decimals} decimalen: {rule.rounding.ground}."
                if rule.rounding
                else ""
            )
            rows.append(
                [
                    str(outcome.prepared.year.year),
                    rule.label,
                    pot or "",
                    rule.unit,
                    _period(rule),
                    rule.source,
                    (rule.doc.splitlines() or [""])[0] + ground,
                ]
            )
    return Block("bronnen_regels", columns, rows, caption="Regels")


def _period(rule: Rule) -> str:
    if rule.valid_to is None:
        return f"vanaf {rule.valid_from}"
    return f"{rule.valid_from} t/m {rule.valid_to}" if rule.valid_to > rule.valid_from else f"{rule.valid_to}"
