"""The TOML file of a new publication, which says where its form is; nobody has to type in it."""

import json
from collections.abc import Sequence

from rules.library.schema import PublicationYear

HEAD = """# Gemaakt met `verdeel new {name} --based-on {base}`. In dit bestand hoeft niets te worden ingevuld:
# titel, datum, uitgever, stand, cijfers, gegevens, statussen en bronnen staan in {file}.
[publication]
name = {quoted}
follows = {follows}  # de vorige uitgave: wat er sindsdien anders is komt in de tabellen te staan

[form]
file = {file_quoted}
"""
YEAR = """
[[publication.years]]
year = {year}
territory = {territory}  # de gemeenten van deze dag
stand = {stand}  # wat in de werkmap staat gaat voor
amounts = {amounts}
overview = {overview}
"""


def declaration(name: str, base: str, file: str, years: Sequence[PublicationYear]) -> str:
    """A publication that shows what another one shows."""
    head = HEAD.format(
        name=name,
        base=base,
        file=file,
        quoted=_quoted(name),
        file_quoted=_quoted(file),
        follows=_quoted(base),
    )
    return head + "".join(map(_year, years))


def _year(year: PublicationYear) -> str:
    text = YEAR.format(
        year=year.year,
        territory=year.territory,
        stand=_quoted(year.stand),
        amounts=_quoted(year.amounts),
        overview=_quoted(year.overview),
    )
    sheets = ", ".join(f"{_quoted(title)} = {_quoted(names)}" for title, names in year.sheets.items())
    return text + (f"sheets = {{ {sheets} }}\n" if sheets else "")


def _quoted(value: str | list[str]) -> str:
    """A text, or a list of texts: TOML writes both as JSON does."""
    return json.dumps(value, ensure_ascii=False)
