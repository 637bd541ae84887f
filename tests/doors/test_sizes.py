"""Small enough to read: what is long is two things, or one that was not understood."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULE, FUNCTION = 400, 50
"""Lines; of a function from `def` on: the options of a command and the article of a rule stand above it."""
PATHS = sorted(
    path
    for name in ("allocation", "rules", "tables", "cli.py", "verdeelsleutel.py")
    for path in ([ROOT / name] if name.endswith(".py") else (ROOT / name).rglob("*.py"))
    if path.exists()
)


def too_long(text):
    """Every function of a module that is above the limit, and the module itself."""
    lines = len(text.splitlines())
    found = [f"the module: {lines} lines, at most {MODULE}"] if lines > MODULE else []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = node.end_lineno - node.lineno + 1
            if length > FUNCTION:
                found.append(f"{node.name}, line {node.lineno}: {length} lines, at most {FUNCTION}")
    return found


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_is_too_long(path):
    assert not too_long(path.read_text(encoding="utf-8"))


def test_what_is_too_long_is_found():
    body = "".join(f"    x = {i}\n" for i in range(FUNCTION))
    assert len(too_long(f"def f():\n{body}")) == 1
    assert not too_long(f"def f():\n{body}".replace("    x = 0\n", ""))
    assert len(too_long(f"class A:\n    def f(self):\n{body.replace('    ', '        ')}")) == 1
    assert len(too_long("x = 1\n" * (MODULE + 1))) == 1
    assert not too_long("x = 1\n" * MODULE)
