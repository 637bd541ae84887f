"""What the guard found, in Dutch: promises that hold or do not, and what stands out in the figures."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from rules import Outcome
from rules.analysis.contracts import Contract
from rules.analysis.guard import Finding, Kind
from rules.territory.naming import names_by_code
from tables.labels import label, publication_year
from tables.words import first_few, number, plural

CAUSES: Mapping[Kind, str] = {
    Kind.MOVED: "is geteld als {other} (een groep onder een andere noemer?)",
    Kind.CONSTANT: "heeft overal dezelfde waarde, {value} (opgevuld?)",
    Kind.EXCHANGED: "is van twee gemeenten verwisseld",
    Kind.WHOLE: "is over de hele linie {value} keer zo veel (een andere eenheid of grondslag?)",
    Kind.ONE: "is {value} keer wat te verwachten was (een verkeerde grondslag?)",
}


def contract_lines(found: Sequence[Contract]) -> Iterator[str]:
    """A line for each promise."""
    for one in found:
        if one.broken:
            yield f"  GEBROKEN: {one.sentence}: niet bij {first_few(one.broken)}"
        elif not one.tried:
            yield f"  hier niet van toepassing: {one.sentence}"
        else:
            yield f"  houdt: {one.sentence} ({one.tried} keer geprobeerd)"


def finding_lines(now: Outcome, before: Outcome | None, found: Sequence[Finding]) -> Iterator[str]:
    """A line for each thing that stands out, the cause that explains most first."""
    if before is None:
        yield "  geen eerdere publicatie om de gegevens mee te vergelijken"
        return
    yield f"  gegevens naast {publication_year(before)}: {_count(found)}"
    yield from (f"  {line(now, one)}" for one in found)


def _count(found: Sequence[Finding]) -> str:
    return plural(len(found), "ding valt op", "dingen vallen op") if found else "niets valt op"


def line(now: Outcome, one: Finding) -> str:
    """What stands out, in a sentence."""
    names = names_by_code(now.prepared.territory)
    what = label(now, one.name)[0]
    other = label(now, one.other)[0] if one.other else ""
    cause = CAUSES[one.kind].format(other=other, value=_times(one.value))
    whom = first_few([f"{names[code]} ({code})" for code in one.codes])
    who = f" bij {plural(len(one.codes), 'gemeente', 'gemeenten')}: {whom}" if one.codes else ""
    return f"{what} {cause}; {number(one.part * 100, 2)}% van het land{who}"


def _times(value: Fraction) -> str:
    return number(value, 0 if value.denominator == 1 else 2)
