"""What may have happened to a received amount, in Dutch."""

from collections.abc import Mapping
from fractions import Fraction

from rules.analysis.outcome_index import OutcomeIndex
from rules.analysis.suspicion import Changed, Suspected, Suspicion
from tables.labels import label, publication_year
from tables.words import in_words, number

WORDS: Mapping[Suspected, str] = {
    Suspected.ONE_FIGURE: "één landelijk cijfer verklaart alle verschillen: {changed}{from_other}",
    Suspected.PUBLICATION: "dit is het bedrag van {other}",
    Suspected.COMPUTED: "dit is het hier berekende bedrag; gepubliceerd is een ander",
    Suspected.AMOUNT: "dit is het bedrag van {rules} van deze gemeente",
    Suspected.AMOUNTS: "dit is de som van {rules} van deze gemeente",
    Suspected.WITHOUT: "dit is het bedrag zonder {rules}",
    Suspected.WITH: "dit is het bedrag met {rules} erbij",
    Suspected.NOTHING: "er staat 0",
    Suspected.SIGN: "het teken is omgekeerd",
    Suspected.SCALE: "het bedrag is {factor}",
    Suspected.PART: "dit is {factor} van het bedrag",
    Suspected.ROUNDED: "het bedrag is afgerond op {digits}",
    Suspected.CUT_OFF: "het bedrag is afgekapt op {digits}",
    Suspected.MERGED: "dit is het bedrag van {municipalities}, dat in deze gemeente opging, in {other}",
    Suspected.MERGED_TOGETHER: "dit is de som van {municipalities} in {other}",
    Suspected.MUNICIPALITY: "dit is het bedrag van {municipalities}",
    Suspected.ROUNDING: "een verschil van afronding",
    Suspected.OLD_VALUES: "{changed} uit {other}",
    Suspected.DIGIT: "één cijfer is anders",
    Suspected.DIGITS_INTERCHANGED: "twee cijfers zijn verwisseld",
    Suspected.DIGIT_LACKING: "er ontbreekt een cijfer",
    Suspected.DIGIT_TOO_MANY: "er is een cijfer te veel",
    Suspected.COMPUTED_VALUE: "zou kloppen als {supposed}; mogelijk toeval",
    Suspected.UNLIKELY_VALUE: (
        "zou kloppen als {supposed}; onwaarschijnlijk, zo veel decimalen heeft dit nooit"
    ),
}
OF_MANY: Mapping[Suspected, str] = {
    Suspected.MERGED: "dit is het bedrag van een gemeente die erin opging, in {other}",
    Suspected.MERGED_TOGETHER: "dit is de som van de gemeenten die erin opgingen, in {other}",
    Suspected.MUNICIPALITY: "dit is het bedrag van een andere gemeente (rijen verwisseld of verschoven?)",
    Suspected.OLD_VALUES: "{names} uit {other}",
    Suspected.COMPUTED_VALUE: "zou kloppen met een andere waarde van {names}; mogelijk toeval",
    Suspected.UNLIKELY_VALUE: "zou kloppen met een andere waarde van {names}; onwaarschijnlijk",
}
"""Those that are said in another way of several municipalities at once."""
FACTORS: Mapping[Fraction, str] = {
    Fraction(1, 1000): "in duizenden",
    Fraction(1, 10**6): "in miljoenen",
    Fraction(1, 10): "tien keer te laag",
    Fraction(1, 100): "honderd keer te laag",
    Fraction(2): "twee keer te hoog",
    Fraction(10): "tien keer te hoog",
    Fraction(100): "honderd keer te hoog",
    Fraction(1000): "duizend keer te hoog",
    Fraction(1, 4): "een kwart",
    Fraction(1, 12): "een twaalfde",
    Fraction(1, 2): "de helft",
}
"""What was received, as a part or multiple of what is computed."""
DIGITS: Mapping[int, str] = {
    5: "honderdduizendtallen",
    4: "tienduizendtallen",
    3: "duizendtallen",
    2: "honderdtallen",
    1: "tientallen",
}
"""By the number of digits that are rounded away."""


def one(known: OutcomeIndex, suspicion: Suspicion) -> str:
    """A suspicion of one municipality in words."""
    return _with(known, suspicion, WORDS[suspicion.kind])


def of_many(known: OutcomeIndex, suspicion: Suspicion) -> str:
    """A suspicion in words that are the same for every municipality that it holds for."""
    return _with(known, suspicion, OF_MANY.get(suspicion.kind, WORDS[suspicion.kind]))


def _with(known: OutcomeIndex, suspicion: Suspicion, text: str) -> str:
    """What happened, after what happened besides."""
    beside = [_filled(known, other, WORDS[other.kind]) for other in suspicion.beside]
    return ", en ".join([*beside, _filled(known, suspicion, text)])


def _filled(known: OutcomeIndex, suspicion: Suspicion, text: str) -> str:
    rules, outcome = known.outcome.prepared.case.book.rules, known.outcome
    other = publication_year(suspicion.other.outcome) if suspicion.other else ""
    names = (suspicion.other or known).names
    return text.format(
        other=other,
        from_other=f" (uit {other})" if other else "",
        municipalities=", ".join(f"{names[code]} ({code})" for code in suspicion.municipalities),
        rules=" en ".join(rules[name].label for name in suspicion.rules),
        factor=FACTORS[suspicion.factor] if suspicion.factor else "",
        digits=DIGITS[suspicion.digits] if suspicion.digits else "",
        names=" en ".join(label(outcome, changed.name)[0] for changed in suspicion.changed),
        changed=_values(known, suspicion, "{} {} in plaats van {}"),
        supposed=_values(known, suspicion, "{} {} was in plaats van {}"),
    )


def _values(known: OutcomeIndex, suspicion: Suspicion, text: str) -> str:
    """What has another value, that value, and the one it has."""
    return " en ".join(text.format(*_value(known, changed)) for changed in suspicion.changed)


def _value(known: OutcomeIndex, changed: Changed) -> tuple[str, str, str]:
    now, value = (
        in_words(v) if v.denominator == 1 else number(v, changed.decimals)
        for v in (changed.instead, changed.value)
    )
    return label(known.outcome, changed.name)[0], value, now
