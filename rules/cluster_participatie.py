"""Cluster Participatie in the algemene uitkering of the gemeentefonds.

Financiele-verhoudingswet, art. 10 and 11: a municipality's uitkeringsbasis is the sum over the
maatstaven of volume x bedrag per eenheid; what it gets is the uitkeringsfactor times that basis.

What the sources leave open: whether BZK rounds per maatstaf or once (here: once). The maatstaf of low
incomes is delivered, or computed from households and dwellings: a reading derived from the
volumes of the meicirculaire 2024, all 342 of them. Later years may have another threshold, or a mean of
three years: then its figure is asked for.
"""

from allocation.expressions import maximum, total
from allocation.rules import rule
from rules.rounding import WHOLE_EUROS

LAW = "Financiële-verhoudingswet, art. 10 en 11; Besluit financiële verhouding 2001, art. 1c"


@rule(
    label="Huishoudens met laag inkomen met drempel",
    unit="huishoudens",
    source="Besluit financiële verhouding 2001, bijlage 2, maatstaf 11",
    valid_from=2023,
)
def huishoudens_laag_inkomen(huishoudens_laag_inkomen_alle, woonruimten, drempel_laag_inkomen):
    """De huishoudens met een laag inkomen, voor zover dat er meer zijn dan de drempel van de woonruimten."""
    return maximum(huishoudens_laag_inkomen_alle - drempel_laag_inkomen * woonruimten, 0)


@rule(label="Uitkeringsbasis cluster Participatie", unit="EUR", source=LAW, valid_from=2024)
def uitkeringsbasis_participatie(
    bijstandsontvangers,
    bedrag_bijstandsontvanger,
    loonkostensubsidie,
    bedrag_loonkostensubsidie,
    huishoudens_laag_inkomen,
    bedrag_huishouden_laag_inkomen,
    doelgroepenregister,
    bedrag_doelgroepenregister,
):
    """De som over de vier maatstaven van het volume maal het bedrag per eenheid."""
    return (
        bijstandsontvangers * bedrag_bijstandsontvanger
        + loonkostensubsidie * bedrag_loonkostensubsidie
        + huishoudens_laag_inkomen * bedrag_huishouden_laag_inkomen
        + doelgroepenregister * bedrag_doelgroepenregister
    )


@rule(
    label="Cluster Participatie landelijk",
    unit="EUR",
    source=LAW,
    valid_from=2024,
    rounds=WHOLE_EUROS,
)
def cluster_participatie_landelijk(uitkeringsfactor, uitkeringsbasis_participatie):
    """De uitkeringsfactor maal de som van alle uitkeringsbases."""
    return uitkeringsfactor * total(uitkeringsbasis_participatie)


@rule(
    label="Cluster Participatie",
    unit="EUR",
    source=LAW,
    valid_from=2024,
    rounds=WHOLE_EUROS,
    pot="cluster_participatie_landelijk",
)
def cluster_participatie(uitkeringsfactor, uitkeringsbasis_participatie):
    """De uitkeringsfactor maal de uitkeringsbasis, in hele euro's."""
    return uitkeringsfactor * uitkeringsbasis_participatie
