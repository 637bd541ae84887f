"""A workbook as LibreOffice prints it: the words on every page, with their places and the sizes of their letters."""

import re
import shutil
import subprocess
import zlib
from collections import Counter
from html import unescape
from pathlib import Path

from attrs import frozen

OFFICE = shutil.which("soffice")
READER = shutil.which("pdftotext")
MISSING = "LibreOffice and poppler are not there (Debian: libreoffice-calc poppler-utils)"
MARGIN = 0.35 * 72
"""No page has less, in points."""
SIZE = re.compile(rb"/F\d+ ([\d.]+) Tf")
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
WORD = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>')
PAGE = re.compile(r'<page width="(.*?)" height="(.*?)">(.*?)</page>', re.DOTALL)


@frozen
class Word:
    """A word and its box, in points from the top left."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    def covers(self, other):
        """Whether it lies over another word: more than an edge of it."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        lowest = min(self.bottom - self.top, other.bottom - other.top)
        return wide > 1 and high > 0.35 * lowest


@frozen
class Page:
    """A page of paper."""

    width: float
    height: float
    words: list[Word]

    @property
    def text(self):
        """All words, in the order of the file."""
        return " ".join(word.text for word in self.words)

    @property
    def off(self):
        """Words that are not whole on the page."""
        return [
            word.text
            for word in self.words
            if word.left < MARGIN / 2 or word.right > self.width - MARGIN / 2 or word.bottom > self.height
        ]

    @property
    def hidden(self):
        """Pairs of words of which one lies over the other: of a text that runs out of its cell."""
        found, open_words = [], []
        for word in sorted(self.words, key=lambda word: word.top):
            open_words = [other for other in open_words if other.bottom > word.top]
            found += [(other.text, word.text) for other in open_words if word.covers(other)]
            open_words.append(word)
        return found


@frozen
class Paper:
    """A file as it is printed; `sizes` counts the pieces of text by size of letter, in points."""

    pages: list[Page]
    sizes: Counter


def printed(contents, folder):
    """Print files in one start: what each content is on paper, by its name (with "xlsx" or "ods" at its end)."""
    folder.mkdir(exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    profile = (
        f"-env:UserInstallation={(folder.parent / 'profile').as_uri()}"  # a new one takes seconds to make
    )
    command = [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    files = [str(folder / name) for name in contents]
    subprocess.run([*command, *files], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return {name: read((folder / name).with_suffix(".pdf")) for name in contents}


def read(pdf: Path):
    """The pages of a PDF that LibreOffice made."""
    words = subprocess.run(
        [READER, "-bbox", str(pdf), "-"], check=True, capture_output=True, text=True
    ).stdout
    return Paper([_page(*found) for found in PAGE.findall(words)], _sizes(pdf.read_bytes()))


def _page(width, height, body):
    words = [Word(*map(float, found[:4]), unescape(found[4])) for found in WORD.findall(body)]
    return Page(float(width), float(height), words)


def _sizes(pdf):
    found = Counter()
    for stream in STREAM.finditer(pdf):
        try:
            text = zlib.decompress(stream[1])
        except zlib.error:
            continue
        found.update(float(size) for size in SIZE.findall(text))
    return found
