"""The pages in a real browser: search, unfold, change, keep, print; usable by everyone, also without script."""

import re
from fractions import Fraction
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner

from allocation import exact
from cli import main
from rules import Workspace
from rules.scenarios.stack import with_scenarios
from rules.territory.municipalities import inhabitants_on, municipalities
from tables.words import in_words
from tests.helpers.twelve import TWELVE
from tests.helpers.workspaces import SHIPPED

PAIR = "vergelijk/meicirculaire-2023-2024--septembercirculaire-2024-2024.html"
CALC = "rekenen/septembercirculaire-2024-2024.html"
pytestmark = pytest.mark.xdist_group("site")


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


@pytest.mark.parametrize(
    ("text", "said"), [("1375", "ten hoogste 3: niet overgenomen"), ("veel", "is geen getal")]
)
def test_what_cannot_be_is_refused_and_stays_in_sight(site, browser, text, said):
    page = browser.new_page()
    page.goto((site[0] / CALC).as_uri())
    before = amounts_on(page, "0513")
    field = page.locator("[data-cijfer=uitkeringsfactor]").first
    field.fill(text)
    field.blur()
    assert said in page.locator("#stand").inner_text()
    assert field.get_attribute("aria-invalid") == "true"
    assert amounts_on(page, "0513") == before
    assert "c.uitkeringsfactor" not in page.url
    page.close()


@pytest.mark.promise("docs/site.md#kept-as-law")
def test_what_is_saved_as_law_says_what_is_replaced_by_what(site, browser, tmp_path):
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
    saved_as, toml = saved(page, "#bewaar")
    (tmp_path / saved_as).write_text(toml, encoding="utf-8")
    page.close()
    arguments = [
        "scenario",
        "eigen-wijziging",
        "septembercirculaire-2024",
        "--legal-text",
        "--data",
        str(tmp_path),
    ]
    by_command = CliRunner().invoke(main, arguments).stdout.splitlines()
    lines = [line for line in text.splitlines() if not line.startswith("Artikel")]
    assert [line for line in lines if line not in by_command] == []


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
    assert page.locator("[data-scenario=uitkeringsfactor]").first.inner_text() == "1,4342"
    assert "Nog niets" in page.locator("#stand").inner_text()
    page.click("#neem")
    assert "1 wijziging" in page.locator("#stand").inner_text()
    assert page.locator("[data-cijfer=uitkeringsfactor]").first.input_value() == "1,4342"
    page.goto(page.url)
    assert page.locator("[data-scenario=uitkeringsfactor]").first.inner_text() == "1,4342"
    page.close()


def sentences(page, name):
    """By the name of its column, the sentence of the article with this name as a reader sees it."""
    article = page.locator("section.regel").filter(has=page.locator(f"[data-regel={name}]"))
    read = """(dd) => { const copy = dd.cloneNode(true), own = [...dd.querySelectorAll("input")];
      copy.querySelectorAll("input").forEach((field, i) => field.replaceWith(own[i].value));
      return copy.textContent.replace(/\\s+/g, " ").trim(); }"""
    columns = article.locator("dl.zinnen > div").all()
    return {one.locator("dt").inner_text().split(":")[0]: one.locator("dd").evaluate(read) for one in columns}


@pytest.mark.promise("docs/site.md#law-is-the-form")
def test_the_figures_of_an_article_are_changed_in_its_sentence(site, browser):
    """Three sentences that differ in their figures alone; by keyboard, and what it comes to stands below."""
    page = browser.new_page()
    page.goto(f"{(site[0] / CALC).as_uri()}?gemeente=0513&scenario=factor-1-procent-hoger")
    field = page.locator("[data-cijfer=uitkeringsfactor]").first
    field.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("1,5")
    page.keyboard.press("Tab")
    found = sentences(page, "cluster_participatie")
    sentence = "Cluster Participatie = Uitkeringsfactor {} × Uitkeringsbasis cluster Participatie, afgerond op hele EUR."
    want = {"Geldend": "1,420", "Scenario": "1,4342", "Uw wijziging": "1,5"}
    assert found == {column: sentence.format(value) for column, value in want.items()}
    assert page.get_by_label("Uitkeringsfactor").first.input_value() == "1,5"
    case = SHIPPED.outcome("septembercirculaire-2024", 2024).prepared.case
    place = case.codes.index("0513")
    was = exact.evaluate(case)["cluster_participatie"][place]
    now = exact.evaluate(case.with_values(figures={"uitkeringsfactor": Fraction(3, 2)}))
    becomes = now["cluster_participatie"][place]
    shown = page.locator("[data-regel=cluster_participatie]").inner_text()
    assert shown == (
        f"Gouda: was {in_words(was)}, wordt {in_words(becomes)} EUR (+{in_words(becomes - was)})."
    )
    national = page.locator("[data-regel=cluster_participatie_landelijk]").inner_text()
    assert f"wordt {in_words(now['cluster_participatie_landelijk'][0])} EUR" in national
    page.close()


