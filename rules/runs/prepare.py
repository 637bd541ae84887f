"""From a plan to a case: its figures, and every input read, carried and checked."""

from collections.abc import Callable, Mapping, Sequence

from allocation.case import CODE, Case
from allocation.errors import InputError, Problem
from allocation.figures import worst
from allocation.inputs import InputSpec
from rules.library.layers import Entry
from rules.library.schema import Delivery, Taken
from rules.reading.csv_table import Reader
from rules.runs.deliveries import PARTLY, from_file, from_outcome
from rules.runs.outcome import Outcome, Prepared, Replacement, Source
from rules.runs.plan import Plan
from rules.runs.replacing import over, reorganised_rows, replacements_of
from rules.territory.carry import Carried, carry_on
from rules.territory.municipalities import municipalities
from rules.territory.reorganisation import reorganised


class CircleError(InputError):
    """Publications that take from each other."""


Outcomes = Callable[[Taken], Outcome]
"""Computes what is taken from another publication."""


def prepare(plan: Plan, read: Reader, outcome_of: Outcomes, problems: Sequence[Problem] = ()) -> Prepared:
    """Read, carry and check everything that a publication year rests on.

    What was split by inhabitants is an estimate, so at best `afgeleid`. Raises RuleError, or InputError
    with all that is missing or wrong: `problems`, and whatever reading finds.
    """
    problems = list(problems)
    inputs: dict[str, Carried] = {}
    taken: dict[str, Source] = {}
    replacements: dict[str, list[Replacement]] = {}
    for entry, specs in plan.groups().items():
        try:
            outcome = None
            if isinstance(entry, Taken):
                outcome = outcome_of(entry)
                taken |= {
                    spec.name: Source(outcome, entry.column(spec.name, plan.year.year)) for spec in specs
                }
            for spec in filter(plan.partly, specs):
                replacements[spec.name] = replacements_of(plan, spec, read)
            inputs |= _filled(plan, entry, specs, read, outcome, replacements)
        except CircleError:
            raise
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(list(dict.fromkeys(problems)))
    return _prepared(plan, inputs, taken, replacements)


def _filled(
    plan: Plan,
    entry: Entry,
    specs: Sequence[InputSpec],
    read: Reader,
    outcome: Outcome | None,
    replacements: dict[str, list[Replacement]],
) -> dict[str, Carried]:
    """The inputs that one entry fills, with rows replaced, and then on what-if territory.

    Of what is scaled the rows in `replacements` are known from here on.
    """
    year, parts = plan.year, plan.library.reorganisation.parts
    late = plan.waits(entry)
    carried_before = late or (outcome and outcome.prepared.reorganisation.parts)
    now = {} if carried_before else parts
    if isinstance(entry, Taken):
        assert outcome is not None
        inputs = from_outcome(entry, specs, outcome.result, outcome.prepared.year, year, now)
    else:
        instead = PARTLY if any(map(plan.covers, specs)) else ""
        inputs = from_file(entry, specs, year, read, now, instead)
    before = municipalities(year.territory)
    there = before if late else reorganised(before, plan.library.reorganisation)
    for spec in filter(plan.partly, specs):
        inputs[spec.name], rows = over(inputs[spec.name], replacements[spec.name], spec, there)
        replacements[spec.name] = reorganised_rows(rows, parts) if late else rows
    return carry_on(specs, inputs, list(before[CODE]), parts) if late and parts else inputs


def _prepared(
    plan: Plan,
    inputs: Mapping[str, Carried],
    taken: Mapping[str, Source],
    replacements: Mapping[str, Sequence[Replacement]],
) -> Prepared:
    library, book, moment = plan.library, plan.book, (plan.publication.name, plan.year.year)
    territory = reorganised(municipalities(plan.year.territory), library.reorganisation)
    figures = {name: library.figure(name, *moment) for name in book.figures}
    entries = {name: stack[-1].entry for name, stack in plan.stacks.items()}
    deliveries = {name: entry for name, entry in entries.items() if isinstance(entry, Delivery)}
    statuses: dict[str, str] = {name: value.status for name, value in figures.items()}
    statuses |= {name: delivery.status for name, delivery in deliveries.items()}
    statuses |= {name: source.outcome.result.statuses[source.rule] for name, source in taken.items()}
    for name, rows in replacements.items():
        statuses[name] = worst([statuses[name], *(each.delivery.status for each in rows)])
    for name, carried in inputs.items():
        if any(share != 1 for olds in carried.origins.values() for share in olds.values()):
            statuses[name] = worst([statuses[name], "afgeleid"])
    case = Case(
        book,
        tuple(territory[CODE]),
        {name: inputs[name].column for name in book.inputs},
        {name: value.value for name, value in figures.items()},
        statuses,
    )
    came_from = {name: inputs[name].origins for name in book.inputs if inputs[name].origins}
    in_order = {name: taken[name] for name in plan.stacks if name in taken}
    return Prepared(
        library, plan.publication, plan.year, territory, figures, deliveries, in_order, replacements, case,
        came_from, library.reorganisation,
    )  # fmt: skip
