"""An edition of one's own: a draft until it is signed, and it says itself what is other than in the one before."""

import json
import shutil
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from allocation.errors import InputError
from rules.analysis.changelog import changelog
from rules.analysis.restate import values_of
from rules.forms.answers import ABOUT, ANSWER
from tables import publish
from tables.again import composed
from tables.comparing.changes import summary
from tables.publication.signing import of_whom, signed_words
from tests.helpers import readable, written
from tests.helpers.filled_form import EXAMPLE, Filled
from tests.helpers.workspaces import SHIPPED, workspace

NAME, BASE = "meicirculaire-2024-juni", "meicirculaire-2024"
SIGNED = 'kenmerk = "2024-0000123456"\nsigned_by = "de directeur Bestuur"\nsigned_on = "2024-06-12"\n'
FACTOR = f"""
[figures.uitkeringsfactor]
values = [{{ year = 2024, publication = "{NAME}", value = 1.5, status = "officieel", source = "juni" }}]
"""


def edition(folder, more="", figures=FACTOR):
    head = f'[publication]\nname = "{NAME}"\nbased_on = "{BASE}"\ndate = "2024-06"\n'
    (folder / "juni.toml").write_text(head + more + figures, encoding="utf-8")
    return workspace(folder)


@cache
def _made(folder, kind):
    space = workspace(Path(folder))
    outcomes = space.outcomes(NAME)
    content, _ = composed(space, outcomes, None, kind, publish.Extra())
    return content


def made(folder, kind="xlsx"):
    return _made(str(folder), kind)


def book(content):
    [name] = [name for name in content if name.endswith(".xlsx")]
    return openpyxl.load_workbook(BytesIO(content[name]))


def receipt(content):
    [name] = [name for name in content if name.endswith(".json")]
    return json.loads(content[name])


def top(sheet):
    return " ".join(str(row[0].value) for row in sheet["A1:A14"])


@pytest.fixture(scope="module")
def draft(tmp_path_factory):
    folder = tmp_path_factory.mktemp("concept")
    edition(folder)
    return folder


@pytest.mark.promise("docs/add-a-circular.md#draft-until-signed")
def test_until_it_is_signed_every_sheet_page_and_the_receipt_say_that_it_is_a_draft(draft):
    content = made(draft)
    for sheet in book(content):
        assert "Concept: nog niet vastgesteld." in top(sheet) or sheet.title == "Leeswijzer"
    parts = written.read(next(v for k, v in content.items() if k.endswith("xlsx")), "xlsx")
    assert all(
        any(line.startswith("Concept: ") or "\nConcept: " in line for line in s.running) for s in parts.sheets
    )
    assert receipt(content)["uitgave"]["wat"] == "Concept"


@pytest.mark.promise("docs/add-a-circular.md#draft-until-signed")
def test_what_is_signed_says_by_whom(tmp_path):
    edition(tmp_path, SIGNED)
    content = made(tmp_path)
    for sheet in book(content):
        text = " ".join(str(cell.value) for row in sheet["A1:B30"] for cell in row)
        assert "Vastgesteld door de directeur Bestuur op 12 juni 2024. Kenmerk: 2024-0000123456." in text
        assert "Concept" not in text
    assert receipt(content)["uitgave"] == {
        "wat": "Vastgesteld",
        "uitgever": "Ministerie van Binnenlandse Zaken en Koninkrijksrelaties",
        "datum": "2024-06",
        "kenmerk": "2024-0000123456",
        "vastgesteld door": "de directeur Bestuur",
        "vastgesteld op": "2024-06-12",
        "volgt op": BASE,
    }


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('signed_by = "wie"\n', "vastgesteld zonder kenmerk en vastgesteld op"),
        ('kenmerk = "k"\nsigned_by = "wie"\nsigned_on = "2024-06"\n', "'2024-06'"),
        ('kenmerk = "k"\nsigned_by = "wie"\nsigned_on = "2024-06-31"\n', "'2024-06-31'"),
        ('follows = "meicirculaire-2042"\n', "'meicirculaire-2042' is geen publicatie"),
    ],
)
def test_half_a_signature_is_refused(tmp_path, more, said):
    with pytest.raises(InputError, match=said):
        edition(tmp_path, more)