@pytest.mark.promise("docs/site.md#law-is-the-form")
def test_a_change_on_paper_says_that_nobody_decided_it(site, browser):
    """The three sentences are printed, and above them that it is supposed."""
    page = browser.new_page()
    page.goto(f"{(site[0] / CALC).as_uri()}?scenario=factor-1-procent-hoger&c.uitkeringsfactor=1.5")
    page.emulate_media(media="print")
    assert "door niemand vastgesteld" in page.locator("#stand").inner_text()
    heads = page.locator("dl.zinnen").first.locator("dt").all()
    assert all(one.is_visible() for one in (page.locator("#stand"), *heads))
    assert [one.inner_text() for one in heads] == [
        "Geldend", "Scenario: De uitkeringsfactor 1 % hoger", "Uw wijziging",
    ]  # fmt: skip
    page.close()


@pytest.mark.promise("docs/site.md#law-is-the-form")
def test_a_figure_that_a_sentence_has_twice_is_changed_once(site, browser):
    page = browser.new_page()
    page.goto((site[0] / "rekenen/budgetten-2025-definitief-2025.html").as_uri())
    [name] = {one.get_attribute("data-zelfde") for one in page.locator("[data-zelfde]").all()} & {
        one.get_attribute("data-cijfer")
        for one in page.locator("[data-cijfer]").all()
        if one.input_value() == "9"
    }
    before = page.locator(f"[data-cijfer='{name}']").count()
    page.locator(f"[data-cijfer='{name}']").first.fill("8")
    page.locator(f"[data-cijfer='{name}']").first.blur()
    assert {one.inner_text() for one in page.locator(f"[data-zelfde='{name}']").all()} == {"8"}
    assert {one.input_value() for one in page.locator(f"[data-cijfer='{name}']").all()} == {"8"}
    assert before > 1
    page.close()


@pytest.mark.promise("docs/site.md#any-two")
def test_two_publications_are_chosen_and_stand_beside_each_other(site, browser):
    page = browser.new_page()
    page.goto((site[0] / "vergelijk.html").as_uri())
    page.select_option("#van", "septembercirculaire-2024-2024")
    page.select_option("#naar", "meicirculaire-2023-2024")
    page.locator("#kies button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/vergelijk/meicirculaire-2023-2024--septembercirculaire-2024-2024.html")
    page.go_back()
    page.select_option("#van", "regeling-beschut-werk-2026-2026")
    page.select_option("#naar", "meicirculaire-2023-2024")
    page.click("#kies button")
    assert page.locator("#gevonden").inner_text() == "Deze twee hebben geen bedrag gemeen."
    page.close()


@pytest.mark.promise("docs/site.md#alike")
def test_a_reader_chooses_in_what_municipalities_are_alike(site, browser):
    """Places on lists are counted here from the exact amounts again."""
    page = browser.new_page()
    page.goto((site[0] / "gemeente/0513.html").as_uri())
    label = "Cluster Participatie 2024, per inwoner"
    page.get_by_label("Inwoners", exact=True).uncheck()
    page.get_by_label(label).check()
    page.get_by_label("dezelfde provincie").check()
    outcome = SHIPPED.outcome("septembercirculaire-2024", 2024)
    amounts = dict(
        zip(outcome.prepared.case.codes, outcome.result.exact("cluster_participatie"), strict=True)
    )
    day = outcome.prepared.year.territory
    persons = inhabitants_on(2024, day)
    per = {code: value / persons[code] for code, value in amounts.items()}
    rank = {code: sum(other < value for other in per.values()) for code, value in per.items()}
    province = dict(municipalities(day).select("code", "provincie").iter_rows())
    near = sorted(
        (abs(rank[code] - rank["0513"]), code)
        for code in per
        if province[code] == "Zuid-Holland" and code != "0513"
    )
    rows = page.locator("#gelijkende tr").all()
    shown = [
        (row.locator("a").first.get_attribute("href"), row.locator("td").first.inner_text())
        for row in rows[1:]
    ]
    assert shown == [(f"{code}.html", str(apart)) for apart, code in near[:8]]
    assert label in page.locator("#hoe").inner_text()
    page.get_by_label(label).uncheck()
    assert page.locator("#hoe").inner_text() == "Kies ten minste een kenmerk."
    page.close()


@pytest.mark.promise("docs/site.md#narrow-and-printed")
@pytest.mark.parametrize(
    "name",
    [
        "index.html",
        "gemeente/0513.html",
        CALC,
        "publicatie/septembercirculaire-2024.html",
        "rekenen/budgetten-2025-definitief-2025.html",
        "vergelijk.html",
        PAIR,
    ],
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
    """Of a long table the first rows: the others are made by the same lines of a template."""
    page = browser.new_page(color_scheme=colour)
    kinds = [
        "index.html",
        "over.html",
        "toegankelijkheid.html",
        "reeks.html",
        "gemeente/0513.html",
        "gemeente/gouda.html",
        CALC,
        "vergelijk.html",
        PAIR,
        "publicatie/septembercirculaire-2023.html",
        "rekenen/budgetten-2025-definitief-2025.html",
    ]
    kinds += ["publicatie/budgetten-2025-definitief.html", "groep/province-utrecht.html"]
    for name in kinds:
        page.goto((site[0] / name).as_uri())
        page.evaluate("document.querySelectorAll('tbody tr:nth-child(n+25)').forEach((row) => row.remove())")
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
