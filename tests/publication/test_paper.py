"""What is published can be read on paper: LibreOffice prints every sheet, and the pages are measured."""

import os

import pytest
from attrs import evolve

from tables import publish
from tables.workbook import layout, paper
from tables.workbook.model import Block, Column, Sheet, Workbook
from tests.helpers import on_paper
from tests.helpers.workspaces import LIBRARY
from tests.publication.test_readable import CHOSEN, KINDS, book, content

pytestmark = [
    pytest.mark.skipif(not (on_paper.OFFICE and on_paper.READER), reason=on_paper.MISSING),
    pytest.mark.xdist_group("paper"),
]
LEAST = 7
"""Nothing is smaller, in points."""
MOST, BESIDE = 130, 20
"""No publication takes more pages for each of its years, and for its years beside each other."""
DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"
PRINTED = (
    CHOSEN if DEEP else ["septembercirculaire-2024", "budgetten-2025-definitief", "herindelingsmaatstaf-2024"]
)
LONG = "Een zin die nergens ophoudt en van het blad loopt, want hij is veel langer dan de tabel breed is. "


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("paper")


@pytest.fixture(scope="module")
def printed(folder):
    contents = {f"{name}-{kind}.{kind}": content(name, kind) for name in PRINTED for kind in KINDS}
    made = on_paper.printed(contents, folder / "published")
    return lambda name, kind: made[f"{name}-{kind}.{kind}"]


each = pytest.mark.parametrize(("name", "kind"), [(name, kind) for name in PRINTED for kind in KINDS])


@pytest.mark.promise("docs/paper.md#seven-points")
@each
def test_nothing_is_smaller_than_7_points(name, kind, printed):
    assert min(printed(name, kind).sizes) >= LEAST


@pytest.mark.promise("docs/paper.md#nothing-cut")
@each
def test_nothing_is_cut_or_covered(name, kind, printed):
    wrong = {
        number: (page.off, page.hidden, "###" in page.text)
        for number, page in enumerate(printed(name, kind).pages, start=1)
        if page.off or page.hidden or "###" in page.text
    }
    assert wrong == {}


@pytest.mark.promise("docs/paper.md#on-every-page")
@each
def test_title_stand_version_and_number_are_on_every_page(name, kind, printed):
    pages = printed(name, kind).pages
    titles = [paper.heading(sheet)[0] for sheet in book(name).sheets]
    running = [sheet.running for sheet in book(name).sheets]
    for number, page in enumerate(pages, start=1):
        text = " ".join(page.text.split())
        assert any(text.startswith(title) for title in titles), number
        assert any(line in text for line in running), number
        assert book(name).version in text
        assert f"Pagina {number} van {len(pages)}" in text


@pytest.mark.promise("docs/paper.md#all-of-it")
@each
def test_every_row_of_every_sheet_is_printed(name, kind, printed):
    text = " ".join(" ".join(page.text for page in printed(name, kind).pages).split())
    words = set(text.split())
    for sheet in book(name).sheets:
        above = [
            line for part in (sheet.title, sheet.warning, sheet.subtitle) for line in layout.head_lines(part)
        ]
        assert [line for line in above if " ".join(line.split()) not in text] == []
        for row in sheet.blocks[0].rows if sheet.printed else []:
            assert {*str(getattr(row[0], "text", row[0])).split()} <= words, (sheet.name, row[0])


@each
def test_paper_is_not_wasted(name, kind, printed):
    years = len(LIBRARY.publications[name].years)
    assert len(printed(name, kind).pages) <= MOST * years + (BESIDE if years > 1 else 0)
    assert {(round(page.width), round(page.height)) for page in printed(name, kind).pages} == {(842, 595)}


@pytest.mark.promise("docs/paper.md#not-printed")
@each
def test_what_is_only_looked_up_takes_one_page(name, kind, printed):
    looked_up = [sheet.title for sheet in book(name).sheets if not sheet.printed]
    assert looked_up
    for title in looked_up:
        assert sum(" ".join(page.text.split()).startswith(title) for page in printed(name, kind).pages) == 1


# Broken on purpose: what is measured sees what is wrong

ROWS = [
    [f"{number:04}", f"Gemeente {number}", number * 10**6, "van de ene naar de andere kant"]
    for number in range(1, 30)
]
COLUMNS = [
    Column("Gemeentecode"),
    Column("Gemeente", width=20),
    Column("Bedrag (EUR)", 0),
    Column("Uitleg", width=40),
]
WELL = Sheet("Blad", "Titel", "Onder", [Block("tabel_van_nu", COLUMNS, ROWS)], running="Circulaire, stand")
WIDE = [Column(f"Kolom {place} (EUR)", 0, width=20) for place in range(20)]


ON_PURPOSE = {
    "well": (WELL, {}),
    "wide": (evolve(WELL, blocks=[Block("breed", [*COLUMNS, *WIDE], [[*row, *range(20)] for row in ROWS])]), {}),
    "full": (evolve(WELL, blocks=[Block("vol", COLUMNS, [[*row[:3], "woorden die niet passen " * 8] for row in ROWS])]), {}),
    "long": (evolve(WELL, subtitle=LONG * 3), {}),
}  # fmt: skip
ON_PURPOSE |= {
    "small": (ON_PURPOSE["wide"][0], {(paper, "WIDEST"): 10**6}),
    "low": (ON_PURPOSE["full"][0], {(layout, "LETTERS_PER_CHARACTER"): 3, (layout, "LINE"): 6}),
    "cut": (ON_PURPOSE["long"][0], {(layout, "HEAD"): 10**6, (paper, "EMPTY_COLUMN"): 10**9}),
}
"""By name a sheet, and what of the rules for paper is taken away while it is written."""


def written(sheet, without, kind):
    with pytest.MonkeyPatch.context() as patch:
        for (module, name), value in without.items():
            patch.setattr(module, name, value)
        return publish.RENDERERS[kind](Workbook("t", "c", [sheet], version="v"))


@pytest.fixture(scope="module")
def on_purpose(folder):
    """All of them printed in one start."""
    contents = {
        f"{name}-{kind}.{kind}": written(*made, kind) for name, made in ON_PURPOSE.items() for kind in KINDS
    }
    made = on_paper.printed(contents, folder / "on-purpose")
    return lambda name, kind: made[f"{name}-{kind}.{kind}"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_sheet_that_is_well_is_found_well(kind, on_purpose):
    made = on_purpose("well", kind)
    assert not any(page.off or page.hidden for page in made.pages)
    assert min(made.sizes) >= LEAST


@pytest.mark.promise("docs/paper.md#breaks-are-found")
@pytest.mark.parametrize("kind", KINDS)
def test_letters_that_are_too_small_are_found(kind, on_purpose):
    assert min(on_purpose("wide", kind).sizes) >= LEAST
    assert min(on_purpose("small", kind).sizes) < LEAST


@pytest.mark.promise("docs/paper.md#breaks-are-found")
@pytest.mark.parametrize("kind", KINDS)
def test_a_text_that_does_not_fit_its_row_is_found(kind, on_purpose):
    assert not any(page.hidden for page in on_purpose("full", kind).pages)
    assert any(page.hidden for page in on_purpose("low", kind).pages)


@pytest.mark.promise("docs/paper.md#breaks-are-found")
@pytest.mark.parametrize("kind", KINDS)
def test_a_line_that_runs_off_the_paper_is_found(kind, on_purpose):
    assert not any(page.off for page in on_purpose("long", kind).pages)
    [first, *_] = on_purpose("cut", kind).pages
    assert first.off or " ".join((LONG * 3).split()) not in " ".join(first.text.split())
