"""The site: how long it takes beside computing alone, how much it is, and computing in a page."""

import gzip
import re
import shutil
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from rules import Workspace
from rules.analysis.portrait import histories, streams
from tables import writing
from tables.site.build import built

SCRIPTS = ("engine", "change", "compute", "keep")
PAGES = ("septembercirculaire-2024-2024", "meicirculaire-2024-2025", "budgetten-2025-definitief-2025")
RECOMPUTED = """(times) => {
  const name = Object.keys(BOOK.decimals)[0], took = [];
  for (let i = 0; i < times; i++) {
    const { n, d } = at(BOOK.given[name], 0), started = performance.now();
    outcome({ figures: { [name]: { n: n * BigInt(1000 + i), d: d * 1000n } }, volumes: {}, merged: [] });
    took.push(performance.now() - started);
  }
  return took.sort((a, b) => a - b);
}"""


def main() -> None:
    """Print seconds, megabytes, kilobytes and milliseconds."""
    start = time.perf_counter()
    space = Workspace.open()
    streams(space)
    histories(space)
    computed = time.perf_counter() - start
    start = time.perf_counter()
    content = dict(built(Workspace.open(), lambda _: None))
    whole = time.perf_counter() - start
    size = sum(map(len, content.values()))
    print(
        f"{len(content)} files, {size / 1e6:.1f} MB, {whole:.1f} s: {whole / computed:.1f} x computing alone"
    )
    places = [name for name in content if re.fullmatch(r"gemeente/\d{4}\.html", name)]
    weights = {name: sum(map(weight, asked(content, name).values())) for name in places}
    largest = max(places, key=lambda name: weights[name])
    print(
        f"largest page of a municipality: {largest}, {weight(content[largest]) / 1e3:.1f} kB compressed, "
        f"{weights[largest] / 1e3:.1f} kB with all it asks, in {len(asked(content, largest))} requests"
    )
    together = b"".join(content[f"static/{name}.js"] for name in SCRIPTS)
    print(f"the scripts of a page that computes: {weight(together) / 1e3:.1f} kB compressed")
    if browser := shutil.which("chromium"):
        in_page(content, browser)


def weight(data: bytes) -> int:
    """How much is sent of it."""
    return len(gzip.compress(data))


def asked(content: dict[str, bytes], name: str) -> dict[str, bytes]:
    """A page with all that it asks."""
    found = re.findall(r'(?:src|rel="stylesheet" href)="\.\./([^"]+)"', content[name].decode())
    return {one: content[one] for one in (name, *found)}


def in_page(content: dict[str, bytes], browser: str) -> None:
    """Every municipality of a publication computed again, in a browser, with one figure changed."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as tool:
        writing.replace_folder(content, Path(folder, "pagina"))
        page = tool.chromium.launch(executable_path=browser, args=["--no-sandbox"]).new_page()
        for name in PAGES:
            page.goto(f"file://{folder}/pagina/rekenen/{name}.html")
            took = page.evaluate(RECOMPUTED, 5 if name.startswith("budgetten") else 100)
            print(f"{name}, computed again: {took[len(took) // 2]:.1f} ms (median of {len(took)})")


if __name__ == "__main__":
    main()
