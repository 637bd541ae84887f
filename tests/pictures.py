"""Make the pictures of the docs again: `python -m tests.pictures FOLDER`, of a folder that `verdeel site` made."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURES = {
    "site.png": "index.html",
    "gemeente.png": "gemeente/0513.html",
    "rekenen.png": "rekenen/septembercirculaire-2024-2024.html?gemeente=0513"
    "&scenario=factor-1-procent-hoger&c.uitkeringsfactor=1.5#artikel-cluster_participatie",
    "vergelijken.png": "vergelijk/septembercirculaire-2023-2024--septembercirculaire-2024-2024.html",
}


def main() -> None:
    """Open each page in Debian's Chromium and keep what is seen."""
    folder, here = Path(sys.argv[1]).resolve(), Path("docs", "pictures")
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1000, "height": 760})
        for name, address in PICTURES.items():
            page.goto(f"{folder.as_uri()}/{address}")
            page.screenshot(path=str(here / name))
        browser.close()


if __name__ == "__main__":
    main()
