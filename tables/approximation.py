"""What is said of an approximation: on every sheet and page of what rests on stand-ins."""

from collections.abc import Sequence

from allocation.figures import FigureValue
from rules import Outcome
from rules.library.schema import Delivery
from rules.runs.stand_ins import StandIn, stand_ins
from tables.words import listed, plural

BANNER = "Benadering, niet het bedrag dat een gemeente krijgt: andere cijfers in plaats van {what}"
NAMED = 3
"""So many of the things that are approximated are named in a banner; the reading guide has them all."""


def banner(outcome: Outcome) -> str:
    """What a reader must know first; "" where nothing is approximated."""
    return banner_words(stand_ins(outcome.prepared))


def banner_words(found: Sequence[StandIn]) -> str:
    """The same, of what was found."""
    what = approximated(found)
    if not what:
        return ""
    more = len(what) - NAMED
    rest = [plural(more, "ander gegeven", "andere gegevens")] if more > 0 else []
    return BANNER.format(what=listed([*what[:NAMED], *rest]))


def approximated(found: Sequence[StandIn]) -> list[str]:
    """All that is approximated, each once."""
    return list(dict.fromkeys(one.approximates for one in found))


def banners(outcomes: Sequence[Outcome]) -> list[str]:
    """Of some outcomes, each once."""
    return list(dict.fromkeys(filter(None, map(banner, outcomes))))


def above(outcomes: Sequence[Outcome]) -> str:
    """The same as lines above a sheet."""
    return "\n".join(f"{text}." for text in banners(outcomes))


def told(entry: Delivery | FigureValue) -> str:
    """What there is to say of an entry: what it approximates, and its note."""
    about = f"benadering van {entry.approximates}" if entry.approximates else ""
    return "; ".join(filter(None, [about, entry.note]))
