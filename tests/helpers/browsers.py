"""Debian's Chromium, driven by Playwright; "" where it is not there."""

import shutil
from contextlib import contextmanager

from playwright.sync_api import sync_playwright

BROWSER = shutil.which("chromium") or ""


@contextmanager
def opened():
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield browser
        browser.close()
