"""What is far from usual in own data is said, with what it does; --strict refuses it; what is usual gives no word."""

import shutil
from fractions import Fraction
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cli import main
from rules.library.schema import Delivery
from rules.reading.notation import odd
from rules.runs.plausible import _of_input
from rules.runs.usual import _own, own_inputs, shipped, usual_figure
from rules.territory.municipalities import inhabitants
from tests.helpers import made_up_data
from tests.helpers.workspaces import LIBRARY, SHIPPED, workspace
from tests.mistakes import INPUTS, MISTAKES, PUBLICATION, good, only_figure, said, times

CASE = Path(__file__).parents[1] / "cases" / "11" / "eigen"


def publish(folder, out, *more):
    arguments = ["publish", PUBLICATION, "--data", str(folder), "--out", str(out), *more]
    return CliRunner().invoke(main, arguments)


@pytest.mark.promise("docs/plausible.md#mistakes")
@pytest.mark.parametrize("name", MISTAKES)
def test_no_mistake_is_taken_without_a_word(tmp_path, name):
    _, became, words = MISTAKES[name]
    really, message = said(name, tmp_path)
    assert really == became, message
    assert words in message
    assert len(message.splitlines()) <= 6


@pytest.mark.promise("docs/plausible.md#nothing-without-cause")
def test_of_good_data_nothing_is_said(tmp_path):
    assert len(MISTAKES) >= 50
    assert said("", tmp_path) == ("", "")
    result = publish(tmp_path, tmp_path / "uit", "--strict")
    assert (result.exit_code, result.stderr) == (0, "")
    book = openpyxl.load_workbook(tmp_path / "uit" / f"{PUBLICATION}-eigen.xlsx")
    assert "Controle potten" in book.sheetnames
    assert "Controle opvallend" not in book.sheetnames


@pytest.mark.promise("docs/plausible.md#warned")
def test_case_11_is_said_on_the_terminal_and_on_the_sheet(tmp_path):
    """0222 is a thousand times what is shipped: its decimal comma was lost."""
    result = publish(CASE, tmp_path)
    assert result.exit_code == 0
    assert "Doetinchem (0222, rij 53) 231.156, gebruikelijk 231,150053 (1.000 keer zo veel)" in result.stderr
    assert "Integratie-uitkering Participatie van Doetinchem wordt zo 1.590.704.209" in result.stderr
    assert "met wat gebruikelijk is 9.115.110" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    book = openpyxl.load_workbook(tmp_path / f"{PUBLICATION}-eigen.xlsx")
    control = "\n".join(
        str(cell.value) for row in book["Controle opvallend"].iter_rows() for cell in row if cell.value
    )
    assert "Doetinchem (0222, rij 53) 231.156" in control
    assert "let op: eigen gegevens vallen op (1), zie Controle" in "".join(
        str(cell.value) for cell in book["Overzicht 2024"]["A"][:6]
    ).replace("Let op", "let op")


@pytest.mark.promise("docs/plausible.md#strict")
@pytest.mark.parametrize("command", ["publish", "verify", "explain", "compare"])
def test_strict_refuses_it_and_writes_nothing(tmp_path, command):
    arguments = {
        "publish": ["publish", PUBLICATION, "--out", str(tmp_path / "uit")],
        "verify": ["verify", PUBLICATION],
        "explain": ["explain", "Gouda", "--publication", PUBLICATION],
        "compare": ["compare", PUBLICATION, PUBLICATION, "--out", str(tmp_path / "uit")],
    }[command]
    result = CliRunner().invoke(main, [*arguments, "--data", str(CASE), "--strict"])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Doetinchem (0222, rij 53)" in result.stderr
    assert not (tmp_path / "uit").exists()
    assert CliRunner().invoke(main, [*arguments, "--data", str(CASE)]).exit_code == 0


VARIANTS = {
    "a hundred times, of another municipality": ("0344", times(100), "Utrecht (0344"),
    "a thousand times too little": ("0344", times(0.001), "keer zo weinig"),
    "the total in its place": ("0193", lambda _: "60000", "Zwolle (0193"),
    "a zero for a large one": ("0599", lambda _: "0", "Rotterdam (0599"),
}


