"""What a page says of an amount of a municipality: numbers as a Dutch reader writes them, and sentences."""

import re
from collections.abc import Sequence
from fractions import Fraction

from attrs import frozen

from allocation.errors import visible
from rules import Library, Outcome
from rules.analysis.differences import Change, Difference
from rules.analysis.portrait import Share, Stream
from tables.comparing.causes import cause_words
from tables.labels import OFFICIAL, label, mark, status
from tables.words import STANDS, date_in_words, number, sentence

MAIN = 2
"""So many causes of a change are named."""
PER_CENT = 100
NO_VALUE = "n.v.t."
TURNS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Signs of control and of direction: on a page a name could look like another one by them."""


@frozen
class Told:
    """An amount in words, for a table and a paragraph; `mark` is how sure it is ("" is official)."""

    stream: Stream
    label: str
    year: int
    amount: str
    unit: str
    per_inhabitant: str
    of_country: str
    change: str
    mark: str
    text: str
    publication: str
    title: str


def straight(text: str) -> str:
    """A text in which what a browser would obey, or what turns its direction, is written out."""
    return TURNS.sub(lambda sign: visible(sign[0]), text)


def called(outcome: Outcome, name: str, *more: str) -> str:
    """What a rule, an input or a figure is called, in brackets `more`, and how sure it is if not official."""
    known = status(outcome, name)
    about = ", ".join([*more, *([known] if known not in ("", OFFICIAL) else [])])
    text = label(outcome, name)[0]
    return f"{text} ({about})" if about else text


def head(outcome: Outcome, name: str) -> str:
    """What stands above a column of amounts: the name with the unit, and how sure they are."""
    return called(outcome, name, str(label(outcome, name)[1]))


def told(library: Library, stream: Stream, codes: Sequence[str], name: str) -> Told:
    """What is told of a stream for one municipality, or for several together."""
    prepared = stream.outcome.prepared
    rule = prepared.case.book.rules[stream.rule]
    share = stream.of(*codes)
    change = _change(stream.since, codes)
    return Told(
        stream=stream,
        label=rule.label,
        year=stream.year,
        amount=number(share.amount, _decimals(share.amount)),
        unit=str(rule.unit),
        per_inhabitant=_per(share) if rule.unit.is_money else NO_VALUE,
        of_country=per_cent(share.of_country, 4),
        change=_signed(change.difference) if change else NO_VALUE,
        mark=_mark(stream),
        text=paragraph(library, stream, share, change, name),
        publication=prepared.publication.name,
        title=f"{prepared.publication.title} ({date_in_words(prepared.publication.date)})",
    )


def paragraph(library: Library, stream: Stream, share: Share, change: Change | None, name: str) -> str:
    """The amount, the share, per inhabitant, the change and its main cause, and how sure it is."""
    prepared = stream.outcome.prepared
    rule = prepared.case.book.rules[stream.rule]
    unit = "euro" if rule.unit.is_money else str(rule.unit)
    texts = [f"{name} krijgt in {stream.year} {number(share.amount, _decimals(share.amount))} {unit}"]
    if share.of_country is not None:
        texts[0] += f", {per_cent(share.of_country, 2)} van het land"
    if share.per_inhabitant is not None and rule.unit.is_money:
        whole = stream.together.per_inhabitant or Fraction(0)
        texts.append(f"Per inwoner is dat {_per(share)} euro; in heel Nederland {number(whole, 2)} euro")
    if change is not None:
        texts.append(_changed(library, stream.since_title, change, unit))
    known, stand = _mark(stream), STANDS[prepared.year.stand]
    texts.append(f"Dit zijn {stand}" + (f", en het bedrag is {known}" if known else ""))
    return " ".join(f"{sentence(text)}." for text in texts)


def _changed(library: Library, title: str, change: Change, unit: str) -> str:
    if not change.difference:
        return f"dat is evenveel als in {title}"
    more = "meer" if change.difference > 0 else "minder"
    text = f"dat is {number(abs(change.difference), 0)} {unit} {more} dan in {title}"
    if causes := main_causes(library, change):
        text += f", vooral door {' en '.join(causes)}"
    return text


def main_causes(library: Library, change: Change) -> list[str]:
    """The causes that did most, each with what it did."""
    done = sorted(change.in_cents().items(), key=lambda part: -abs(part[1]))
    shown = [(cause, _signed(part)) for cause, part in done if abs(part) >= 1]
    return [f"{cause_words(library, cause)} ({part})" for cause, part in shown][:MAIN]


def _change(difference: Difference | None, codes: Sequence[str]) -> Change | None:
    if difference is None or not {*codes} <= {*difference.codes}:
        return None
    return difference.of(codes)


def cause_rows(library: Library, difference: Difference | None, code: str) -> list[list[str]]:
    """What each cause of a change did, in cents, for one municipality; nothing where nothing changed."""
    change = _change(difference, [code])
    if change is None or not change.difference:
        return []
    return [[cause_words(library, c), number(part, 2)] for c, part in change.in_cents().items() if part]


def _mark(stream: Stream) -> str:
    """How sure an amount is, as `status` has it: "" where it is official."""
    return max(map(mark, stream.sure))


def _decimals(value: Fraction) -> int:
    return 0 if value.denominator == 1 else 2


def _per(share: Share) -> str:
    return NO_VALUE if share.per_inhabitant is None else number(share.per_inhabitant, 2)


def per_cent(value: Fraction | None, decimals: int) -> str:
    """A part of a whole in percent."""
    return NO_VALUE if value is None else f"{number(value * PER_CENT, decimals)}%"


def _signed(value: Fraction) -> str:
    text = number(value, 0)
    return f"+{text}" if value > 0 else text
