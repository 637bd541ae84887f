"""Whole-process time of `verdeel publish`, next to bare scripts that write the same cells.

Run: python benchmarks/bench_publish.py [PUBLICATION]. The bare scripts import the same libraries, read the
cells of the finished workbook from JSON and write them with openpyxl: one the values alone, the other as
they stand, with formats, widths and heights. Neither computes, reads an input, lays out a page, or makes
a table, a chart, a check, parquet or a receipt.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

RUNS = 9
VALUES = """
import json, sys
import attrs, cattrs, click, openpyxl, polars
book = openpyxl.Workbook()
book.remove(book.active)
for name, rows in json.load(open(sys.argv[1])).items():
    sheet = book.create_sheet(name)
    for row in rows:
        sheet.append(row)
book.save(sys.argv[2])
"""


AS_THEY_STAND = """
import json, sys
import attrs, cattrs, click, openpyxl, polars
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
content = json.load(open(sys.argv[1]))
styles = [
    (
        number,
        Font(name=name, sz=size, b=bold, color="FF" + colour[2:] if colour else None),
        PatternFill("solid", fgColor="FF" + fill[2:]) if fill else PatternFill(),
        Alignment(horizontal=across, wrap_text=wrap),
        Border(bottom=Side(style=line)),
    )
    for number, name, size, bold, colour, fill, across, wrap, line in content["styles"]
]
book = openpyxl.Workbook(write_only=True)
for name, (widths, heights, rows) in content["sheets"].items():
    sheet = book.create_sheet(name)
    for column, width in widths.items():
        sheet.column_dimensions[column].width = width
    for row, height in heights.items():
        sheet.row_dimensions[int(row)].height = height
    for row in rows:
        cells = []
        for value, style in row:
            cell = WriteOnlyCell(sheet, value)
            cell.number_format, cell.font, cell.fill, cell.alignment, cell.border = styles[style]
            cells.append(cell)
        sheet.append(cells)
book.save(sys.argv[2])
"""


def the_values(sheets: Sequence[Worksheet]) -> dict[str, object]:
    """The values of the cells of sheets."""
    return {f"{n}": [list(row) for row in s.iter_rows(values_only=True)] for n, s in enumerate(sheets)}


def as_they_stand(of: Sequence[Worksheet]) -> dict[str, object]:
    """The cells of sheets with how they look, each look once."""
    looks: dict[tuple[object, ...], int] = {}
    sheets = {}
    for number, sheet in enumerate(of):
        rows = [
            [(cell.value, looks.setdefault(look(cell), len(looks))) for cell in row]
            for row in sheet.iter_rows()
        ]
        widths = {name: one.width for name, one in sheet.column_dimensions.items()}
        heights = {row: one.height for row, one in sheet.row_dimensions.items() if one.height}
        sheets[str(number)] = (widths, heights, rows)
    return {"styles": list(looks), "sheets": sheets}


def look(cell: Cell) -> tuple[object, ...]:
    """What a reader sees of a cell besides its value."""
    fill = cell.fill.fgColor.rgb if cell.fill.fill_type else ""
    colour = cell.font.color.rgb if cell.font.color and cell.font.color.type == "rgb" else ""
    across, wrap = cell.alignment.horizontal, bool(cell.alignment.wrap_text)
    font = (cell.font.name, cell.font.sz, bool(cell.font.b), colour)
    return (cell.number_format, *font, fill, across, wrap, cell.border.bottom.style)


def timed(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def compared(publication: str, options: Sequence[str], asked: str) -> None:
    """Print the time of a publication with some options, and of the bare scripts that write its cells."""
    with tempfile.TemporaryDirectory() as folder:
        publish = [sys.executable, "-m", "cli", "publish", publication, "--out", folder, *options]
        subprocess.run(publish, check=True, stdout=subprocess.DEVNULL)
        sheets = [s for path in sorted(Path(folder).glob("*.xlsx")) for s in load_workbook(path)]
        rows = [row for sheet in sheets for row in sheet.iter_rows(values_only=True)]
        written = sum(cell is not None for row in rows for cell in row)
        bare = []
        for script, of in ((VALUES, the_values), (AS_THEY_STAND, as_they_stand)):
            Path(folder, f"{of.__name__}.json").write_text(json.dumps(of(sheets)), encoding="utf-8")
            Path(folder, f"{of.__name__}.py").write_text(script, encoding="utf-8")
            names = (f"{folder}/{of.__name__}.{kind}" for kind in ("py", "json", "xlsx"))
            bare.append([sys.executable, *names])
        turns = [[timed(command) for command in (publish, *bare)] for _ in range(RUNS)]
    ours, values, stand = (statistics.median(side) for side in zip(*turns, strict=True))
    of_values, of_stand = (statistics.median(turn[0] / turn[at] for turn in turns) for at in (1, 2))
    print(f"{' '.join((publication, *options))}: {written} cells, {RUNS} runs in turn, medians")
    print(f"  verdeel publish          {ours:.3f} s")
    print(f"  bare, the values         {values:.3f} s  ratio {of_values:.2f}")
    print(f"  bare, as they stand      {stand:.3f} s  ratio {of_stand:.2f} (asked: at most {asked})")


def formats(publication: str) -> None:
    """Print the time of a publication as ODS next to the same as xlsx."""
    with tempfile.TemporaryDirectory() as folder:
        publish = [sys.executable, "-m", "cli", "publish", publication, "--out", folder, "--format"]
        turns = [[timed([*publish, kind]) for kind in ("ods", "xlsx")] for _ in range(RUNS)]
    ratio = statistics.median(ods / xlsx for ods, xlsx in turns)
    print(f"{publication}, ODS next to xlsx: ratio {ratio:.2f} (asked: at most 2)")


def main() -> None:
    publication = sys.argv[1] if len(sys.argv) > 1 else "septembercirculaire-2024"
    compared(publication, [], "1.5")
    compared(publication, ["--formulas"], "3")
    formats(publication)


if __name__ == "__main__":
    main()
