"""The command `verdeel`: parses, calls, prints."""

import datetime
import gc
import sys
from io import TextIOWrapper
from pathlib import Path

import click

from rules import Workspace
from rules.analysis.verify import agreements
from rules.territory.naming import find
from rules.territory.reorganisation import parse
from tables import asides, listing, writing
from tables.command.again import made_again
from tables.command.dutch import in_dutch
from tables.command.lists import add_listing, list_group
from tables.command.options import (
    DAY,
    FILE,
    FOLDER,
    complete,
    data_option,
    echo,
    opened,
    publication_option,
    scenario_option,
    strict_option,
    year_option,
)
from tables.command.refusals import Refusing, looked_at


@click.group(cls=Refusing)
@click.option("--debug", is_flag=True, help="Laat zien waar een fout in het programma zit.")
@click.version_option(
    None, "--version", package_name="verdeelsleutel", prog_name="verdeel", help="Toon de versie."
)
def main(debug: bool) -> None:  # noqa: FBT001 - read by Refusing, a flag of the command
    """Verdeel publiek geld over gemeenten zoals de wet het zegt.

    \b
    Voorbeelden:
      verdeel publish septembercirculaire-2024 --out uit
      verdeel verify septembercirculaire-2023
      verdeel list publications

    Afloop: 0 alles is goed, 1 een controle vond verschillen, 2 verkeerd gebruik of onjuiste invoer, 3 een
    fout in het programma.
    """


def run() -> None:
    """Run the command as a process of its own: over in a second, with nothing worth collecting."""
    gc.disable()
    gc.freeze()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # what a machine cannot show is no reason to end
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")
    main()


NOT_BOTH = "--territory toont de gemeenten van een wet; niet samen met --merge of --split"


@main.command("publish")
@click.argument("publication", shell_complete=complete)
@click.option("--out", required=True, type=FOLDER, help="De map voor de bestanden.")
@year_option
@data_option
@scenario_option
@strict_option
@click.option("--format", "kind", type=click.Choice(["xlsx", "ods"]), default="xlsx", show_default=True)
@click.option("--formulas", is_flag=True, help="Schrijf ook een werkmap met formules, PUBLICATIE-formules.")
@click.option("--open-data", is_flag=True, help="Schrijf ook CSV, met beschrijving (CSV-W) en DCAT.")
@click.option(
    "--guard", is_flag=True, help="Probeer ook alle beloften (verdeel guard), en zet ze op Controle."
)
@click.option("--merge", "merges", multiple=True, metavar="A+B=C", help="Wat als A en B één waren: code C.")
@click.option("--split", "splits", multiple=True, metavar="A=B:DEEL,C:DEEL", help="Wat als A werd gesplitst.")
@click.option("--territory", type=DAY, help="Toon de bedragen ook op de gemeenten van deze latere dag.")
def publish_command(
    publication: str,
    out: Path,
    year: int | None,
    data: Path | None,
    kind: str,
    formulas: bool,  # noqa: FBT001 - a flag of the command
    open_data: bool,  # noqa: FBT001
    guard: bool,  # noqa: FBT001
    merges: tuple[str, ...],
    splits: tuple[str, ...],
    territory: datetime.datetime | None,
) -> None:
    """Bereken PUBLICATIE en schrijf de tabellen.

    Schrijft MAP/PUBLICATIE.xlsx (of .ods), MAP/PUBLICATIE.parquet met elke waarde van elke regel, en
    MAP/PUBLICATIE.receipt.json met het kenmerk van alles wat erin ging: alle drie, of geen. Dezelfde invoer
    geeft dezelfde bytes. Met --formulas ook een werkmap PUBLICATIE-formules: wijzig daarin een cijfer of
    gegeven, en elk bedrag rekent mee. Met --guard is de afloop 1 als een belofte niet houdt.

    \b
    Voorbeelden:
      verdeel publish septembercirculaire-2024 --out uit
      verdeel publish meicirculaire-2024 --year 2025 --out uit --formulas --format ods
      verdeel publish regeling-beschut-werk-2022 --territory 2026-01-01 --out uit
      verdeel publish septembercirculaire-2024 --merge "0513+1931=9001:Groot-Gouda" --out uit
    """
    from tables import publish
    from tables.again import composed, watched_years
    from tables.command.guard import promises_kept
    from tables.command.verdict import verdict_line
    from tables.publication.report import publication_lines

    space = opened(data)
    outcomes = looked_at(space.outcomes(publication, year))
    asides.tell(space, outcomes)
    what_if = parse(merges, splits)
    if what_if.parts:
        space = space.reorganised(what_if)
        outcomes = space.outcomes(publication, year)
    if space.plain and territory:
        raise click.UsageError(NOT_BOTH)
    watched = watched_years(space, outcomes) if guard else []
    extra = publish.Extra((), territory and territory.date(), formulas, open_data, watched=watched)
    content, agreed = composed(space, outcomes, year, kind, extra)
    paths = writing.write(content, out)
    echo(publication_lines(outcomes))
    verdict_line(outcomes, agreed)
    echo(f"geschreven: {path}" for path in paths)
    raise SystemExit(promises_kept(watched))