def test_a_signature_does_not_go_on_to_an_edition_that_is_based_on_it(tmp_path):
    edition(tmp_path, SIGNED)
    later = f'[publication]\nname = "juli"\nbased_on = "{NAME}"\n'
    (tmp_path / "juli.toml").write_text(later, encoding="utf-8")
    outcomes = workspace(tmp_path).outcomes("juli")
    assert of_whom(outcomes) == "Concept"
    assert "Kenmerk" not in signed_words(outcomes)


@pytest.mark.promise("docs/add-a-circular.md#whose-it-is")
def test_of_what_is_shipped_nothing_is_a_draft_of_ours_or_signed(tmp_path):
    told = {name: of_whom(SHIPPED.outcomes(name)) for name in (BASE, "totaalbeeld-2024")}
    assert told == {BASE: "Narekening", "totaalbeeld-2024": "Uitgave van Verdeelsleutel"}
    own = FACTOR.replace(NAME, BASE)
    (tmp_path / "eigen.toml").write_text(own, encoding="utf-8")
    assert of_whom(workspace(tmp_path).outcomes(BASE)) == "Niet vastgesteld"


@pytest.mark.promise("docs/add-a-circular.md#changes-by-the-engine")
def test_the_engine_says_what_is_other(draft):
    space = workspace(draft)
    first, second = (changelog(space, outcome) for outcome in space.outcomes(NAME))
    lines = {(one.kind, one.name): one for one in first.lines}
    assert [*lines] == [("amount", "cluster_participatie"), ("figure", "uitkeringsfactor")]
    assert second.lines == []
    amount, figure = lines.values()
    assert (float(figure.before), float(figure.after)) == (1.414, 1.5)
    now, then = (
        values_of(space_.outcome(name, 2024), "cluster_participatie")
        for space_, name in ((space, NAME), (SHIPPED, BASE))
    )
    change = {code: now[code] - then[code] for code in now}
    largest = max(change, key=lambda code: abs(change[code]))
    assert (amount.before, amount.after) == (sum(then.values()), sum(now.values()))
    assert (amount.count, amount.code, amount.most) == (
        sum(map(bool, change.values())),
        largest,
        change[largest],
    )
    assert amount.cause == "uitkeringsfactor"
    assert summary(first) == "Uitkeringsjaar 2024: 2 wijzigingen; 342 gemeenten krijgen een ander bedrag."


def test_of_another_circular_that_it_follows_inputs_and_new_years_are_told(tmp_path):
    toml = f'[publication]\nname = "{NAME}"\nbased_on = "{BASE}"\nfollows = "meicirculaire-2023"\n'
    (tmp_path / "juni.toml").write_text(toml, encoding="utf-8")
    space = workspace(tmp_path)
    first, second = (changelog(space, outcome) for outcome in space.outcomes(NAME))
    kinds = {one.kind for one in first.lines}
    assert {"amount", "figure", "input"} <= kinds
    volume = next(one for one in first.lines if one.name == "bijstandsontvangers")
    assert volume.count > 300 and volume.before != volume.after
    assert second.comparison is None
    assert "is nieuw: het staat niet in Meicirculaire gemeentefonds 2023" in summary(second)


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_the_rules_for_readers_hold_for_a_draft_with_its_changes(draft, kind):
    content = made(draft, kind)
    document = written.read(next(v for k, v in content.items() if k.endswith(kind)), kind)
    assert "Wijzigingen" in [sheet.name for sheet in document.sheets]
    wrong = {number: rule(document) for number, rule in readable.OF_A_FILE.items()}
    assert {number: found[:3] for number, found in wrong.items() if found} == {}


def test_a_form_is_signed_on_its_first_sheet(tmp_path):
    folder = tmp_path / "map"
    shutil.copytree(EXAMPLE, folder)
    form = Filled(folder / "voorbeeld-circulaire.xlsx")
    assert of_whom(workspace(folder).outcomes("voorbeeld-circulaire")) == "Concept"
    for row, text in {"kenmerk": "K1", "signed_by": "de minister", "signed_on": "2024-09-17"}.items():
        form.put(ABOUT, row, ANSWER, text)
    form.save()
    outcomes = workspace(folder).outcomes("voorbeeld-circulaire")
    assert signed_words(outcomes) == "Vastgesteld door de minister op 17 september 2024. Kenmerk: K1."
    form.put(ABOUT, "kenmerk", ANSWER, None)
    form.save()
    with pytest.raises(InputError, match="vastgesteld zonder kenmerk"):
        workspace(folder)
