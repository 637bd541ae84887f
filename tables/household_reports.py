"""What is printed of one household, of one municipality against the country, and of other weights."""

from collections.abc import Sequence

from rules.model.between import Between
from rules.model.effect import Budgets, Effect, of_country
from rules.model.explain import Apart, HouseholdExplained, Term, by_part, x_of
from rules.model.replicates import Replicates
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


def between_lines(name: str, year: int, other: int, made: Between) -> list[str]:
    """One municipality in two years, or by two tables: in euros, and behind that group by group."""
    was, now = (number(share, 6) for share in made.shares)
    lines = [
        (
            f"{name}, uitkomst {year} -> {other}:"
            f" {number(made.before, 2)} -> {number(made.after, 2)} euro, waarvan door"
        ),
        *(f"  {number(value, 2):>20}  {cause}" for cause, value in made.euros.items()),
        f"deel van de uitkomst van het land: {was} -> {now}",
        (
            "gemiddelde x tegenover het land: wat elke groep verschoof (exact op de logit),"
            " waarvan door gewichten, door huishoudens"
        ),
    ]
    for part in dict.fromkeys(one.part for one in made.groups):
        lines.append(f"{part}:")
        for one in (each for each in made.groups if each.part == part and each.whole):
            parts = f"{number(one.weights, 6):>12} {number(one.households, 6):>12}"
            lines.append(f"  {number(one.whole, 6):>12} = {parts}  {one.group}")
    if made.only:
        lines.append(f"alleen in een van beide tabellen (weegt in de andere 0): {', '.join(made.only)}")
    return lines


def replicates_lines(made: Replicates, *, given: bool, seed: int) -> list[str]:
    """How many replicates, whence, and how far the outcome of the country is apart in them."""
    whence = "uit de tabel" if given else f"met seed {seed}, gewichten onafhankelijk van elkaar (onbevestigd)"
    totals = made.of_country
    return [
        f"{len(made.outcomes)} replicaties, {whence}",
        f"uitkomst van het land, als gedrukt: {number(made.country_printed, 2)} euro",
        *(f"  {name:<8} {number(value, 2):>22}" for name, value in totals.items()),
    ]
