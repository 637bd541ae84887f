"""The 33 rules for a table that everyone can read, each as what it finds wrong in a written file.

They are those of the UK's "Releasing statistics in spreadsheets", with the signs of CBS. A rule that does not hold
as it stands has its exception in EXCEPTIONS, with the reason; what it still demands is checked.
"""

import re
from decimal import Decimal

from tables.publication.abbreviations import found
from tables.publication.signs import SIGNS
from tables.workbook.style import HEADINGS, INK, MARKS, TO_FILL_IN

EXCEPTIONS = {
    11: "A row of totals stands right under the table, outside its range: so sorting and filtering leave it in place.",
    18: "Fills mark a header, how sure a value is, and the cell to fill in; each has its word in the header, the row, or the reading guide.",
    20: "People look at charts: each draws cells of a table of the workbook, and has titles and a text for who cannot see it; no pictures, no macros.",
    21: "A council prints: above and below each page stands what stands in cells too, and the number of the page.",
    23: "Analysts filter and scroll: every table has a filter, and only its header, code and name stay in sight.",
    26: "In a column Waarde of the sources and controls figures of several units stand below each other, each with its unit beside it, and so do the lines of Specificatie and Wijzigingen; gelijke resten names codes.",
    27: "On a sheet of controls the year comes before the code, since a row is a finding of a year.",
}  # fmt: skip
UNDER = 10
STATUSES = ("afgeleid", "indicatief", "onbevestigd")
NO_ABBREVIATION = {"II", "III", "IV", "VI"}
SIGNED = {sign for sign, _ in SIGNS}
COVER = ("Publicatie", "Uitgever", "Datum", "Contact", "Volgende uitgave")
SANS = {"Arial"}
REFERENCE = re.compile(r"\[noot \d+\]")


def each_table(document):
    for sheet in document.sheets:
        for table in sheet.tables:
            yield sheet, table


def cover(document):
    first = document.sheets[0]
    return {first.at(row, 1).value: first.at(row, 2).value for row in range(1, first.last + 1)}


def rule_1(document):
    return [sheet.name for sheet in document.sheets if not sheet.tables]


def rule_2(document):
    names = [table.name for _, table in each_table(document)]
    return [
        name
        for name in names
        if re.fullmatch(r"tab(le|el)?_?\d*", name, re.IGNORECASE) or names.count(name) > 1
    ]


def rule_3(document):
    return [sheet.name for sheet in document.sheets if sheet.merged]


def rule_4(document):
    headers = [(sheet.name, sheet.header(table)) for sheet, table in each_table(document)]
    return [name for name, texts in headers if not all(texts) or len({*texts}) < len(texts)]


def rule_5(document):
    return [
        f"{sheet.name} {row},{column}"
        for sheet, table in each_table(document)
        for row in range(table.top, table.bottom + 1)
        for column in range(1, table.right + 1)
        if sheet.at(row, column).value in (None, "")
    ]


def rule_6(document):
    return [
        f"{sheet.name} {place}: {cell.value}"
        for sheet in document.sheets
        for place, cell in sheet.cells.items()
        if isinstance(cell.value, str) and len(cell.value) > 100 and not cell.wrap
    ]


def rule_7(document):
    return [
        sheet.name
        for sheet in document.sheets
        if not isinstance(sheet.at(1, 1).value, str) or not sheet.at(1, 1).value
    ]


def rule_8(document):
    return [sheet.name for sheet in document.sheets if sheet.at(1, 1).style != HEADINGS["title"][0]]


def rule_9(document):
    wrong = []
    for sheet in document.sheets:
        above = " ".join(str(sheet.at(row, 1).value) for row in range(2, sheet.tables[0].top))
        wrong += [] if "Op dit blad staat een tabel" in above else [sheet.name]
    return wrong


def rule_10(document):
    return [sheet.name for sheet, table in each_table(document) if table.left != 1]


def rule_11(document):
    wrong = []
    for sheet, table in each_table(document):
        total = any("Totaal" in str(sheet.at(table.bottom + 1, column).value) for column in (1, 2))
        if sheet.last > table.bottom + total:
            wrong.append(sheet.name)
    return wrong


def rule_12(document):
    return [sheet.name for sheet in document.sheets if len(sheet.tables) != 1]


def rule_13(document):
    names = [sheet.name for sheet in document.sheets]
    twice = [name for name in names if [n.lower() for n in names].count(name.lower()) > 1]
    return [
        *twice,
        *(name for name in names if len(name) > 31),
        *(s.name for s in document.sheets if not s.last),
    ]


def rule_14(document):
    return [word for word in COVER if not cover(document).get(word)]


