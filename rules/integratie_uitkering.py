"""Integratie-uitkering Participatie: the sum of the parts that are paid through it.

Which part is paid through which payment in which year: `geldstromen`. A test holds the parts
added here against that table.
"""

from allocation.expressions import apportion
from allocation.rules import rule, versions

SOURCE = "Financiële-verhoudingswet, art. 5 lid 2 en art. 13"


@rule(
    label="Infrastructurele opslag",
    unit="EUR",
    source="Rijksbijdrage sociale infrastructuur (gemeente.nu); sleutel: handreiking Berenschot 2025",
    valid_from=2025,
    pot="budget_infrastructurele_opslag",
)
def infrastructurele_opslag(budget_infrastructurele_opslag, doelgroepenregister):
    """Het aandeel in het doelgroepenregister maal het landelijke budget, in hele euro's sluitend."""
    return apportion(budget_infrastructurele_opslag, doelgroepenregister)


iu_participatie = versions(
    "iu_participatie",
    label="Integratie-uitkering Participatie",
    short="IU Participatie",
    unit="EUR",
    source=SOURCE,
)


@iu_participatie(2024, 2024)
def iu_participatie_2024(wsw, begeleiding_beschut_werk, voorbereiding_transformatie):
    """Wsw, begeleiding beschut werk en het extra budget van 2024."""
    return wsw + begeleiding_beschut_werk + voorbereiding_transformatie


@iu_participatie(2025)
def iu_participatie_2025(wsw, begeleiding_beschut_werk, infrastructurele_opslag):
    """Wsw, begeleiding beschut werk en de infrastructurele opslag."""
    return wsw + begeleiding_beschut_werk + infrastructurele_opslag
