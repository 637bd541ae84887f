"""What we are built on: the licence of every package, and what is known to be wrong with it. Run by `make audit`.

Licences are in what is installed, so that needs no network. What is known to be wrong is asked of pip-audit; what
that cannot look up (there is no network, or the index does not say) is told, and counts as not audited.
"""

import json
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
USERS, DEVELOPERS = ROOT / "requirements.txt", ROOT / "requirements-dev.txt"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
FREE = {
    "MIT": r"\bMIT\b",
    "BSD": r"\bBSD\b",
    "Apache-2.0": r"\bApache\b",
    "PSF-2.0": r"\bPSF\b|Python Software Foundation",
    "MPL-2.0": r"\bMPL\b|Mozilla Public License 2",
}
"""The licences that go with ours (EUPL-1.2), each with the words that packages use for it."""
READ_BY_HAND = {"axe-playwright-python": "MIT"}
"""Packages that name no licence in their metadata: read in the file LICENSE of the package itself."""


def pinned(path):
    """The packages of a list with their versions."""
    return dict(PINNED.findall(path.read_text(encoding="utf-8")))


def said(name):
    """What a package says of its licence; nothing where it says nothing, None where it is not installed."""
    try:
        of = metadata(name)
    except PackageNotFoundError:
        return None
    lines = [of.get("License-Expression"), (of.get("License") or "").partition("\n")[0]]
    lines += [line for line in of.get_all("Classifier") or [] if line.startswith("License ::")]
    return "; ".join(line for line in lines if line)


def licence(name):
    """The licence of a package, one of those that go with ours; "" where it is none of these."""
    words = READ_BY_HAND.get(name) or said(name) or ""
    return next((known for known, pattern in FREE.items() if re.search(pattern, words)), "")


def wrong(path):
    """By package what is known to be wrong with it, and the packages that could not be looked up."""
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--format", "json"]
    done = subprocess.run([*command, "-r", path], cwd=ROOT, capture_output=True, text=True, check=False)
    try:
        found = json.loads(done.stdout)["dependencies"]
    except ValueError:
        return {}, [*pinned(path)]
    known = {each["name"]: [v["id"] for v in each["vulns"]] for each in found if each.get("vulns")}
    return known, [each["name"] for each in found if "skip_reason" in each]


def say(line):
    sys.stdout.write(f"{line}\n")


def main():
    """Print both; 1 where a licence is none of ours, something is known to be wrong, or was not looked up."""
    users, bad = pinned(USERS), 0
    for name, version in pinned(DEVELOPERS).items():
        found = "not on this machine" if said(name) is None else licence(name) or f"UNKNOWN: {said(name)}"
        bad += found.startswith("UNKNOWN")
        say(f"{name:24} {version:12} {found:20} {'users' if name in users else 'only who works on it'}")
    known, missed = wrong(DEVELOPERS)
    for name, found in known.items():
        say(f"KNOWN TO BE WRONG: {name}: {', '.join(found)}")
    say(f"looked up: {len(pinned(DEVELOPERS)) - len(missed)} of {len(pinned(DEVELOPERS))} packages")
    return 1 if bad or known or missed else 0


if __name__ == "__main__":
    sys.exit(main())