@main.command("verify")
@click.argument("publication", shell_complete=complete)
@year_option
@data_option
@scenario_option
@strict_option
@click.option(
    "--within",
    type=click.IntRange(min=0),
    help="Eindig met 1 als een verschil groter is (in de eenheid van het bedrag).",
)
def verify_command(publication: str, year: int | None, data: Path | None, within: int | None) -> None:
    """Vergelijk wat voor PUBLICATIE is berekend met wat is gepubliceerd; of maak een map opnieuw.

    Is PUBLICATIE een map of een reçu (.receipt.json) die verdeel publish schreef, dan wordt alles opnieuw
    gemaakt en byte voor byte vergeleken; wat anders is, een cijfer, gegeven, regel of versie, wordt genoemd,
    en de afloop is 1. Was er een eigen map of scenario, geef die dan ook nu.

    Overeenstemming die niets bewijst, omdat een sleutel is afgeleid uit de bedragen waarmee wordt
    vergeleken, is als zodanig gemerkt. Eindigt met 0, tenzij --within is gegeven.

    \b
    Voorbeelden:
      verdeel verify septembercirculaire-2023 --within 100
      verdeel verify regeling-beschut-werk-2026 --within 0
      verdeel verify uit
    """
    space, place = opened(data), Path(publication)
    if publication not in space.library.publications and place.exists():
        raise SystemExit(made_again(place, space))
    from tables.publication.report import agreement_lines

    outcomes = looked_at(space.outcomes(publication, year))
    asides.tell(space, outcomes)
    compared = [agreements(space, outcome) for outcome in outcomes]
    echo(agreement_lines(outcomes, compared))
    gaps = [comparison.largest for of_year in compared for comparison in of_year]
    if within is not None and (not gaps or max(gaps) > within):
        raise SystemExit(1)


@main.command("explain")
@click.argument("gemeente")
@publication_option
@year_option
@click.option(
    "--rule",
    help="Welk bedrag of welke stap, met naam of omschrijving (verdeel list rules); anders elk bedrag.",
)
@data_option
@scenario_option
@strict_option
@click.option(
    "--format", "kind", type=click.Choice(["text", "json", "html", "md"]), default="text", show_default=True
)
@click.option("--out", type=FILE, help="Schrijf naar dit bestand: een naam op .html, .md, .txt of .json.")
@click.option("--xlsx", type=FILE, help="Schrijf in plaats daarvan een werkmap met formules.")
def explain_command(
    gemeente: str,
    publication: str,
    year: int | None,
    rule: str | None,
    data: Path | None,
    kind: str,
    out: Path | None,
    xlsx: Path | None,
) -> None:
    """Toon stap voor stap waarom GEMEENTE (naam of code) krijgt wat PUBLICATIE haar geeft.

    Elke stap heeft zijn formule, in woorden en in getallen, zijn artikel, en de bron van elk getal. Met een
    rekenmachine komt men van elke regel bij de volgende. Met --xlsx is elke stap een formule, in een werkmap
    met alle gemeenten: wijzig daarin een cijfer of gegeven, en de uitleg rekent mee.

    \b
    Voorbeelden:
      verdeel explain Gouda --publication septembercirculaire-2024
      verdeel explain 0513 --publication meicirculaire-2024 --year 2025 --rule iu_participatie
      verdeel explain Gouda --publication budgetten-2025-definitief --out gouda.html
      verdeel explain Gouda --publication septembercirculaire-2024 --xlsx gouda.xlsx
    """
    from tables.explaining import explanation, formats

    if xlsx and (xlsx.suffix.lower() != ".xlsx" or kind != "text" or out):
        raise click.UsageError("--xlsx schrijft een werkmap: een naam op .xlsx, en geen --format of --out")
    kind = formats.of_file(out) if out else kind
    space = opened(data)
    made = explanation.of_publication(space, gemeente, publication, year, rule)
    asides.tell(space, looked_at([outcome for outcome, _ in made]))
    explanations = [one for _, of_year in made for one in of_year]
    if not xlsx:
        content = formats.FORMATS[kind](explanations) + "\n"
        if out:
            echo(f"geschreven: {path}" for path in writing.write({out.name: content.encode()}, out.parent))
        else:
            click.echo(content, nl=False)
        return
    from tables.formulas import sheets as formulas
    from tables.workbook.xlsx import render

    book = formulas.workbook([outcome for outcome, _ in made], explanations)
    echo(f"geschreven: {path}" for path in writing.write({xlsx.name: render(book)}, xlsx.parent))


