"""The rules of a scenario: another rule of the law, or another version of it, in the place of a rule."""

from collections.abc import Iterator, Sequence

from attrs import evolve

from allocation.errors import InputError, Problem
from allocation.rules import Rule
from rules.library.model import Library
from rules.scenarios.known import unknown
from rules.scenarios.schema import RuleChange, Scenario

Versions = tuple[Rule, ...]
NONE: tuple[Versions, Versions] = ((), ())
LAST = 9999
"""In the place of a last year, where there is none."""


def replaced_rules(scenario: Scenario, below: Library) -> tuple[Versions, Versions]:
    """All versions of every rule that is replaced, and those of them that are other ones.

    Raises InputError with all that is wrong.
    """
    versions: dict[str, list[Rule]] = {}
    others: list[Rule] = []
    problems: list[Problem] = []
    names = {rule.name for rule in below.rules}
    for change in scenario.rule:
        place, by = f"{scenario.path.name}, regel {change.name}", change.by or change.name
        if wrong := [unknown(place, name, names, "regel") for name in (change.name, by) if name not in names]:
            problems += wrong
            continue
        olds = versions.get(change.name) or _named(below.rules, change.name)
        news = [one for one in _named(below.rules, by) if change.as_in is None or one.valid_in(change.as_in)]
        if found := _unlike(olds, news, change):
            problems.append(Problem(place, *found))
            continue
        first = min(change.years, default=olds[0].valid_from)
        last = max(change.years, default=olds[-1].valid_to or LAST)
        mine = list(_others(olds, news, change, scenario, (first, last)))
        versions[change.name] = [*_kept(olds, first, last), *mine]
        others += mine
    if problems:
        raise InputError(list(dict.fromkeys(problems)))
    return tuple(rule for of_name in versions.values() for rule in of_name), tuple(others)


def _named(rules: Sequence[Rule], name: str) -> list[Rule]:
    return sorted((rule for rule in rules if rule.name == name), key=lambda rule: rule.valid_from)


def _unlike(olds: Sequence[Rule], news: Sequence[Rule], change: RuleChange) -> tuple[str, str] | None:
    """What is wrong with a rule in the place of another, and what was expected."""
    if not news:
        known = ", ".join(rule.validity for rule in olds)
        return f"{change.by or change.name} geldt niet in {change.as_in}", known
    for what, one, other in (
        ("eenheid", olds[0].unit, news[0].unit),
        ("pot", olds[0].pot or "geen", news[0].pot or "geen"),
    ):
        if one != other:
            return f"{what} {other} van {change.by} in plaats van {one}", f"een regel met dezelfde {what}"
    years = sorted(change.years)
    if years and years != list(range(years[0], years[-1] + 1)):
        return f"jaren {', '.join(map(str, years))}", "jaren die op elkaar volgen"
    return None


def _kept(olds: Sequence[Rule], first: int, last: int) -> Iterator[Rule]:
    """The old versions before and after the years of a change."""
    for old in olds:
        end = old.valid_to or LAST
        if old.valid_from < first:
            yield _within(old, old.valid_from, min(end, first - 1))
        if end > last:
            yield _within(old, max(old.valid_from, last + 1), end)


def _others(
    olds: Sequence[Rule],
    news: Sequence[Rule],
    change: RuleChange,
    scenario: Scenario,
    years: tuple[int, int],
) -> Iterator[Rule]:
    """The rules that take the place of the old ones, under their name, and what they are in the law."""
    said, like, (first, last) = change.source or scenario.scenario.source, olds[0], years
    for new in news:
        ends = years if change.as_in else (max(first, new.valid_from), min(last, new.valid_to or LAST))
        if ends[0] <= ends[1]:
            period = f"{new.valid_from} t/m {new.valid_to}" if new.valid_to else f"vanaf {new.valid_from}"
            source = f"{new.source} ({new.label}, {period}), hier zoals verondersteld: {said}"
            named = evolve(new, name=like.name, label=like.label, short=like.short, source=source)
            yield _within(named, *ends)


def _within(rule: Rule, first: int, last: int) -> Rule:
    return evolve(rule, valid_from=first, valid_to=None if last == LAST else last)
