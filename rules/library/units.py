"""Whether all that a library declares goes together: the units of rules, inputs and figures."""

from allocation.errors import RuleError
from allocation.figures import Figure
from allocation.inputs import InputSpec
from allocation.unit_check import check_units
from rules.library.model import Library


def check_library_units(library: Library) -> None:
    """Refuse formulas in which units do not go together, and a name with two units.

    A name may be that of a rule, and of an input or a figure that is given instead. Raises RuleError.
    """
    units = {rule.name: rule.unit for rule in library.rules}
    declared: list[InputSpec | Figure] = [*library.inputs.values(), *library.figures.values()]
    for item in declared:
        if units.setdefault(item.name, item.unit).powers != item.unit.powers:
            raise RuleError(
                f"{item.name} is declared in {item.unit} and in {units[item.name]}; one unit per name"
            )
    check_units(library.rules, units)