@main.command("check")
@click.argument("file", type=FILE)
@publication_option
@year_option
@click.option("--gemeente", default="", help="Van wie het is, als het bestand dat niet zegt.")
@click.option("--rule", default="", help="Alleen deze geldstroom of stap, met naam of omschrijving.")
@click.option("--sheet", default="", help="Het blad; anders het eerste dat te lezen is.")
@click.option("--column", default="", help="De kop van de bedragen, als meer dan één kolom die heeft.")
@click.option("--out", type=FILE, help="Schrijf ook een verslag: een naam op .xlsx of .html.")
@data_option
@scenario_option
@strict_option
def check_command(
    file: Path,
    publication: str,
    year: int | None,
    gemeente: str,
    rule: str,
    sheet: str,
    column: str,
    out: Path | None,
    data: Path | None,
) -> None:
    """Vergelijk BESTAND, een specificatie zoals zij is ontvangen, met wat PUBLICATIE geeft.

    BESTAND (CSV, xlsx of ODS) heeft een rij per gemeente en een kolom per geldstroom, een rij per geldstroom,
    of gemeenten naast elkaar. Eindigt met 1 als een bedrag verschilt of een gemeente niet is vergeleken, en
    zegt wat er gebeurd kan zijn (docs/check.md).

    \b
    Voorbeelden:
      verdeel check specificatie.xlsx --publication septembercirculaire-2024 --gemeente Gouda
      verdeel check tabel.csv --publication meicirculaire-2024 --year 2025 --out controle.html
    """
    from tables.checking.as_file import maker
    from tables.checking.file import check_file
    from tables.checking.report import lines
    from tables.checking.specification import Asked

    space, make = opened(data), maker(out) if out else None
    made, received = check_file(space, file, publication, year, Asked(gemeente, rule, column), sheet)
    asides.tell(space, looked_at(space.outcomes(publication, year)))
    echo(lines(made, received))
    if out and make:
        echo(f"geschreven: {path}" for path in writing.write({out.name: make(made, received)}, out.parent))
    raise SystemExit(1 if made.findings or received.uncompared else 0)


@main.command("compare")
@click.argument("first", shell_complete=complete)
@click.argument("second", shell_complete=complete)
@click.option("--year", type=int, help="Het uitkeringsjaar, als beide er meer hebben.")
@click.option("--to-year", type=int, help="Het uitkeringsjaar van TWEEDE, als dat een ander is.")
@click.option("--gemeente", default="", help="Alleen deze gemeente (naam of code).")
@click.option("--out", type=FOLDER, help="Schrijf hier ook een werkmap.")
@data_option
@scenario_option
@strict_option
def compare_command(
    first: str,
    second: str,
    year: int | None,
    to_year: int | None,
    gemeente: str,
    out: Path | None,
    data: Path | None,
) -> None:
    """Toon wat er verandert van publicatie EERSTE naar TWEEDE, en waardoor.

    De verandering van elk bedrag is verdeeld over haar oorzaken: landelijke budgetten, bedragen per eenheid,
    de eigen gegevens van de gemeente, die van anderen, herindelingen, gewijzigde regels, afronding; van één
    gemeente valt elk uiteen in losse cijfers en volumes. De delen tellen precies op, en hangen niet af van
    de volgorde van de oorzaken. Twee keer dezelfde publicatie, met --data: wat uw eigen cijfers en gegevens
    veranderen.

    \b
    Voorbeelden:
      verdeel compare meicirculaire-2024 septembercirculaire-2024
      verdeel compare meicirculaire-2023 meicirculaire-2024 --year 2024 --gemeente Gouda
      verdeel compare meicirculaire-2024 septembercirculaire-2024 --out uit
      verdeel compare meicirculaire-2024 meicirculaire-2024 --year 2024 --to-year 2025 --gemeente Helmond
      verdeel compare meicirculaire-2024 meicirculaire-2024 --year 2024 --data mijn-map
    """
    from rules.analysis.compare import compare_publications
    from tables.comparing import report, sheets

    space = opened(data)
    comparison = compare_publications(space, first, second, year, to_year)
    asides.tell(space, looked_at([comparison.before, comparison.after]))
    code = find(comparison.after.prepared.territory, gemeente) if gemeente else ""
    echo(report.lines(comparison, code))
    if out:
        from tables.file_names import compared_stem
        from tables.workbook import xlsx

        made = {f"{compared_stem(comparison)}.xlsx": xlsx.render(sheets.workbook(comparison))}
        echo(f"geschreven: {path}" for path in writing.write(made, out))


def _published(space: Workspace) -> listing.Rows:
    from tables.publication.published import published

    return published(space)


main.add_command(list_group)
add_listing("publications", listing.publications, "Elke publicatie, met haar jaren en bedragen.")
add_listing("rules", listing.rules, "Elke regel, met wanneer hij geldt en zijn grondslag.")
add_listing("inputs", listing.inputs, "Elk gegeven per gemeente, zoals een levering ([[data]]) het noemt.")
add_listing(
    "figures", listing.figures, "Elk cijfer: elk jaar waarvoor het geldt, en de publicatie die het gaf."
)
add_listing("macrobudgetten", listing.announcements, "Het macrobudget op elk moment, met de verschillen.")
add_listing("gepubliceerd", _published, "Wat is gepubliceerd naast wat is berekend, met het verschil.")
add_listing("geldstromen", listing.streams, "Welk deel van het geld door welke betaling loopt, per periode.")
in_dutch(main)


if __name__ == "__main__":
    run()
