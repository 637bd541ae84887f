"""Where the law, its figures and the public data stand."""

from pathlib import Path

RULES = Path(__file__).resolve().parent.parent
PUBLICATIONS = RULES / "publications"
DATA = RULES / "data"
SCENARIOS = RULES / "scenarios"
PAPERS = RULES / "papers"
