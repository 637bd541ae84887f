"""The verdict on a terminal, in the colour of what comes out."""

from collections.abc import Sequence

import click

from rules import Outcome
from rules.analysis.verify import Agreement
from tables.publication.verdict import verdict
from tables.workbook.style import AGREES, DIFFERS

COLOURS = {DIFFERS: "red", AGREES: "green"}


def verdict_line(outcomes: Sequence[Outcome], agreements: Sequence[Sequence[Agreement]]) -> None:
    """Print what all comparisons come to."""
    kind, text = verdict(outcomes, agreements)
    click.secho(f"  {text}", fg=COLOURS.get(kind))
