"""The national series of what is shipped, and as it goes on: they take seconds, so they are made once."""

from functools import cache

from rules.analysis.projected import projected
from rules.analysis.series import national_series
from tests.helpers.workspaces import SHIPPED


@cache
def known():
    return national_series(SHIPPED)


@cache
def carried_on():
    return projected(SHIPPED, known())


def remembered(monkeypatch):
    """What the command computes of what is shipped is computed once; of anything else as ever."""
    monkeypatch.setattr(
        "tables.command.series.national_series",
        lambda space: known() if space is SHIPPED else national_series(space),
    )
    monkeypatch.setattr(
        "tables.command.series.carried_on",
        lambda space, lines, above: carried_on() if space is SHIPPED else projected(space, lines, above),
    )
