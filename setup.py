"""Puts what stands at the top of the repository into one package, so that an installation harms nobody.

`tables` is PyTables to everyone else, and `rules` is django-rules. In the wheel they are
`verdeelsleutel.tables` and `verdeelsleutel.rules`, and `verdeelsleutel.py` is `verdeelsleutel/__init__.py`.
All that changes in a file are its imports. An editable installation uses the repository as it is.

A build gives the same bytes whoever makes it and when: files have one date, one owner and one mode.
"""

import ast
import gzip
import os
import shutil
import tarfile
from pathlib import Path

from setuptools import setup
from setuptools.command.bdist_wheel import bdist_wheel
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

PACKAGE = "verdeelsleutel"
DATE = 315_532_800
"""1 January 1980, the first day that a zip file knows. What a file is of says its hash, not its date."""
FILE, FOLDER = 0o644, 0o755


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
            text = _inside(path.read_text(encoding="utf-8"), moved)
            path.write_text(text, encoding="utf-8", newline="\n")
        (package / f"{PACKAGE}.py").rename(package / "__init__.py")
        (package / "py.typed").touch()


class SameWheel(bdist_wheel):
    """The wheel that setuptools makes, whatever the clock and the umask are."""

    def write_wheelfile(self, wheelfile_base: str, *arguments: str) -> None:
        """The last thing before all is packed; a date that someone asks for goes before ours."""
        super().write_wheelfile(wheelfile_base, *arguments)
        for path in Path(wheelfile_base).parent.rglob("*"):
            path.chmod(FOLDER if path.is_dir() else FILE)
        os.environ.setdefault("SOURCE_DATE_EPOCH", str(DATE))


class SameSource(sdist):
    """The archive that setuptools makes, in one order and without what the machine says of a file."""

    def make_archive(self, base_name: str, *_: object, **__: object) -> str:  # type: ignore[override]
        """The files of the release tree: links to those of the repository, which stay as they are."""
        root, name = Path(self.distribution.get_fullname()), f"{base_name}.tar.gz"
        with (
            Path(name).open("wb") as file,
            gzip.GzipFile("", "wb", mtime=DATE, fileobj=file) as packed,
            tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
        ):
            for path in sorted(path for path in root.rglob("*") if path.is_file()):
                if any(part.endswith(".egg-info") for part in path.parts):  # notes of setuptools to itself
                    continue
                entry = tarfile.TarInfo(path.as_posix())
                entry.size, entry.mtime, entry.mode = path.stat().st_size, DATE, FILE
                with path.open("rb") as content:
                    archive.addfile(entry, content)
        return name


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


setup(cmdclass={"bdist_wheel": SameWheel, "build_py": OnePackage, "sdist": SameSource})
