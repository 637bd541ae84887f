"""The command `verdeel settle`: what was paid wrongly, put right over later years."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from allocation.errors import InputError, Problem
from rules import Outcome, Workspace
from rules.analysis.given_values import Changed, cell_named, refuse_out_of_bounds
from rules.runs.rulebooks import named_rule
from rules.territory.naming import find
from rules.territory.reorganisation import parse
from tables import asides, writing
from tables.command.options import complete, echo, strict_option, year_option
from tables.command.refusals import looked_at
from tables.command.values import typed_values
from tables.reading.spreadsheets import read_table

if TYPE_CHECKING:  # only where it is asked
    from rules.analysis.settlement import Correction

OWN = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("settle")
@click.argument("publication", shell_complete=complete)
@click.option("--over", required=True, metavar="JAREN", help="De jaren, zoals 2025-2027 of 2025,2027.")
@year_option
@click.option("--rule", help="Alleen dit bedrag, met naam of omschrijving.")
@click.option("--paid", type=OWN, help="De map met de gegevens waarop is betaald; anders wat is meegeleverd.")
@click.option("--right", type=OWN, help="De map met de juiste gegevens; anders wat is meegeleverd.")
@click.option(
    "--wrong", multiple=True, metavar="[GEMEENTE:]GEGEVEN=WAARDE", help="De foute waarde waarop is betaald."
)
@click.option("--spare", multiple=True, metavar="GEMEENTE", help="Wie niets hoeft terug te betalen.")
@click.option("--pot", default="", metavar="NAAM", help="Wie draagt wat gemeenten niet betalen of ontvangen.")
@click.option(
    "--closed", is_flag=True, help="Het budget was wat het was: breng wat juist is op wat is betaald."
)
@click.option(
    "--merge", "merges", multiple=True, metavar="A+B=C", help="Als A en B intussen samengaan: code C."
)
@click.option(
    "--split", "splits", multiple=True, metavar="A=B:DEEL,C:DEEL", help="Als A intussen wordt gesplitst."
)
@click.option(
    "--since", type=int, metavar="JAAR", help="Waarin --merge en --split ingaan; anders het eerste."
)
@click.option("--gemeente", default="", help="Alleen deze gemeente (naam of code).")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Schrijf hier ook een werkmap.")
@strict_option
def settle_command(
    publication: str,
    over: str,
    year: int | None,
    rule: str | None,
    paid: Path | None,
    right: Path | None,
    wrong: tuple[str, ...],
    spare: tuple[str, ...],
    pot: str,
    closed: bool,  # noqa: FBT001 - a flag of the command
    merges: tuple[str, ...],
    splits: tuple[str, ...],
    since: int | None,
    gemeente: str,
    out: Path | None,
) -> None:
    """Verreken wat van PUBLICATIE fout is betaald, over de genoemde jaren: elk jaar samen nul.

    Wat is betaald, volgt uit --paid (een map met de foute gegevens) of uit --wrong; wat juist is uit --right,
    of uit wat is meegeleverd. Ieder ontvangt of betaalt in elk jaar een gelijk deel, in hele euro's (of
    centen) met de grootste resten. Wie met --spare wordt ontzien, betaalt niets; wat dan niet op nul uitkomt,
    draagt de pot die --pot noemt. Wie intussen samengaat of wordt gesplitst, volgens de wet of met --merge en
    --split, geeft door wat nog te verrekenen is.

    \b
    Voorbeelden:
      verdeel settle septembercirculaire-2023 --wrong Gouda:GEGEVEN=300 --over 2025-2027
      verdeel settle septembercirculaire-2023 --wrong Gouda:GEGEVEN=1800 --over 2025-2027 --closed
      verdeel settle septembercirculaire-2023 --paid mijn-map --over 2025,2026 --spare Gouda --pot "Reserve"
      verdeel settle septembercirculaire-2023 --paid mijn-map --over 2025,2026 --merge "0513+0627=9001"
    """
    good = Workspace.open(right, read_table)
    bad = Workspace.open(paid, read_table) if paid else good
    now, was = good.outcome(publication, year), bad.outcome(publication, year)
    asides.tell(good, looked_at([now] if bad is good else [now, was]))
    mistakes = _mistakes(was, wrong)
    if not (paid or right or mistakes):
        raise click.UsageError(
            "geen fout: noem met --paid of --wrong waarop is betaald, of met --right wat juist is"
        )
    from rules.analysis.settlement import Terms, corrections  # noqa: PLC0415

    spared = [find(now.prepared.territory, who) for who in spare]
    terms = Terms(_years(over), spared, pot, closed, parse(merges, splits), since)
    made = corrections(was, now, mistakes, _amounts(now, rule), terms)
    later = {code for one in made for code in one.names}
    known = gemeente in later or not gemeente
    _show(made, gemeente if known else find(now.prepared.territory, gemeente), out)


def _amounts(outcome: Outcome, rule: str | None) -> Sequence[str]:
    """The amounts that are settled."""
    amounts, rules = outcome.prepared.year.amounts, outcome.prepared.case.book.rules
    return [named_rule({name: rules[name] for name in amounts}, rule)] if rule else amounts


def _show(made: "Sequence[Correction]", code: str, out: Path | None) -> None:
    from tables.file_names import question_name  # noqa: PLC0415
    from tables.questions import settlement as shown  # noqa: PLC0415
    from tables.workbook.xlsx import render  # noqa: PLC0415

    for one in made:
        echo(shown.lines(one, code))
    if not made:
        click.echo("Er is niets te verrekenen: wat is betaald, is wat juist is.")
    elif out:
        content = {question_name("verrekening", [made[0].outcome]): render(shown.workbook(made))}
        echo(f"geschreven: {path}" for path in writing.write(content, out))


def _mistakes(outcome: Outcome, wrong: Sequence[str]) -> list[Changed]:
    """What was wrong: figures, and inputs of the municipality before the colon."""
    changes = []
    for text, value in typed_values(tuple(wrong), "--wrong"):
        whose, sign, name = text.rpartition(":")
        code = find(outcome.prepared.territory, whose) if sign else ""
        changes.append(Changed(cell_named(outcome.prepared, name, code), value))
    refuse_out_of_bounds(outcome.prepared, changes)
    return changes


def _years(text: str) -> list[int]:
    """Years as 2025-2027 or 2025,2027. Raises InputError for anything else."""
    if between := re.fullmatch(r"\s*(\d{4})\s*-\s*(\d{4})\s*", text):
        years = [*range(int(between[1]), int(between[2]) + 1)]
    elif re.fullmatch(r"\s*\d{4}(\s*,\s*\d{4})*\s*", text):
        years = [int(year) for year in text.split(",")]
    else:
        years = []
    if not years or len({*years}) < len(years):
        raise InputError([Problem("--over", repr(text), "jaren zoals 2025-2027 of 2025,2027, elk één keer")])
    return years
