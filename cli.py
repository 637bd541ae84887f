"""The command `verdeel`: parses, calls, prints."""

import datetime
import gc
from pathlib import Path

import click

from rules import Workspace
from rules.analysis.verify import agreements
from rules.territory.naming import find
from rules.territory.reorganisation import parse
from tables import asides, listing, restate, writing
from tables.command.derive import derive_command
from tables.command.history import history_command
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
from tables.command.paper import paper_command
from tables.command.questions import QUESTIONS
from tables.command.refusals import Refusing, looked_at
from tables.command.scenario import scenario_group
from tables.reading.spreadsheets import read_table


@click.group(cls=Refusing)
@click.option("--debug", is_flag=True, help="Show where a fault in the program is.")
@click.version_option(package_name="verdeelsleutel", prog_name="verdeel")
def main(debug: bool) -> None:  # noqa: FBT001 - read by Refusing, a flag of the command
    """Divide public money over Dutch municipalities as the law says.

    \b
    Examples:
      verdeel publish septembercirculaire-2024 --out uit
      verdeel verify septembercirculaire-2023
      verdeel list publications

    Exit status: 0 all is well, 1 a check found differences, 2 wrong use or bad input, 3 a program fault.
    """


def run() -> None:
    """Run the command as a process of its own: over in a second, with nothing worth collecting."""
    gc.disable()
    gc.freeze()
    main()


@main.command("publish")
@click.argument("publication", shell_complete=complete)
@click.option("--out", required=True, type=FOLDER, help="Where the files go.")
@year_option
@data_option
@scenario_option
@strict_option
@click.option("--format", "kind", type=click.Choice(["xlsx", "ods"]), default="xlsx", show_default=True)
@click.option("--formulas", is_flag=True, help="Write a workbook of formulas too, PUBLICATION-formules.")
@click.option("--merge", "merges", multiple=True, metavar="A+B=C", help="What if A and B were one: code C.")
@click.option("--split", "splits", multiple=True, metavar="A=B:PART,C:PART", help="What if A were split.")
@click.option("--territory", type=DAY, help="Show the amounts on the municipalities of this later day too.")
def publish_command(
    publication: str,
    out: Path,
    year: int | None,
    data: Path | None,
    kind: str,
    formulas: bool,  # noqa: FBT001 - a flag of the command
    merges: tuple[str, ...],
    splits: tuple[str, ...],
    territory: datetime.datetime | None,
) -> None:
    """Compute PUBLICATION and write its tables.

    Writes DIR/PUBLICATION.xlsx (or .ods), DIR/PUBLICATION.parquet with every value of every rule, and
    DIR/PUBLICATION.receipt.json with the hashes of all that went in: all of them, or none. The same input
    gives the same bytes. With --formulas also a workbook PUBLICATION-formules: change a figure or an input
    in it, and every amount follows.

    \b
    Examples:
      verdeel publish septembercirculaire-2024 --out uit
      verdeel publish meicirculaire-2024 --year 2025 --out uit --formulas --format ods
      verdeel publish mijn-circulaire --data mijn-map --out uit
      verdeel publish regeling-beschut-werk-2022 --territory 2026-01-01 --out uit
      verdeel publish septembercirculaire-2024 --merge "0513+1931=9001:Groot-Gouda" --out uit
    """
    from rules.analysis.overview import overview_of
    from tables import publish
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
        raise click.UsageError("--territory shows the municipalities of a law; not with --merge or --split")
    before = space.plain.outcomes(publication, year) if space.plain else []
    beside = [overview_of(space, outcome) for outcome in outcomes]
    extra = publish.Extra(before, territory.date() if territory else None, formulas, beside)
    agreed = [agreements(space, outcome) for outcome in outcomes]
    paths = writing.write(publish.files(outcomes, agreed, kind, extra), out)
    echo(publication_lines(outcomes))
    verdict_line(outcomes, agreed)
    echo(f"written: {path}" for path in paths)


