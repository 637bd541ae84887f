"""What can go wrong, each with a message that says what to do."""

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
        return f"{self.place}: {self.found}; expected {self.expected}"


class InputError(AllocationError):
    """Bad input. Carries every problem found, not only the first."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        super().__init__("\n".join([f"{count} in the input:", *(f"  {p}" for p in problems)]))
