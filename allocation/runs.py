"""What a run over many worlds is made of: a case, and what is other in each world."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from attrs import field, frozen

from allocation.case import Case
from allocation.errors import RuleError


@frozen(eq=False)
class Runs:
    """A case, and of each world by name what is other than in it.

    `figures` has a value per world of those that vary, `inputs` (by code) of those municipalities of which
    they do. Raises RuleError for what the case has not, or another number of values than there are worlds.
    """

    case: Case
    names: tuple[str, ...]
    figures: Mapping[str, Sequence[Fraction]] = field(factory=dict)
    inputs: Mapping[str, Mapping[str, Sequence[Fraction]]] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.case.with_values(
            figures={name: Fraction(0) for name in self.figures},
            inputs={name: dict.fromkeys(values, Fraction(0)) for name, values in self.inputs.items()},
        )
        rows = [*self.figures.values(), *(row for values in self.inputs.values() for row in values.values())]
        if not self.names or len({*self.names}) < len(self.names):
            raise RuleError("a run has worlds, each with a name of its own")
        if any(len(row) != len(self.names) for row in rows):
            raise RuleError(f"not one value for each of the {len(self.names)} worlds")

    def world(self, name: str) -> Case:
        """One world as a case of its own: with a balance, an explanation and all else that a case has."""
        place = self.names.index(name)
        return self.case.with_values(
            figures={name: values[place] for name, values in self.figures.items()},
            inputs={
                name: {code: values[place] for code, values in by_code.items()}
                for name, by_code in self.inputs.items()
            },
        )

    def only(self, places: Sequence[int]) -> "Runs":
        """Some of the worlds."""

        def of(values: Sequence[Fraction]) -> list[Fraction]:
            return [values[place] for place in places]

        return Runs(
            self.case,
            tuple(self.names[place] for place in places),
            {name: of(values) for name, values in self.figures.items()},
            {name: {code: of(row) for code, row in rows.items()} for name, rows in self.inputs.items()},
        )
