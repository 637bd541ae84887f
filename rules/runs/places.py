"""The municipalities of a day as whoever reads a table must know them."""

import datetime
from functools import cache

from allocation.case import CODE
from rules.reading.places import Places
from rules.territory.municipalities import municipalities, table
from rules.territory.naming import names_by_code, plain, renumbered
from rules.territory.spelling import spellings

TERRITORY = "territory = {day} in de levering, [[data]]"
"""What says of which day the municipalities in a file of one's own are."""


@cache
def places(day: datetime.date, setting: str = "") -> Places:
    """The municipalities on a day; `setting` says that they are of another one ("{day}")."""
    today = municipalities(day)
    return Places(
        names=names_by_code(today),
        day=day.isoformat(),
        setting=setting,
        called=_called(),
        plain=plain,
        same=renumbered({*today[CODE]}),
        lists={date: codes for date, codes in _lists().items() if codes != {*today[CODE]}},
    )


@cache
def _called() -> dict[str, frozenset[str]]:
    """Every code that a name was ever the name of, by the name as `plain` has it."""
    listed = (
        table("gemeenten_per_jaar.csv").select("gemeentecode", "naam", "naam_statline", "provincie").unique()
    )
    called: dict[str, set[str]] = {}
    for code, naam, statline, provincie in listed.iter_rows():
        for name in (naam, statline, *spellings(naam, provincie), *spellings(statline, provincie)):
            called.setdefault(plain(name), set()).add(code)
    moved = table("herindelingen.csv")
    for kind in ("oude", "nieuwe"):
        for code, name in moved.select(f"{kind}_gemeentecode", f"{kind}_naam").iter_rows():
            called.setdefault(plain(name), set()).add(code)
    return {name: frozenset(codes) for name, codes in called.items()}


@cache
def _lists() -> dict[str, frozenset[str]]:
    """The codes of the municipalities, by day."""
    lists: dict[str, set[str]] = {}
    for date, code in table("gemeenten_per_jaar.csv").select("peildatum", "gemeentecode").iter_rows():
        lists.setdefault(date, set()).add(code)
    return {date: frozenset(codes) for date, codes in lists.items()}
