"""The sheet of sources: where every figure, input and rule comes from."""

from collections.abc import Sequence

from attrs import evolve, frozen

from allocation.rules import Rule
from rules import Outcome
from rules.library.schema import Delivery
from rules.runs.outcome import Prepared, Replacement
from rules.territory.naming import names_by_code
from tables.approximation import told
from tables.labels import figure_cell, label, origin, remark, subtitle
from tables.publication.receipt import file_hash
from tables.words import first_few
from tables.workbook.fields import Field, block
from tables.workbook.model import Sheet


@frozen
class _Entry:
    """A figure, an input or a rule of an outcome, by name; or a file that replaces rows of an input."""

    outcome: Outcome
    name: str
    replacement: Replacement | None = None

    @property
    def prepared(self) -> Prepared:
        """What the outcome was computed from."""
        return self.outcome.prepared

    @property
    def year(self) -> str:
        """The uitkeringsjaar."""
        return str(self.prepared.year.year)

    @property
    def rule(self) -> Rule:
        """The rule of this name."""
        return self.prepared.case.book.rules[self.name]


def sources(outcomes: Sequence[Outcome]) -> Sheet:
    """Every input, figure and rule with its source."""
    figures = [_Entry(outcome, name) for outcome in outcomes for name in outcome.prepared.figures]
    inputs = [
        _Entry(outcome, name, replacement)
        for outcome in outcomes
        for name in (*outcome.prepared.deliveries, *outcome.prepared.taken)
        for replacement in (None, *outcome.prepared.replacements.get(name, ()))
    ]
    rules = [_Entry(outcome, name) for outcome in outcomes for name in outcome.prepared.case.book.rules]
    return Sheet(
        name="Bronnen",
        title="Bronnen: cijfers, gegevens per gemeente en regels",
        subtitle=subtitle(outcomes[0]),
        blocks=[
            block("bronnen_cijfers", FIGURES, figures, caption="Landelijke cijfers"),
            block("bronnen_gegevens", INPUTS, inputs, caption="Gegevens per gemeente"),
            block("bronnen_regels", RULES, rules, caption="Regels"),
        ],
    )


def source_sheets(outcomes: Sequence[Outcome]) -> list[Sheet]:
    """The same, each kind on a sheet of its own."""
    all_of_them = sources(outcomes)
    names = ("Bronnen cijfers", "Bronnen gegevens", "Bronnen regels")
    return [
        evolve(
            all_of_them,
            name=name,
            title=f"Bronnen: {_small(table.caption)}",
            blocks=[evolve(table, caption="")],
        )
        for name, table in zip(names, all_of_them.blocks, strict=True)
        if table.rows
    ]


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _delivery(entry: _Entry) -> Delivery | None:
    """The entry of a file for an input; None where it is taken from another publication."""
    if entry.replacement:
        return entry.replacement.delivery
    return entry.prepared.deliveries.get(entry.name)


def _file(entry: _Entry) -> str:
    """The file of an input, or the publication year that it is taken from."""
    if delivery := _delivery(entry):
        return delivery.file.name
    other = entry.prepared.taken[entry.name].outcome.prepared
    return f"{other.publication.name}, {other.year.year}"


def _status(entry: _Entry) -> str:
    return (
        entry.replacement.delivery.status if entry.replacement else entry.prepared.case.statuses[entry.name]
    )


def _source(entry: _Entry) -> str:
    if delivery := _delivery(entry):
        return delivery.source
    return f"berekend: {entry.prepared.taken[entry.name].outcome.prepared.publication.title}"


def _remark(entry: _Entry) -> str:
    """What else there is to say of an input, and the start of the hash of its file."""
    delivery = _delivery(entry)
    if delivery is None:
        return remark(entry.outcome, entry.name, _carried(entry))
    if entry.replacement:
        by = origin(entry.outcome, entry.replacement.origin)
        texts = [by, f"alleen voor {_whom(entry, entry.replacement)}", told(delivery)]
    else:
        others = "wie niet in het bestand staat: 0" if delivery.others_get_zero else ""
        texts = [remark(entry.outcome, entry.name, told(delivery)), others, _carried(entry)]
    return "; ".join(filter(None, [*texts, f"SHA-256 {file_hash(delivery.file)[:12]}"]))


def _whom(entry: _Entry, replacement: Replacement) -> str:
    """The municipalities of which a file replaces the value."""
    names = names_by_code(entry.prepared.territory)
    return first_few([f"{names.get(code, '')} ({code})".lstrip() for code in replacement.rows])


def _carried(entry: _Entry) -> str:
    """In words which municipalities an input was carried from, where their territory was older."""
    origins = entry.prepared.came_from.get(entry.name, {})
    names = dict(entry.prepared.territory.select("code", "naam").iter_rows())
    into = [f"{names[new]} uit {', '.join(sorted(old))}" for new, old in sorted(origins.items())]
    return f"herindeling: {'; '.join(into)}" if into else ""


def _pot(entry: _Entry) -> str:
    """What a rule divides; "" where it divides nothing."""
    pot, rules = entry.rule.pot, entry.prepared.case.book.rules
    if not pot:
        return ""
    return rules[pot].label if pot in rules else entry.prepared.library.figures[pot].label


def _says(rule: Rule) -> str:
    """The first line of what a rule says of itself, and on what ground it rounds."""
    first = (rule.doc.splitlines() or [""])[0]
    if not rule.rounding:
        return first
    return f"{first} Afronding op {rule.rounding.decimals} decimalen: {rule.rounding.ground}."


def _period(rule: Rule) -> str:
    if rule.valid_to is None:
        return f"vanaf {rule.valid_from}"
    return f"{rule.valid_from} t/m {rule.valid_to}" if rule.valid_to > rule.valid_from else f"{rule.valid_to}"


FIGURES: Sequence[Field[_Entry]] = (
    Field("Uitkeringsjaar", lambda e: e.year, width=10),
    Field("Cijfer", lambda e: e.prepared.library.figures[e.name].label, width=30),
    Field("Waarde", lambda e: figure_cell(e.outcome, e.name), width=16),
    Field("Eenheid", lambda e: e.prepared.library.figures[e.name].unit, width=16),
    Field("Status", lambda e: e.prepared.figures[e.name].status, width=12),
    Field("Bron", lambda e: e.prepared.figures[e.name].source, width=44),
    Field("Opmerking", lambda e: remark(e.outcome, e.name, told(e.prepared.figures[e.name])), width=30),
)

INPUTS: Sequence[Field[_Entry]] = (
    Field("Uitkeringsjaar", lambda e: e.year),
    Field("Gegeven", lambda e: e.prepared.library.inputs[e.name].label, width=30),
    Field("Bestand", _file, width=20),
    Field("Eenheid", lambda e: label(e.outcome, e.name)[1]),
    Field("Status", _status),
    Field("Bron", lambda e: f"{_source(e)}. Begrip: {e.prepared.library.inputs[e.name].source}", width=44),
    Field("Opmerking", _remark, width=30),
)

RULES: Sequence[Field[_Entry]] = (
    Field("Uitkeringsjaar", lambda e: e.year),
    Field("Regel", lambda e: e.rule.label, width=30),
    Field("Verdeelt", _pot, width=20),
    Field("Eenheid", lambda e: e.rule.unit),
    Field("Geldig", lambda e: _period(e.rule)),
    Field("Grondslag", lambda e: e.rule.source, width=36),
    Field("Wat de regel zegt", lambda e: _says(e.rule), width=36),
)
