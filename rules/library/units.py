"""Whether all that a library declares goes together: the units of rules, inputs and figures."""

from allocation.errors import RuleError
from allocation.unit_check import check_units
from rules.library.model import Library


def check_library_units(library: Library) -> None:
    """Refuse formulas in which units do not go together, and a name with two units.

    A name may be that of a rule, and of an input or a figure that is given instead. Raises RuleError.
    """
    units = {rule.name: rule.unit for rule in library.rules}
    declared = [(item.name, item.unit) for item in library.inputs.values()]
    declared += [(item.name, item.unit) for item in library.figures.values()]
    for name, unit in declared:
        if units.setdefault(name, unit).powers != unit.powers:
            raise RuleError(f"{name} heeft als eenheid {unit} en ook {units[name]}; één eenheid per naam")
    check_units(library.rules, units)
