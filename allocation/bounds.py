"""Bounds: between which values a figure or an input lies."""

from fractions import Fraction

from attrs import frozen

from allocation.numbers import as_written


@frozen
class Bounds:
    """The least and the most that a value may be, both included; None where there is no such bound."""

    least: Fraction | None = Fraction(0)
    most: Fraction | None = None

    def allow(self, value: Fraction) -> bool:
        """Whether a value lies within the bounds."""
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)

    @property
    def words(self) -> str:
        """What is allowed: "0 or more", "from 0 to 1"."""
        least, most = (None if value is None else as_written(value) for value in (self.least, self.most))
        if least is None or most is None:
            return f"hoogstens {most}" if most else f"{least} of meer" if least else "elk getal"
        return f"van {least} tot en met {most}"


NONE_BELOW_ZERO = Bounds()
