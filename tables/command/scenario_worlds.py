"""What `verdeel scenario worlds` does: a publication in every world of a stack of scenarios."""

import gc
import sys
from pathlib import Path

import click
import polars as pl
from attrs import frozen

from allocation.errors import InputError
from allocation.worlds import BATCH
from rules import Outcome, Workspace
from rules.parts.engines import How
from rules.runs.rulebooks import publication as found
from rules.scenarios import world_parts
from rules.scenarios.known import stack
from rules.scenarios.spread import computed
from rules.scenarios.stack import with_scenarios
from rules.scenarios.worlds import Span, span
from tables import asides, writing
from tables.command.onward import onward
from tables.command.options import echo
from tables.command.refusals import looked_at
from tables.file_names import file_stem
from tables.listing import as_text
from tables.reading.spreadsheets import read_table
from tables.scenario import spread
from tables.scenario.worlds_receipt import receipt
from tables.workbook import xlsx
from tables.years.report import told


@frozen
class Asked:
    """What is asked of many worlds: how many draws from which seed, of one year or on to a later one."""

    draws: int
    seed: int
    year: int | None
    last: int | None
    law: int | None
    closing: bool


@frozen
class Made:
    """What came of all years, in their order, and the files with amounts."""

    years: list[spread.Year]
    done: list[world_parts.Done]
    closings: list[pl.DataFrame]
    parts: dict[str, Path]


def worlds(text: str, publication: str, out: Path, asked: Asked, how: How, data: Path | None) -> None:
    """Compute a publication in every world of a stack; write the amounts, and how far apart they are."""
    space = Workspace.open(data, read_table)
    chosen = stack(space.library, text)
    outcomes, of_later = _years(space, text, publication, asked)
    asides.tell(space, looked_at(outcomes))
    spanned = span(chosen, outcomes, asked.draws, asked.seed)
    stem = f"{file_stem(outcomes)}-werelden"
    with writing.room(out) as room, world_parts.room(out.joinpath(f"{stem}-delen")) as folder:
        made = _computed(spanned, outcomes, (room, folder), stem, asked, how)
        files = {
            f"{stem}.xlsx": xlsx.render(spread.workbook(spanned, made.years, asked.seed, of_later)),
            f"{stem}-cijfers.parquet": spread.parquet(spread.numbers(spanned)),
        }
        if asked.closing:
            files[f"{stem}-balansen.parquet"] = spread.parquet(pl.concat(made.closings))
        said = receipt(text, spanned, asked.seed, made.done, {**files, **made.parts})
        files[f"{stem}.receipt.json"] = said
        gone = [path for path in _parts_of(out, stem) if path not in made.parts]
        writing.write({**files, **made.parts}, out, gone)
    echo([*as_text(spread.summary(made.years)), *filter(None, [spread.done_again(made.years), of_later])])
    echo([f"uitkomst: {world_parts.outcome_of(made.done)}"])
    echo(f"geschreven: {out.joinpath(name)}" for name in (*files, f"{stem}/"))


def _computed(
    spanned: Span, outcomes: list[Outcome], folders: tuple[Path, Path], stem: str, asked: Asked, how: How
) -> Made:
    """Every year, as its parts are done: what is shown of it, and its amounts in files of so many worlds."""
    room, folder = folders
    found: dict[int, tuple[spread.Year, world_parts.Done, pl.DataFrame, dict[str, Path]]] = {}
    with click.progressbar(length=spanned.runs(outcomes), file=sys.stderr) as bar:
        for done in world_parts.years(spanned, outcomes, folder, how, bar.update, closing=asked.closing):
            one = computed(spanned, done.outcome, done.amounts())
            year = done.outcome.prepared.year.year
            parts = spread.Parts(room, stem, year)
            for rows in one.stretches(BATCH):
                parts.add(rows)
            found[year] = spread.year_of(one), done, one.closings, parts.content
            del one
            gc.collect()  # a command runs without it: what a year had is to go before the next
    years, every, closings, content = zip(*(found[year] for year in sorted(found)), strict=True)
    return Made(
        [*years], [*every], [*closings], {name: path for each in content for name, path in each.items()}
    )


def _years(space: Workspace, text: str, publication: str, asked: Asked) -> tuple[list[Outcome], str]:
    """The years of the publication, or one of them; or from there on to a later one, and what those are."""
    if asked.last is None and asked.law is None:
        return with_scenarios(space, text).outcomes(publication, asked.year), ""
    further = onward(space, publication, asked.year, asked.last, asked.law)
    try:
        above = with_scenarios(further.space(space), text)
        known = [one.year for one in found(above.library, publication).years if one.year in further.years]
        outcomes = [above.outcome(publication, year) for year in known]
    except InputError as error:
        raise further.refused(error) from None
    return outcomes, told(outcomes, further.last, asked.law)


def _parts_of(out: Path, stem: str) -> list[str]:
    """The parts that an earlier run left: not one of them may stay beside those of this run."""
    return [str(path.relative_to(out)) for path in sorted(out.glob(f"{stem}/uitkeringsjaar=*/*.parquet"))]
