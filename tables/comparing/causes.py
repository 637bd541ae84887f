"""The causes of a change in Dutch."""

from collections.abc import Mapping

from rules import Library
from rules.analysis.differences import Cause

WORDS: Mapping[str, str] = {
    Cause.OWN_INPUTS: "eigen gegevens",
    Cause.OTHERS_INPUTS: "gegevens van andere gemeenten",
    Cause.INPUTS: "gegevens per gemeente",
    Cause.ROUNDING: "afronding",
    Cause.RULES: "gewijzigde regels",
    Cause.REORGANISATION: "herindeling",
    Cause.BUDGET: "landelijk budget",
    Cause.RATE: "bedragen per eenheid",
    Cause.OTHER_FIGURES: "andere landelijke cijfers",
}


def cause_words(library: Library, cause: str) -> str:
    """What a cause is called: a figure that is one of its own as the law says."""
    return WORDS.get(cause) or library.law.causes[cause]
