"""The commands `verdeel scenario ...`: what if some figure, input, rule or municipality were another one."""

import sys
from pathlib import Path

import click

from rules import Workspace
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
from tables.command.options import FOLDER, complete, data_option, echo, strict_option, year_option
from tables.command.refusals import looked_at
from tables.comparing import report
from tables.file_names import file_stem
from tables.listing import as_text
from tables.publication.report import publication_lines
from tables.reading.spreadsheets import read_table
from tables.scenario import spread
from tables.scenario.carried import moved_lines
from tables.scenario.sheets import Effects, workbook
from tables.scenario.words import change_lines, scenario_words, stated_lines
from tables.workbook import xlsx

OF_ITSELF = "show"


class OrAStack(click.Group):
    """A group of which the first word is one of its commands, or else a stack of scenarios to show."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant."""
        known = args[0] in self.commands or args[0].startswith("-")
        return super().resolve_command(ctx, args if known else [OF_ITSELF, *args])


@click.group("scenario", cls=OrAStack)
def scenario_group() -> None:
    """What if? A scenario changes figures, inputs, rules or municipalities, and says so of each value.

    \b
    Examples:
      verdeel scenario list
      verdeel scenario factor-1-procent-hoger
      verdeel scenario factor-1-procent-hoger septembercirculaire-2024
      verdeel scenario factor-1-procent-hoger septembercirculaire-2024 --out uit
      verdeel publish septembercirculaire-2024 --scenario factor-1-procent-hoger --out uit
    """


@scenario_group.command("list")
@data_option
def list_command(data: Path | None) -> None:
    """Every scenario there is, shipped and in a folder of your own."""
    echo(f"{name}  {scenario_words(one)}" for name, one in scenarios(data).items())


@scenario_group.command(OF_ITSELF)
@click.argument("scenario", metavar="NAME[+NAME]")
@click.argument("publication", required=False, shell_complete=complete)
@year_option
@click.option("--gemeente", default="", help="Only this municipality (name or code).")
@click.option("--out", type=FOLDER, help="Write a workbook here too.")
@data_option
@strict_option
def show_command(
    scenario: str,
    publication: str | None,
    year: int | None,
    gemeente: str,
    out: Path | None,
    data: Path | None,
) -> None:
    """What NAME[+NAME] changes in PUBLICATION, and what that does to every municipality.

    The list "wat dit verandert" has every value as it was and as it is, who says so and how sure it is. With
    --out a workbook has every municipality before and after. Without PUBLICATION: what the scenarios say.

    \b
    Examples:
      verdeel scenario factor-1-procent-hoger septembercirculaire-2024 --gemeente Gouda
      verdeel scenario basis septembercirculaire-2024
    """
    space = Workspace.open(data, read_table)
    chosen = stack(space.library, scenario)
    above = with_scenarios(space, scenario)
    if publication:
        _effects(above, chosen, publication, year, gemeente, out)
        return
    echo(stated_lines(chosen, above.library))


def _effects(
    space: Workspace,
    chosen: list[Scenario],
    publication: str,
    year: int | None,
    gemeente: str,
    out: Path | None,
) -> None:
    """Print what is changed and what it does; with a folder, write it as a workbook."""
    moments = years(found(space.library, publication), year)
    if not chosen:
        echo([*stated_lines(chosen, space.library), *publication_lines(space.outcomes(publication, year))])
        return
    made: list[Effects] = []
    for one in moments:
        comparison = compare_publications(space, publication, publication, one.year)
        altered = changes(comparison.before, comparison.after)
        made.append(Effects(comparison, altered, unread(comparison.after, altered)))
    asides.tell(space, looked_at([effects.comparison.after for effects in made]))
    for effects in made:
        after = effects.comparison.after.prepared
        code = find(after.territory, gemeente) if gemeente else ""
        echo(change_lines(chosen, effects.altered, effects.unread, effects.comparison))
        echo(["", "Wat dat doet", *report.lines(effects.comparison, code)])
    if out:
        name = f"{file_stem([effects.comparison.after for effects in made])}-verschil.xlsx"
        content = {name: xlsx.render(workbook(chosen, made))}
        echo(f"written: {path}" for path in writing.write(content, out))


