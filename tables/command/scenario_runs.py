"""What the commands `verdeel scenario ...` do: loaded only where one of them is asked."""

from pathlib import Path

from allocation.errors import InputError, Problem
from rules import Workspace
from rules.analysis.compare import compare_publications
from rules.runs.rulebooks import publication as found
from rules.runs.rulebooks import years
from rules.scenarios.carry import carried_text, moved, named, refuse_elsewhere
from rules.scenarios.changes import changes, unread
from rules.scenarios.known import scenarios, stack
from rules.scenarios.schema import Scenario
from rules.scenarios.stack import with_scenarios
from rules.territory.naming import find
from tables import asides, writing
from tables.command.options import echo
from tables.command.refusals import looked_at
from tables.comparing import report
from tables.file_names import file_stem
from tables.publication.report import publication_lines
from tables.reading.spreadsheets import read_table
from tables.scenario.amendment import amendment
from tables.scenario.carried import moved_lines
from tables.scenario.sheets import Effects, workbook
from tables.scenario.words import change_lines, scenario_words, stated_lines
from tables.workbook import xlsx


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
