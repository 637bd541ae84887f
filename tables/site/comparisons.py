"""The pages on which two publications stand beside each other: every two that have an amount in common."""

from collections.abc import Iterator, Mapping, Sequence

from attrs import asdict, frozen

from rules import Library, Outcome, Workspace
from rules.analysis.compare import compare_publications
from rules.analysis.differences import Change, Difference
from rules.library.model import YearKey
from tables.comparing.causes import cause_words
from tables.labels import OFFICIAL, label, status, subtitle, warning
from tables.site.pages import Site
from tables.site.told import called, per_cent
from tables.words import in_words, number


@frozen
class Section:
    """One amount that both have: a row for all together, and a row for each municipality."""

    name: str
    label: str
    unit: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    foot: Sequence[str]
    together: Sequence[str]


@frozen
class Comparison:
    """Two publication years beside each other, in words: what a page of them tells."""

    old: YearKey
    new: YearKey
    old_title: str
    new_title: str
    about: Sequence[str]
    sections: Sequence[Section]
    alone: Sequence[str]
    """What only one of the two has."""

    @property
    def address(self) -> str:
        """Of its page, below `vergelijk/`."""
        return f"{_name(self.old)}--{_name(self.new)}"


def compared(space: Workspace, old: YearKey, new: YearKey) -> Comparison:
    """Two publication years, as the engine compares them."""
    found = compare_publications(space, old[0], new[0], old[1], new[1])
    whole = space.outcome(*old), space.outcome(*new)
    shared = {difference.rule for difference in found.differences}
    alone = [
        f"{called(outcome, rule)}: alleen in {_title(outcome)}"
        for outcome in whole
        for rule in outcome.prepared.year.amounts
        if rule not in shared
    ]
    return Comparison(
        old=old,
        new=new,
        old_title=_title(whole[0]),
        new_title=_title(whole[1]),
        about=[_about(outcome) for outcome in whole],
        sections=[_section(space.library, *whole, one) for one in found.differences],
        alone=alone,
    )


def _name(key: YearKey) -> str:
    return f"{key[0]}-{key[1]}"


def _title(outcome: Outcome) -> str:
    title, year = outcome.prepared.publication.title, outcome.prepared.year.year
    return f"{title} (jaar {year})"


def _about(outcome: Outcome) -> str:
    said = warning(outcome).replace("\n", " ")
    return f"{subtitle(outcome)}. Uitkeringsjaar {outcome.prepared.year.year}. {said}".strip()


def _section(library: Library, old: Outcome, new: Outcome, difference: Difference) -> Section:
    causes = list(difference.parts)
    unit = label(new, difference.rule)[1]
    heads = [
        "Gemeente",
        *(f"{what}{_mark(of, difference.rule)}" for what, of in (("Was", old), ("Wordt", new))),
        "Verschil",
        "In procenten",
        *(cause_words(library, cause) for cause in causes),
    ]

    def row(name: str, change: Change) -> list[str]:
        parts = change.in_cents()
        return [name, *_amounts(change), *(number(parts[cause], 2) for cause in causes)]

    every = difference.of(difference.codes)
    text = difference.label
    return Section(
        name=difference.rule,
        label=text,
        unit=unit,
        heads=heads,
        rows=[row(name, difference.at(place)) for place, name in enumerate(difference.names)],
        foot=row("Totaal", every),
        together=[text, unit, *_amounts(every), *(_sure(of, difference.rule) for of in (old, new))],
    )


def _amounts(change: Change) -> Iterator[str]:
    yield in_words(change.before)
    yield in_words(change.after)
    yield in_words(change.difference)
    yield per_cent(change.relative, 2)


def _sure(outcome: Outcome, rule: str) -> str:
    return status(outcome, rule) or OFFICIAL


def _mark(outcome: Outcome, rule: str) -> str:
    mark = status(outcome, rule)
    return f" ({mark})" if mark not in ("", OFFICIAL) else ""


def page(site: Site, of: Comparison) -> bytes:
    """The page of two publication years."""
    return site.page(
        "comparison.html", title=f"{of.old_title} naast {of.new_title}", **asdict(of, recurse=False)
    )


def choice(site: Site, known: Sequence[Comparison]) -> bytes:
    """The page on which two publications are chosen; without a script it is the list of all pairs."""
    titles = {_name(m): t for of in known for m, t in ((of.old, of.old_title), (of.new, of.new_title))}
    groups: dict[str, list[Mapping[str, str]]] = {}
    for of in known:
        pair = {"old": _name(of.old), "new": _name(of.new), "address": of.address, "title": of.old_title}
        groups.setdefault(of.new_title, []).append(pair)
    return site.page("compare.html", depth=0, title="Vergelijk publicaties", titles=titles, groups=groups)


def summary(known: Sequence[Comparison], publication: str) -> list[dict[str, object]]:
    """Of each comparison that a publication is in, what it comes to: for its own page."""
    return [
        {
            "address": of.address,
            "title": f"{of.old_title} naast {of.new_title}",
            "rows": [section.together for section in of.sections],
        }
        for of in known
        if publication in (of.old[0], of.new[0])
    ]
