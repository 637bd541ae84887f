"""One cell written otherwise than all others of its column: `1.994` where no other has three decimals."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

_THOUSANDS = re.compile(r"^[1-9][0-9]{0,2}\.[0-9]{3}$")
ALIKE, FEWEST = 0.95, 20
"""So large a part of a column of at least so many cells is written in one way before another way is odd."""
MANY = 5
"""With so many decimals by far most others have, three are no accident either (but for one in a thousand)."""


def odd(texts: Mapping[str, str]) -> list[str]:
    """Of the cells (by code) those with a point before exactly three digits, where hardly any has it."""
    like = [code for code, text in texts.items() if _THOUSANDS.match(text)]
    usual = Counter(_decimals(text) for code, text in texts.items() if code not in like)
    if len(texts) < FEWEST or len(like) > (1 - ALIKE) * len(texts):
        return []
    return like if usual and _never_three(usual) else []


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])


def _never_three(usual: Mapping[int, int]) -> bool:
    """Whether the others show that it has no three decimals: two at most, or five and more."""
    most: int = max(usual, key=lambda count: (usual[count], count))
    few = _part(usual, range(3)) >= ALIKE
    return few or (most >= MANY and usual[most] >= ALIKE * sum(usual.values()))


def _part(usual: Mapping[int, int], which: Iterable[int]) -> float:
    return sum(usual.get(count, 0) for count in which) / sum(usual.values())
