"""What a scenario changes, in Dutch: "wat dit verandert"."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from allocation.numbers import as_written, decimals_of
from allocation.units import Unit
from rules import Outcome
from rules.analysis.compare import PublicationComparison
from rules.library.model import Library
from rules.library.schema import Scaled
from rules.scenarios.changes import Altered
from rules.scenarios.schema import Scenario
from rules.scenarios.varied import Draw
from rules.territory.naming import names_by_code
from tables.words import first_few, measured, number, plural

FOR_EVERY = "alle gemeenten"


def value(amount: Fraction | None, unit: Unit) -> str:
    """A value with the decimals that it needs; "" where there is none."""
    return "" if amount is None else measured(bare(amount), unit)


def bare(amount: Fraction) -> str:
    """A number with the decimals that it needs, or as a ratio."""
    decimals = decimals_of(amount)
    return as_written(amount) if decimals is None else number(amount, decimals)


def scaled(scale: Scaled) -> str:
    """How an input is changed."""
    if not scale.times:
        return f"wordt {bare(scale.plus)}"
    texts = [f"maal {bare(scale.times)}" if scale.times != 1 else "", _added(scale.plus)]
    return " en ".join(filter(None, texts)) or "maal 1"


def _added(plus: Fraction) -> str:
    return "" if not plus else f"{'plus' if plus > 0 else 'min'} {bare(abs(plus))}"


def for_whom(one: Altered, names: Mapping[str, str]) -> str:
    """For which municipalities an input is another one."""
    if one.what != "input":
        return ""
    return first_few([names.get(code, code) for code in one.codes]) or FOR_EVERY


def old_and_new(one: Altered) -> tuple[str, str]:
    """A change as two texts: what it was, and what it is."""
    return OLD_AND_NEW[one.what](one)


def _figure(one: Altered) -> tuple[str, str]:
    return value(one.old, one.unit) or "geen waarde", value(one.new, one.unit)


def _input(one: Altered) -> tuple[str, str]:
    old, new = value(one.old, one.unit), value(one.new, one.unit)
    if one.scale:
        how = scaled(one.scale)
        return old, f"{new} ({how})" if new else how
    return " ".join(filter(None, [old, one.before])), " ".join(filter(None, [new, one.after]))


def about(one: Altered) -> list[str]:
    """Who says it, and what there is to say of it; of a rule its source says that it is another one."""
    return [text for text in (one.source if one.what != "rule" else "", one.note) if text]


OLD_AND_NEW: Mapping[str, Callable[[Altered], tuple[str, str]]] = {
    "figure": _figure,
    "input": _input,
    "rule": lambda one: ("zoals de wet hem nu heeft", f"een andere regel: {one.source}"),
    "territory": lambda one: ("", f"gaat naar {one.after}"),
}
KINDS: Mapping[str, str] = {
    "figure": "cijfer",
    "input": "gegeven per gemeente",
    "rule": "regel",
    "territory": "herindeling",
}
"""What is changed, in words."""


def change_line(one: Altered, names: Mapping[str, str]) -> str:
    """A change in one line: what, from what to what."""
    whom = for_whom(one, names)
    old, new = old_and_new(one)
    where = f" ({whom})" if whom else ""
    arrow = " → ".join(filter(None, [old, new]))
    return f"{KINDS[one.what]} {one.label}{where}: {arrow}"


def change_lines(
    scenarios: Sequence[Scenario],
    found: Sequence[Altered],
    unread: Sequence[tuple[str, str]],
    comparison: PublicationComparison,
) -> list[str]:
    """What this changes: per scenario every change, who says it and how sure it is; and what is not read."""
    names, after = names_by_code(comparison.before.prepared.territory), comparison.after
    lines = [f"Wat dit verandert, uitkeringsjaar {after.prepared.year.year}"]
    for scenario in scenarios:
        lines.append(f"  {scenario.name}: {scenario_words(scenario)}")
        mine = [one for one in found if one.scenario == scenario.name]
        for one in mine:
            lines.append(f"    {change_line(one, names)}{_elsewhere(one, after)}")
            said = ", ".join(filter(None, [one.status, *about(one)]))
            lines += [f"      {said}"] if said else []
        idle = [name for who, name in unread if who == scenario.name]
        if idle:
            told = ", ".join(_label(after.prepared.library, name) for name in idle)
            lines.append(f"    doet hier niets, want geen bedrag berust erop: {told}")
        elif not mine:
            lines.append("    verandert in deze publicatie niets")
        lines += [f"    in verdeel scenario worlds: {text}" for text in spans(scenario)]
    return lines if scenarios else [*lines, "  niets: dit is de basis"]


def _elsewhere(one: Altered, after: Outcome) -> str:
    """In which other publication a change is, where it comes from there."""
    prepared = after.prepared
    if (one.publication, one.year) == (prepared.publication.name, prepared.year.year):
        return ""
    return f" (in {prepared.library.publications[one.publication].title}, {one.year})"


def _label(library: Library, name: str) -> str:
    item = library.figures.get(name) or library.inputs.get(name)
    return item.label if item else next(rule.label for rule in library.rules if rule.name == name)


def scenario_words(scenario: Scenario) -> str:
    """The title of a scenario, and that it is an example where it is one."""
    head = scenario.scenario
    example = " (een voorbeeld, niemands voorstel)" if head.example else ""
    return f"{head.title}{example}"


def stated_lines(scenarios: Sequence[Scenario], library: Library) -> list[str]:
    """What the files of scenarios say, whatever the publication."""
    lines = []
    for scenario in scenarios:
        head = scenario.scenario
        lines += [f"{scenario.name}: {scenario_words(scenario)}", f"  bron: {head.source}"]
        lines += [f"  {head.note}"] if head.note else []
        lines += [f"  cijfer {library.figures[one.name].label}" for one in scenario.figure]
        lines += [f"  gegeven {library.inputs[one.name].label}" for one in scenario.input]
        lines += [f"  regel {_label(library, one.name)}" for one in scenario.rule]
        lines += [f"  samenvoeging {text}" for text in scenario.territory.merge]
        lines += [f"  splitsing {text}" for text in scenario.territory.split]
        lines += [f"  {text}" for text in spans(scenario)]
    return lines or ["basis: niets is verondersteld"]


def spans(scenario: Scenario) -> list[str]:
    """What it varies, and what it draws."""
    varied = [
        f"varieert {one.figure or one.input}: {plural(len(one.every), 'waarde', 'waarden')}"
        for one in scenario.vary
    ]
    return [*varied, *(f"trekt {_drawn(one)}" for one in scenario.draw)]


def _drawn(draw: Draw) -> str:
    what = draw.figure or draw.input or f"elk cijfer dat {' of '.join(draw.every)} is"
    factor = "maal " if draw.times else ""
    top = "" if draw.mode is None else f", meestal bij {bare(draw.mode)}"
    return f"{what}: {factor}{bare(draw.least)} tot {bare(draw.most)}{top}"
