"""Ten minutes of inputs that nobody thought of, for every reader: `make fuzz` (SECONDS=600).

Coverage-guided (atheris) over the readers of text, Excel, ODS and TOML, from the corpus of `tests/hostile`. An input is a
letter that says where it goes, and bytes: of a spreadsheet those of one part inside, so that what is changed is
what is read, and not the packing. Read, or refused with a message, within two seconds of this process and
500 MB more than it began with: anything else is kept in `.fuzz/` and ends the run.
"""

import os
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from types import FrameType
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook

from allocation.errors import AllocationError, InputError

ROOT = Path(__file__).parents[2]
KEPT = ROOT / ".fuzz"
SECONDS, MEGABYTES = 2.0, 500
PARTS = {
    b"s": ("n.xlsx", "xl/worksheets/sheet1.xml"),
    b"t": ("n.xlsx", "xl/sharedStrings.xml"),
    b"w": ("n.xlsx", "xl/workbook.xml"),
    b"y": ("n.xlsx", "xl/styles.xml"),
    b"o": ("n.ods", "content.xml"),
    b"m": ("n.ods", "META-INF/manifest.xml"),
}
WHOLE = {b"c": "n.csv", b"x": "n.xlsx", b"d": "n.ods", b"l": "n.toml"}


class SlowError(Exception):
    """It takes longer than anything may."""


def _workbook() -> bytes:
    book, out = Workbook(), BytesIO()
    for row in (["gemeentecode", "n"], ["0513", 5], ["0514", "1.234,5"]):
        book.worksheets[0].append(row)
    book.save(out)
    return out.getvalue()


def _document() -> bytes:
    from tests.hostile.corpus import HEAD, cell, ods, row, word  # noqa: PLC0415 - loads the whole command

    with tempfile.TemporaryDirectory() as folder:
        ods(HEAD + row(word("0513"), cell("5")))(Path(folder))
        return Path(folder, "n.ods").read_bytes()


def file_of(data: bytes, bases: dict[str, bytes]) -> tuple[str, bytes] | None:
    """Which file an input is: its name, and what is in it."""
    kind, content = data[:1], data[1:]
    if kind in WHOLE:
        return WHOLE[kind], content
    if kind not in PARTS:
        return None
    name, part = PARTS[kind]
    out = BytesIO()
    with ZipFile(BytesIO(bases[name])) as base, ZipFile(out, "w") as archive:
        for each in base.namelist():
            archive.writestr(each, content if each == part else base.read(each))
    return name, out.getvalue()


def bases() -> dict[str, bytes]:
    """A good file of each kind that is packed."""
    return {"n.xlsx": _workbook(), "n.ods": _document()}


def read(name: str, content: bytes, folder: Path) -> str:
    """What comes of a file: "" when it is read, or why it is refused. Anything else is a fault."""
    from rules.library.documents import read_document  # noqa: PLC0415
    from rules.reading.interpret import interpreted  # noqa: PLC0415
    from rules.runs.places import TERRITORY, places  # noqa: PLC0415
    from tables.reading.spreadsheets import read_table, sheets  # noqa: PLC0415
    from tests.hostile.corpus import DAY  # noqa: PLC0415

    path = folder / name
    path.write_bytes(content)
    try:
        if path.suffix == ".toml":
            read_document(path)
            return ""
        for _ in sheets(path):
            pass
        table = read_table(path)
        interpreted(table, table.header[0], list(table.header[1:]), places(DAY, TERRITORY))
    except AllocationError as error:
        assert isinstance(error, InputError) or str(error)
        return str(error)
    return ""


def guarded(name: str, content: bytes, folder: Path) -> str:
    """`read` within its time and memory. Raises whatever is wrong."""

    def slow(_: int, __: FrameType | None) -> None:
        raise SlowError(name)

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    signal.signal(signal.SIGVTALRM, slow)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        message = read(name, content, folder)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    if more > MEGABYTES:
        raise MemoryError(f"{name}: {more} MB")
    if message and not all(sign.isprintable() or sign == "\n" for sign in message):
        raise ValueError(f"{name}: a message with signs that do not print: {message!r}")
    return message


def seeds() -> Iterator[bytes]:
    """The corpus as inputs: each file of it, and each part of each spreadsheet of it."""
    from tests.hostile.corpus import CASES, fifo, loop, sparse  # noqa: PLC0415

    letters = {path: letter for letter, (_, path) in PARTS.items()}
    whole = {Path(name).suffix: letter for letter, name in WHOLE.items()}
    for make in CASES.values():
        if make in (fifo, loop, sparse):
            continue
        with tempfile.TemporaryDirectory() as folder:
            make(Path(folder))
            for path in Path(folder).iterdir():
                content = path.read_bytes()
                if len(content) < 20_000 and path.suffix in whole:
                    yield whole[path.suffix] + content
                    yield from _parts(content, letters)


def _parts(content: bytes, letters: dict[str, bytes]) -> Iterator[bytes]:
    try:
        with ZipFile(BytesIO(content)) as archive:
            for name in archive.namelist():
                if name in letters and archive.getinfo(name).file_size < 20_000:
                    yield letters[name] + archive.read(name)
    except (BadZipFile, OSError, ValueError):
        return


def main() -> None:
    """Fuzz for as long as is asked, from the corpus and what earlier runs found worth keeping."""
    import atheris  # noqa: PLC0415 - only here, and installed apart (make fuzz)

    with atheris.instrument_imports(include=["allocation", "rules", "tables", "openpyxl"]):
        import tables.reading.spreadsheets  # noqa: F401, PLC0415
        import tests.hostile.corpus  # noqa: F401, PLC0415
    known, corpus = bases(), KEPT / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(dict.fromkeys(seeds())):
        (corpus / f"seed-{number}").write_bytes(seed)
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    start, count = time.monotonic(), 0

    def one(data: bytes) -> None:
        nonlocal count
        count += 1
        if made := file_of(data, known):
            guarded(*made, folder)

    tokens = {token for seed in seeds() for token in re.findall(rb"[\w:-]{3,30}", seed[1:])}
    words = KEPT / "words.txt"
    words.write_text("".join(f'"{token.decode("ascii", "ignore")}"\n' for token in sorted(tokens)[:3000]))
    seconds = os.environ.get("SECONDS", "600")
    arguments = [sys.argv[0], f"-max_total_time={seconds}", "-max_len=20000", "-timeout=60", "-rss_limit_mb=4000",
                 f"-artifact_prefix={KEPT}/", f"-dict={words}", "-print_final_stats=1", str(corpus)]  # fmt: skip
    atheris.Setup([*arguments[:-1], *sys.argv[1:], arguments[-1]], one)
    try:
        atheris.Fuzz()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        sys.stdout.write(f"{count} inputs in {time.monotonic() - start:.0f} s\n")


if __name__ == "__main__":
    main()
