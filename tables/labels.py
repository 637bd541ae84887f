"""What an outcome's rules, inputs and figures are called, and what must be said about them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from allocation.figures import LAW
from allocation.lags import in_years
from allocation.numbers import decimal, decimals_of
from allocation.units import NO_UNIT, Unit
from rules import Outcome
from rules.analysis.outcome_index import SHOWN
from rules.library.layers import COMPUTED, OWN, SCENARIO, WHAT_IF, Origin, kind, scenario_of
from rules.library.model import Library
from tables.approximation import banners
from tables.words import JA_NEE, STANDS, date_in_words, first_few, sentence

OFFICIAL = "officieel"
NOT_THE_ISSUER = ", niet die van de uitgever"


def municipal(outcome: Outcome, shown: Sequence[str]) -> list[str]:
    """What has a value per municipality."""
    return [name for name in shown if not outcome.prepared.case.book.national(name)]


def subtitle(outcome: Outcome) -> str:
    """Which publication, by whom, of when."""
    publication = outcome.prepared.publication
    return f"{publication.title} ({date_in_words(publication.date)}), {publication.issuer}"


def publication_year(outcome: Outcome) -> str:
    """The publication and the year, in words."""
    return f"{outcome.prepared.publication.title}, uitkeringsjaar {outcome.prepared.year.year}"


def warning(outcome: Outcome, shown: Iterable[str] = ()) -> str:
    """What a reader must know before using the figures; `shown` are the names on the sheet."""
    prepared = outcome.prepared
    texts = [] if prepared.year.stand == "definitief" else [STANDS[prepared.year.stand]]
    texts[:0] = banners([outcome])
    texts += [*edition(outcome), *departures(outcome, first_few, NOT_THE_ISSUER)]
    if doubts := len(outcome.every_doubt):
        texts.append(f"let op: eigen gegevens vallen op ({doubts}), zie Controle")
    marks = {status(outcome, name) for name in shown} - {""}
    if marks:
        texts.append("gekleurd: berust op cijfers die niet zijn gepubliceerd, zie Bronnen")
    if "indicatief" in marks and note(outcome):
        texts.append(f"indicatief: {note(outcome).rstrip('.')}")
    return "\n".join(f"{sentence(text)}." for text in texts)


def reservations(outcomes: Sequence[Outcome]) -> list[str]:
    """What must be said of amounts of several outcomes together, as sentences: each thing once."""
    origins: dict[str, dict[str, None]] = {}
    for outcome in outcomes:
        for layer, names in outcome.prepared.origins().items():
            origins.setdefault(layer, {}).update(dict.fromkeys(names))
    editions = dict.fromkeys(text for outcome in outcomes for text in edition(outcome))
    names_of = {layer: [*names] for layer, names in origins.items()}
    texts = [*banners(outcomes), *editions, *departure_words(names_of, first_few, NOT_THE_ISSUER)]
    return [f"{sentence(text)}." for text in texts]


def above_shipped(library: Library) -> list[str]:
    """The same where no outcome tells which of it counts: all that each layer above what is shipped says."""
    labels = {name: one.label for name, one in library.figures.items()}
    labels |= {name: one.label for name, one in library.inputs.items()}
    given = {
        layer.name: sorted({labels[name] for name in (*layer.figures, *(key[-1] for key in layer.entries))})
        for layer in library.layers[1:]
    }
    return [f"{sentence(text)}." for text in departure_words(given, first_few, NOT_THE_ISSUER)]


def note(outcome: Outcome) -> str:
    """What the publication says of itself; it speaks of the shipped data, so not with other ones."""
    return "" if OWN in outcome.prepared.origins() else outcome.prepared.publication.note


ORIGINS: Mapping[str, tuple[str, str]] = {
    WHAT_IF: ("", "wat als: met een herindeling die geen wet nog kent"),
    COMPUTED: ("doorgerekend", "doorgerekend uit eerdere jaren ({names})"),
    OWN: ("eigen opgave, niet meegeleverd", "berekend met eigen gegevens ({names}){whose}"),
    SCENARIO: ("scenario {scenario}", "scenario {scenario}: verondersteld{names}, door niemand vastgesteld"),
}
"""By kind of layer that is not the publication's own: what is said of a value, and of all it enters."""


def departures(
    outcome: Outcome, listed: Callable[[Sequence[str]], str] = ", ".join, whose: str = ""
) -> list[str]:
    """What is said of an outcome for each layer that is not the publication's own, the last first."""
    return departure_words(outcome.prepared.origins(), listed, whose)


