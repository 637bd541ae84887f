"""The commands `verdeel scenario ...`: what if some figure, input, rule or municipality were another one."""

from pathlib import Path

import click

from tables.command.options import FOLDER, complete, data_option, strict_option, year_option

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
    from tables.command import scenario_runs as runs  # noqa: PLC0415 - only where it is asked

    runs.list_scenarios(data)


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
    from tables.command import scenario_runs as runs  # noqa: PLC0415 - only where it is asked

    runs.show(scenario, publication, year, gemeente, out, data)


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
    from tables.command import scenario_runs as runs  # noqa: PLC0415 - only where it is asked

    runs.worlds(scenario, publication, out, draws, seed, year, data)


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
    from tables.command import scenario_runs as runs  # noqa: PLC0415 - only where it is asked

    runs.carry(name, (source, target), (year, to_year or year), out, data)
