"""The pages: valid, complete, the engine's numbers, every mark, nothing from elsewhere, usable by everyone."""

import gzip
import re
from fractions import Fraction
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner

from allocation import exact
from cli import main
from rules import Workspace
from rules.scenarios.stack import with_scenarios
from tables import writing
from tables.labels import status
from tables.site.build import built
from tables.words import in_words
from tests.helpers.browsers import BROWSER, opened
from tests.helpers.workspaces import SHIPPED

TWELVE = ("0513", "0363", "0096", "1992", "0014", "0518", "0448", "0088", "1982", "0197", "0893", "0060")
"""Those that differ: islands, the largest, merged, split, without Wsw."""
CALC = "rekenen/septembercirculaire-2024-2024.html"
pytestmark = pytest.mark.xdist_group("site")


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site") / "pagina"
    content = dict(built(Workspace.open(), lambda _: None, TWELVE))
    writing.replace_folder(content, folder)
    return folder, content


@pytest.fixture(scope="module")
def browser():
    if not BROWSER:
        pytest.skip("Chromium is not there (Debian: chromium)")
    with opened() as one:
        yield one


def pages(content):
    return {name: data.decode() for name, data in content.items() if name.endswith(".html")}


@pytest.mark.promise("docs/site.md#valid")
def test_every_page_is_valid_html(site):
    for name, text in pages(site[1]).items():
        parser = html5lib.HTMLParser(strict=True)
        parser.parse(text.replace("<!doctype html>", "<!DOCTYPE html>"))
        assert text.count("<h1>") == 1, name
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
def test_every_amount_on_a_page_is_the_engines(site):
    compared = 0
    for code in TWELVE:
        tree = html5lib.parse(site[1][f"gemeente/{code}.html"].decode(), namespaceHTMLElements=False)
        for row in tree.iter("tr"):
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


@pytest.mark.promise("docs/site.md#small")
def test_pages_are_small(site):
    for name, data in site[1].items():
        if re.fullmatch(r"gemeente/\d{4}\.html", name):
            assert len(gzip.compress(data)) < 60_000
            assert len(re.findall(r'(?:src="|rel="stylesheet")', data.decode())) + 1 <= 6
    scripts = b"".join(site[1][f"static/{name}.js"] for name in ("engine", "compute", "keep"))
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
    again = dict(built(Workspace.open(), lambda _: None, ("0513",)))
    assert again["gemeente/0513.html"] == site[1]["gemeente/0513.html"]


def test_a_folder_of_something_else_is_refused(tmp_path):
    (tmp_path / "brief.txt").write_text("x", encoding="utf-8")
    result = CliRunner().invoke(main, ["site", "--out", str(tmp_path)])
    assert result.exit_code == 2
    assert "een lege of nieuwe map" in result.stderr


