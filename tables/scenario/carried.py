"""What moved under a scenario that is carried to the next circular, in Dutch."""

from collections.abc import Iterator, Sequence

from rules.scenarios.carry import At, Moved
from tables.listing import as_text
from tables.scenario.words import KINDS, bare

HEADER = ("soort", "wat", "eenheid", "was, zonder", "was, met", "wordt, zonder", "wordt, met", "")


def moved_lines(rows: Sequence[Moved], source: str, target: str) -> list[str]:
    """A row per figure and input: without and with the scenario, in the one circular and in the next."""
    heading = f"Van {source} naar {target}, zonder en met het scenario:"
    return [heading, *(f"  {line}" for line in as_text([HEADER, *map(_row, rows)]))]


def _row(row: Moved) -> tuple[str, ...]:
    return KINDS[row.kind], row.label, row.unit, *_at(row.before), *_at(row.after), _said(row)


def _at(at: At) -> Iterator[str]:
    return ("-" if value is None else bare(value) for value in (at.base, at.mine))


def _said(row: Moved) -> str:
    """What became of it."""
    if row.after.base is None and row.after.mine is None:
        return "berust hier geen bedrag op, of telt niet op"
    if row.before.base == row.after.base:
        return "onveranderd"
    return "de basis is gewijzigd, uw waarde blijft" if row.stays else "gaat mee"
