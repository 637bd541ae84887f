"""Run the notebooks of the docs again, and keep what they print: `python -m tests.notebooks`.

A notebook is JSON: text, and cells of Python that run one after another. What a cell prints stands below it.
No Jupyter is needed to run one so, or to test it.
"""

import contextlib
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path

NOTEBOOKS = Path(__file__).parents[1] / "docs" / "notebooks"


def run(notebook: dict) -> Iterator[tuple[dict, list[str]]]:
    """Every cell of Python, with the lines that it prints when it runs in the folder of the notebooks."""
    known: dict[str, object] = {}
    start = Path.cwd()
    os.chdir(NOTEBOOKS)
    try:
        for cell in notebook["cells"]:
            if cell["cell_type"] != "code":
                continue
            with contextlib.redirect_stdout(io.StringIO()) as said:
                exec("".join(cell["source"]), known)
            yield cell, said.getvalue().splitlines(keepends=True)
    finally:
        os.chdir(start)


def printed(cell: dict) -> list[str]:
    """What stands below a cell."""
    return [line for output in cell["outputs"] for line in output.get("text", [])]


def main() -> None:
    """Run them all."""
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for number, (cell, lines) in enumerate(run(notebook), 1):
            cell["execution_count"] = number
            cell["outputs"] = [{"name": "stdout", "output_type": "stream", "text": lines}] if lines else []
        path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
