"""What a scenario changes as an amendment would say it, and how each article would then read."""

from collections.abc import Iterator, Mapping, Sequence
from string import ascii_lowercase

from attrs import frozen

from allocation.expressions import names
from allocation.lags import in_years, unlagged
from allocation.numbers import decimals_of
from allocation.rules import Rule
from rules import Outcome
from rules.scenarios.changes import Altered
from rules.territory.naming import names_by_code
from tables.explaining.formula_words import of_rule
from tables.labels import label, status
from tables.scenario.words import bare, change_line
from tables.words import STANDS, number

PHRASES: Mapping[str, str] = {
    "concept": "CONCEPT - voorstel tot wijziging, verondersteld en door niemand vastgesteld",
    "of": "{title}, uitkeringsjaar {year} ({stand})",
    "article": "Artikel {number}",
    "in": "In de berekening van {called} ({law}):",
    "figure": 'wordt "{called}: {old}"{mark} vervangen door "{called}: {new}"{unit}.',
    "supposed": "Verondersteld, en geen wijziging van een artikel:",
    "input": "- {called} van {who}: {new} in plaats van {old}.",
    "merged": "- {who} zijn samengevoegd.",
    "nothing": "Er is niets gewijzigd.",
}
"""The words of an amendment, of a page (static/keep.js) and of the command alike."""
OPEN, CLOSE = "«", "»"
"""Around what is changed in an article."""
MARKED = f"Wat tussen {OPEN} en {CLOSE} staat, is gewijzigd."


@frozen
class _Article:
    """A rule as it was (None: it was not there) and as it becomes, in its own publication year."""

    before: Outcome
    after: Outcome
    old: Rule | None
    new: Rule


def with_figures(outcome: Outcome) -> list[tuple[Rule, list[str]]]:
    """Every rule of a publication year that has figures in its formula, and which."""
    case = outcome.prepared.case
    found = (
        (rule, [n for n in names(rule.formula) if n in case.figures]) for rule in case.book.rules.values()
    )
    return [(rule, figures) for rule, figures in found if figures]


def amendment(before: Outcome, after: Outcome, altered: Sequence[Altered]) -> list[str]:
    """The lines of the amendment: an article for each rule that is changed, and how it then reads."""
    prepared = after.prepared
    about = {
        "title": prepared.publication.title,
        "year": str(prepared.year.year),
        "stand": STANDS[prepared.year.stand],
    }
    lines = [PHRASES["concept"], "", PHRASES["of"].format(**about), ""]
    articles = [article for pair in _pairs(before, after) for article in _articles(*pair)]
    for place, article in enumerate(articles, 1):
        lines += [PHRASES["article"].format(number=place), *_article_lines(article), ""]
    supposed = [one for one in altered if one.what in ("input", "territory")]
    whom = names_by_code(before.prepared.territory)
    if supposed:
        lines += [PHRASES["supposed"], *(_supposed(one, whom) for one in supposed), ""]
    if not articles and not supposed:
        lines += [PHRASES["nothing"], ""]
    return [*lines, *([MARKED] if articles else [])]


def _pairs(before: Outcome, after: Outcome) -> Iterator[tuple[Outcome, Outcome]]:
    """The publication year and those behind it, each without and with the scenario."""
    was = {_moment(one): one for one in (before, *before.prepared.behind)}
    for one in (after, *after.prepared.behind):
        if _moment(one) in was:
            yield was[_moment(one)], one


def _moment(outcome: Outcome) -> tuple[str, int]:
    return outcome.prepared.publication.name, outcome.prepared.year.year


def _articles(before: Outcome, after: Outcome) -> Iterator[_Article]:
    """The rules that read another figure, or are another rule."""
    then, now = before.prepared.case, after.prepared.case
    for name, rule in now.book.rules.items():
        old = then.book.rules.get(name)
        other = old is None or old.formula != rule.formula
        figures = [n for n in names(rule.formula) if n in now.figures]
        if other or any(then.figures.get(n) != now.figures[n] for n in figures):
            yield _Article(before, after, old, rule)


def _article_lines(of: _Article) -> list[str]:
    """What is replaced by what, what the article says, and how it reads with its figures filled in."""
    year = of.after.prepared.year.year
    law = of.old.source if of.old else of.new.source
    return [
        PHRASES["in"].format(called=of.new.label, law=law),
        *(f"{letter(place)}. {text}" for place, text in enumerate(_replaced(of))),
        f"Het artikel: {in_years((of.new.doc.splitlines() or [''])[0], year)}",
        f"Ingevuld luidt het: {of.new.label} = {_filled_in(of)}.",
    ]


def letter(place: int) -> str:
    """A to z, and then aa to zz."""
    return ascii_lowercase[place % 26] * (place // 26 + 1)


def _replaced(of: _Article) -> Iterator[str]:
    then, now = of.before.prepared.case.figures, of.after.prepared.case.figures
    for name in names(of.new.formula):
        if name in now and name in then and then[name] != now[name]:
            text, unit = label(of.after, name)
            mark = status(of.before, name)
            yield PHRASES["figure"].format(
                called=text,
                old=_value(of, of.before, name),
                new=_value(of, of.after, name),
                mark=f" ({mark})" if mark else "",
                unit=f" ({unit})" if unit else "",
            )
    if of.old is not None and of.old.formula != of.new.formula:
        old, new = _in_words(of.before, of.old), _in_words(of.after, of.new)
        yield f'wordt "{old}" vervangen door "{new}".'
    if of.old is None:
        yield f'komt erbij "{_in_words(of.after, of.new)}".'


def _in_words(outcome: Outcome, rule: Rule) -> str:
    return of_rule(rule, lambda name: label(outcome, name)[0])


def _filled_in(of: _Article) -> str:
    """The formula with the figures of the scenario in it; what is another than it was is marked."""
    then, now = of.before.prepared.case.figures, of.after.prepared.case.figures
    whole = of.old is None or of.old.formula != of.new.formula

    def called(name: str) -> str:
        if name not in now:
            return label(of.after, name)[0]
        text = f"{label(of.after, name)[0]} {_value(of, of.after, name)}"
        return text if whole or then.get(name) == now[name] else f"{OPEN}{text}{CLOSE}"

    text = of_rule(of.new, called)
    return f"{OPEN}{text}{CLOSE}" if whole else text


def _value(of: _Article, which: Outcome, name: str) -> str:
    """A figure with the decimals that it is published with, or more where it needs them."""
    value = which.prepared.case.figures[name]
    needed = decimals_of(value)
    if needed is None:
        return f"{value.numerator}/{value.denominator}"
    return number(value, max(needed, of.before.prepared.library.figures[unlagged(name)[0]].decimals))


def _supposed(one: Altered, whom: Mapping[str, str]) -> str:
    """An input of one municipality as the page says it; anything else as the list of changes does."""
    if len(one.codes) == 1 and one.old is not None and one.new is not None:
        who, old, new = whom.get(one.codes[0], one.codes[0]), bare(one.old), bare(one.new)
        return PHRASES["input"].format(called=one.label, who=who, new=new, old=old)
    return f"- {change_line(one, whom)}."
