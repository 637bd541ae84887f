"""The site, made once in a session, and one browser to look at it."""

import pytest

from rules import Workspace
from tables import writing
from tables.site.build import built
from tests.helpers.browsers import BROWSER, opened
from tests.helpers.twelve import TWELVE


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site") / "pagina"
    content = dict(built(Workspace.open(), lambda _: None, TWELVE))
    writing.replace_folder(content, folder)
    return folder, content


@pytest.fixture(scope="session")
def browser():
    if not BROWSER:
        pytest.skip("Chromium is not there (Debian: chromium)")
    with opened() as one:
        yield one
