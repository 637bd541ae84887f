"""What can go wrong, each with a message that says what to do."""

import errno

from attrs import frozen


class AllocationError(Exception):
    """Base of every error that a user can mend: wrong rules, figures or inputs."""


class RuleError(AllocationError):
    """A rule, or the set of rules of a year, cannot be evaluated as written."""


class FigureError(AllocationError):
    """A figure is missing, unreadable, or asked for outside its validity."""


class PotError(AllocationError):
    """A pot does not close: what is left over is explained by nothing the rule declares."""


@frozen
class Problem:
    """One offending cell (or file): where it is, what stands there, what was expected."""

    place: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{harmless(self.place)}: {harmless(self.found)}; verwacht: {harmless(self.expected)}"


class InputError(AllocationError):
    """Bad input. Carries every problem found, not only the first.

    Its message says once how all that is wrong in one place is mended; of very many places that are mended
    in one way it has the first, and how many more there are.
    """

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        count = "1 fout" if len(problems) == 1 else f"{len(problems)} fouten"
        super().__init__("\n".join([f"{count} in de invoer:", *(f"  {line}" for line in _lines(problems))]))


FEW = 3
"""More problems than this in one place are listed below what is expected."""
LONG = 600
"""So many characters of one text of someone else are printed."""
MANY, SHOWN = 40, 10
"""Of more lines than MANY that are mended in one way, SHOWN are printed."""


def harmless(text: str) -> str:
    """A text of someone else, such as a heading: no line, colour or direction of its own on a terminal."""
    return visible(text if len(text) <= LONG else f"{text[:LONG]}... ({len(text)} tekens)")


def visible(text: str) -> str:
    """A text with every sign that a terminal would obey, or that turns its direction, written out."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


def _lines(problems: list[Problem]) -> list[str]:
    together: dict[str, dict[str, list[str]]] = {}
    for problem in problems:
        together.setdefault(problem.expected, {}).setdefault(problem.place, []).append(problem.found)
    lines = []
    for expected, places in together.items():
        told = [line for place, found in places.items() for line in _told(place, found, expected)]
        more = [f"en nog {len(told) - SHOWN} zulke"] if len(told) > MANY else []
        lines += [*told[:SHOWN], *more] if more else told
    return lines


def _told(place: str, found: list[str], expected: str) -> list[str]:
    if len(found) <= FEW:
        return [str(Problem(place, what, expected)) for what in found]
    told = [f"    {harmless(what)}" for what in found]
    if len(told) > MANY:
        told[SHOWN:] = [f"    en nog {len(told) - SHOWN} zulke"]
    return ["\n".join([f"{harmless(place)}: verwacht: {harmless(expected)}:", *told])]


SYSTEM = {
    errno.ENOENT: "is er niet",
    errno.EACCES: "geen toegang",
    errno.EPERM: "geen toegang",
    errno.EISDIR: "is een map",
    errno.ENOTDIR: "een deel van het pad is geen map",
    errno.EEXIST: "is er al",
    errno.ENOSPC: "de schijf is vol",
    errno.EROFS: "hier kan niets worden geschreven",
    errno.ENAMETOOLONG: "de naam is te lang",
    errno.ELOOP: "verwijzingen gaan rond",
    errno.EPIPE: "de lezer is gestopt",
}


def of_the_system(error: OSError) -> str:
    """What the operating system refuses, in the words of the other messages."""
    return SYSTEM.get(error.errno or 0, f"dat kan niet (systeemfout {error.errno})")