@pytest.mark.promise("docs/plausible.md#warned")
@pytest.mark.parametrize("name", VARIANTS)
def test_variants_of_case_11(tmp_path, name):
    code, change, words = VARIANTS[name]
    shutil.copytree(CASE, tmp_path, dirs_exist_ok=True)
    lines = (CASE / "se.csv").read_text(encoding="utf-8").replace("231156", "231.156").splitlines()
    cells = [line.split(",") for line in lines]
    rows = [f"{c},{change(v) if c == code else v}" for c, v in cells]
    (tmp_path / "se.csv").write_text("\n".join(rows), encoding="utf-8")
    result = publish(tmp_path, tmp_path / "uit")
    [line] = result.stderr.splitlines()
    assert words in line
    assert "0222" not in line


CIRCULARS = (
    "meicirculaire-2023",
    "septembercirculaire-2023",
    "meicirculaire-2024",
    "septembercirculaire-2024",
)


def least():
    """By code the smallest value of a municipality, in its own data and in any circular of that year."""
    own = {row[0]: [float(cell) for cell in row[2:]] for row in good().rows[1:]}
    for case in (SHIPPED.outcome(name, 2024).prepared.case for name in CIRCULARS):
        for name in INPUTS:
            for code, value in zip(case.codes, case.inputs[name].exact, strict=True):
                own[code].append(float(value))
    return {code: min(values) for code, values in own.items()}


LARGE = [code for code, smallest in least().items() if smallest > 60]
"""Where next to nothing, which a thousandth comes to in whole numbers, is never as usual."""


@pytest.mark.promise("docs/plausible.md#warned")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=8)
@given(st.sampled_from(LARGE), st.sampled_from([*INPUTS]), st.sampled_from([100, 1000, 0.01, 0.001]))
def test_any_value_so_many_times_the_usual_is_named(tmp_path, code, name, by):
    """Ten times may be usual: of Velsen the circulars have 21 and 75."""
    own = good()
    own.cell(code, INPUTS[name][0], times(by))
    own.write(tmp_path)
    [outcome] = workspace(tmp_path).outcomes(PUBLICATION)
    [doubt] = outcome.doubts
    assert (doubt.kind, doubt.name, [cell.code for cell in doubt.cells]) == ("cells", name, [code])
    assert doubt.effect.code == code
    assert doubt.effect.value != doubt.effect.usual


ANOMALIES = {("meicirculaire-2023", "loonkostensubsidie")}
"""Of Breda, Leidschendam-Voorburg and Pijnacker-Nootdorp the circular itself has a fraction of what it had later."""


@pytest.mark.promise("docs/plausible.md#nothing-without-cause")
def test_what_is_shipped_is_as_usual_beside_all_else_that_is_shipped(tmp_path):
    """Each input as if it were a user's own, compared with the other publications: equal at most, never far off."""
    others = cache(lambda publication, year: shipped(SHIPPED.outcome(publication, year).prepared))
    for (publication, year, name), entry in LIBRARY.layers[0].entries.items():
        asked = {each.year for each in LIBRARY.publications[publication].years}
        if isinstance(entry, Delivery):
            assert entry.file.suffix == ".csv"  # so it is read here
        if not isinstance(entry, Delivery) or year not in asked or not SHIPPED.complete(publication, year):
            continue
        prepared = SHIPPED.outcome(publication, year).prepared
        if name not in prepared.case.inputs:
            continue
        own = _as_own(prepared, name)
        known = others(publication, year)
        kinds = {
            doubt.kind
            for doubt in _of_input(
                prepared,
                own,
                lambda other, k=known, n=name, p=publication, y=year: [
                    one for one in k(other) if other != n or (one.publication, one.year) != (p, y)
                ],
            )
        }
        allowed = {"cells"} if (publication, name) in ANOMALIES else {"publication"}
        assert kinds <= allowed, (publication, year, name, kinds)


