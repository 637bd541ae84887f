"""What comes along with an installation: libraries under a licence that goes with ours, and no tools of ours."""

import re
import tomllib

import pytest

from tests import audit

PROJECT = tomllib.loads((audit.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
USERS, DEVELOPERS = audit.pinned(audit.USERS), audit.pinned(audit.DEVELOPERS)


def names(requirements):
    """The packages that requirements are of, as a list of pins spells them."""
    return {re.match(r"[\w.-]+", each)[0].lower() for each in requirements}


@pytest.mark.promise("README.md#no-tools")
def test_users_get_what_the_program_needs_and_no_tools():
    build = names(PROJECT["optional-dependencies"]["build"])
    tools = names(PROJECT["optional-dependencies"]["dev"]) - build
    assert names(PROJECT["dependencies"]) | build <= {*USERS}
    assert {"mypy", "ruff", "pytest"} <= tools <= {*DEVELOPERS}
    assert not tools & {*USERS}


def test_users_and_tests_have_the_same_versions():
    assert USERS.items() <= DEVELOPERS.items()


def test_every_pin_has_its_hashes():
    for path in (audit.USERS, audit.DEVELOPERS):
        blocks = re.split(r"\n(?=\w)", path.read_text(encoding="utf-8").strip())
        assert [block for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("name", [name for name in DEVELOPERS if audit.said(name) is not None])
def test_its_licence_goes_with_ours(name):
    assert audit.licence(name) in audit.FREE, audit.said(name)


def test_another_licence_is_seen(monkeypatch):
    monkeypatch.setattr(audit, "said", {"x": "AGPL-3.0-only", "y": "BSD-2-Clause"}.get)
    assert (audit.licence("x"), audit.licence("y"), audit.licence("z")) == ("", "BSD", "")
