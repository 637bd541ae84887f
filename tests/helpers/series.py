"""The national series of what is shipped: it takes seconds, so it is made once."""

from functools import cache

from rules.analysis.series import national_series
from tests.helpers.workspaces import SHIPPED


@cache
def known():
    return national_series(SHIPPED)
