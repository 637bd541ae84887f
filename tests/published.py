"""Writes docs/published.md: every published amount beside the computed one (`make published`).

With `--check` (`make verify`) it prints that table instead, and ends with 1 where an amount is further off than
is accepted.
"""

import sys
from pathlib import Path

from tables.publication.published import published
from tests.helpers.workspaces import SHIPPED

PAGE = Path(__file__).parents[1] / "docs" / "published.md"
HEAD = """# Wat is gepubliceerd, naast wat is berekend

Elk bedrag waarvan bekend is wat een ministerie publiceerde, of wat buiten dit programma is nagerekend. Geschreven door
`make published`, niet met de hand; `verdeel list gepubliceerd` toont het van nu. Een verschil dat wordt aanvaard staat
met de reden in het TOML-bestand van de publicatie (`accepted` en `because`); een groter of een kleiner verschil
laat een toets falen. "Elders" is de som van de vergeleken waarden.
"""


def page():
    """The page, of what is computed now."""
    header, *rows = published(SHIPPED)
    lines = [header, ["---"] * len(header), *([cell.replace("|", "/") for cell in row] for row in rows)]
    return HEAD + "\n" + "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def main(*asked):
    """The status that the program ends with."""
    if "--check" not in asked:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    sys.stdout.write(page())
    return int(any("TE VER" in row for row in published(SHIPPED)))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
