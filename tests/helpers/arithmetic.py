"""The engine on one of its two arithmetics."""

from unittest import mock

from allocation import vectorised
from allocation.evaluation import evaluate
from allocation.terms import NotCarriedError


def on_fractions(case):
    """The result as if decimals carried nothing."""
    with (
        mock.patch.object(vectorised, "value_of", side_effect=NotCarriedError),
        mock.patch.object(vectorised, "division_of", side_effect=NotCarriedError),
    ):
        return evaluate(case)