@main.command("verify")
@click.argument("publication", shell_complete=complete)
@year_option
@data_option
@strict_option
@click.option(
    "--within",
    type=click.IntRange(min=0),
    help="Exit with status 1 when a difference is larger (in the unit of the amount).",
)
def verify_command(publication: str, year: int | None, data: Path | None, within: int | None) -> None:
    """Compare what is computed for PUBLICATION with what was published.

    Agreement that proves nothing, because a key was derived from the very amounts it is
    compared with, is marked as such. Exits with status 0 unless --within is given.

    \b
    Examples:
      verdeel verify septembercirculaire-2023 --within 100
      verdeel verify regeling-beschut-werk-2026 --within 0
    """
    from tables.publication.report import agreement_lines

    space = Workspace.open(data, read_table)
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
    help="Which amount or step, by name or label (verdeel list rules); every amount, where none is named.",
)
@data_option
@scenario_option
@strict_option
@click.option(
    "--format", "kind", type=click.Choice(["text", "json", "html", "md"]), default="text", show_default=True
)
@click.option("--xlsx", type=FILE, help="Write a workbook of formulas instead.")
def explain_command(
    gemeente: str,
    publication: str,
    year: int | None,
    rule: str | None,
    data: Path | None,
    kind: str,
    xlsx: Path | None,
) -> None:
    """Show why GEMEENTE (a name or code) gets what PUBLICATION gives it, step by step.

    Each step has its formula, in words and in numbers, its article, and the source of every number. With
    a calculator one gets from each line to the next. With --xlsx every step is a formula, in a workbook
    with all municipalities: change a figure or an input in it, and the explanation follows.

    \b
    Examples:
      verdeel explain Gouda --publication septembercirculaire-2024
      verdeel explain 0513 --publication meicirculaire-2024 --year 2025 --rule iu_participatie
      verdeel explain Gouda --publication budgetten-2025-definitief --format html > gouda.html
      verdeel explain Gouda --publication septembercirculaire-2024 --xlsx gouda.xlsx
    """
    from tables.explaining import explanation, formats

    if xlsx and (xlsx.suffix.lower() != ".xlsx" or kind != "text"):
        raise click.UsageError("--xlsx writes a workbook: a name that ends in .xlsx, and no --format")
    space = opened(data)
    made = explanation.of_publication(space, gemeente, publication, year, rule)
    asides.tell(space, looked_at([outcome for outcome, _ in made]))
    explanations = [one for _, of_year in made for one in of_year]
    if not xlsx:
        click.echo(formats.FORMATS[kind](explanations))
        return
    from tables.formulas import sheets as formulas
    from tables.workbook.xlsx import render

    book = formulas.workbook([outcome for outcome, _ in made], explanations)
    echo(f"written: {path}" for path in writing.write({xlsx.name: render(book)}, xlsx.parent))


@main.command("check")
@click.argument("file", type=FILE)
@publication_option
@year_option
@click.option("--gemeente", default="", help="Whose it is, where the file does not say so.")
@click.option("--rule", default="", help="Only this stream or step, by name or label.")
@click.option("--sheet", default="", help="The sheet; the first that can be read, where none is named.")
@click.option("--column", default="", help="The heading of the amounts, where more than one column has them.")
@click.option("--out", type=FILE, help="Write a report too: a name that ends in .xlsx or .html.")
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
    """Compare FILE, a specification as it was received, with what PUBLICATION gives.

    FILE (CSV, xlsx or ODS) has a row per municipality and a column per stream, a row per stream, or
    municipalities side by side. Exits with status 1 where an amount differs or a municipality was not
    compared, and says what may have happened (docs/check.md).

    \b
    Examples:
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
        echo(f"written: {path}" for path in writing.write({out.name: make(made, received)}, out.parent))
    raise SystemExit(1 if made.findings or received.uncompared else 0)


@main.command("compare")
@click.argument("first", shell_complete=complete)
@click.argument("second", shell_complete=complete)
@click.option("--year", type=int, help="The uitkeringsjaar, where both have more than one.")
@click.option("--to-year", type=int, help="The uitkeringsjaar of SECOND, where that is another one.")
@click.option("--gemeente", default="", help="Only this municipality (name or code).")
@click.option("--out", type=FOLDER, help="Write a workbook here too.")
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
    """Show what changes from publication FIRST to SECOND, and through what.

    The change of every amount is divided over its causes: national budgets, amounts per unit, the
    municipality's own data, those of others, reorganisations, changed rules, rounding; of one municipality
    each falls apart into single figures and volumes. The parts add up exactly, and
    do not depend on the order of the causes. The same publication twice, with --data: what your own figures
    and inputs change.

    \b
    Examples:
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
        echo(f"written: {path}" for path in writing.write(made, out))


