"""What came of the mutants, as docs/bite.md has it: the score of each part, and who lived with the reason."""

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.bite.mutations import Mutant

PAGE = Path(__file__).parents[2] / "docs" / "bite.md"
MARK = "<!-- mutants -->"
LIVED = Path(__file__).with_name("lived.toml")
"""Of who lived, by name: `kind` (equivalent, or open) and `reason`."""
PARTS = {"kern": "core of the engine", "wet": "rule modules", "kamers": "rooms around them"}
RULES = ("wet", "kamers")
"""What is in `rules/`; the core is in `allocation/`."""
ALIVE = ("leeft", "zonder test")
DEAD = ("gedood", "te lang")
KINDS = {"open": "Open", "equivalent": "Equivalent, no test can see them"}
HEAD = "| part | mutants | tried | killed | did not end | lived | score |\n|---|---|---|---|---|---|---|"


def report(population: Mapping[str, Sequence[Mutant]], outcomes: Mapping[str, str]) -> str:
    """The table, and a list of who lived; `outcomes` by name of those that were tried."""
    why = tomllib.loads(LIVED.read_text(encoding="utf-8"))
    rows, lived, counted = [], [], {}
    for part, found in population.items():
        counts = Counter(outcomes[m.name] for m in found if outcomes.get(m.name, "ongeldig") != "ongeldig")
        rows.append(_row(PARTS[part], len(found), counts))
        counted[part] = (len(found), counts)
        lived += [m for m in found if outcomes.get(m.name) in ALIVE]
    whole = [HEAD, *rows, "", _weighed([counted[part] for part in RULES]), ""]
    for kind, title in KINDS.items():
        chosen = [m for m in lived if why.get(m.name, {}).get("kind", "open") == kind]
        lines = [_line(m, why.get(m.name, {}).get("reason", "")) for m in chosen]
        whole += [f"**{title}** ({len(chosen)}):", "", *lines, ""] if chosen else []
    if stale := sorted({*why} - {m.name for found in population.values() for m in found}):
        whole.append(f"Reasons in `{LIVED.name}` of mutants that are no longer there: {', '.join(stale)}.\n")
    return "\n".join(whole)


def into_page(text: str) -> None:
    """Put it in the place of what docs/bite.md had."""
    before, _, after = PAGE.read_text(encoding="utf-8").split(MARK)
    PAGE.write_text(f"{before}{MARK}\n\n{text}\n{MARK}{after}", encoding="utf-8")


def _row(name: str, mutants: int, counts: Counter[str]) -> str:
    tried, dead = counts.total(), sum(counts[outcome] for outcome in DEAD)
    score = f"{100 * dead / tried:.1f} %" if tried else ""
    lived = sum(counts[outcome] for outcome in ALIVE)
    return (
        f"| {name} | {mutants:,} | {tried} | {counts['gedood']} | {counts['te lang']} | {lived} | {score} |"
    )


def _weighed(parts: Sequence[tuple[int, Counter[str]]]) -> str:
    """The score of all of `rules/`: each part as heavy as it has mutants, so that it is as if drawn alike.

    Around it are 1.96 standard errors of a sample in strata, none so small because few were tried that all died.
    """
    if not all(counts.total() for _, counts in parts):
        return "All of `rules/`: not every part was tried."
    score, variance, everyone = 0.0, 0.0, sum(count for count, _ in parts)
    for count, counts in parts:
        tried, dead = counts.total(), sum(counts[outcome] for outcome in DEAD)
        careful = (dead + 2) / (tried + 4)
        score += count / everyone * dead / tried
        variance += (count / everyone) ** 2 * careful * (1 - careful) / tried * (1 - tried / count)
    off = 1.96 * variance**0.5
    low, high = 100 * (score - off), 100 * min(score + off, 1)
    return f"All of `rules/`, each part weighed by its mutants: {100 * score:.1f} % (95 %: {low:.1f} to {high:.1f} %)."


def _line(mutant: Mutant, reason: str) -> str:
    change = f"`{_short(mutant.before)}` → `{_short(mutant.after)}`"
    return f"- `{mutant.file}:{mutant.line}` {change}{reason and f': {reason}'} ({mutant.name})"


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 70 else f"{words[:67]}..."
