"""The pages: valid, complete, the engine's numbers, every mark, nothing from elsewhere, usable by everyone."""

import csv
import gzip
import io
import json
import re
from decimal import Decimal
from fractions import Fraction
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from click.testing import CliRunner

from allocation.figures import STATUSES
from allocation.numbers import decimal
from cli import main
from rules import Workspace
from tables import writing
from tables.labels import status
from tables.site.build import built
from tables.words import in_words
from tests.helpers.twelve import TWELVE
from tests.helpers.workspaces import SHIPPED

pytestmark = pytest.mark.xdist_group("site")


def pages(content):
    return {name: data.decode() for name, data in content.items() if name.endswith(".html")}


@pytest.mark.promise("docs/site.md#valid")
def test_every_page_is_valid_html(site, tree):
    for name, text in pages(site[1]).items():
        assert len(tree(name)), name
        assert text.count("<h1>") == 1, name
        ids = re.findall(r' id="([^"]+)"', text)
        assert len({*ids}) == len(ids), name
        assert '<html lang="nl">' in text


@pytest.mark.promise("docs/site.md#nothing-from-elsewhere")
def test_nothing_is_fetched_from_elsewhere_and_every_link_leads_somewhere(site):
    folder, content = site
    marks = {name: {*re.findall(r' id="([^"]+)"', text)} for name, text in pages(content).items()}
    for name, text in pages(content).items():
        for target in re.findall(r'(?:href|src)="([^"]*)"', text):
            if target.startswith(("data:", "?")) or not target:
                continue
            assert not re.match(r"[a-z]+:|//", target), f"{name}: {target}"
            path, _, mark = target.partition("#")
            plain = unquote(path.partition("?")[0])
            goal = (folder / name).parent.joinpath(plain).resolve() if plain else folder / name
            other = goal.relative_to(folder.resolve() if plain else folder).as_posix()
            if re.fullmatch(r"gemeente/\d{4}\.html", other) and other not in content:
                continue  # a municipality that this test left out
            assert other in content, f"{name}: {target}"
            assert not mark or mark in marks[other], f"{name}: {target}"
        assert "Content-Security-Policy" in text


@pytest.mark.promise("docs/site.md#the-engines-numbers")
def test_every_amount_on_a_page_is_the_engines(tree):
    compared = 0
    for code in TWELVE:
        for row in tree(f"gemeente/{code}.html").iter("tr"):
            rule, _, year = (row.get("id") or "").rpartition("-")
            if not rule:
                continue
            cells = ["".join(cell.itertext()).strip() for cell in row]
            link = next(row.iter("a")).get("href")
            outcome = SHIPPED.outcome(re.search(r"publicatie/(.+)\.html", link)[1], int(year))
            place = outcome.prepared.case.codes.index(code)
            assert cells[2] == in_words(outcome.result.exact(rule)[place])
            assert cells[7] == (outcome.result.statuses[rule] if cells[7] != "officieel" else "officieel")
            compared += 1
    assert compared > 12 * 15


@pytest.mark.promise("docs/site.md#the-engines-numbers")
def test_a_group_is_the_sum_of_its_members_where_it_had_the_same_members(site, tree):
    """Of Zuid-Holland nothing of 2022 is added up: Voorne aan Zee was three then. It is named."""
    text = site[1]["groep/province-zuid-holland.html"].decode()
    members = set(re.findall(r'gemeente/(\d{4})\.html">[^<]+</a></li>', text))
    assert {"0513", "1992"} <= members
    compared = 0
    for row in tree("groep/province-zuid-holland.html").iter("tr"):
        rule, _, year = (row.get("id") or "").rpartition("-")
        if rule:
            cells = ["".join(cell.itertext()).strip() for cell in row]
            name = re.search(r"publicatie/(.+)\.html", next(row.iter("a")).get("href"))[1]
            outcome = SHIPPED.outcome(name, int(year))
            value = dict(zip(outcome.prepared.case.codes, outcome.result.exact(rule), strict=True))
            assert cells[2] == in_words(sum(value[code] for code in members))
            assert int(year) != 2022
            compared += 1
    assert compared > 10
    assert re.search(r"Niet opgeteld[^<]*2022", text)


@pytest.mark.promise("docs/site.md#marked")
def test_what_is_not_published_is_marked_where_it_shows(site):
    for name, text in pages(site[1]).items():
        if name.startswith("publicatie/") and ("benadering" in text or "verkenning" in name):
            assert re.search(r"[Ii]ndicatie[fv]|benadering", text), name
        if name.startswith("gemeente/0513"):
            row = re.search(r'<tr id="variant_1-2035">.*?</tr>', text, re.DOTALL)[0]
            assert '<span class="teken indicatief">indicatief</span>' in row


@pytest.mark.promise("docs/site.md#marked")
def test_each_column_of_amounts_says_how_sure_it_is(site):
    """On the page of a publication and on the page that computes; a table can be read on its own."""
    content, marked = site[1], set()
    for name, publication in SHIPPED.library.publications.items():
        if f"publicatie/{name}.html" not in content:
            continue
        for year in publication.years:
            outcome = SHIPPED.outcome(name, year.year)
            shown = [f"publicatie/{name}.html", f"rekenen/{name}-{year.year}.html"]
            for rule in year.amounts:
                mark = status(outcome, rule)
                label, unit = (
                    outcome.prepared.case.book.rules[rule].label,
                    outcome.prepared.case.book.rules[rule].unit,
                )
                want = f"{label} ({unit}, {mark})" if mark else f"{label} ({unit})"
                for page in shown:
                    text = unescape(content[page].decode())
                    assert f'<th scope="col" class="n">{want}' in text, (page, want)
                marked |= {mark}
    assert {"", "indicatief"} <= marked


