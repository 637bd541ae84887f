"""Names that a spreadsheet would compute, a browser would obey or a reader would misread do nothing on a page."""

import csv
import io
import json
import re

import html5lib
import openpyxl
import polars as pl
import pytest
from attrs import evolve

from rules.analysis.portrait import streams
from tables.site import data, overviews, pages, reckoning
from tables.site.alike import Likeness
from tables.site.build import _former, _names, _places
from tables.site.compute import Computable, script
from tables.site.pages import Site
from tables.site.told import TURNS, straight
from tests.helpers.workspaces import SHIPPED

HOSTILE = (
    '=HYPERLINK("x";"y")',
    "+1+1",
    "-1",
    "@SUM(A1)",
    "\tTab",
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "Gou\u202eadu\u202c",
    "Gou\u200fda",
    "\u2066Gouda\u2069",
    "Gou\u2028da",
    "Gou\x1b[31mda",
)


@pytest.fixture(scope="module")
def site():
    """What is shipped, with hostile names for the first municipalities."""
    known = streams(SHIPPED)
    places = _places(known)
    for row, name in enumerate(HOSTILE):
        places[row] = evolve(places[row], name=straight(name))
    return Site(SHIPPED, known, {}, places, {}, _former(places))


def words_of(content):
    """What a reader reads: the text of each element, and of nothing else."""
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(
        content.decode().replace("<!doctype html>", "<!DOCTYPE html>")
    )
    return {text.strip() for text in tree.itertext()}, list(tree.iter("script")), list(tree.iter("img"))


def test_a_sign_that_turns_the_direction_is_written_out():
    for name in HOSTILE:
        assert not TURNS.search(straight(name))
    assert straight("Gou\u202eadu") == r"Gou\u202eadu"
    assert straight("'s-Hertogenbosch, Súdwest-Fryslân\n") == "'s-Hertogenbosch, Súdwest-Fryslân\n"


def test_on_pages_a_name_is_text(site):
    likeness = Likeness(site)
    made = [overviews.front(site), *(pages.municipality(site, p, likeness.told(p)) for p in site.places[:12])]
    for content in made:
        _, scripts, images = words_of(content)
        assert not images
        assert all(one.get("src") and not one.text for one in scripts)
        assert not TURNS.search(content.decode())
    for place, content in zip(site.places, made[1:], strict=False):
        assert place.name.strip() in words_of(content)[0]


def test_a_template_writes_out_what_turns_the_direction(site):
    made = site.page("moved.html", title="Gou\u202eadu", text="\u2066x", goals=[("0513", "\u200fy")])
    assert not TURNS.search(made.decode())
    assert r"Gou\u202eadu" in made.decode()


def test_in_scripts_a_name_is_a_string(site):
    outcome = SHIPPED.outcome("septembercirculaire-2024", 2024)
    names = [*HOSTILE, *list(outcome.prepared.territory["naam"])[len(HOSTILE) :]]
    territory = outcome.prepared.territory.with_columns(pl.Series("naam", names))
    of = Computable(evolve(outcome, prepared=evolve(outcome.prepared, territory=territory)), {})
    for made in (script(of), Likeness(site).script().decode(), _names(site).decode()):
        assert "</script" not in made
        assert not TURNS.search(made)
        told = json.loads(re.search(r"const \w+=(.*);\n", made)[1])
        names = told["names"]
        assert {straight(name) for name in HOSTILE} <= {*names}
    content = reckoning.page(site, of)
    assert not words_of(content)[2]
    assert not TURNS.search(content.decode())


def test_in_data_nothing_is_computed(site):
    """The CSV has codes and no names; in the workbook a name is a text, and in JSON too."""
    for place in site.places[: len(HOSTILE)]:
        told = data.lines(site, place)
        rows = list(csv.reader(io.StringIO(data.as_csv(place, told).decode())))
        assert not [cell for row in rows for cell in row if re.match(r"[=+@\t]|-(?!\d+(\.\d+)?$)", cell)]
        sheet = openpyxl.load_workbook(io.BytesIO(data.as_xlsx(place, told))).active
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
        assert json.loads(data.as_json(place, told))["gemeente"] == place.name
