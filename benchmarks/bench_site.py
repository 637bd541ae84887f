"""The site: how long it takes beside computing alone, how much it is, and its largest page."""

import gzip
import time

from rules import Workspace
from rules.analysis.portrait import histories, streams
from tables.site.build import built


def main() -> None:
    """Print seconds, megabytes and kilobytes."""
    start = time.perf_counter()
    space = Workspace.open()
    streams(space)
    histories(space)
    computed = time.perf_counter() - start
    start = time.perf_counter()
    content = dict(built(Workspace.open(), lambda _: None))
    whole = time.perf_counter() - start
    size = sum(map(len, content.values()))
    pages = {
        name: len(gzip.compress(data)) for name, data in content.items() if name.startswith("gemeente/0")
    }
    largest = max(pages, key=lambda name: pages[name])
    print(
        f"{len(content)} files, {size / 1e6:.1f} MB, {whole:.1f} s: {whole / computed:.1f} x computing alone"
    )
    print(f"largest page of a municipality: {largest}, {pages[largest] / 1e3:.1f} kB compressed")


if __name__ == "__main__":
    main()