def _as_own(prepared, name):
    values = dict(zip(prepared.case.codes, prepared.case.inputs[name].exact, strict=True))
    return _own(name, prepared.deliveries[name], values, SHIPPED.read, prepared.year)


@pytest.mark.promise("docs/plausible.md#figures")
@pytest.mark.parametrize(
    ("value", "doubted"), [("1.42", 0), ("1.5", 0), ("1.05", 1), ("2.5", 1), ("0.142", 1)]
)
def test_a_figure_far_from_its_other_years(tmp_path, value, doubted):
    own = good()
    only_figure(own, "uitkeringsfactor", value)
    own.write(tmp_path)
    [outcome] = workspace(tmp_path).outcomes(PUBLICATION)
    assert len(outcome.doubts) == doubted


@pytest.mark.promise("docs/plausible.md#figures")
@pytest.mark.parametrize(
    ("publication", "year"), [("meicirculaire-2024", 2024), ("meicirculaire-2024", 2025), (PUBLICATION, 2024)]
)
def test_usual_of_a_figure_is_what_the_publication_has_and_then_what_the_nearest_years_have(
    publication, year
):
    figure = LIBRARY.figures["uitkeringsfactor"]
    of_year = {value.value: value.year for value in figure.values}
    usual = usual_figure(SHIPPED.outcome(publication, year).prepared, "uitkeringsfactor")
    assert usual[0] == figure.at(year, publication).value
    away = [abs(of_year[value] - year) for value in usual]
    assert away == sorted(away)
    assert away[-1] > 0


def test_without_anything_shipped_it_is_compared_by_inhabitants(tmp_path):
    """Of no vangnet anything is shipped: a thousand times the usual per inhabitant is seen all the same."""
    folder = made_up_data.folder(tmp_path, "vangnet-2019")
    path = folder / "alles.csv"
    header, *rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    place = header.index("netto_lasten")
    persons = inhabitants(2019)
    for row in rows:
        row[place] = str(int(persons.get(row[0], Fraction(20_000))) * (300_000 if row[0] == "0037" else 300))
    path.write_text("\n".join(",".join(row) for row in [header, *rows]), encoding="utf-8")
    [outcome] = workspace(folder).outcomes("vangnet-2019")
    [doubt] = [one for one in outcome.doubts if one.name == "netto_lasten"]
    assert [cell.code for cell in doubt.cells] == ["0037"]


def test_rows_of_ones_own_are_compared_too(tmp_path):
    """Only Gouda is given, a hundred times too large."""
    (tmp_path / "v.csv").write_text("gemeentecode,lks\n0513,20100\n", encoding="utf-8")
    toml = 'publication = "meicirculaire-2024"\nyear = 2024\nfile = "v.csv"\ncolumns = { loonkostensubsidie = "lks" }\n'
    said_so = 'status = "indicatief"\nsource = "eigen telling"\nothers_stay = true\n'
    (tmp_path / "v.toml").write_text(f"[[data]]\n{toml}{said_so}", encoding="utf-8")
    outcome = workspace(tmp_path).outcome("meicirculaire-2024", 2024)
    [doubt] = outcome.doubts
    assert [(cell.code, cell.row) for cell in doubt.cells] == [("0513", 2)]
    assert own_inputs(outcome.prepared, workspace(tmp_path).read)[0].values == {"0513": 20100}


@pytest.mark.parametrize(
    ("texts", "strange"),
    [
        (["12.5"] * 40 + ["1.994"], True), (["12"] * 40 + ["1.994"], True), (["12.345678"] * 40 + ["1.994"], True),
        (["12.345"] * 40 + ["1.994"], False), (["12.3456"] * 40 + ["1.994"], False), (["12.5"] * 5 + ["1.994"], False),
        (["12.5"] * 40 + ["0.994"], False), (["12.5"] * 40 + ["1.994"] * 10, False),
    ],
)  # fmt: skip
def test_one_odd_notation_among_many(texts, strange):
    assert bool(odd({str(place): text for place, text in enumerate(texts)})) == strange
