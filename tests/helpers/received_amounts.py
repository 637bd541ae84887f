"""What the tests of check share: amounts of publications, amounts with other values, received tables."""

from click.testing import CliRunner

from allocation.evaluation import evaluate
from cli import main
from tests.helpers.workspaces import SHIPPED

SEPTEMBER, MEI, MEI_2023, SEPTEMBER_2023 = (
    "septembercirculaire-2024",
    "meicirculaire-2024",
    "meicirculaire-2023",
    "septembercirculaire-2023",
)
CLUSTER, IU = "cluster_participatie", "iu_participatie"
PLACES = "aantal_beschut_werk"
LABELS = {CLUSTER: "Cluster Participatie", IU: "IU Participatie", PLACES: "Plekken beschut werk"}
S, M = (SEPTEMBER, 2024), (MEI, 2024)


def value(publication, year, rule, code):
    [found] = SHIPPED.outcomes(publication, year)
    return int(dict(zip(found.result.values["code"], found.result.column(rule), strict=True))[code])


def with_input(publication, year, rule, code, name, source):
    """The amount with one input of another publication."""
    [here], [there] = SHIPPED.outcomes(publication, year), SHIPPED.outcomes(*source)
    return changed(here, rule, code, name, given(there, name, code))


def given(outcome, name, code):
    case = outcome.prepared.case
    return case.inputs[name].exact[case.codes.index(code)]


def changed(outcome, rule, code, name, new):
    case = outcome.prepared.case
    other = case.with_values(
        **({"figures": {name: new}} if name in case.figures else {"inputs": {name: {code: new}}})
    )
    return int(evaluate(other).exact(rule)[case.codes.index(code)])


def check(tmp_path, publication, year, code, amounts):
    rows = "\n".join(f"{LABELS[rule]};{amount}" for rule, amount in amounts.items() if amount is not None)
    file = tmp_path / "specificatie.csv"
    file.write_text(f"Onderdeel;Bedrag\n{rows}\nAlgemene uitkering overig;1.000\n", encoding="utf-8")
    arguments = ["check", str(file), "--publication", publication, "--year", str(year), "--gemeente", code]
    return CliRunner().invoke(main, arguments)


def dutch(amount):
    return f"{amount:,}".replace(",", ".")


def received(tmp_path, rows, publication=SEPTEMBER, *, head="code;Cluster Participatie"):
    text = "".join(f"{code};{amount}\n" for code, amount in rows.items())
    (tmp_path / "x.csv").write_text(f"{head}\n{text}", encoding="utf-8")
    arguments = ["check", str(tmp_path / "x.csv"), "--publication", publication]
    return CliRunner().invoke(main, arguments).stdout


def of_all(publication, rule):
    [found] = SHIPPED.outcomes(*publication)
    return dict(zip(found.result.values["code"], map(int, found.result.column(rule)), strict=True)), found
