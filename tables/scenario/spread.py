"""Many worlds: every amount as parquet, and how far apart they are per municipality as a workbook."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from io import BytesIO
from pathlib import Path

import polars as pl
from attrs import define, field, frozen

from allocation.column import of_fractions
from allocation.quantiles import QUANTILES
from allocation.units import Unit
from rules import Outcome
from rules.scenarios import world_runs
from rules.scenarios.spread import Computed, Spread, group_rows, spreads
from rules.scenarios.worlds import Dimension, Span
from tables.comparing.report import titled
from tables.labels import label, reservations, warning
from tables.scenario.words import bare
from tables.words import in_words, listed, plural
from tables.workbook.fields import Field, block
from tables.workbook.model import CellValue, Sheet, Workbook, warned
from tables.workbook.names import sheet_name, with_names_of_their_own

NOTE = (
    "Elk bedrag is dat van één van de werelden: bij p10 heeft een tiende ervan dat bedrag of minder. "
    "De spreiding komt alleen van wat hieronder varieert: al het andere staat vast, ook wat niet zeker is."
)
KINDS = {"figure": "cijfer", "input": "gegeven per gemeente"}


def parquet(frame: pl.DataFrame) -> bytes:
    """A frame as the bytes of a parquet file."""
    out = BytesIO()
    frame.write_parquet(out)
    return out.getvalue()


@define
class Parts:
    """Files of one year, one for so many worlds at a time, made in `room`.

    `content` has them by the path that they get in the folder of the user.
    """

    room: Path
    folder: str
    year: int
    content: dict[str, Path] = field(factory=dict)

    def add(self, rows: pl.DataFrame) -> None:
        """Write the rows of some worlds."""
        first, last = rows["world"][0], rows["world"][-1]
        name = f"{self.folder}/uitkeringsjaar={self.year}/{first}-tot-en-met-{last}.parquet"
        path = self.room.joinpath(f"{self.year}-{len(self.content)}.parquet")
        rows.drop("uitkeringsjaar").write_parquet(path, row_group_size=group_rows(rows))
        self.content[name] = path


@frozen(eq=False)
class Year:
    """What is shown of one year: how far each amount goes; the amounts themselves are in files by then."""

    outcome: Outcome
    worlds: int
    failed: Mapping[str, str]
    again: int
    spreads: Mapping[str, Sequence[Spread]]


def year_of(one: Computed) -> Year:
    """What is shown of a year that was computed."""
    rules = [name for name in one.outcome.prepared.year.amounts if name in one.frame.columns]
    return Year(one.outcome, one.worlds, one.failed, one.again, {rule: spreads(one, rule) for rule in rules})


def numbers(worlds: Span) -> pl.DataFrame:
    """What is other in each world: a row per world, and a column per figure or input that varies."""
    columns = {one.name: of_fractions(values).shown for one, values in worlds.numbers().items()}
    return pl.DataFrame({"world": worlds.names, **columns})


def summary(years: Sequence[Year]) -> list[tuple[str, ...]]:
    """Per amount and year, for the country: rows for a terminal, the header first."""
    rows: list[tuple[str, ...]] = [("uitkeringsjaar", "bedrag", "zonder variatie", *QUANTILES)]
    for one in years:
        for rule, found in one.spreads.items():
            together = found[0]
            shown = [in_words(Fraction(value)) for value in (together.base, *together.values.values())]
            rows.append((str(together.year), label(one.outcome, rule)[0], *shown))
    return rows


def done_again(years: Sequence[Year]) -> str:
    """In how many worlds a bound left a rounding or a choice open, so that fractions decided."""
    found = [
        f"{plural(one.again, 'wereld', 'werelden')} van {one.outcome.prepared.year.year}"
        for one in years
        if one.again
    ]
    return (
        f"Op breuken nagerekend, omdat een afronding anders niet vaststond: {listed(found)}." if found else ""
    )


def workbook(worlds: Span, years: Sequence[Year], seed: int, of_later: str) -> Workbook:
    """What varies, and per amount how far every municipality goes in each year."""
    rules = dict.fromkeys(rule for one in years for rule in one.spreads)
    sheets = [_varied(worlds, years, seed), *(_sheet(years, rule) for rule in rules)]
    every = [one.outcome for one in years]
    told = [of_later, *reservations(every)] if of_later else [warning(outcome) for outcome in every]
    above = "\n".join(dict.fromkeys(told))
    title = f"Spreiding: {titled(years[0].outcome)}"
    return Workbook(title, "Verdeelsleutel", warned(with_names_of_their_own(sheets), above))


def _varied(worlds: Span, years: Sequence[Year], seed: int) -> Sheet:
    every = [*worlds.varied, *worlds.draws]
    failed = {name: error for one in years for name, error in one.failed.items()}
    said = f"{plural(len(worlds.names), 'wereld', 'werelden')}"
    if worlds.draws:
        said += f", getrokken met beginwaarde {seed}"
    if told := done_again(years):
        said += f". {told.rstrip('.')}"
    if failed:
        name, error = next(iter(failed.items()))
        said += f"; {len(failed)} zijn niet te berekenen, de eerste ({name}): {error}"
    return Sheet(
        name="Wat varieert",
        title="Wat varieert, en wat daarmee is berekend",
        subtitle=f"{titled(years[0].outcome)}\n{said}.\n{NOTE}",
        blocks=[block("varieert", _fields(worlds, years, {one.name for one in worlds.draws}), every)],
    )


def _fields(worlds: Span, years: Sequence[Year], drawn: set[str]) -> list[Field[Dimension]]:
    made = [world_runs.values(worlds, one.outcome) for one in years]

    def first(one: Dimension) -> Outcome:
        return next(year.outcome for year in years if one.name in year.outcome.prepared.case.statuses)

    return [
        Field("Scenario", lambda one: one.scenario, width=34),
        Field("Soort", lambda one: KINDS[one.kind], width=20),
        Field("Wat", lambda one: label(first(one), one.name)[0], width=44),
        Field("Hoe", lambda one: "getrokken" if one.name in drawn else "elke waarde", width=16),
        Field("Als factor", lambda one: "ja" if one.factor else "nee", width=12),
        Field("Kleinste", lambda one: bare(min(one.numbers)), width=14),
        Field("Grootste", lambda one: bare(max(one.numbers)), width=14),
        Field("Kleinste waarde", lambda one: _end(made, one, min), width=22),
        Field("Grootste waarde", lambda one: _end(made, one, max), width=22),
        Field("Status", lambda one: first(one).prepared.case.statuses[one.name], width=14),
    ]


def _end(
    made: Sequence[Mapping[str, Sequence[Fraction]]],
    one: Dimension,
    end: Callable[[Iterable[Fraction]], Fraction],
) -> str:
    """The smallest or largest value of a figure that was computed with; "" of an input per municipality."""
    every = [value for each in made for value in each.get(one.name, ())]
    return bare(end(every)) if every and one.kind == "figure" else ""


def _sheet(years: Sequence[Year], rule: str) -> Sheet:
    """Every municipality in every year: what it gets where nothing varies, and in the worlds."""
    those = [one for one in years if rule in one.spreads]
    (text, unit), numbers = label(those[0].outcome, rule), [one.outcome.prepared.year.year for one in those]
    span = f"uitkeringsjaar {numbers[0]}" if len(those) == 1 else f"{numbers[0]} tot en met {numbers[-1]}"
    short = those[0].outcome.prepared.case.book.rules[rule].short
    return Sheet(
        name=sheet_name(f"Spreiding {short}", numbers[0]),
        title=f"{text}, {span}: spreiding over {plural(those[0].worlds, 'wereld', 'werelden')}",
        subtitle=titled(those[0].outcome),
        blocks=[
            block(f"spreiding_{rule}", [*_columns(unit)], [row for one in those for row in one.spreads[rule]])
        ],
    )


def _columns(unit: Unit) -> Iterator[Field[Spread]]:
    yield Field("Uitkeringsjaar", lambda one: str(one.year), width=14)
    yield Field("Gemeentecode", lambda one: one.code, width=14)
    yield Field("Gemeente", lambda one: one.name, width=28)
    yield Field(f"Zonder variatie ({unit})", lambda one: one.base, 20, 0)
    for part in QUANTILES:
        yield Field(f"{part.capitalize()} ({unit})", partial(_part, part), 18, 0)


def _part(part: str, one: Spread) -> CellValue:
    return one.values[part]
