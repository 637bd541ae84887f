"""What may stand in a scenario that spans many worlds: what varies, and what is drawn."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from attrs import Factory, frozen

Shape = Literal["uniform", "triangular"]


def one_of(change: object, names: Sequence[str], also: Sequence[str] = ()) -> None:
    """Refuse a change that says nothing, or two things; those in `also` go together."""
    given = [name for name in names if getattr(change, name) not in (None, "", {})]
    if len(given) != 1 and not (given and {*given} <= {*also}):
        said = f"het heeft {' en '.join(given)}" if given else "het heeft geen daarvan"
        raise ValueError(f"een van {', '.join(names)} zegt wat er verandert; {said}")


@frozen
class Range:
    """Values from `least` to `most`, both included, by `step`."""

    least: Fraction
    most: Fraction
    step: Fraction

    def __attrs_post_init__(self) -> None:
        if self.step <= 0 or self.most < self.least or (self.most - self.least) % self.step:
            raise ValueError("van least tot most in hele stappen (step) boven nul")

    @property
    def values(self) -> list[Fraction]:
        """Each of them."""
        count = (self.most - self.least) / self.step
        return [self.least + self.step * place for place in range(int(count) + 1)]


@frozen
class Vary:
    """A figure or an input that is another one in each world: a dimension of a grid.

    `values` it takes, or `times` what it was, each a list or a `range`.
    """

    figure: str = ""
    input: str = ""
    values: list[Fraction] = Factory(list)
    times: list[Fraction] = Factory(list)
    values_range: Range | None = None
    times_range: Range | None = None

    def __attrs_post_init__(self) -> None:
        one_of(self, ("figure", "input"))
        if sum(map(bool, (self.values, self.times, self.values_range, self.times_range))) != 1:
            raise ValueError("een van values, times, values_range, times_range")
        if self.input and not self.relative:
            raise ValueError("een gegeven varieert met times of times_range: één waarde is voor één gemeente")

    @property
    def relative(self) -> bool:
        """Whether the values multiply what there was."""
        return bool(self.times or self.times_range)

    @property
    def every(self) -> list[Fraction]:
        """The values, or the factors."""
        ranges = self.values_range or self.times_range
        return ranges.values if ranges else [*self.values, *self.times]


@frozen
class Draw:
    """A figure or an input that is drawn in each world: from `least` to `most`, most often `mode`.

    `times`: those are factors. In the place of one `figure`, `every` figure of some statuses. What is drawn
    has so many `decimals`.
    """

    least: Fraction
    most: Fraction
    shape: Shape
    mode: Fraction | None = None
    figure: str = ""
    input: str = ""
    every: list[str] = Factory(list)
    times: bool = False
    decimals: int = 6

    def __attrs_post_init__(self) -> None:
        given = [*filter(None, (self.figure, self.input)), *self.every[:1]]
        if len(given) != 1:
            raise ValueError("een van figure, input, every zegt wat wordt geloot")
        if wrong := {*self.every} - {"afgeleid", "indicatief", "onbevestigd"}:
            raise ValueError(
                f"{', '.join(sorted(wrong))}: alleen afgeleid, indicatief of onbevestigd wordt geloot"
            )
        if not self.figure and not self.times:
            raise ValueError("meer dan één waarde wordt geloot als factor: times = true")
        if (self.shape == "triangular") == (self.mode is None):
            raise ValueError("triangular heeft een mode (het meest waarschijnlijke), uniform niet")
        if not self.least <= (self.least if self.mode is None else self.mode) <= self.most:
            raise ValueError("least, mode en most lopen op")
        if self.least == self.most:
            raise ValueError("least en most zijn dezelfde waarde")