def departure_words(
    origins: Mapping[str, Sequence[str]],
    listed: Callable[[Sequence[str]], str] = ", ".join,
    whose: str = "",
) -> list[str]:
    """What is said of each layer, with the names of what it says."""
    return [_departure(layer, listed(names), whose) for layer, names in origins.items()]


def _departure(layer: str, names: str, whose: str) -> str:
    """Of a scenario also its name; it may change nothing of what is computed."""
    words = ORIGINS[kind(layer)][1]
    if kind(layer) == SCENARIO:
        names = f" ({names})" if names else ""
    return words.format(names=names, whose=whose, scenario=scenario_of(layer))


def remark(outcome: Outcome, name: str, text: str) -> str:
    """What there is to say of a figure or input, and before that who says it."""
    prepared = outcome.prepared
    by = prepared.origin(name) if name in prepared.figures else prepared.below(name)
    return "; ".join(filter(None, [origin(outcome, by), text]))


def origin(outcome: Outcome, by: Origin) -> str:
    """Who says a figure or an input, in words; "" where the publication itself or the law does."""
    return origin_words(*told_by(outcome, by))


def told_by(outcome: Outcome, by: Origin) -> tuple[str, str]:
    """Who says a value: the layer, where it is none of the publication's own; else the title of another."""
    library, own = outcome.prepared.library, outcome.prepared.publication
    if library.above(own.name, by.layer):
        return by.layer, ""
    return "", "" if by.publication in (own.name, LAW) else library.publications[by.publication].title


def origin_words(layer: str, title: str) -> str:
    """Who says a value, in words."""
    if layer:
        return ORIGINS[kind(layer)][0].format(scenario=scenario_of(layer))
    return f"zoals in {title}" if title else ""


def edition(outcome: Outcome) -> list[str]:
    """That a user's own publication is an edition of a shipped one, and of which."""
    return edition_words(edition_base(outcome))


def edition_base(outcome: Outcome) -> str:
    """The title of the shipped publication that a user's own one is an edition of; "" for any other."""
    library, own = outcome.prepared.library, outcome.prepared.publication
    if library.home(own.name) or own.name in library.layers[0].publications:
        return ""
    return library.publications[own.based_on].title


def edition_words(base: str) -> list[str]:
    """That it is an edition, where it is one."""
    return [f"eigen uitgave, gebaseerd op {base}"] if base else []


def label(outcome: Outcome, name: str) -> tuple[str, Unit]:
    """The label and unit of a rule, an input or a figure."""
    library, book = outcome.prepared.library, outcome.prepared.case.book
    item = book.rules.get(name) or (library.figures if name in book.figures else library.inputs)[name]
    delivery = outcome.prepared.deliveries.get(name)
    return in_years(item.label, book.year), (delivery.unit if delivery else NO_UNIT) or item.unit


def with_unit(outcome: Outcome, name: str) -> str:
    """The label of a rule, an input or a figure, with its unit: above a column."""
    text, unit = label(outcome, name)
    return f"{text} ({unit})"


def status(outcome: Outcome, name: str) -> str:
    """How sure a rule, an input or a figure is; "" where it is official, or all of it equals what is."""
    if name not in outcome.result.statuses:
        known = outcome.prepared.case.statuses[name]
        return mark(known)
    return max(marks(outcome, name), default="")


def mark(known: str) -> str:
    """How sure something is, where that is to be said: "" where it is official."""
    return "" if known == OFFICIAL else known


def marks(outcome: Outcome, rule: str) -> list[str]:
    """How sure each value of a rule is; "" where it is official, or equals what is."""
    return [mark(known) for known in outcome.sure(rule)]


def decimals(outcome: Outcome, name: str) -> int:
    """The decimals to show of a rule or an input: no more than it has, of a quotient two."""
    if label(outcome, name)[1].is_yes_no:
        return JA_NEE
    spec = outcome.prepared.library.inputs.get(name)
    own = spec if name in outcome.prepared.case.book.inputs else None
    scale: int = outcome.result.column(name).dtype.scale  # type: ignore[attr-defined]
    return min(own.decimals if own else SHOWN, scale)


def adds(outcome: Outcome, name: str) -> bool:
    """Whether a total says something: not of a weight or a share."""
    book, library = outcome.prepared.case.book, outcome.prepared.library
    return library.inputs[name].kind != "aandeel" if name in book.inputs else book.rules[name].unit.adds


def figure_cell(outcome: Outcome, name: str) -> str | Decimal:
    """The value of a figure with the decimals that it is published with; a ratio as a ratio."""
    value = outcome.prepared.figures[name].value
    if decimals_of(value) is None:
        return str(value)
    return decimal(value, outcome.prepared.library.figures[name].decimals)
