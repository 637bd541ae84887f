"""Writes the golden explanations, tests/explaining/golden (`make golden`): to be read in review, line by line.

Municipalities that differ, each in a publication in which that shows. What changes in an explanation changes
a line here, and the test shows it.
"""

from pathlib import Path

from click.testing import CliRunner

from cli import main

FOLDER = Path(__file__).parent / "explaining" / "golden"
GOLDEN = {
    "eiland-zonder-wsw": "Schiermonnikoog --publication septembercirculaire-2024",
    "zonder-wsw-niet-klein": "Barendrecht --publication septembercirculaire-2024 --rule iu_participatie",
    "een-euro-anders-dan-gepubliceerd": "Almere --publication septembercirculaire-2023 --rule iu_participatie",
    "onder-15.000": "Lopik --publication budgetten-2025-definitief",
    "boven-15.000": "Westervoort --publication budgetten-2025-definitief",
    "onder-40.000": "Goes --publication budgetten-2025-definitief",
    "boven-40.000": "Geldrop-Mierlo --publication budgetten-2025-definitief",
    "de-grootste": "Amsterdam --publication meicirculaire-2024 --year 2025",
    "betaling": "Tilburg --publication budgetten-2024-definitief --rule betaling_oktober",
    "samengegaan": "Voorne aan Zee --publication regeling-beschut-werk-2026",
    "gesplitst": "Boxtel --publication herindelingsmaatstaf-2024",
    "een-plek": "Rozendaal --publication regeling-beschut-werk-2022",
    "alles-bij-elkaar": "Heerlen --publication totaalbeeld-2024 --rule participatiemiddelen_met_du",
    "doorgerekend": "Gouda --publication normering-gemeentefonds --year 2027",
}
OPTIONS = (" --publication ", " --rule ", " --year ")


def arguments(line):
    """The words of a command; a name may have spaces."""
    words = [line]
    for option in OPTIONS:
        words = [part for word in words for part in _parted(word, option)]
    return ["explain", *words]


def _parted(word, option):
    before, found, after = word.partition(option)
    return [before, option.strip(), after] if found else [word]


def explained(name):
    """The command, and what it prints."""
    line = GOLDEN[name]
    result = CliRunner().invoke(main, arguments(line))
    assert result.exit_code == 0, result.output
    return f"$ verdeel explain {line}\n\n{result.stdout}"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.txt"):
        if path.stem not in GOLDEN:
            path.unlink()
    for name in GOLDEN:
        (FOLDER / f"{name}.txt").write_text(explained(name), encoding="utf-8")
