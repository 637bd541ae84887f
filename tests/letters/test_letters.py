"""A letter for each municipality: a valid text document, with the amounts of the engine, the same bytes each time."""

import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZIP_STORED, ZipFile

import odfdo
import pytest
from click.testing import CliRunner

from cli import main
from rules.analysis.restate import values_of
from rules.analysis.since import since
from tables.letters.document import MIMETYPE, Document, Paragraph, render
from tables.letters.letter import Letters
from tables.words import in_words
from tests.helpers.twelve import TWELVE
from tests.helpers.workspaces import SHIPPED, workspace
from tests.publication.test_edition import NAME, SIGNED, edition

OFFICE = shutil.which("soffice")
WRITER = OFFICE and (Path(OFFICE).resolve().parent / "libswlo.so").is_file()


def letters_of(space, name):
    return Letters([since(space, outcome) for outcome in space.outcomes(name)])


@pytest.fixture(scope="module")
def mei():
    return letters_of(SHIPPED, "meicirculaire-2024")


def read(content):
    """What another reader makes of it: its text, a line a paragraph."""
    document = odfdo.Document(BytesIO(content))
    assert document.get_type() == "text"
    texts = document.body.xpath("//text:p|//text:h")
    return [element.inner_text or element.text_recursive for element in texts]


@pytest.mark.promise("docs/letters.md#a-letter-each")
def test_the_file_is_an_odt_as_the_standard_asks(mei):
    made = render(mei.letter("0513"))
    with ZipFile(BytesIO(made)) as parts:
        first = parts.infolist()[0]
        assert (first.filename, first.compress_type, parts.read(first)) == (
            "mimetype",
            ZIP_STORED,
            MIMETYPE.encode(),
        )
        for name in parts.namelist()[1:]:
            ET.fromstring(parts.read(name))
        manifest = parts.read("META-INF/manifest.xml").decode()
        content = parts.read("content.xml").decode()
        styles = parts.read("styles.xml").decode()
        assert {*re.findall('full-path="([^"]+)"', manifest)} == {
            "/",
            "content.xml",
            "styles.xml",
            "meta.xml",
        }
        assert "<dc:language>nl-NL</dc:language>" in parts.read("meta.xml").decode()
    used = {*re.findall(r'(?:text|table):style-name="([^"]+)"', content)}
    named = {*re.findall(r'style:name="([^"]+)"', content + styles)}
    assert used <= named
    assert 'fo:page-width="21cm" fo:page-height="29.7cm"' in styles


@pytest.mark.promise("docs/letters.md#same-bytes")
def test_the_same_letter_is_the_same_bytes(mei):
    assert render(mei.letter("0513")) == render(letters_of(SHIPPED, "meicirculaire-2024").letter("0513"))
    assert render(mei.letter("0513")) != render(mei.letter("0363"))


@pytest.mark.promise("docs/letters.md#amounts-of-the-engine")
@pytest.mark.parametrize("code", TWELVE)
def test_every_amount_is_that_of_the_engine(code, mei):
    text = "\n".join(read(render(mei.letter(code))))
    now = SHIPPED.outcomes("meicirculaire-2024")
    before = SHIPPED.outcome("septembercirculaire-2023", 2024)
    for outcome in now:
        amounts = [values_of(outcome, rule)[code] for rule in outcome.prepared.year.amounts]
        assert all(f"€\u00a0{in_words(value)}" in text for value in [*amounts, sum(amounts)])
    for rule in now[0].prepared.year.amounts:
        assert f"€\u00a0{in_words(values_of(before, rule)[code])}" in text
    assert "Vorige uitgave: Septembercirculaire gemeentefonds 2023 (september 2023)." in text


@pytest.mark.promise("docs/letters.md#payment")
def test_when_it_is_paid_and_how_sure_it_is():
    name = "budgetten-2025-definitief"
    lines = read(render(letters_of(SHIPPED, name).letter("0513")))
    outcome = SHIPPED.outcome(name, 2025)
    for rule in outcome.prepared.year.sheets["Betaalkalender"]:
        assert f"€\u00a0{in_words(values_of(outcome, rule)['0513'])}" in lines
    assert any(line.startswith("Benadering, niet het bedrag dat een gemeente krijgt") for line in lines)
    assert "Gebundelde uitkering: via de gebundelde uitkering." in lines
    assert any(line.startswith("Indicatief: ") for line in lines)
    places = letters_of(SHIPPED, "regeling-beschut-werk-2026").letter("0513")
    assert not any("wanneer" in part.text for part in places.parts if isinstance(part, Paragraph))


@pytest.mark.promise("docs/add-a-circular.md#draft-until-signed")
def test_a_draft_says_so_on_every_page_and_a_signed_one_by_whom(tmp_path):
    edition(tmp_path)
    draft = letters_of(workspace(tmp_path), NAME).letter("0513")
    assert draft.above.startswith("Concept: ")
    assert "Concept: nog niet vastgesteld." in read(render(draft))
    edition(tmp_path, SIGNED)
    signed = letters_of(workspace(tmp_path), NAME).letter("0513")
    lines = read(render(signed))
    assert signed.above.startswith("Vastgesteld: ")
    assert "Kenmerk: 2024-0000123456." in lines
    assert lines[-2:] == ["Vastgesteld op 12 juni 2024,", "de directeur Bestuur"]
    assert any(
        "meer dan in Meicirculaire gemeentefonds 2024, vooral door uitkeringsfactor" in x for x in lines
    )
    assert not any("Concept" in line for line in lines)


@pytest.mark.promise("docs/letters.md#a-letter-each")
def test_the_command_writes_one_for_each_or_for_some(tmp_path):
    def run(*more):
        return CliRunner().invoke(
            main, ["letters", "septembercirculaire-2024", "--out", str(tmp_path / "b"), *more]
        )

    result = run("--gemeente", "Gouda", "--gemeente", "0518")
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in (tmp_path / "b").iterdir()) == [
        "septembercirculaire-2024-brief-0513-gouda.odt",
        "septembercirculaire-2024-brief-0518-s-gravenhage.odt",
    ]
    assert run("--gemeente", "Guda").exit_code == 2
    result = run()
    assert "geschreven: 342 brieven" in result.output
    assert len([*(tmp_path / "b").iterdir()]) == 342


def test_what_has_no_place_in_xml_is_refused():
    with pytest.raises(ValueError, match="geen plaats"):
        render(Document("t", "c", "a", "b", [Paragraph("\x01")]))
    assert (
        "a &lt; b &amp; c"
        in ZipFile(BytesIO(render(Document("t", "c", "a", "b", [Paragraph("a < b & c")]))))
        .read("content.xml")
        .decode()
    )


@pytest.mark.skipif(not WRITER, reason="LibreOffice Writer is not there (Debian: libreoffice-writer-nogui)")
def test_libreoffice_prints_it_on_a4(mei, tmp_path):
    (tmp_path / "x.odt").write_bytes(render(mei.letter("0513")))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "x.odt")], check=True, capture_output=True)
    pdf = (tmp_path / "x.pdf").read_bytes()
    assert re.search(rb"/MediaBox\s*\[\s*0 0 595\.\d+ 841\.\d+", pdf)
