"""Settings that all tests share."""

import os

import pytest
from _pytest.nodeid import coerce_node_id
from hypothesis import HealthCheck, settings

from rules import Workspace
from tables.reading.spreadsheets import read_table
from tests.helpers.workspaces import SHIPPED

settings.register_profile("default", max_examples=40, deadline=None)
settings.register_profile("quick", max_examples=4, deadline=None)
# a round of the deep run (tests/deep.py), of which there are twenty
settings.register_profile(
    "deep", max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_collection_modifyitems(config, items):
    """Tests of a group go to one process, that makes what they share once.

    pytest-xdist does this itself by a name that pytest 9.2 no longer reads, so in silence it did nothing.
    """
    if not config.getoption("loadgroup", default=False):
        return
    for item in items:
        groups = sorted(mark.args[0] for mark in item.iter_markers("xdist_group"))
        if groups and "@" not in item.nodeid.rpartition("]")[2]:
            item._id = coerce_node_id(f"{item.nodeid}@{'_'.join(groups)}")


@pytest.fixture(autouse=True, scope="session")
def _one_workspace():
    """What is shipped is computed once for all tests, those of commands too: who opens it gets the shared one.

    With a folder of one's own, or tables read in another way, a workspace is opened as ever.
    """
    really = Workspace.open

    def opened(data=None, *read):
        return SHIPPED if data is None and read == (read_table,) else really(data, *read)

    Workspace.open = opened
    yield
    Workspace.open = really
