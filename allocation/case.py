"""A case: everything that one run needs, checked and complete."""

from collections.abc import Mapping
from fractions import Fraction

import polars as pl
from attrs import evolve, frozen

from allocation.column import Column, of_decimals, of_fractions
from allocation.errors import RuleError
from allocation.rulebook import Rulebook

CODE = "code"
"""The column that identifies a municipality."""
Value = Column | Fraction
"""One value per municipality, or one for the country."""


@frozen
class Case:
    """One year of one publication, on the municipalities `codes`, in order.

    `inputs` holds a column per input (but for those of a finer level: `allocation.population`), `figures` the
    exact value of each figure, `statuses` how sure each of them is. No clock, no files. Raises RuleError when
    something is missing, or a municipality is there twice.
    """

    book: Rulebook
    codes: tuple[str, ...]
    inputs: Mapping[str, Column]
    figures: Mapping[str, Fraction]
    statuses: Mapping[str, str]

    def __attrs_post_init__(self) -> None:
        columns = {name for name in self.book.inputs if not self.book.levels.finer(name)}
        lacking = columns - {*self.inputs} | {*self.book.figures} - {*self.figures}
        lacking |= {*self.book.inputs, *self.book.figures} - {*self.statuses}
        if lacking:
            raise RuleError(f"no value or status for {', '.join(sorted(lacking))}")
        if not self.codes or any(a >= b for a, b in zip(self.codes, self.codes[1:], strict=False)):
            raise RuleError("a case needs municipalities, each of them once, in order of code")
        uneven = [name for name, column in self.inputs.items() if len(column) != len(self.codes)]
        if uneven:
            raise RuleError(f"{', '.join(uneven)}: not one value per municipality")

    @property
    def given(self) -> dict[str, Value]:
        """The figures and inputs by name."""
        return {**self.figures, **self.inputs}

    def with_values(
        self,
        *,
        figures: Mapping[str, Fraction] | None = None,
        inputs: Mapping[str, Mapping[str, Fraction]] | None = None,
        status: str = "indicatief",
    ) -> "Case":
        """The case with other values: of figures, and of inputs by code (who is not named keeps its own).

        What is changed has `status` from then on. Raises RuleError for a name or code that is not there.
        """
        figures, inputs = figures or {}, inputs or {}
        unknown = [name for name in figures if name not in self.figures]
        unknown += [name for name in inputs if name not in self.inputs]
        codes = set(self.codes)
        unknown += sorted({code for values in inputs.values() for code in values if code not in codes})
        if unknown:
            raise RuleError(f"no figure, input or municipality of this case: {', '.join(unknown)}")
        columns = {
            name: of_fractions(
                [values.get(code, old) for code, old in zip(self.codes, self.inputs[name].exact, strict=True)]
            )
            for name, values in inputs.items()
        }
        return evolve(
            self,
            figures={**self.figures, **figures},
            inputs={**self.inputs, **columns},
            statuses={**self.statuses, **dict.fromkeys([*figures, *inputs], status)},
        )


def case_of(
    book: Rulebook, frame: pl.DataFrame, figures: Mapping[str, Fraction], statuses: Mapping[str, str]
) -> Case:
    """A case from a frame with `code` and a column of decimals per input, in any order of rows."""
    ordered = frame.sort(CODE)
    inputs = {name: of_decimals(ordered[name]) for name in ordered.columns if name != CODE}
    return Case(book, tuple(ordered[CODE]), inputs, figures, statuses)
