"""The variants of the Verkenning duurzame baankansen (2024): what each costs, by year and for the country.

Three variants of a basic infrastructure of sociaal ontwikkelbedrijven: (1) 30.300 places of beschut werk,
(2) those and 10.000 jobs for others, (3) those and 36.000. None of this is law: a paper that weighs, with
costs that are once (incidenteel) and every year (structureel). The third variant is printed twice, 430
million in its table and 433 in its text; both are here and neither is a mend of the other.

What the paper leaves open, and is ours: in which year a part of what is paid once falls (in equal parts over
the years that it names), the path to the jobs of 2035 and to the places of 2048 (a straight line), and how
any of it is divided over municipalities (by the key of beschut werk; the transformatiebudget by that key to
the centrumgemeenten of the arbeidsmarktregio's). All of that is `indicatief`.
"""

from allocation.expressions import lag, total
from allocation.rules import rule
from rules.rounding import WHOLE_EUROS

PAPER = "Verkenning duurzame baankansen (2024), bijlage I"


def national(label, source=PAPER, unit="EUR"):
    """A rule with one value for the country, from the first year of the paper."""
    return rule(label=label, unit=unit, source=source, valid_from=2025)


@rule(
    label="Plekken beschut werk, oploop", unit="plekken", source=f"{PAPER}: 30.300 in 2048", valid_from=2025
)
def plekken_oploop(plekken_oploop, oploop_per_jaar):
    """De plekken van het jaar ervoor, en wat er elk jaar bij komt."""
    return lag(plekken_oploop, 1) + oploop_per_jaar


@national("Banen voor anderen in variant 2", unit="plekken")
def banen_variant_2(banen_eindbeeld_2, ingroeipad):
    """De 10.000 banen van 2035, naar het ingroeipad."""
    return banen_eindbeeld_2 * ingroeipad


@national("Banen voor anderen in variant 3", unit="plekken")
def banen_variant_3(banen_eindbeeld_3, ingroeipad):
    """De 36.000 banen van 2035, naar het ingroeipad."""
    return banen_eindbeeld_3 * ingroeipad


@national("Variant 1: incidenteel")
def incidenteel_1(programma_operationeel, benchmark_invoering):
    """Het ondersteuningsprogramma en het invoeren van de benchmark."""
    return programma_operationeel + benchmark_invoering


@national("Variant 1: structureel")
def structureel_1(benchmark_jaarlijks):
    """De benchmark."""
    return benchmark_jaarlijks


@national("Variant 2: incidenteel")
def incidenteel_2(incidenteel_1, transformatiebudget):
    """Wat variant 1 vraagt, en het transformatiebudget."""
    return incidenteel_1 + transformatiebudget


@national("Variant 2: infrastructurele opslag")
def opslag_2(banen_variant_2, opslag_doelmatig):
    """Het bedrag per plek maal de banen voor anderen."""
    return banen_variant_2 * opslag_doelmatig


@national("Variant 2: structureel")
def structureel_2(structureel_1, opslag_2):
    """Wat variant 1 vraagt, en de infrastructurele opslag."""
    return structureel_1 + opslag_2


@national("Variant 3: infrastructurele opslag, alle plekken")
def opslag_3(banen_variant_3, plekken_oploop, opslag_gemiddeld, opslag_doelmatig):
    """De banen voor anderen op het gemiddelde, en beschut werk aangevuld tot het gemiddelde."""
    return banen_variant_3 * opslag_gemiddeld + plekken_oploop * (opslag_gemiddeld - opslag_doelmatig)


@national("Variant 3: infrastructurele opslag, boven variant 2")
def meer_opslag_3(opslag_3, opslag_2):
    """Wat de opslag meer is dan in variant 2."""
    return opslag_3 - opslag_2


@national("Variant 3: begeleiding, zoals de tekst rekent")
def begeleiding_tekst_3(banen_variant_3, begeleiding_uwv):
    """Het gemiddelde bedrag van UWV maal de banen voor anderen."""
    return banen_variant_3 * begeleiding_uwv


@national("Variant 3: begeleiding, zoals de tabel drukt")
def begeleiding_tabel_3(begeleiding_gedrukt, ingroeipad):
    """De 92 miljoen van de tabel, die niet is na te rekenen, naar het ingroeipad."""
    return begeleiding_gedrukt * ingroeipad


@national("Variant 3: structureel, zoals de tekst")
def structureel_3_tekst(structureel_2, meer_opslag_3, begeleiding_tekst_3):
    """Wat variant 2 vraagt, de hogere opslag, en de begeleiding zoals de tekst haar rekent."""
    return structureel_2 + meer_opslag_3 + begeleiding_tekst_3