@pytest.mark.promise("docs/site.md#as-data")
def test_the_data_behind_a_page_are_the_engines_in_every_format(site):
    content = site[1]
    for code in TWELVE:
        told = json.loads(content[f"gemeente/{code}.json"])
        rows = list(csv.DictReader(io.StringIO(content[f"gemeente/{code}.csv"].decode())))
        sheet = openpyxl.load_workbook(io.BytesIO(content[f"gemeente/{code}.xlsx"])).active
        cells = [row for row in sheet.iter_rows(values_only=True) if row[4] in STATUSES]
        assert told["gemeentecode"] == code
        assert len(told["bedragen"]) == len(rows) == len(cells) >= 15
        for one, row, cell in zip(told["bedragen"], rows, cells, strict=True):
            outcome = SHIPPED.outcome(one["publicatie"], one["uitkeringsjaar"])
            exact_value = outcome.result.exact(one["geldstroom"])[outcome.prepared.case.codes.index(code)]
            assert Fraction(one["bedrag"]) == decimal(exact_value, 2)
            assert (one["bedrag"], one["status"]) == (row["bedrag"], row["status"])
            assert (f"{cell[2]:.2f}", cell[4]) == (f"{Decimal(one['bedrag']):.2f}", one["status"])
            assert one["status"] == (status(outcome, one["geldstroom"]) or "officieel")


def test_the_maps_say_the_same_as_their_tables(tree):
    """Each municipality on a map has a row, with the number that the map says; also of the change."""
    front = tree("index.html")
    maps = [
        svg
        for svg in front.iter("{http://www.w3.org/2000/svg}svg")
        if "per inwoner" in (svg.get("aria-label") or "")
    ]
    tables = [table for table in front.iter("table") if "Klasse" in "".join(table.itertext())]
    assert len(maps) == len(tables) == 2
    for svg, table in zip(maps, tables, strict=True):
        on_map = dict(title.text.rsplit(": ", 1) for title in svg.iter() if str(title.tag).endswith("title"))
        rows = {
            "".join(row[0].itertext()): "".join(row[1].itertext())
            for row in table.iter("tr")
            if row[1].tag == "td"
        }
        assert len(rows) == 342
        assert {name: text.removesuffix(" euro") for name, text in on_map.items()} == rows


@pytest.mark.promise("docs/site.md#small")
def test_pages_are_small(site):
    for name, data in site[1].items():
        if re.fullmatch(r"gemeente/\d{4}\.html", name):
            asked = re.findall(r'(?:src|rel="stylesheet" href)="\.\./([^"]+)"', data.decode())
            whole = len(gzip.compress(data)) + sum(len(gzip.compress(site[1][one])) for one in asked)
            assert len(asked) + 1 <= 6
            assert whole < 60_000
    scripts = b"".join(site[1][f"static/{name}.js"] for name in ("engine", "change", "compute", "keep"))
    assert len(gzip.compress(scripts)) < 10_000


@pytest.mark.promise("docs/site.md#old-names")
def test_old_names_and_names_lead_to_the_municipality(site):
    content = site[1]
    assert (
        'href="../gemeente/1992.html"' in content["gemeente/0568.html"].decode()
    )  # Bernisse, later Nissewaard
    assert 'href="../gemeente/0513.html"' in content["gemeente/gouda.html"].decode()


@pytest.mark.promise("docs/site.md#the-same-twice")
def test_the_same_again_writes_nothing_and_what_is_gone_is_taken_away(site, tmp_path):
    content = {name: data for name, data in site[1].items() if name.startswith(("static/", "gemeente/05"))}
    own = tmp_path / "pagina"
    assert writing.replace_folder(content, own) == (len(content), 0)
    (own / "van mij.txt").write_text("x", encoding="utf-8")
    assert writing.replace_folder(content, own) == (0, 0)
    gone = next(name for name in content if name.startswith("gemeente/"))
    del content[gone]
    assert writing.replace_folder(content, own) == (0, 1)
    assert not (own / gone).exists()
    assert (own / "van mij.txt").exists()
    again = {}
    for name, data in built(Workspace.open(), lambda _: None, ("0513",)):
        again[name] = data
        if name == "gemeente/0513.xlsx":  # and so on: each page is made in the same way
            break
    assert len(again) > 10
    assert {name: site[1][name] for name in again} == again


def test_a_folder_of_something_else_is_refused(tmp_path):
    (tmp_path / "brief.txt").write_text("x", encoding="utf-8")
    result = CliRunner().invoke(main, ["site", "--out", str(tmp_path)])
    assert result.exit_code == 2
    assert "een lege of nieuwe map" in result.stderr


def test_the_room_is_shipped():
    assert {path.suffix for path in Path("tables/site").rglob("*") if path.is_file()} - {".pyc"} == {
        ".py", ".html", ".css", ".js",
    }  # fmt: skip
