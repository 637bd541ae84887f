"""The commands `verdeel scenario ...`: what if some figure, input, rule or municipality were another one."""

from pathlib import Path

import click

from tables.command.engines import engine_options, how
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
    """Wat als? Een scenario wijzigt cijfers, gegevens, regels of gemeenten, en zegt dat bij elke waarde.

    \b
    Voorbeelden:
      verdeel scenario list
      verdeel scenario factor-1-procent-hoger
      verdeel scenario factor-1-procent-hoger septembercirculaire-2024
      verdeel scenario factor-1-procent-hoger septembercirculaire-2024 --out uit
      verdeel publish septembercirculaire-2024 --scenario factor-1-procent-hoger --out uit
    """


@scenario_group.command("list")
@data_option
def list_command(data: Path | None) -> None:
    """Alle scenario's die er zijn, meegeleverd en in een eigen map."""
    from tables.command import scenario_runs as runs  # noqa: PLC0415 - only where it is asked

    runs.list_scenarios(data)


@scenario_group.command(OF_ITSELF)
@click.argument("scenario", metavar="NAAM[+NAAM]")
@click.argument("publication", required=False, shell_complete=complete)
@year_option
@click.option("--gemeente", default="", help="Alleen deze gemeente (naam of code).")
@click.option("--legal-text", is_flag=True, help="Als wetstekst: elk artikel zoals het dan luidt.")
@click.option("--out", type=FOLDER, help="Schrijf hier ook een werkmap, of de wetstekst.")
@data_option
@strict_option
def show_command(
    scenario: str,
    publication: str | None,
    year: int | None,
    gemeente: str,
    legal_text: bool,  # noqa: FBT001 - click hands it over by name
    out: Path | None,
    data: Path | None,
) -> None:
    """Toon wat NAAM[+NAAM] in PUBLICATIE verandert, en wat dat met elke gemeente doet.

    De lijst "wat dit verandert" heeft elke waarde zoals zij was en is, wie dat zegt en hoe zeker het is. Met
    --out komt er een werkmap met elke gemeente voor en na. Met --legal-text staat er welk artikel hoe wordt
    gewijzigd, en hoe het dan luidt. Zonder PUBLICATIE: wat de scenario's zeggen.

    \b
    Voorbeelden:
      verdeel scenario factor-1-procent-hoger septembercirculaire-2024 --gemeente Gouda
      verdeel scenario factor-1-procent-hoger septembercirculaire-2024 --legal-text
      verdeel scenario basis septembercirculaire-2024
    """
    from tables.command import scenario_runs as runs  # noqa: PLC0415 - only where it is asked

    if legal_text:
        runs.legal_text(scenario, publication, year, out, data)
        return
    runs.show(scenario, publication, year, gemeente, out, data)


@scenario_group.command("worlds")
@click.argument("scenario", metavar="NAAM[+NAAM]")
@click.argument("publication", shell_complete=complete)
@click.option("--out", required=True, type=FOLDER, help="De map voor de bestanden.")
@click.option(
    "--draws", type=click.IntRange(min=1), default=1000, show_default=True, help="Hoe vaak wordt geloot."
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="Een ander begingetal loot andere getallen."
)
@year_option
@click.option(
    "--to", "last", type=int, help="Ook elk later jaar tot en met dit, zoals verdeel years het geeft."
)
@click.option("--law", type=int, help="Reken latere jaren met de regels van dit jaar, niet met hun eigen.")
@click.option(
    "--balances", "closing", is_flag=True, help="Schrijf ook de balans van elke pot in elke wereld (parquet)."
)
@click.option(
    "--stretch",
    type=click.IntRange(1),
    default=1000,
    show_default=True,
    help="Zoveel werelden zijn een deel, van elk jaar apart.",
)
@engine_options
@data_option
@strict_option
def worlds_command(
    scenario: str,
    publication: str,
    out: Path,
    draws: int,
    seed: int,
    year: int | None,
    last: int | None,
    law: int | None,
    closing: bool,  # noqa: FBT001 - an option
    stretch: int,
    engine: str,
    workers: int,
    address: str,
    resume: bool,  # noqa: FBT001 - an option
    data: Path | None,
) -> None:
    """Bereken PUBLICATIE in elke wereld die NAAM[+NAAM] opspant, en hoe ver de bedragen uiteenlopen.

    Wat een scenario varieert is een rooster; wat het loot, wordt op elk punt daarvan geloot. Een wereld loopt
    door alle jaren. Schrijft elk bedrag in elke wereld (een map met parquet per uitkeringsjaar), wat in elke
    wereld anders is (parquet), en een werkmap met de spreiding per gemeente. Hetzelfde begingetal (--seed)
    loot dezelfde getallen.

    \b
    Voorbeelden:
      verdeel scenario worlds onzekere-cijfers septembercirculaire-2024 --out uit
      verdeel scenario worlds onzekere-cijfers septembercirculaire-2024 --draws 200 --seed 7 --out uit
      verdeel scenario worlds onzekere-cijfers meicirculaire-2024 --to 2048 --balances --out uit
      verdeel scenario worlds onzekere-cijfers meicirculaire-2024 --to 2048 --engine processes --out uit
    """
    from tables.command import scenario_worlds as runs  # noqa: PLC0415 - only where it is asked

    asked = runs.Asked(draws, seed, year, last, law, closing)
    runs.worlds(
        scenario, publication, out, asked, how(engine, workers, address, stretch, resume=resume), data
    )


@scenario_group.command("carry")
@click.argument("name")
@click.option(
    "--from", "source", required=True, shell_complete=complete, help="De publicatie waarvoor het was."
)
@click.option("--to", "target", required=True, shell_complete=complete, help="De volgende publicatie.")
@click.option("--year", type=int, help="Het uitkeringsjaar, als de publicaties er meer hebben.")
@click.option("--to-year", type=int, help="Dat van de volgende publicatie, als dat een ander is.")
@click.option("--out", type=FOLDER, help="Schrijf het meegenomen scenario hier, als NAAM-PUBLICATIE.toml.")
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
    """Neem scenario NAAM mee naar de volgende publicatie, met een lijst van wat eronder is veranderd.

    Wat van de ene publicatie is gezegd, wordt van de volgende gezegd; wat vermenigvuldigt of optelt gaat mee
    met waar het op is gebaseerd, en een waarde blijft. Met --out wordt het meegenomen scenario geschreven,
    onder een eigen naam.

    \b
    Voorbeelden:
      verdeel scenario carry factor-1-procent-hoger --from meicirculaire-2023 --to septembercirculaire-2024
    """
    from tables.command import scenario_runs as runs  # noqa: PLC0415 - only where it is asked

    runs.carry(name, (source, target), (year, to_year or year), out, data)
