"""Three rules of a ministry that does not exist: money for roads."""

from allocation.expressions import apportion, maximum, total
from allocation.rules import Rounding, rule

WHOLE = Rounding(0, "hele euro's per gemeente")


@rule(label="Wegen", unit="EUR", source="Wegenwet, art. 1", valid_from=2025, rounds=WHOLE, pot="budget_wegen")
def wegen(budget_wegen, kilometers):
    """Het aandeel in de kilometers maal het budget."""
    return budget_wegen * kilometers / total(kilometers)


@rule(label="Bruggen", unit="bruggen", source="Wegenwet, art. 2", valid_from=2025, pot="aantal_bruggen")
def bruggen(aantal_bruggen, kilometers):
    """De bruggen naar kilometers, tot de laatste."""
    return apportion(aantal_bruggen, kilometers)


@rule(label="Veren", unit="EUR", source="Wegenwet, art. 3", valid_from=2025, rounds=WHOLE)
def veren(bedrag_per_kilometer, kilometers, minimum_veren):
    """Een bedrag per kilometer, en ten minste het minimum."""
    return maximum(minimum_veren, bedrag_per_kilometer * kilometers)
