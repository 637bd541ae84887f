"""What a page computes with: the rules of a publication year as JavaScript, and every value that goes in."""

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm

from attrs import frozen

from allocation.column import Column
from allocation.javascript import in_javascript
from allocation.lags import unlagged
from rules import Outcome
from tables.labels import label, status
from tables.scenario.amendment import PHRASES, with_figures
from tables.site.told import straight
from tables.words import STANDS


@frozen
class Computable:
    """A publication year on a page that computes."""

    outcome: Outcome
    scenarios: Mapping[str, Outcome]
    """By name the same year with a shipped scenario that changes figures and nothing else."""

    @property
    def name(self) -> str:
        """What its files are called."""
        prepared = self.outcome.prepared
        return f"{prepared.publication.name}-{prepared.year.year}"


def script(of: Computable) -> str:
    """A classic script (a page from a disk may load no module) that leaves all of it in `BOOK`."""
    prepared = of.outcome.prepared
    case, book = prepared.case, prepared.case.book
    rules = ",\n".join(
        f"[{json.dumps(name)},(v)=>{in_javascript(rule.formula)}]" for name, rule in book.rules.items()
    )
    about = {
        "name": of.name,
        "publication": prepared.publication.name,
        "title": prepared.publication.title,
        "year": prepared.year.year,
        "stand": STANDS[prepared.year.stand],
        "codes": list(case.codes),
        "names": [straight(name) for name in prepared.territory["naam"]],
        "amounts": list(prepared.year.amounts),
        "labels": {name: list(label(of.outcome, name)) for name in (*book.rules, *case.given)},
        "statuses": {name: status(of.outcome, name) for name in (*book.rules, *case.given)},
        "decimals": {name: _decimals(of.outcome, name) for name in case.figures},
        "bounds": {name: _bounds(of.outcome, name) for name in case.figures},
        "kinds": {name: prepared.library.inputs[unlagged(name)[0]].kind for name in case.inputs},
        "articles": [[rule.label, rule.source, used] for rule, used in with_figures(of.outcome)],
        "phrases": PHRASES,
        "pots": {rule.name: rule.pot for rule in book.rules.values() if rule.pot},
        "units": {name: str(rule.unit) for name, rule in book.rules.items()},
        "scenarios": {name: _changed(of.outcome, other) for name, other in of.scenarios.items()},
    }
    given = ",\n".join(f"{json.dumps(name)}:{_value(value)}" for name, value in case.given.items())
    told = json.dumps(about, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'"use strict";\nconst BOOK={told};\nBOOK.rules=[{rules}];\nBOOK.given={{{given}}};\n'


def _decimals(outcome: Outcome, name: str) -> int:
    return outcome.prepared.library.figures[unlagged(name)[0]].decimals


def _bounds(outcome: Outcome, name: str) -> list[str | None]:
    bounds = outcome.prepared.library.figures[unlagged(name)[0]].bounds
    return [None if bound is None else str(bound) for bound in (bounds.least, bounds.most)]


def _value(value: Column | Fraction) -> str:
    return numbers([value] if isinstance(value, Fraction) else value.exact)


def numbers(values: Sequence[Fraction]) -> str:
    """Whole numbers over one denominator, as the engine of the page has them."""
    below = lcm(*(value.denominator for value in values))
    above = ",".join(f"{value.numerator * (below // value.denominator)}n" for value in values)
    return f"{{n:[{above}],d:{below}n}}"


def _changed(outcome: Outcome, other: Outcome) -> Mapping[str, list[str]]:
    """Of a scenario every figure that is another one: what it was and what it becomes."""
    then, now = outcome.prepared.case.figures, other.prepared.case.figures
    return {name: [str(then[name]), str(now[name])] for name in then if then[name] != now[name]}
