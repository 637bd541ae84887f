"""What may have happened to a received amount, in words."""

from rules.analysis.distortions import Changed, Suspicion
from rules.analysis.outcome_index import OutcomeIndex
from tables.labels import label
from tables.words import in_words, number

SAID = {
    "publication": "dit is het bedrag van {moment}",
    "amount": "dit is het bedrag van {what} van deze gemeente",
    "amounts": "dit is de som van {what} van deze gemeente",
    "without": "dit is het bedrag zonder {what}",
    "with": "dit is het bedrag met {what} erbij",
    "nothing": "er staat 0",
    "sign": "het teken is omgekeerd",
    "scale": "het bedrag is {what}",
    "part": "dit is {what} van het bedrag",
    "rounded": "het bedrag is afgerond op {what}",
    "cut off": "het bedrag is afgekapt op {what}",
    "merged": "dit is het bedrag van {who}, dat in deze gemeente opging, in {moment}",
    "merged together": "dit is de som van {who} in {moment}",
    "municipality": "dit is het bedrag van {who}",
    "rounding": "een verschil van afronding",
    "digit": "één cijfer is anders dan berekend",
    "digits interchanged": "twee cijfers zijn verwisseld",
    "digit lacking": "er ontbreekt een cijfer",
    "digit too many": "er is een cijfer te veel",
    "old": "{changed} uit {moment}",
    "for all": "één landelijk cijfer verklaart alle verschillen: {changed}{moment}",
    "computed": "het klopt met {changed}",
    "unlikely": "het klopt met {changed} (onwaarschijnlijk: zo veel decimalen heeft dit nooit)",
}
"""Each kind of suspect."""
COUNTED = {
    "merged": "dit is het bedrag van een gemeente die erin opging, in {moment}",
    "merged together": "dit is de som van de gemeenten die erin opgingen, in {moment}",
    "municipality": "dit is het bedrag van een andere gemeente (rijen verwisseld of verschoven?)",
    "old": "{names} uit {moment}",
    "computed": "het klopt met een andere waarde van {names}",
    "unlikely": "het klopt met een andere waarde van {names} (onwaarschijnlijk)",
}
"""Those that are said in another way of several municipalities at once."""


def said(known: OutcomeIndex, suspect: Suspicion) -> str:
    """A suspect in words."""
    return _filled(known, suspect, SAID[suspect.kind])


def counted(known: OutcomeIndex, suspect: Suspicion) -> str:
    """A suspect in words that are the same for every municipality that it holds for."""
    return _filled(known, suspect, COUNTED.get(suspect.kind, SAID[suspect.kind]))


def _filled(known: OutcomeIndex, suspect: Suspicion, text: str) -> str:
    rules = known.outcome.prepared.case.book.rules
    moment = suspect.moment
    return text.format(
        moment=f" (uit {moment})" if moment and suspect.kind == "for all" else moment,
        who=", ".join(suspect.who),
        what=" en ".join(rules[name].label if name in rules else name for name in suspect.what),
        names=" en ".join(label(known.outcome, changed.name)[0] for changed in suspect.changed),
        changed=" en ".join(_changed(known, changed) for changed in suspect.changed),
    )


def _changed(known: OutcomeIndex, changed: Changed) -> str:
    now, value = (
        in_words(v) if v.denominator == 1 else number(v, changed.decimals)
        for v in (changed.instead, changed.value)
    )
    return f"{label(known.outcome, changed.name)[0]} {value} in plaats van {now}"
