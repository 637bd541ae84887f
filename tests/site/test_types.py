"""The scripts of the pages are typed by JSDoc, and checked by TypeScript in its strict mode where that is there."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tables.site.compute import Computable, script
from tables.site.pages import HERE
from tests.helpers.workspaces import SHIPPED

TYPES = Path(__file__).parent / "types"
SCRIPTS = sorted((HERE / "static").glob("*.js"))


@pytest.mark.promise("docs/site.md#typed")
def test_every_script_asks_to_be_checked():
    assert len(SCRIPTS) > 5
    for path in SCRIPTS:
        head = path.read_text(encoding="utf-8").splitlines()[:6]
        assert head[[line.startswith("//") for line in head].index(False)] == '"use strict";', path.name
        assert "// @ts-check" in head, path.name
    assert json.loads((TYPES / "tsconfig.json").read_text(encoding="utf-8"))["compilerOptions"]["strict"]


def checked(folder):
    made = subprocess.run(["tsc", "--project", folder], check=False, capture_output=True, text=True)
    return made.returncode, made.stdout


@pytest.mark.promise("docs/site.md#typed")
@pytest.mark.skipif(not shutil.which("tsc"), reason="tsc is not there (Debian: node-typescript)")
def test_the_types_hold(tmp_path):
    """And a wrong one would be seen: else the check would say nothing."""
    assert checked(TYPES) == (0, "")
    for name in ("globals.d.ts", "tsconfig.json"):
        text = (TYPES / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(
            text.replace("../../../tables/site/static/*", "wrong*"), encoding="utf-8"
        )
    (tmp_path / "wrong.js").write_text('const x = E.n("1");\n', encoding="utf-8")
    shutil.copy(HERE / "static" / "engine.js", tmp_path / "wrong_engine.js")
    code, found = checked(tmp_path)
    assert code
    assert "'string' is not assignable to parameter of type 'bigint'" in found


@pytest.mark.promise("docs/site.md#typed")
def test_what_a_page_is_given_is_what_the_types_say():
    """The names in `BOOK`, as it is written and as it is declared."""
    made = script(Computable(SHIPPED.outcome("septembercirculaire-2024", 2024), {}))
    told = json.loads(re.search(r"const BOOK=(.*);\n", made)[1])
    declared = re.search(r"interface Book \{(.*?)\n\}", (TYPES / "globals.d.ts").read_text(), re.DOTALL)[1]
    names = set(re.findall(r"^  (\w+):", declared, re.MULTILINE))
    assert names == {*told, *re.findall(r"^BOOK\.(\w+)=", made, re.MULTILINE)}
