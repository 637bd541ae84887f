"""Which municipalities a table should have a row for, and what tells them from those of other days."""

from collections.abc import Callable, Collection, Mapping

from attrs import Factory, frozen


@frozen
class Places:
    """The municipalities of one day by code, with their names.

    `called` has every code that a name was ever the name of, by the name as `plain` has it; `lists` are the
    codes of other days, `same` has the code that a renumbered municipality has on this day.
    `setting` is what says which day is meant, for whoever must change it.
    """

    names: Mapping[str, str]
    day: str = ""
    setting: str = ""
    called: Mapping[str, frozenset[str]] = Factory(dict)
    plain: Callable[[str], str] = str.casefold
    lists: Mapping[str, frozenset[str]] = Factory(dict)
    same: Mapping[str, str] = Factory(dict)

    def codes(self, name: str | None) -> frozenset[str]:
        """The codes that a name was ever the name of; none for what is no name of a municipality."""
        return self.called.get(self.plain(name), frozenset()) if name else frozenset()

    def once(self) -> frozenset[str]:
        """The codes of other days, and not of this one."""
        return frozenset[str]().union(*self.lists.values()) - {*self.names}

    def vintage(self, codes: Collection[str], least: float = 0.9) -> str:
        """The day of which most of these codes are municipalities, and better than of this one; else ""."""
        known = {code for code in codes if code in self.names or code in self.once()}
        if not known:
            return ""

        def fits(theirs: Collection[str]) -> tuple[int, int]:
            return len(known & {*theirs}), -len({*theirs} - known)

        day = max(self.lists, key=lambda one: (*fits(self.lists[one]), one), default="")
        fit = fits(self.lists[day]) if day else (0, 0)
        return day if fit > fits(self.names) and fit[0] >= least * len(known) else ""
