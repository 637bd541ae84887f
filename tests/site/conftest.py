"""The site, made once in a session, its pages read once, and one browser to look at it."""

from functools import cache

import html5lib
import pytest

from tables import writing
from tables.site.build import built
from tests.helpers.browsers import BROWSER, opened
from tests.helpers.twelve import TWELVE
from tests.helpers.workspaces import SHIPPED


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site") / "pagina"
    content = dict(built(SHIPPED, lambda _: None, TWELVE))
    writing.replace_folder(content, folder)
    return folder, content


@pytest.fixture(scope="session")
def tree(site):
    """A page as a tree, by its address; html5lib refuses what is no valid HTML."""

    @cache
    def read(address):
        text = site[1][address].decode().replace("<!doctype html>", "<!DOCTYPE html>")
        return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)

    return read


@pytest.fixture(scope="session")
def browser():
    if not BROWSER:
        pytest.skip("Chromium is not there (Debian: chromium)")
    with opened() as one:
        yield one
