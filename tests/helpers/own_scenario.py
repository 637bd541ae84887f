"""Scenarios of one's own, as layers on what is shipped."""

from click.testing import CliRunner

from cli import main
from rules.scenarios.known import read_scenario
from rules.scenarios.stack import layer_of, with_scenarios
from tests.helpers.workspaces import SHIPPED, workspace

SEPT, MEI = "septembercirculaire-2024", "meicirculaire-2024"
HIGHER, MERGER = "factor-1-procent-hoger", "samenvoeging-gouda-waddinxveen"
BEFORE = SHIPPED.outcome(SEPT)
GOUDA = BEFORE.prepared.case.codes.index("0513")


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def written(folder, name, text):
    """A scenario of one's own."""
    folder.mkdir(exist_ok=True)
    head = f'[scenario]\nname = "{name}"\ntitle = "Proef"\nsource = "een proef"\n'
    (folder / f"{name}.toml").write_text(head + text, encoding="utf-8")
    return folder


def over(*texts, tmp_path):
    """A workspace with scenarios of one's own on top of each other."""
    for place, text in enumerate(texts):
        written(tmp_path, f"s{place}", text)
    return with_scenarios(workspace(tmp_path), "+".join(f"s{place}" for place in range(len(texts))))


def layers(*texts, tmp_path_factory):
    """The same, without reading the shipped data again."""
    folder, space = tmp_path_factory.mktemp("scenario"), SHIPPED
    for place, text in enumerate(texts):
        path = written(folder, f"s{place}", text) / f"s{place}.toml"
        above = [layer_of(read_scenario(path), space.library)]
        space = space.supposing(*above)
    return space


def amount(outcome, name="cluster_participatie", code="0513"):
    return outcome.result.exact(name)[outcome.prepared.case.codes.index(code)]
