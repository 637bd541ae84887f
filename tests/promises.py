"""Writes docs/promises.md: each promise of the README and the docs, with the tests that hold it (make promises).

A promise is a sentence with `<!-- promise: name -->` behind it. A test that holds it is marked with
`@pytest.mark.promise("docs/page.md#name")`. With --check nothing is geschreven: what is wrong is printed.
"""

import contextlib
import io
import re
import sys
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROMISES = ROOT / "docs" / "promises.md"
ANCHOR = re.compile(r"\s*<!-- promise: ([a-z0-9-]+) -->")
BLOCK = re.compile(r"\n\s*\n|^\s*(?:-|\d\.|#+) |\|", re.MULTILINE)
SENTENCE = re.compile(r"(?<=\.)\s+(?=[A-Z`*])")
HEAD = """# Promises

What the README and the docs promise, and the tests that hold it. Written by `make promises`: not by hand.
"""


def promises(root=ROOT):
    """The sentence of every promise, by page#name."""
    sentences = {}
    for page in [root / "README.md", *sorted((root / "docs").glob("**/*.md"))]:
        *parts, _ = ANCHOR.split(page.read_text(encoding="utf-8"))
        for before, name in zip(parts[::2], parts[1::2], strict=True):
            promise = f"{page.relative_to(root).as_posix()}#{name}"
            if promise in sentences:
                raise SystemExit(f"{promise} is promised twice")
            sentences[promise] = SENTENCE.split(" ".join(BLOCK.split(before)[-1].split()))[-1]
    return sentences


class Collected:
    """A plugin that keeps what pytest collects."""

    def pytest_collection_finish(self, session):
        self.items = session.items


def holders():
    """The tests that say that they hold a promise, by promise."""
    plugin, said = Collected(), io.StringIO()
    with contextlib.redirect_stdout(said):
        status = pytest.main(
            ["--collect-only", f"--rootdir={ROOT}", "-p", "no:cacheprovider", str(ROOT / "tests")], [plugin]
        )
    if status:
        raise SystemExit(said.getvalue())
    return marked(plugin.items)


def marked(items):
    """Of these tests those that hold a promise, by promise; without what they are tried with, and their group."""
    tests = defaultdict(set)
    for item in items:
        for marker in item.iter_markers("promise"):
            for promise in marker.args:
                tests[promise].add(item.nodeid.partition("[")[0].partition("@")[0])
    return tests


def written(sentences, tests):
    """The text of docs/promises.md."""
    lines, page = [HEAD], ""
    for promise, sentence in sentences.items():
        if (of_page := promise.split("#")[0]) != page:
            page = of_page
            lines.append(f"## {page}\n")
        held = "".join(f"\n  - `{test}`" for test in sorted(tests[promise]))
        lines.append(f"- **{promise.split('#')[1]}**: {sentence}{held}\n")
    return "\n".join(lines)


def problems(sentences, tests, page):
    """What is wrong with the promises, their tests, and the page that shows them."""
    unheld = [f"{promise}: no test holds it" for promise in sentences if promise not in tests]
    unknown = [
        f"{', '.join(sorted(tests[promise]))}: {promise} is no promise"
        for promise in tests
        if promise not in sentences
    ]
    stale = page != written(sentences, defaultdict(set, tests))
    return [*unheld, *unknown, *(["docs/promises.md is stale: make promises"] if stale else [])]


if __name__ == "__main__":
    sentences, tests = promises(), holders()
    if "--check" not in sys.argv:
        PROMISES.write_text(written(sentences, tests), encoding="utf-8")
    wrong = problems(sentences, tests, PROMISES.read_text(encoding="utf-8") if PROMISES.exists() else "")
    sys.exit("\n".join(wrong) or 0)