def rule_15(document):
    links = {
        cell.link.removesuffix("!A1").removesuffix(".A1").strip("'")
        for cell in document.sheets[0].cells.values()
    }
    return [sheet.name for sheet in document.sheets[1:] if sheet.name not in links]


def rule_16(document):
    used, told, wrong = set(), set(), []
    for sheet in document.sheets:
        for cell in sheet.cells.values():
            text = cell.value if isinstance(cell.value, str) else ""
            if re.search("[\u00b9\u00b2\u00b3\u2070-\u2079]|\\w\\*$", text):
                wrong.append(f"{sheet.name}: {text}")
            (told if sheet.name == "Noten" else used).update(REFERENCE.findall(text))
    return wrong + sorted(used ^ told)


def rule_17(document):
    """By contrast; that a colour has its word is rule 28."""
    looks = {
        (cell.colour, cell.fill or "FFFFFF")
        for sheet in document.sheets
        for cell in sheet.cells.values()
        if cell.value is not None
    }
    return [f"{text} on {fill}" for text, fill in looks if contrast(text, fill) < 4.5]


def contrast(one, other):
    """As WCAG 2.2 has it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def rule_18(document):
    allowed = {"", INK, TO_FILL_IN, *MARKS.values()}
    return sorted({cell.fill for sheet in document.sheets for cell in sheet.cells.values()} - allowed)


def rule_19(document):
    return [
        f"{sheet.name} {place}"
        for sheet in document.sheets
        for place, cell in sheet.cells.items()
        if cell.value is not None and (cell.font not in SANS or cell.size < 10 or cell.slanted)
    ]


def rule_20(document):
    """No pictures and no macros; what is drawn is a chart, with a text that says it."""
    wrong = [part for part in document.parts if re.search("media/|vba|Pictures/|Basic/", part)]
    wrong += ["draw:custom-shape"] if "draw:custom-shape" in document.content else []
    return wrong + [text for text in document.drawn if len(text.split()) < 8]


def rule_21(document):
    """What stands above or below a page stands in cells too."""
    texts = " ".join(" ".join(str(cell.value).split()) for cell in document.sheets[0].cells.values())
    wrong = []
    for sheet in document.sheets:
        here = texts + " ".join(
            str(cell.value) for (row, _), cell in sorted(sheet.cells.items()) if row < sheet.tables[0].top
        )
        words = {*re.findall(r"\w+", here), *re.findall(r"\w+", sheet.name), "Pagina", "van", "P", "N", "1"}
        wrong += [
            f"{sheet.name}: {word}"
            for line in sheet.running
            for word in re.findall(r"\w+", line)
            if word not in words
        ]
        wrong += [] if sheet.running else [f"{sheet.name}: nothing"]
    return wrong


def rule_22(document):
    return [sheet.name for sheet in document.sheets if sheet.hidden]


def rule_23(document):
    return [
        sheet.name
        for sheet, table in each_table(document)
        if not table.filtered or sheet.frozen_at != (3, table.top + 1)
    ]


def rule_24(document):
    return (
        [] if document.title and document.language == "nl-NL" else [f"{document.title}, {document.language}"]
    )


def rule_25(document):
    return [] if document.first == document.sheets[0].name else [document.first]


def rule_26(document):
    wrong = []
    for sheet, table in each_table(document):
        for place, header in enumerate(sheet.header(table), start=1):
            cells = sheet.column(table, place)
            numbers = [cell for cell in cells if cell.is_number]
            beside = sheet.name.startswith(("Bronnen", "Controle")) and header == "Waarde"
            if not numbers or beside or sheet.name == "Wijzigingen":
                continue
            if [cell for cell in cells if not cell.is_number and cell.value not in SIGNED]:
                wrong.append(f"{sheet.name}: {header} has texts")
            if len({cell.form for cell in numbers}) > 1 and not sheet.name.startswith("Specificatie"):
                wrong.append(f"{sheet.name}: {header} has several forms")
            units = (
                "(" in header
                or "Eenheid" in sheet.header(table)
                or header in COUNTS
                or sheet.name.startswith(("Controle", "Wat als"))
            )
            wrong += [] if units else [f"{sheet.name}: {header} has no unit"]
    return wrong


COUNTS = {"Gemeenten", "Aantal vergeleken", "Gelijk", "Aantal waarden"}


def rule_27(document):
    wrong = []
    for sheet, table in each_table(document):
        header = sheet.header(table)
        if "Gemeentecode" in header:
            place = header.index("Gemeentecode") + 1
            first = place == 1 or sheet.name.startswith(("Controle", "Wat als"))
            wrong += [] if first else [f"{sheet.name}: not first"]
            wrong += [
                f"{sheet.name}: {cell.value}"
                for cell in sheet.column(table, place)
                if not re.fullmatch(r"\d{4}", str(cell.value)) and cell.value not in SIGNED
            ]
    return wrong


def rule_28(document):
    """Each fill of a status has its word: in the header, or in the row; a difference has its number."""
    colours, wrong = {MARKS[mark]: mark for mark in STATUSES}, []
    for sheet, table in each_table(document):
        columns = [sheet.column(table, place) for place in range(1, len(sheet.header(table)) + 1)]
        told = [{str(cell.value) for cell in row} for row in zip(*columns, strict=True)]
        for header, cells in zip(sheet.header(table), columns, strict=True):
            for cell, words in zip(cells, told, strict=True):
                mark = colours.get(cell.fill)
                if (
                    mark
                    and mark not in str(header)
                    and not words & {*STATUSES}
                    and not _differs(header, cell, document)
                ):
                    wrong.append(f"{sheet.name}: {header}: {cell.value}")
    explained = {*cover(document)}
    return wrong + [
        mark for mark in (*STATUSES, *(f"Teken {sign}" for sign in SIGNED)) if mark not in explained
    ]


def _differs(header, cell, document):
    """Red is also what differs, which is said by a number or a sentence."""
    return cell.fill == MARKS["wijkt af"] and (
        "verschil" in str(header) or header == "Toelichting" or cell.value == "Oordeel"
    )


def rule_29(document):
    links = [cell for sheet in document.sheets for cell in sheet.cells.values() if cell.link]
    return [
        str(cell.value)
        for cell in links
        if not str(cell.value).strip() or re.match(r"(https?:|#|www\.)", str(cell.value))
    ]


def rule_30(document, twin):
    """Both formats hold the same."""
    wrong = [] if [s.name for s in document.sheets] == [s.name for s in twin.sheets] else ["names"]
    for one, other in zip(document.sheets, twin.sheets, strict=False):
        for place in {*one.cells, *other.cells}:
            first, second = one.at(*place), other.at(*place)
            if not _same(first, second):
                wrong.append(f"{one.name} {place}: {_told(first)} and {_told(second)}")
        wrong += [] if [t.name for t in one.tables] == [t.name for t in other.tables] else [one.name]
    return wrong


def _told(cell):
    return cell.value or None, cell.fill, cell.form if cell.value is not None else ""


def _same(one, other):
    """Whether two cells say the same; a number of Excel has some 15 digits."""
    if one.is_number and other.is_number:
        near = abs(one.value - other.value) <= 1e-14 * abs(one.value)
        return near and (one.fill, one.form) == (other.fill, other.form)
    return _told(one) == _told(other)


def rule_31(document):
    """A total is the sum of what is printed, or has a note and rounding explains it, or is no sum."""
    wrong = []
    for sheet, table in each_table(document):
        said = " ".join(str(sheet.at(table.bottom + 1, column).value) for column in (1, 2))
        if "Totaal" not in said or "staan niet in de tabel" in "".join(
            str(sheet.at(r, 1).value) for r in range(1, table.top)
        ):
            continue
        for place, header in enumerate(sheet.header(table), start=1):
            total, cells = sheet.at(table.bottom + 1, place), sheet.column(table, place)
            if (
                not total.is_number
                or " per " in header
                or "er inwoner" in header
                or any(c.form == "ja" for c in cells)
            ):
                continue
            printed = sum(
                Decimal(str(round(Decimal(str(c.value)), int(c.form or 0)))) for c in cells if c.is_number
            )
            gap = abs(printed - round(Decimal(str(total.value)), int(total.form or 0)))
            most = Decimal(len(cells)) / 2 / 10 ** int(total.form or 0) if REFERENCE.search(said) else 0
            if gap > most:
                wrong.append(f"{sheet.name}: {header}: {printed} is not {total.value}")
    return wrong


def rule_32(document):
    explained = {
        str(key).removeprefix("Afkorting ") for key in cover(document) if str(key).startswith("Afkorting ")
    }
    texts = [
        (sheet.name, cell.value)
        for sheet in document.sheets
        for cell in sheet.cells.values()
        if isinstance(cell.value, str) and not (sheet is document.sheets[0] and cell.value in explained)
    ]
    return sorted(
        {f"{short} ({name})" for name, text in texts for short in found([text]) - explained - NO_ABBREVIATION}
    )


def rule_33(names):
    """The names of the files of a publication."""
    wrong = [name for name in names if not re.fullmatch(r"[a-z0-9.-]+", name) or len(name) > 217]
    return wrong + ([] if any(name.endswith(".parquet") for name in names) else ["no parquet"])


OF_A_FILE = {number: globals()[f"rule_{number}"] for number in range(1, 33) if number != 30}
"""The rules that look at one file."""
