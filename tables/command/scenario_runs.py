"""What the commands `verdeel scenario ...` do: loaded only where one of them is asked."""

import gc
import sys
from pathlib import Path

import click
import polars as pl
from attrs import frozen

from allocation.errors import InputError, Problem
from rules import Outcome, Workspace
from rules.analysis.compare import compare_publications
from rules.runs.rulebooks import publication as found
from rules.runs.rulebooks import years
from rules.scenarios.carry import carried_text, moved, named, refuse_elsewhere
from rules.scenarios.changes import changes, unread
from rules.scenarios.known import scenarios, stack
from rules.scenarios.schema import Scenario
from rules.scenarios.spread import computed
from rules.scenarios.stack import with_scenarios
from rules.scenarios.worlds import span
from rules.territory.naming import find
from tables import asides, writing
from tables.command.onward import onward
from tables.command.options import echo
from tables.command.refusals import looked_at
from tables.comparing import report
from tables.file_names import file_stem
from tables.listing import as_text
from tables.publication.report import publication_lines
from tables.reading.spreadsheets import read_table
from tables.scenario import spread
from tables.scenario.amendment import amendment
from tables.scenario.carried import moved_lines
from tables.scenario.sheets import Effects, workbook
from tables.scenario.words import change_lines, scenario_words, stated_lines
from tables.workbook import xlsx
from tables.years.report import told


def list_scenarios(data: Path | None) -> None:
    """Print every scenario."""
    echo(f"{name}  {scenario_words(one)}" for name, one in scenarios(data).items())


def show(
    text: str, publication: str | None, year: int | None, gemeente: str, out: Path | None, data: Path | None
) -> None:
    """Print what a stack of scenarios changes in a publication, and what that does; or what they say."""
    space = Workspace.open(data, read_table)
    chosen = stack(space.library, text)
    above = with_scenarios(space, text)
    if publication and chosen:
        _effects(above, chosen, publication, year, gemeente, out)
        return
    echo(stated_lines(chosen, above.library))
    if publication:
        echo(publication_lines(above.outcomes(publication, year)))


def legal_text(
    text: str, publication: str | None, year: int | None, out: Path | None, data: Path | None
) -> None:
    """Print a stack of scenarios as an amendment of the articles behind a publication; write it as a text."""
    if not publication:
        found_none = "geen publicatie: een artikel heeft cijfers van een publicatie"
        raise InputError([Problem("--legal-text", found_none, "NAAM PUBLICATIE --legal-text")])
    space = Workspace.open(data, read_table)
    chosen = stack(space.library, text)
    above = with_scenarios(space, text)
    outcomes = looked_at(above.outcomes(publication, year))
    asides.tell(space, outcomes)
    if chosen:
        lines = [line for effects in _changed(above, publication, year) for line in _as_law(chosen, effects)]
    else:
        lines = [line for outcome in outcomes for line in amendment(outcome, outcome, [])]
    echo(lines)
    if out:
        name = f"{file_stem(outcomes)}-wettekst.txt"
        paths = writing.write({name: "\n".join(lines).encode()}, out)
        echo(f"geschreven: {path}" for path in paths)


def _as_law(chosen: list[Scenario], effects: Effects) -> list[str]:
    compared, altered = effects.comparison, effects.altered
    text = amendment(compared.before, compared.after, altered)
    return [*text, "", *change_lines(chosen, altered, effects.unread, compared), ""]


def _changed(space: Workspace, publication: str, year: int | None) -> list[Effects]:
    """What scenarios change in each year of a publication."""
    made: list[Effects] = []
    for one in years(found(space.library, publication), year):
        comparison = compare_publications(space, publication, publication, one.year)
        altered = changes(comparison.before, comparison.after)
        made.append(Effects(comparison, altered, unread(comparison.after, altered)))
    return made


def _effects(
    space: Workspace,
    chosen: list[Scenario],
    publication: str,
    year: int | None,
    gemeente: str,
    out: Path | None,
) -> None:
    """Print what is changed and what it does; with a folder, write it as a workbook."""
    made = _changed(space, publication, year)
    asides.tell(space, looked_at([effects.comparison.after for effects in made]))
    for effects in made:
        after = effects.comparison.after.prepared
        code = find(after.territory, gemeente) if gemeente else ""
        echo(change_lines(chosen, effects.altered, effects.unread, effects.comparison))
        echo(["", "Wat dat doet", *report.lines(effects.comparison, code)])
    if out:
        name = f"{file_stem([effects.comparison.after for effects in made])}-verschil.xlsx"
        content = {name: xlsx.render(workbook(chosen, made))}
        echo(f"geschreven: {path}" for path in writing.write(content, out))


@frozen
class Asked:
    """What is asked of many worlds: how many draws from which seed, of one year or on to a later one."""

    draws: int
    seed: int
    year: int | None
    last: int | None
    law: int | None
    closing: bool


def worlds(text: str, publication: str, out: Path, asked: Asked, data: Path | None) -> None:
    """Compute a publication in every world of a stack; write the amounts, and how far apart they are."""
    space = Workspace.open(data, read_table)
    chosen = stack(space.library, text)
    outcomes, of_later = _asked_years(space, text, publication, asked)
    asides.tell(space, looked_at(outcomes))
    spanned = span(chosen, outcomes, asked.draws, asked.seed)
    stem = f"{file_stem(outcomes)}-werelden"
    shown, content, ends = [], {}, []
    with writing.room(out) as made:
        with click.progressbar(length=spanned.runs(outcomes), file=sys.stderr) as bar:
            for outcome in outcomes:
                parts = spread.Parts(made, stem, outcome.prepared.year.year)
                one = computed(spanned, outcome, bar.update, parts.add, closing=asked.closing)
                shown.append(spread.year_of(one))
                ends.append(one.closings)
                content.update(parts.content)
                del one
                gc.collect()  # a command runs without it: what a year had is to go before the next
        files = {
            f"{stem}.xlsx": xlsx.render(spread.workbook(spanned, shown, asked.seed, of_later)),
            f"{stem}-cijfers.parquet": spread.parquet(spread.numbers(spanned)),
        }
        if asked.closing:
            files[f"{stem}-balansen.parquet"] = spread.parquet(pl.concat(ends))
        gone = [path for path in _parts_of(out, stem) if path not in content]
        writing.write({**files, **content}, out, gone)
    echo([*as_text(spread.summary(shown)), *filter(None, [spread.done_again(shown), of_later])])
    echo(f"geschreven: {out.joinpath(name)}" for name in (*files, f"{stem}/"))


def _asked_years(space: Workspace, text: str, publication: str, asked: Asked) -> tuple[list[Outcome], str]:
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


def carry(
    name: str,
    publications: tuple[str, str],
    years_of: tuple[int | None, int | None],
    out: Path | None,
    data: Path | None,
) -> None:
    """Print what moved under a scenario from the one publication to the other; write it for the other."""
    (source, target), (year, to_year) = publications, years_of
    space = Workspace.open(data, read_table)
    scenario = named(scenarios(data), name)
    before, after = space.outcome(source, year), space.outcome(target, to_year or year)
    echo(moved_lines(moved(space, scenario, before, after), source, target))
    if out:
        refuse_elsewhere(scenario, out)
        new = f"{name}-{target}"
        content = {f"{new}.toml": carried_text(scenario, source, target, new).encode()}
        echo(f"geschreven: {path}" for path in writing.write(content, out))
