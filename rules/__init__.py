"""The law: rules, dated figures, publications and the public data that they rest on."""

from rules.library.load import library
from rules.library.model import Library
from rules.runs.outcome import Outcome
from rules.runs.workspace import Workspace

__all__ = ["Library", "Outcome", "Workspace", "library"]
