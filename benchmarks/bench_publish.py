"""Whole-process time of `verdeel publish`, next to a bare script that writes the same cells.

Run: python benchmarks/bench_publish.py [PUBLICATION]. The bare script imports the same libraries,
reads the cells of the finished workbook from JSON and writes their values with openpyxl: no
formats, no tables, no checks, no parquet, no receipt.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from openpyxl import load_workbook

RUNS = 9
BARE = """
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


def timed(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    publication = sys.argv[1] if len(sys.argv) > 1 else "septembercirculaire-2024"
    with tempfile.TemporaryDirectory() as folder:
        publish = [sys.executable, "-m", "cli", "publish", publication, "--out", folder]
        subprocess.run(publish, check=True, stdout=subprocess.DEVNULL)
        book = load_workbook(Path(folder) / f"{publication}.xlsx")
        cells = {s.title: [list(row) for row in s.iter_rows(values_only=True)] for s in book}
        written = sum(cell is not None for rows in cells.values() for row in rows for cell in row)
        Path(folder, "cells.json").write_text(json.dumps(cells), encoding="utf-8")
        Path(folder, "bare.py").write_text(BARE, encoding="utf-8")
        bare = [sys.executable, f"{folder}/bare.py", f"{folder}/cells.json", f"{folder}/bare.xlsx"]
        timed(bare)
        pairs = [(timed(publish), timed(bare)) for _ in range(RUNS)]
    ratio = statistics.median(a / b for a, b in pairs)
    ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    print(f"{publication}: {written} cells, {RUNS} runs in turn, medians, {os.cpu_count()} processors")
    print(f"  verdeel publish  {ours:.3f} s")
    print(f"  bare script      {theirs:.3f} s")
    print(f"  ratio            {ratio:.2f} (asked: at most 1.5)")


if __name__ == "__main__":
    main()