@main.command("new")
@click.argument("name", metavar="NAAM")
@click.option(
    "--based-on", required=True, shell_complete=complete, help="A publication with the same tables."
)
@click.option(
    "--year", type=int, help="The uitkeringsjaar; those of the other publication, where none is named."
)
@click.option("--territory", type=DAY, help="The day of its municipalities, mostly 1 January of that year.")
@click.option("--out", type=FOLDER, help="The folder to make; NAAM, where none is named.")
def new_command(
    name: str, based_on: str, year: int | None, territory: datetime.datetime | None, out: Path | None
) -> None:
    """Make the folder of a new publication NAAM: a workbook to fill in, and nothing to type elsewhere.

    Writes NAAM.toml, which is done, and NAAM.xlsx: the national figures with their last known values, a
    row per municipality and a column per input, all of them empty, with status and source asked for.
    `verdeel publish NAAM --data FOLDER` computes what was filled in, or lists what is still empty.

    \b
    Examples:
      verdeel new mijn-circulaire --based-on meicirculaire-2024 --year 2025 --territory 2025-01-01
      verdeel new mijn-circulaire --based-on septembercirculaire-2024 --out mijn-map
    """
    from tables.form import new

    folder = out or Path(name)
    made = new.files(name, based_on, year, territory.date() if territory else None)
    new.refuse_filled_in(made, folder)
    paths = writing.write(made, folder)
    echo([*(f"written: {path}" for path in paths), *new.lines(name, folder)])


@main.command("restate")
@click.argument("file", type=FILE)
@click.option("--from", "start", type=DAY, required=True, help="The day whose municipalities are in FILE.")
@click.option("--to", "end", type=DAY, required=True, help="The day whose municipalities are wanted.")
@click.option("--count", "counts", multiple=True, metavar="COLUMN", help="A column of counts.")
@click.option("--amount", "amounts", multiple=True, metavar="COLUMN", help="A column of amounts.")
@click.option("--share", "shares", multiple=True, metavar="COLUMN=OF", help="A column of shares of another.")
@click.option("--key", default="gemeentecode", show_default=True, help="The column with the codes.")
@click.option("--sheet", default="", help="The sheet, in a spreadsheet; the first, where none is named.")
@click.option("--rows", "only", multiple=True, metavar="COLUMN=TEXT", help="Only rows with this text.")
@click.option("--decimal", type=click.Choice([",", "."]), help="The sign before decimals, where in doubt.")
@click.option("--out", type=FILE, required=True, help="A CSV file to write.")
def restate_command(
    file: Path,
    start: datetime.datetime,
    end: datetime.datetime,
    counts: tuple[str, ...],
    amounts: tuple[str, ...],
    shares: tuple[str, ...],
    key: str,
    sheet: str,
    only: tuple[str, ...],
    decimal: str | None,
    out: Path,
) -> None:
    """Carry a table of your own to a later territory.

    FILE (csv, tsv, txt, xlsx or ODS) has a row for every municipality of the first day. Counts and amounts
    move with the inhabitants and keep their total; a share is computed again from the column that
    it is a share of. Writes the table, and prints what moved.

    \b
    Examples:
      verdeel restate lasten.csv --from 2020-01-01 --to 2024-01-01 --amount lasten --out nieuw.csv
      verdeel restate x.xlsx --from 2018-01-01 --to 2026-01-01 --count n --share rate=n --out y.csv
    """
    specs = restate.columns(counts, amounts, shares)
    table = restate.chosen(read_table(file, sheet), key, specs, only, decimal or "")
    content, report = restate.restated(table, key, specs, start.date(), end.date())
    writing.write({out.name: content}, out.parent)
    echo([*report, f"written: {out}"])


_FIRST = (list_group, derive_command, history_command, paper_command, scenario_group)
for _command in (*_FIRST, *QUESTIONS):
    main.add_command(_command)
add_listing("publications", listing.publications, "Every publication, with the years and amounts in it.")
add_listing("rules", listing.rules, "Every rule, with its validity and its source in law.")
add_listing("inputs", listing.inputs, "Every input per municipality, as [[data]] names it.")
add_listing("figures", listing.figures, "Every figure: each year governed, and the publication that said it.")
add_listing("macrobudgetten", listing.announcements, "The macrobudget at every moment, with the differences.")
add_listing("geldstromen", listing.streams, "Which part of the money runs through which payment, per period.")


if __name__ == "__main__":
    run()
