"""Drawings as SVG: a map of the municipalities, an amount over the years; each with a text that says it."""

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from html import escape
from itertools import pairwise
from math import cos, radians
from typing import Any

from rules.library.paths import DATA
from tables.words import number

WIDTH, HEIGHT = 560, 660
WEST, EAST, SOUTH, NORTH = 3.3, 7.25, 50.72, 53.6
CLASSES = 5
BAR, GAP, TALL = 56, 24, 160
COLOURS = 8
UNKNOWN = "onbekend"
PATTERNS = {
    "officieel": "",
    "afgeleid": "M-1 1L1 -1M-1 7L7 -1M5 7L7 5",
    "indicatief": "M0 3H6M3 0V6",
    "onbevestigd": "M0 0L6 6M6 0L0 6",
    UNKNOWN: "M3 2.5V3.5",
}
"""By status the lines of its pattern, in a square of 6: none, slanting, crosses, slanting crosses, dots."""


@cache
def shapes() -> Mapping[str, str]:
    """By code the path of each municipality of 2026 (CBS and Kadaster, generalised)."""
    content = json.loads((DATA / "gemeenten_2026.geojson").read_text(encoding="utf-8"))
    return {one["properties"]["gemeentecode"]: _path(one["geometry"]) for one in content["features"]}


def _path(geometry: Mapping[str, Any]) -> str:
    several = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return "".join(
        "M" + "L".join(_point(*place) for place in ring) + "Z" for polygon in several for ring in polygon
    )


def _point(east: float, north: float) -> str:
    wide = (EAST - WEST) * cos(radians((NORTH + SOUTH) / 2))
    scale = min(WIDTH / wide, HEIGHT / (NORTH - SOUTH))
    return f"{(east - WEST) / (EAST - WEST) * wide * scale:.1f} {(NORTH - north) * scale:.1f}"


def bounds(values: Sequence[Fraction]) -> list[Fraction]:
    """The values between classes with about as many municipalities each."""
    ordered = sorted(values)
    return [ordered[len(ordered) * place // CLASSES] for place in range(1, CLASSES)] if ordered else []


def class_of(value: Fraction | None, limits: Sequence[Fraction]) -> int:
    """Which class a value is in, from 1; 0 where there is none."""
    return 0 if value is None else 1 + sum(value >= limit for limit in limits)


def outlines() -> str:
    """The shape of each municipality, once for all maps of a page, and the patterns of `sureness`."""
    paths = "".join(f'<path id="m{code}" d="{path}"/>' for code, path in shapes().items())
    patterns = "".join(
        f'<pattern id="p-{name}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<rect class="grond {name}" width="6" height="6"/><path class="streep" d="{lines}"/></pattern>'
        for name, lines in PATTERNS.items()
    )
    return f'<svg class="stil" aria-hidden="true" focusable="false"><defs>{patterns}{paths}</defs></svg>'


def _map(areas: Mapping[str, tuple[str, str]], names: Mapping[str, str], told: str) -> str:
    """A map of areas by code: each how it looks and what it says, with the shapes of `outlines`."""
    drawn = "".join(
        f'<use href="#m{code}" {looks}><title>{escape(names.get(code, code))}: {said}</title></use>'
        for code, (looks, said) in areas.items()
    )
    return (
        f'<svg class="kaart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(told)}">'
        f"{drawn}</svg>"
    )


def choropleth(values: Mapping[str, Fraction | None], names: Mapping[str, str], told: str, unit: str) -> str:
    """A map on which each municipality says what it is; `told` says what is to be seen."""
    limits = bounds([value for value in values.values() if value is not None])
    areas = {}
    for code in shapes():
        value = values.get(code)
        said = UNKNOWN if value is None else f"{number(value, 2)} {unit}"
        areas[code] = (f'class="k{class_of(value, limits)}"', said)
    return _map(areas, names, told)


def sureness(statuses: Mapping[str, str], names: Mapping[str, str], told: str) -> str:
    """A map of how sure each amount is: a pattern for each status, so that it is told without colour too."""
    found = {code: statuses.get(code, UNKNOWN) for code in shapes()}
    areas = {code: (f'fill="url(#p-{status})"', status) for code, status in found.items()}
    return _map(areas, names, told)


def swatch(status: str) -> str:
    """A small field with the pattern of a status, for a legend."""
    return (
        f'<svg class="vak" viewBox="0 0 20 16" aria-hidden="true" focusable="false">'
        f'<rect width="20" height="16" fill="url(#p-{status})"/></svg>'
    )


def legend(values: Sequence[Fraction], unit: str) -> list[str]:
    """What the classes of `choropleth` are, the lowest first."""
    limits = [f"{number(limit, 2)}" for limit in bounds(values)]
    between = [f"van {low} tot {high} {unit}" for low, high in pairwise(limits)]
    return [f"minder dan {limits[0]} {unit}", *between, f"{limits[-1]} {unit} of meer"] if limits else []


def bars(points: Sequence[tuple[str, Fraction]], told: str) -> str:
    """A bar for each point, with what it is below it and the number above it."""
    most = max((value for _, value in points), default=Fraction(0)) or Fraction(1)
    wide = len(points) * (BAR + GAP) + GAP
    parts = []
    for place, (name, value) in enumerate(points):
        left, tall = GAP + place * (BAR + GAP), max(Fraction(0), value) / most * TALL
        top = f"{float(TALL - tall + 24):.1f}"
        middle = left + BAR / 2
        parts.append(
            f'<rect x="{left}" y="{top}" width="{BAR}" height="{float(tall):.1f}"/>'
            f'<text x="{middle}" y="{float(TALL - tall + 18):.1f}">{escape(_short(value))}</text>'
            f'<text x="{middle}" y="{TALL + 42}">{escape(name)}</text>'
        )
    return (
        f'<svg class="staven" viewBox="0 0 {wide} {TALL + 52}" role="img" aria-label="{escape(told)}">'
        f"{''.join(parts)}</svg>"
    )


def stacked(years: Mapping[int, Sequence[tuple[str, Fraction]]], told: str) -> tuple[str, list[str]]:
    """A bar for each year, of parts on top of each other; and the parts, in the order of their colours."""
    names = list(dict.fromkeys(name for parts in years.values() for name, _ in parts))
    most = max(sum((value for _, value in parts), Fraction(0)) for parts in years.values())
    wide, drawn = len(years) * (BAR + GAP) + GAP, []
    for place, (year, parts) in enumerate(years.items()):
        left, base = GAP + place * (BAR + GAP), Fraction(TALL + 24)
        for name, value in parts:
            tall = value / most * TALL
            base -= tall
            drawn.append(
                f'<rect class="s{names.index(name) % COLOURS}" x="{left}" y="{float(base):.1f}" '
                f'width="{BAR}" height="{float(tall):.1f}">'
                f"<title>{escape(name)}: {_short(value)}</title></rect>"
            )
        whole = sum((value for _, value in parts), Fraction(0))
        drawn.append(f'<text x="{left + BAR / 2}" y="{float(base) - 6:.1f}">{_short(whole)}</text>')
        drawn.append(f'<text x="{left + BAR / 2}" y="{TALL + 42}">{year}</text>')
    svg = (
        f'<svg class="staven reeks" viewBox="0 0 {wide} {TALL + 52}" role="img" aria-label="{escape(told)}">'
    )
    return f"{svg}{''.join(drawn)}</svg>", names


def _short(value: Fraction) -> str:
    for much, word in ((1_000_000, "mln"), (1_000, "dzd")):
        if abs(value) >= much:
            return f"{number(value / much, 1)} {word}"
    return number(value, 0)
