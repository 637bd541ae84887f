"""Whether this machine and this polars reckon as the engine needs: asked once, when it is loaded."""

import polars as pl

from allocation.errors import RuleError

MANY = 10**30


def as_expected() -> dict[str, bool]:
    """What the engine counts on, each with whether it holds."""
    whole = pl.Series("n", [MANY, -1, 7], dtype=pl.Int128)
    groups = pl.DataFrame([pl.Series("of", [0, 0, 1]), whole]).group_by("of", maintain_order=True).sum()
    seven = pl.Series([7], dtype=pl.Int128)
    decimals = pl.Series(["1.10", "2.25"]).cast(pl.Decimal(38, 2))
    floats = pl.Series([0.1, 1.1, -1.1])
    return {
        "whole numbers of 128 bits are added up": whole.sum() == MANY + 6,
        "and in groups": groups["n"].to_list() == [MANY - 1, 7],
        "whole numbers of 128 bits are divided downwards": (whole // seven)[1] == -1,
        "decimals are whole units below": decimals.to_physical().to_list() == [110, 225],
        "half goes away from zero": decimals.round(1, mode="half_away_from_zero")[1] * 10 == 23,
        "floats are rounded to the nearest": (floats + 0.2)[0] == 0.30000000000000004,
        "a product does not depend on its sign": (floats * 10.1)[1] == -(floats * 10.1)[2],
    }


def check() -> None:
    """Raise RuleError where something is otherwise: no amount would be sure."""
    if wrong := [what for what, holds in as_expected().items() if not holds]:
        raise RuleError(
            f"polars {pl.__version__} does not reckon as it must on this machine: {'; '.join(wrong)}"
        )
