"""Puts what stands at the top of the repository into one package, so that an installation harms nobody.

`tables` is PyTables to everyone else, and `rules` is django-rules. In the wheel they are
`verdeelsleutel.tables` and `verdeelsleutel.rules`, and `verdeelsleutel.py` is `verdeelsleutel/__init__.py`.
All that changes in a file are its imports. An editable installation uses the repository as it is.
"""

import ast
import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

PACKAGE = "verdeelsleutel"


class OnePackage(build_py):
    """Copies the modules as setuptools does, and moves them into the package."""

    def run(self) -> None:
        """Build; what an earlier build left (a module that has moved since) is no part of it."""
        if self.editable_mode:
            super().run()
            return
        built = Path(self.build_lib)
        shutil.rmtree(built, ignore_errors=True)
        super().run()
        aside = built.rename(built.with_name(f"{built.name}.{PACKAGE}"))
        built.mkdir()
        package = aside.rename(built / PACKAGE)
        moved = {path.stem for path in package.iterdir()} - {PACKAGE}
        for path in package.rglob("*.py"):
            path.write_text(_inside(path.read_text(encoding="utf-8"), moved), encoding="utf-8")
        (package / f"{PACKAGE}.py").rename(package / "__init__.py")
        (package / "py.typed").touch()


def _inside(text: str, moved: set[str]) -> str:
    """The module with `from tables.x import y` as `from verdeelsleutel.tables.x import y`, and so on."""
    lines = text.splitlines(keepends=True)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and not node.level and str(node.module).split(".")[0] in moved:
            old, new = "from ", f"from {PACKAGE}."
        elif isinstance(node, ast.Import) and moved & {alias.name.split(".")[0] for alias in node.names}:
            if len(node.names) > 1 or "." in node.names[0].name:
                raise SyntaxError(f"{ast.unparse(node)}: write `from ... import ...`, or one package")
            old, new = "import ", f"from {PACKAGE} import "
        else:
            continue
        lines[node.lineno - 1] = lines[node.lineno - 1].replace(old, new, 1)
    return "".join(lines)


setup(cmdclass={"build_py": OnePackage})
