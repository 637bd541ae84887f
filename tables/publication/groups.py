"""What groups of municipalities are called."""

from collections.abc import Mapping

from rules.analysis.groups import LARGE, MIDDLE, SMALL, Grouping
from tables.words import number

NAMES: Mapping[str, str] = {"province": "Provincie", "region": "Arbeidsmarktregio", "size": "Grootteklasse"}
"""By kind of grouping."""
REGIONS = "indeling 2021 (tot 2021: 2015), bij herindeling naar inwoners"


def grouping_name(grouping: Grouping) -> str:
    """What the groups are."""
    return NAMES[grouping.kind]


def grouping_note(grouping: Grouping) -> str:
    """What the grouping rests on; "" where that says itself."""
    if grouping.classes:
        return f"inwoners op 1 januari {grouping.classes.year} ({grouping.classes.source})"
    return REGIONS if grouping.kind == "region" else ""


def group_name(grouping: Grouping, group: str) -> str:
    """What a group is called: its name, of a size class the inhabitants."""
    if grouping.classes is None:
        return group
    small, large = grouping.classes.small, grouping.classes.large
    names = {
        SMALL: f"t/m {number(small)} inwoners",
        MIDDLE: f"{number(small + 1)}-{number(large - 1)} inwoners",
        LARGE: f"vanaf {number(large)} inwoners",
    }
    return names[group]
