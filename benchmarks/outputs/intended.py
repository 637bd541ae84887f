"""The differences that are meant, as intended.toml lists them."""

import re
import tomllib
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fnmatch import fnmatchcase
from pathlib import Path

from outputs.differences import Difference


class Intended:
    """The differences that are meant, as intended.toml lists them, with how often each was seen."""

    def __init__(self, path: Path) -> None:
        listed = tomllib.loads(path.read_text(encoding="utf-8"))
        self._renamed = listed.get("renamed", [])
        self._entries = listed.get("intended", [])
        self.seen: Counter[str] = Counter()
        self.reasons = [entry["reason"] for entry in [*self._renamed, *self._entries]]

    def covers(self, found: Difference) -> bool:
        """Whether an entry says that this was meant."""
        for entry in self._entries:
            if _at(entry, found) and all(
                re.fullmatch(entry.get(side, ".*"), getattr(found, side), re.DOTALL)
                for side in ("old", "new")
            ):
                self.seen[entry["reason"]] += 1
                return True
        text, used = found.old, []
        for entry in [entry for entry in self._renamed if _at(entry, found)]:
            text, count = re.subn(entry["old"], entry["new"], text)
            used += [entry["reason"]] * bool(count)
        if not used or text != found.new:
            return False
        self.seen.update(used)
        return True


def _at(entry: dict[str, str], found: Difference) -> bool:
    return all(fnmatchcase(getattr(found, side), entry.get(side, "*")) for side in ("file", "sheet", "cell"))


def _fits(entry: dict[str, str], found: Difference) -> bool:
    if entry.get("same") == "number" and not _same_number(found.old.strip('"'), found.new.strip('"')):
        return False
    return all(
        re.fullmatch(entry.get(side, ".*"), getattr(found, side), re.DOTALL) for side in ("old", "new")
    )


def _same_number(dutch: str, plain: str) -> bool:
    """Whether a number as it was printed, "1.234,57", is the exact number that stands there now."""
    try:
        printed, exact = Decimal(dutch.replace(".", "").replace(",", ".")), Decimal(plain)
    except InvalidOperation:
        return False
    return printed == exact.quantize(printed, rounding=ROUND_HALF_UP)
