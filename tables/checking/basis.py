"""With what amounts were compared, and how sure that is, in Dutch."""

from collections.abc import Iterator

from rules.analysis.check import Checked, Finding
from rules.library.layers import SCENARIO, kind
from tables.labels import departure_words, label, status
from tables.words import in_words, plural

HOW_SURE = {
    "": "op gepubliceerde cijfers",
    "afgeleid": "afgeleid, rust op cijfers die niet zijn gepubliceerd",
    "indicatief": "indicatief, rust op een benadering van cijfers die niet openbaar zijn: "
    "een verschil bewijst niets",
    "onbevestigd": "onbevestigd, rust op cijfers die geen bron bevestigt",
}
"""By status what there is to say of a computed amount."""
SUPPOSED = "indicatief, rust op wat een scenario veronderstelt: een verschil bewijst niets"
VAGUE = "het berekende bedrag is zelf niet zeker genoeg: het verschil bewijst niets"


def basis(check: Checked) -> Iterator[str]:
    """What each was compared with: what was published, or what is computed and how sure that is.

    Of what a scenario supposes first which one.
    """
    origins = check.known.outcome.prepared.origins()
    yield from departure_words({layer: names for layer, names in origins.items() if kind(layer) == SCENARIO})
    for rule in check.rules:
        yield f"{label(check.known.outcome, rule)[0]}: vergeleken met {_with_what(check, rule)}"


def _with_what(check: Checked, rule: str) -> str:
    known = check.known
    if sources := known.sources(rule):
        return f"wat is gepubliceerd ({'; '.join(sources)})"
    mark = status(known.outcome, rule)
    supposed = mark == "indicatief" and known.outcome.prepared.library.supposed
    text = f"wat hier is berekend ({SUPPOSED if supposed else HOW_SURE[mark]})"
    beside = known.beside(rule)
    if beside is None:
        return f"{text}; er is niets gepubliceerd om het mee te vergelijken"
    name, unit = label(known.outcome, beside.published.rule)
    off = f"hoogstens {in_words(beside.largest)} {unit} ernaast" if beside.largest else "gelijk"
    against = "het gepubliceerde" if beside.published.official else "een narekening buiten dit programma"
    where = plural(beside.count, "gemeente", "gemeenten")
    return f"{text}; {name} is bij {where} met {against} vergeleken: {off}"


def compared_with(finding: Finding) -> str:
    """The amount that a finding was compared with, in words."""
    if finding.published is None:
        return "berekend"
    if finding.published == finding.computed:
        return "gepubliceerd"
    return f"gepubliceerd (hier berekend: {in_words(finding.computed)})"
