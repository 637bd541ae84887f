"""Verdeelsleutel from Python: public money divided over Dutch municipalities as the law says.

>>> import verdeelsleutel
>>> [outcome] = verdeelsleutel.compute("regeling-beschut-werk-2026")
>>> outcome.result.values["aantal_beschut_werk"].sum()
Decimal('12823')
"""

from rules import compute, compute_one, library


def main() -> None:
    """Run the command `verdeel`."""
    from cli import main as verdeel  # noqa: PLC0415 - whoever imports us has no use for the command

    verdeel()


__all__ = ["compute", "compute_one", "library"]
