"""One workspace of what is shipped for all tests: each publication is computed once."""

from rules import Workspace
from tables.reading.spreadsheets import read_table

SHIPPED = Workspace.open(read=read_table)
LIBRARY, BOOKS = SHIPPED.library, SHIPPED.books


def workspace(data):
    """What is shipped with a folder of one's own; without a folder the shared one."""
    return Workspace.open(data, read_table) if data else SHIPPED