def test_a_reader_of_a_disk_searches_unfolds_and_changes_a_figure(site, browser):
    folder, _ = site
    page = browser.new_page()
    errors, asked = [], []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto((folder / "index.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "sla"
    page.fill("#naam", "gou")
    page.keyboard.press("Enter")
    page.wait_for_url("**/0513.html")
    page.locator("summary", has_text="Waarom dit bedrag").first.click()
    assert page.locator(".stap").first.is_visible()
    page.locator("a", has_text="Verander een cijfer").nth(4).click()
    page.goto((folder / CALC).as_uri())
    page.locator("[data-cijfer=uitkeringsfactor]").first.fill("1,5")
    page.keyboard.press("Tab")
    assert "1 wijziging" in page.locator("#stand").inner_text()
    case = SHIPPED.outcome("septembercirculaire-2024", 2024).prepared.case
    want = exact.evaluate(case.with_values(figures={"uitkeringsfactor": Fraction(3, 2)}))[
        "cluster_participatie"
    ]
    shown = page.locator("#uitkomst tbody tr td:nth-child(3)").all_inner_texts()
    assert shown == [in_words(value) for value in want]
    address = page.url
    assert "c.uitkeringsfactor=1.5" in address
    page.goto("about:blank")
    page.goto(address)
    assert page.locator("#uitkomst tbody tr td:nth-child(3)").all_inner_texts() == shown
    assert not errors
    assert all(url.startswith(("file:", "data:", "about:", "blob:")) for url in asked)
    page.close()


def test_a_file_dropped_in_changes_volumes_and_says_what_is_wrong(site, browser, tmp_path):
    page = browser.new_page()
    page.goto((site[0] / CALC).as_uri())
    file = tmp_path / "eigen.csv"
    file.write_text("gemeentecode;loonkostensubsidie\n0513;200\n9999;1\n", encoding="utf-8")
    page.set_input_files("#bestand", str(file))
    page.wait_for_function("document.getElementById('gelezen').textContent.includes('gelezen')")
    assert page.locator("#gelezen").inner_text() == "1 waarden gelezen; niet gelezen: rij 3."
    assert "v.loonkostensubsidie%400513=200" in page.url
    page.close()


def saved(page, button):
    """The text of the file that a button hands over."""
    with page.expect_download() as found:
        page.click(button)
    return found.value.suggested_filename, Path(found.value.path()).read_text(encoding="utf-8")


def amounts_on(page, code):
    return page.locator(f'#uitkomst tr[data-code="{code}"] td').all_inner_texts()[1::3]


@pytest.mark.promise("docs/site.md#kept-as-a-scenario")
@pytest.mark.parametrize(
    "change",
    [
        "c.uitkeringsfactor=1.5",
        "c.uitkeringsfactor=1.375&v.loonkostensubsidie%400513=200",
        "samen=0513%2B0627",
    ],
)
def test_what_is_saved_as_a_scenario_gives_the_same_amounts(site, browser, tmp_path, change):
    """The file goes through the command's own reader, and the engine computes what the page showed."""
    page = browser.new_page()
    page.goto(f"{(site[0] / CALC).as_uri()}?{change}")
    name, text = saved(page, "#bewaar")
    (tmp_path / name).write_text(text, encoding="utf-8")
    space = with_scenarios(Workspace.open(tmp_path), "eigen-wijziging")
    [outcome] = space.outcomes("septembercirculaire-2024")
    places = dict.fromkeys(outcome.prepared.case.codes)
    for place, code in enumerate(places):
        on_page = (
            amounts_on(page, "0513" if code == "9001" else code) if code in ("0513", "9001", "0363") else None
        )
        want = [in_words(outcome.result.exact(rule)[place]) for rule in outcome.prepared.year.amounts]
        assert on_page is None or on_page == want, code
    assert "0363" in places
    page.close()


def test_three_decimals_in_an_address_are_no_thousands(site, browser):
    """1.375 is 1375 to a Dutch reader, who types; in an address it is what the page wrote."""
    page = browser.new_page()
    page.goto((site[0] / CALC).as_uri())
    field = page.locator("[data-cijfer=uitkeringsfactor]").first
    field.fill("1,375")
    field.blur()
    shown, address = amounts_on(page, "0513"), page.url
    page.goto("about:blank")
    page.goto(address)
    assert page.locator("[data-cijfer=uitkeringsfactor]").first.input_value() == "1,375"
    assert amounts_on(page, "0513") == shown
    page.close()


@pytest.mark.promise("docs/site.md#kept-as-law")
def test_what_is_saved_as_law_says_what_is_replaced_by_what(site, browser):
    page = browser.new_page()
    page.goto(f"{(site[0] / CALC).as_uri()}?c.uitkeringsfactor=1.5&v.loonkostensubsidie%400513=200")
    name, text = saved(page, "#wet")
    case = SHIPPED.outcome("septembercirculaire-2024", 2024).prepared.case
    rule = case.book.rules["cluster_participatie"]
    assert name == "eigen-wijziging.txt"
    assert text.startswith("CONCEPT")
    assert f"In de berekening van {rule.label} ({rule.source}):" in text
    assert 'wordt "Uitkeringsfactor: 1,420" vervangen door "Uitkeringsfactor: 1,500"' in text
    assert "van Gouda: 200 in plaats van" in text
    page.close()


def test_two_municipalities_are_merged_and_a_scenario_is_chosen(site, browser):
    page = browser.new_page()
    page.goto((site[0] / CALC).as_uri())
    if page.locator("#een").count():
        page.select_option("#een", "0513")
        page.select_option("#twee", "0627")
        page.click("#voeg")
        assert "samengevoegd" in page.locator('tr[data-code="0627"]').inner_text()
        page.click("#terug")
    page.select_option("#scenario", "factor-1-procent-hoger")
    assert page.locator("[data-scenario=uitkeringsfactor]").first.inner_text() == "1,434"
    assert "1 wijziging" in page.locator("#stand").inner_text()
    page.close()


@pytest.mark.promise("docs/site.md#narrow-and-printed")
@pytest.mark.parametrize(
    "name", ["index.html", "gemeente/0513.html", CALC, "publicatie/septembercirculaire-2024.html"]
)
def test_on_a_narrow_screen_nothing_runs_off_it(site, browser, name):
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto((site[0] / name).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


@pytest.mark.promise("docs/site.md#narrow-and-printed")
def test_a_municipality_prints_on_one_page(site, browser, tmp_path):
    page = browser.new_page()
    for code in TWELVE:
        page.goto((site[0] / "gemeente" / f"{code}.html").as_uri())
        content = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", content)) == 1, code
    page.close()


@pytest.mark.promise("docs/site.md#axe")
@pytest.mark.parametrize("colour", ["light", "dark"])
def test_axe_finds_nothing(site, browser, colour):
    page = browser.new_page(color_scheme=colour)
    kinds = [
        "index.html",
        "over.html",
        "toegankelijkheid.html",
        "reeks.html",
        "gemeente/0513.html",
        "gemeente/gouda.html",
        CALC,
    ]
    kinds += ["publicatie/budgetten-2025-definitief.html", "groep/province-utrecht.html"]
    for name in kinds:
        page.goto((site[0] / name).as_uri())
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:80]) for one in found] == [], name
    page.close()


def test_without_script_all_is_there_but_computing(site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site[0] / CALC).as_uri())
    assert page.locator("noscript").count() == 1
    assert page.locator("#uitkomst tbody tr").count() == 342
    context.close()


def test_the_room_is_shipped():
    assert {path.suffix for path in Path("tables/site").rglob("*") if path.is_file()} - {".pyc"} == {
        ".py", ".html", ".css", ".js",
    }  # fmt: skip
