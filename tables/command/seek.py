"""The command `verdeel seek`: which value makes an amount what is asked."""

from fractions import Fraction
from pathlib import Path

import click

from allocation.errors import InputError, Problem
from rules import Outcome, Workspace
from rules.analysis.given_values import cell_named
from rules.runs.rulebooks import named_rule
from rules.territory.naming import find
from tables import asides
from tables.command.options import complete, data_option, echo, publication_option, strict_option, year_option
from tables.command.refusals import looked_at
from tables.command.values import typed_number
from tables.reading.spreadsheets import read_table


@click.command("seek")
@click.argument("gegeven")
@publication_option
@year_option
@click.option(
    "--gemeente", default="", help="Wiens bedrag; van alle gemeenten samen, als er geen wordt genoemd."
)
@click.option("--rule", help="Welk bedrag, met naam of omschrijving, als de publicatie er meer heeft.")
@click.option("--target", metavar="BEDRAG", help="Wat het bedrag moet worden.")
@click.option(
    "--change", metavar="BEDRAG", help="Hoeveel het bedrag meer (of, met een min, minder) moet worden."
)
@click.option(
    "--as", "like", shell_complete=complete, help="Het bedrag moet zijn wat het in deze publicatie is."
)
@click.option("--of", "whose", default="", metavar="GEMEENTE", help="Wiens gegeven, als dat een andere is.")
@click.option("--from", "least", metavar="WAARDE", help="Zoek niet lager dan dit.")
@click.option("--to", "most", metavar="WAARDE", help="Zoek niet hoger dan dit.")
@click.option(
    "--decimals", type=click.IntRange(0, 12), help="In hoeveel decimalen; anders die van het gegeven."
)
@data_option
@strict_option
def seek_command(
    gegeven: str,
    publication: str,
    year: int | None,
    gemeente: str,
    rule: str | None,
    target: str | None,
    change: str | None,
    like: str | None,
    whose: str,
    least: str | None,
    most: str | None,
    decimals: int | None,
    data: Path | None,
) -> None:
    """Zoek elke waarde van GEGEVEN die een bedrag maakt tot wat u vraagt.

    GEGEVEN is een landelijk cijfer, of een gegeven van een gemeente. Het bedrag is dat van --gemeente, of van
    alle gemeenten samen, of een landelijk bedrag. Gevraagd is een bedrag (--target), een verschil met nu
    (--change), of het bedrag in een andere publicatie (--as; met --data ook in dezelfde, zoals meegeleverd).
    Van alle waarden in de decimalen van het gegeven wordt uitgemaakt of het bedrag klopt, zodat er geen wordt
    gemist.

    \b
    Voorbeelden:
      verdeel seek CIJFER --publication septembercirculaire-2024 --gemeente Gouda --rule BEDRAG \\
        --as septembercirculaire-2023
      verdeel seek GEGEVEN --publication meicirculaire-2023 --gemeente Gouda --rule BEDRAG --change 100000
      verdeel seek CIJFER --publication PUBLICATIE --target 13000
    """
    from rules.analysis.seek import answer, question  # noqa: PLC0415
    from tables.questions.seek import lines  # noqa: PLC0415

    if [target, change, like].count(None) != len((target, change)):
        raise click.UsageError("noem één van --target, --change en --as")
    space = Workspace.open(data, read_table)
    outcome = space.outcome(publication, year)
    asides.tell(space, looked_at([outcome]))
    name = _amount(outcome, rule)
    code = find(outcome.prepared.territory, gemeente) if gemeente else ""
    cell = cell_named(outcome.prepared, gegeven, find(outcome.prepared.territory, whose) if whose else code)
    code = "" if outcome.prepared.case.book.national(name) else code
    asked = _asked(space, outcome, (name, code), (target, change, like))
    low, high = (None if text is None else typed_number(text, "--from, --to") for text in (least, most))
    made = question(outcome, cell, name, code, asked, least=low, most=high, decimals=decimals)
    echo(lines(answer(made)))


def _asked(
    space: Workspace,
    outcome: Outcome,
    amount: tuple[str, str],
    asked: tuple[str | None, str | None, str | None],
) -> Fraction:
    """The amount that is asked, of a rule and a municipality: as such, as a change, or as it is elsewhere."""
    from rules.analysis.seek import amount_of  # noqa: PLC0415

    target, change, like = asked
    if like:
        own = like == outcome.prepared.publication.name
        was, year = (space.shipped(), outcome.prepared.year.year) if own else (space, None)
        return amount_of(was.outcome(like, year), *amount)
    if target is not None:
        return typed_number(target, "--target")
    return amount_of(outcome, *amount) + typed_number(change or "", "--change")


def _amount(outcome: Outcome, rule: str | None) -> str:
    """The amount that is asked, or the only one that there is."""
    amounts = outcome.prepared.year.amounts
    if rule:
        return named_rule(dict(outcome.prepared.case.book.rules), rule)
    if len(amounts) > 1:
        name = outcome.prepared.publication.name
        raise InputError([Problem(name, f"zij heeft {', '.join(amounts)}", "een van deze (--rule)")])
    return amounts[0]
