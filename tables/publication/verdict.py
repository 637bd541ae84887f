"""What all comparisons of a publication come to: on the reading guide, and on the terminal."""

from collections.abc import Sequence

from rules import Outcome
from rules.analysis.verify import Agreement
from tables.balances import closed
from tables.labels import label
from tables.words import in_words, plural, sentence
from tables.workbook.style import AGREES, DIFFERS


def verdict(outcomes: Sequence[Outcome], agreements: Sequence[Sequence[Agreement]]) -> tuple[str, str]:
    """What all comparisons come to (DIFFERS, AGREES, or "" without any), and the same in words."""
    compared = [
        (outcome, agreement)
        for outcome, of_year in zip(outcomes, agreements, strict=True)
        for agreement in of_year
    ]
    off = [(outcome, agreement) for outcome, agreement in compared if agreement.largest]
    every = plural(len(compared), "vergelijking", "vergelijkingen")
    if off:
        told = "; ".join(_off_in_words(outcome, agreement) for outcome, agreement in off)
        verb = "wijkt" if len(off) == 1 else "wijken"
        kind, said = DIFFERS, f"{len(off)} van {every} met wat elders staat {verb} af: {told}"
    elif compared:
        kind, said = AGREES, f"{every} met wat elders staat: geen verschil"
    else:
        kind, said = "", "er is niets gepubliceerd om mee te vergelijken"
    return kind, f"{sentence(said)}."


def _off_in_words(outcome: Outcome, agreement: Agreement) -> str:
    """How far off a comparison is in all, and where most."""
    text, unit = label(outcome, agreement.published.rule)
    if not agreement.by_code:
        return f"{text} landelijk {in_words(agreement.off)} {unit}"
    where = plural(agreement.count - agreement.equal, "gemeente", "gemeenten")
    most = in_words(agreement.largest)
    return f"{text} bij {where} samen {in_words(agreement.off)} {unit}, hoogstens {most} {unit}"


def pots_in_words(outcomes: Sequence[Outcome]) -> str:
    """Whether what there was is handed out."""
    pots = [balance for outcome in outcomes for balance in outcome.result.balances]
    if not pots and any(outcome.prepared.taken for outcome in outcomes):
        return "De bedragen zijn overgenomen uit andere publicaties, waar ook de controle staat."
    if not pots:
        return "Wat een gemeente krijgt hangt niet af van een landelijk bedrag."
    exact, every = closed(pots), plural(len(pots), "landelijk bedrag", "landelijke bedragen")
    rest = "" if exact == len(pots) else "; elk ander verschil is verklaard"
    return f"Op de cent verdeeld: {exact} van {every}{rest}."