@national("Variant 3: structureel, zoals de tabel")
def structureel_3_tabel(structureel_2, meer_opslag_3, begeleiding_tabel_3):
    """Wat variant 2 vraagt, de hogere opslag, en de begeleiding zoals de tabel haar drukt."""
    return structureel_2 + meer_opslag_3 + begeleiding_tabel_3


@national("Variant 3 met de vangnetfunctie van variant 2: structureel")
def structureel_3_vangnet_2(
    structureel_1, banen_variant_2, plekken_oploop, opslag_gemiddeld, opslag_doelmatig, begeleiding_uwv
):
    """De bedragen van variant 3 voor de 10.000 banen van variant 2."""
    jobs = banen_variant_2 * (opslag_gemiddeld + begeleiding_uwv)
    return structureel_1 + jobs + plekken_oploop * (opslag_gemiddeld - opslag_doelmatig)


@national("Variant 1, in het jaar")
def kosten_1(incidenteel_1, structureel_1):
    """Incidenteel en structureel samen."""
    return incidenteel_1 + structureel_1


@national("Variant 2, in het jaar, zonder transformatiebudget")
def kosten_2(incidenteel_1, structureel_2):
    """Incidenteel en structureel samen, zonder wat naar de centrumgemeenten gaat."""
    return incidenteel_1 + structureel_2


@national("Variant 3 (tabel), in het jaar, zonder transformatiebudget")
def kosten_3_tabel(incidenteel_1, structureel_3_tabel):
    """Incidenteel en structureel samen, zonder wat naar de centrumgemeenten gaat."""
    return incidenteel_1 + structureel_3_tabel


@national("Variant 3 (tekst), in het jaar, zonder transformatiebudget")
def kosten_3_tekst(incidenteel_1, structureel_3_tekst):
    """Incidenteel en structureel samen, zonder wat naar de centrumgemeenten gaat."""
    return incidenteel_1 + structureel_3_tekst


DIVIDED = "aanname: naar de sleutel van beschut werk; het stuk zelf verdeelt niet"


def divided(label, pot, source=DIVIDED):
    """A rule that divides what a variant costs in a year over the municipalities."""
    return rule(
        label=label, short=label, unit="EUR", source=source, valid_from=2025, rounds=WHOLE_EUROS, pot=pot
    )


@divided("Variant 1", "kosten_1")
def variant_1(kosten_1, sleutel_beschut_werk):
    """Het aandeel in de sleutel van beschut werk."""
    return kosten_1 * sleutel_beschut_werk / total(sleutel_beschut_werk)


@divided("Variant 2", "kosten_2")
def variant_2(kosten_2, sleutel_beschut_werk):
    """Het aandeel in de sleutel van beschut werk."""
    return kosten_2 * sleutel_beschut_werk / total(sleutel_beschut_werk)


@divided("Variant 3 (tabel)", "kosten_3_tabel")
def variant_3_tabel(kosten_3_tabel, sleutel_beschut_werk):
    """Het aandeel in de sleutel van beschut werk."""
    return kosten_3_tabel * sleutel_beschut_werk / total(sleutel_beschut_werk)


@divided("Variant 3 (tekst)", "kosten_3_tekst")
def variant_3_tekst(kosten_3_tekst, sleutel_beschut_werk):
    """Het aandeel in de sleutel van beschut werk."""
    return kosten_3_tekst * sleutel_beschut_werk / total(sleutel_beschut_werk)


@divided(
    "Transformatiebudget (varianten 2 en 3)",
    "transformatiebudget",
    "Verkenning: aan een regionaal samenwerkingsverband of een centrumgemeente; de sleutel is een aanname",
)
def transformatie(transformatiebudget, sleutel_centrumgemeente):
    """Het aandeel van de arbeidsmarktregio in de sleutel van beschut werk, aan de centrumgemeente."""
    return transformatiebudget * sleutel_centrumgemeente / total(sleutel_centrumgemeente)


@rule(
    label="Wsw: minder SE dan geraamd",
    unit="SE",
    source=f"{PAPER[:-11]}, tabel volumeprognose Wsw",
    valid_from=2021,
)
def wsw_afwijking(wsw_raming_mvt, wsw_prognose):
    """De raming van 2013 min de prognose van 2021."""
    return wsw_raming_mvt - wsw_prognose


@rule(
    label="Wsw: bedrag per SE in de tabel",
    unit="EUR per SE",
    source=f"{PAPER[:-11]}, tabel volumeprognose Wsw",
    valid_from=2021,
)
def wsw_bedrag_per_se(wsw_voordeel, wsw_afwijking):
    """Het voordeel in euro's gedeeld door de SE: zo volgt het uit de tabel, geen vastgestelde prijs."""
    return wsw_voordeel / wsw_afwijking
