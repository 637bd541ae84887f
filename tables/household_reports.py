"""What is printed of one household, of one municipality against the country, and of other weights."""

from collections.abc import Sequence

from rules.model.effect import Budgets, Effect, of_country
from rules.model.explain import Apart, HouseholdExplained, Term, by_part, x_of
from rules.model.run import Run
from tables.households import SYNTHETIC
from tables.words import number


def marked(run: Run, lines: Sequence[str]) -> list[str]:
    """The lines; where the households are made up, that is said first."""
    return [*([SYNTHETIC] if run.synthetic else []), *lines]


def household_lines(made: HouseholdExplained) -> list[str]:
    """One household: each weight that counts, and what comes of them."""
    return [
        f"gemeente {made.code}, norm {made.norm}",
        *_terms("kans", made.chance_terms),
        f"  kans = 1 / (1 + exp(-x)) = {number(made.chance, 9)}",
        *_terms("deel van de norm", made.price_terms),
        f"  deel = 1 / (1 + exp(-x)) = {number(made.fraction, 9)}",
        f"kans x norm x deel = {number(made.expected, 4)} euro per jaar, in de uitkomst van de gemeente",
    ]


def _terms(what: str, terms: Sequence[Term]) -> list[str]:
    lines = [f"  {number(term.adds, 8):>16}  {_valued(term)}" for term in terms]
    return [f"{what}: de gewichten die tellen", *lines, f"  {number(x_of(terms), 8):>16}  = x"]


def _valued(term: Term) -> str:
    return term.row.label if term.value == 1 else f"{term.row.label} ({number(term.value, 6)})"


def apart_lines(name: str, made: Sequence[Apart]) -> list[str]:
    """A municipality against the country: group by group, on the logit, adding up."""
    lines = [
        f"{name} naast het land: de gemiddelde x, en wat elke groep daaraan toevoegt (exact op de logit)"
    ]
    for part, whole in by_part(made).items():
        groups = [one for one in made if one.part == part]
        told = [f"  {number(one.difference, 6):>12}  {one.group}" for one in groups]
        means = f"x hier {number(whole.here, 6)}, land {number(whole.country, 6)}, zonder constante"
        lines += [f"{part}: {means}", *told, f"  {number(whole.difference, 6):>12}  = verschil"]
    return lines


def effect_lines(made: Effect, through: Budgets | None) -> list[str]:
    """Other weights: what they do in the country, and what each group of weights did."""
    was, now = (number(of_country(values), 2) for values in (made.before, made.after))
    lines = [
        f"uitkomst van het land: {was} -> {now} euro",
        f"  verschil {number(of_country(made.change), 2)} euro, waarvan door",
        *(f"    {number(of_country(values), 2):>20}  {group}" for group, values in made.parts.items()),
    ]
    if not made.parts:
        lines[-1] = "  niet verdeeld over groepen van gewichten: geen verschil, of te veel groepen"
    if through:
        before, after = of_country(through.before), of_country(through.after)
        lines.append(f"{through.rule}: {number(before)} -> {number(after)} euro")
    return lines
