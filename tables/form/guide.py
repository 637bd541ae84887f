"""The first sheet of a form: how the others are filled in."""

from collections.abc import Sequence

from rules.forms.answers import ABOUT, FIGURES, INPUTS, LIKE
from rules.library.schema import Publication
from rules.runs.asked import Asked
from rules.territory.municipalities import municipalities
from tables.form.sheets import municipal_sheet
from tables.words import date_in_words
from tables.workbook.fields import Field, block
from tables.workbook.model import Sheet

STEPS: Sequence[tuple[str, str]] = (
    (
        "Alle bladen",
        "Vul alleen de lichtblauwe cellen in. Laat bladen, rijen en kolommen staan.",
    ),
    (ABOUT, "Titel, datum en uitgever, en per uitkeringsjaar hoe definitief de cijfers zijn."),
    (FIGURES, "Van elk landelijk cijfer de nieuwe waarde, de status en de bron: waar u het las."),
    ("", "Wat laatst bekend is telt niet mee: wat gelijk bleef, vult u ook in. Typ getallen, geen formules."),
    (INPUTS, "Van elk gegeven per gemeente de status en de bron."),
    ("", "Of neem een gegeven over van een meegeleverde publicatie: zet die in de kolom {like!r},"),
    ("", "met het uitkeringsjaar als dat een ander is ({example}); dan is het ten hoogste indicatief."),
    ("", "Laat dan status en bron leeg, en ook de kolom met waarden."),
    ("{sheets}", "De waarden: een kolom per gegeven, een rij per gemeente ({count} gemeenten op {day})."),
    ("", "Een kolom plakken kan, als de gemeenten in dezelfde volgorde staan."),
    ("", "Leeg is niet nul: is het nul, typ dan 0."),
    ("Status", "officieel: zo gepubliceerd."),
    ("", "afgeleid: berekend uit wat is gepubliceerd."),
    ("", "indicatief: een benadering, bij gebrek aan beter."),
    ("", "onbevestigd: in geen gelezen bron bevestigd."),
    ("Tot slot", "verdeel publish {name} --data MAP --out uit (MAP is de map van dit bestand)"),
    ("", "Wat nog leeg of onjuist is, wordt met blad en rij genoemd."),
)
"""What is filled in on each sheet."""


def guide(name: str, base: Publication, years: Sequence[Asked]) -> Sheet:
    """How the form of a publication that shows what `base` shows is filled in."""
    days = {each.year.territory: municipalities(each.year.territory).height for each in years}
    told = {
        "name": name,
        "like": LIKE,
        "example": f"{base.name}, {base.years[-1].year}",
        "sheets": ", ".join(municipal_sheet(each.year.year) for each in years),
        "count": ", ".join(map(str, days.values())),
        "day": ", ".join(date_in_words(day.isoformat()) for day in days),
    }
    fields: Sequence[Field[tuple[str, str]]] = (
        Field("Blad", lambda row: row[0], 20),
        Field("Wat u invult", lambda row: row[1], 110),
    )
    steps = [(sheet.format(**told), text.format(**told)) for sheet, text in STEPS]
    subtitle = f"Met dezelfde tabellen als {base.title} ({date_in_words(base.date)})"
    return Sheet("Toelichting", f"{name}: invullen", subtitle, [block("Toelichting", fields, steps)])