@scenario_group.command("worlds")
@click.argument("scenario", metavar="NAME[+NAME]")
@click.argument("publication", shell_complete=complete)
@click.option("--out", required=True, type=FOLDER, help="Where the files go.")
@click.option(
    "--draws", type=click.IntRange(min=1), default=1000, show_default=True, help="How often is drawn."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed draws other numbers.")
@year_option
@data_option
@strict_option
def worlds_command(
    scenario: str, publication: str, out: Path, draws: int, seed: int, year: int | None, data: Path | None
) -> None:
    """Compute PUBLICATION in every world that NAME[+NAME] spans, and how far apart the amounts are.

    What a scenario varies is a grid; what it draws is drawn at every point of it. Writes every amount in
    every world (parquet), what is other in each world (parquet), and a workbook with the spread per
    municipality. The same seed draws the same numbers.

    \b
    Examples:
      verdeel scenario worlds onzekere-cijfers septembercirculaire-2024 --out uit
      verdeel scenario worlds onzekere-cijfers septembercirculaire-2024 --draws 200 --seed 7 --out uit
    """
    space = Workspace.open(data, read_table)
    chosen = stack(space.library, scenario)
    outcomes = with_scenarios(space, scenario).outcomes(publication, year)
    asides.tell(space, looked_at(outcomes))
    worlds = span(chosen, outcomes, draws, seed)
    with click.progressbar(length=worlds.runs(outcomes), file=sys.stderr) as bar:
        years = [computed(worlds, outcome, bar.update) for outcome in outcomes]
    stem = f"{file_stem(outcomes)}-werelden"
    content = {
        f"{stem}.xlsx": xlsx.render(spread.workbook(worlds, years, seed)),
        f"{stem}.parquet": spread.parquet(spread.amounts(years)),
        f"{stem}-cijfers.parquet": spread.parquet(spread.numbers(worlds)),
    }
    paths = writing.write(content, out)
    echo(as_text(spread.summary(years)))
    echo(f"written: {path}" for path in paths)


@scenario_group.command("carry")
@click.argument("name")
@click.option("--from", "source", required=True, shell_complete=complete, help="The publication it was for.")
@click.option("--to", "target", required=True, shell_complete=complete, help="The next publication.")
@click.option("--year", type=int, help="The uitkeringsjaar, where the publications have more than one.")
@click.option("--to-year", type=int, help="That of the next publication, where it is another one.")
@click.option("--out", type=FOLDER, help="Write the carried scenario here, as NAME-PUBLICATION.toml.")
@data_option
def carry_command(
    name: str,
    source: str,
    target: str,
    year: int | None,
    to_year: int | None,
    out: Path | None,
    data: Path | None,
) -> None:
    """Carry scenario NAME to the next publication, with a list of what moved under it.

    What is said of the one publication is said of the next; what multiplies or adds goes along with what it
    is based on, and a value stays. With --out the carried scenario is written, under a name of its own.

    \b
    Examples:
      verdeel scenario carry factor-1-procent-hoger --from meicirculaire-2023 --to septembercirculaire-2024
    """
    space = Workspace.open(data, read_table)
    scenario = named(scenarios(data), name)
    before, after = space.outcome(source, year), space.outcome(target, to_year or year)
    echo(moved_lines(moved(space, scenario, before, after), source, target))
    if out:
        refuse_elsewhere(scenario, out)
        new = f"{name}-{target}"
        content = {f"{new}.toml": carried_text(scenario, source, target, new).encode()}
        echo(f"written: {path}" for path in writing.write(content, out))
