"""The commands that ask what a value does: `effect`, `goal` and `correction`."""

from fractions import Fraction
from pathlib import Path

import click

from allocation.errors import FigureError, InputError, Problem
from allocation.numbers import exact
from rules import Outcome, Workspace
from rules.runs.rulebooks import named_rule
from rules.territory.naming import find, names_by_code
from tables import writing
from tables.command.options import FILE, complete, data_option, echo, publication_option, year_option
from tables.reading.spreadsheets import read_table


class ExactNumber(click.ParamType):  # type: ignore[type-arg]
    """A number as it is written: 1234, 0.5 or 2/3; a comma is for decimals too."""

    name = "number"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        """The number, exactly."""
        if isinstance(value, Fraction):
            return value
        try:
            return exact(str(value).replace(",", "."))
        except FigureError:
            self.fail(f"{value!r} is no number; write 1234, 0.5 or 2/3", param, ctx)


NUMBER = ExactNumber()


def _outcome(publication: str, year: int | None, data: Path | None) -> tuple[Workspace, Outcome]:
    space = Workspace.open(data, read_table)
    return space, space.outcome(publication, year)


def _code(outcome: Outcome, gemeente: str) -> str:
    return find(outcome.prepared.territory, gemeente) if gemeente else ""


@click.command("effect")
@click.argument("gemeente")
@publication_option
@year_option
@click.option("--input", "inputs", multiple=True, help="Only this input; more than one may be named.")
@click.option("--by", type=NUMBER, default="1", show_default=True, help="How much more (or less) it is.")
@data_option
def effect_command(
    gemeente: str,
    publication: str,
    year: int | None,
    inputs: tuple[str, ...],
    by: Fraction,
    data: Path | None,
) -> None:
    """What one unit more of each input of GEMEENTE does: to its own amounts, and to those of all others.

    So much does one more person, place or euro bring in, and so much does an error in that cell cost.

    \b
    Examples:
      verdeel effect Gouda --publication septembercirculaire-2024
      verdeel effect Gouda --publication septembercirculaire-2024 --input verwachte_se --by -10
    """
    from rules.analysis.marginal import marginals  # noqa: PLC0415 - only where it is asked
    from tables.effects import marginal_lines  # noqa: PLC0415

    _, outcome = _outcome(publication, year, data)
    code = _code(outcome, gemeente)
    found = list(marginals(outcome, code, by, inputs))
    echo(marginal_lines(outcome, names_by_code(outcome.prepared.territory), code, found))


@click.command("goal")
@click.argument("rule")
@publication_option
@year_option
@click.option("--target", type=NUMBER, help="What the amount must be.")
@click.option("--as-in", help="Or: what it is in this other publication (of the same year).")
@click.option(
    "--gemeente", default="", help="Of this municipality; else of all together, or a national rule."
)
@click.option("--figure", default="", help="The figure that is changed.")
@click.option("--input", "input_", default="", help="Or the input of --gemeente that is changed.")
@click.option("--from", "low", type=NUMBER, help="From this value; else 0.")
@click.option("--to", "high", type=NUMBER, help="Up to this value; else twice what it is.")
@data_option
def goal_command(
    rule: str, publication: str, year: int | None, target: Fraction | None, as_in: str | None, gemeente: str,
    figure: str, input_: str, low: Fraction | None, high: Fraction | None, data: Path | None,
) -> None:  # fmt: skip
    """For which value of a figure, or of an input, is the amount RULE what is wanted? Every value, or none.

    \b
    Examples:
      verdeel goal RULE --publication PUBLICATION --figure FIGURE --target 300000000
      verdeel goal RULE --publication PUBLICATION --gemeente Gouda --figure FIGURE --as-in OTHER
    """
    from rules.analysis.goal import amount_in, goal_of, seek, usual_range  # noqa: PLC0415 - only where it is asked
    from tables.effects import goal_lines  # noqa: PLC0415

    if bool(figure) == bool(input_) or (target is None) == (as_in is None):
        raise click.UsageError("one of --figure and --input, and one of --target and --as-in")
    if input_ and not gemeente:
        raise click.UsageError("--input is one of a municipality: --gemeente says of which")
    space, outcome = _outcome(publication, year, data)
    name, code = named_rule(outcome.prepared.case.book.rules, rule), _code(outcome, gemeente)
    if target is None:
        other = space.outcome(as_in or "", outcome.prepared.year.year)
        target = amount_in(other, name, code)
    goal = goal_of(outcome, figure or input_, code if input_ else "", name, code, target)
    least, most = usual_range(outcome, goal.changed, goal.changed_code)
    low, high = least if low is None else low, most if high is None else high
    echo(goal_lines(outcome, goal, seek(outcome, goal, low, high), low, high))


@click.command("correction")
@click.argument("publication", shell_complete=complete)
@click.argument("rule")
@year_option
@click.option("--paid", type=click.Path(path_type=Path, exists=True, file_okay=False), required=True,
              help="The folder of data by which was paid, wrongly.")  # fmt: skip
@data_option
@click.option("--years", required=True, help="In which years it is corrected: 2025-2027, or 2025,2027.")
@click.option("--spare", multiple=True, help="A municipality that gives nothing back; a pot bears it.")
@click.option("--out", type=FILE, help="Write all municipalities too: a name that ends in .csv.")
def correction_command(
    publication: str, rule: str, year: int | None, paid: Path, data: Path | None, years: str,
    spare: tuple[str, ...], out: Path | None,
) -> None:  # fmt: skip
    """What was paid wrongly of RULE is given back and taken back over some years, to the euro.

    What is right is computed from what is shipped, or from --data. Every year adds up to nothing.

    \b
    Example:
      verdeel correction PUBLICATION RULE --paid fout --years 2025-2027 --spare Vlieland --out correctie.csv
    """
    from rules.analysis.correction import correction, payments  # noqa: PLC0415 - only where it is asked
    from tables.effects import correction_csv, correction_lines  # noqa: PLC0415

    if out and out.suffix.lower() != ".csv":
        raise InputError([Problem(str(out), "no correction has such a name", "one in .csv")])
    _, right = _outcome(publication, year, data)
    _, wrong = _outcome(publication, year, paid)
    name, codes = named_rule(right.prepared.case.book.rules, rule), right.prepared.case.codes
    was, should = (dict(zip(codes, one.result.exact(name), strict=True)) for one in (wrong, right))
    spared = [find(right.prepared.territory, one) for one in spare]
    found = correction(was, should, _years(years), spared)
    names = names_by_code(right.prepared.territory)
    echo(correction_lines(names, found, payments(found)))
    if out:
        content = correction_csv(names, found)
        echo(f"written: {path}" for path in writing.write({out.name: content}, out.parent))


def _years(text: str) -> list[int]:
    parts = [part.partition("-") for part in text.replace(" ", "").split(",")]
    if not all(first.isdecimal() and (last.isdecimal() or not dash) for first, dash, last in parts):
        raise InputError([Problem("--years", repr(text), "years such as 2025-2027, or 2025,2027")])
    return [year for first, _, last in parts for year in range(int(first), int(last or first) + 1)]
