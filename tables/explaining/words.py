"""An explanation in Dutch: each sentence is made here, of the data of the explanation, and nowhere else."""

from collections.abc import Callable, Mapping

from allocation.expressions import Expression
from allocation.trace import Division, Shown
from allocation.units import YES_NO
from tables.approximation import banner_words
from tables.balances import MAIN, amounts
from tables.explaining.formula_words import written
from tables.explaining.model import Explanation, Operand, Source, Step
from tables.labels import departure_words, edition_words, mark, origin_words
from tables.words import STANDS, answer, date_in_words, in_words, measured, number, part, sentence

REMAINDER = 6
"""The decimals that are shown of a share before it is rounded down."""


def heading(e: Explanation) -> str:
    """Which amount of whom, in which year."""
    return f"{e.municipality} ({e.code}): {e.amount.label}, uitkeringsjaar {e.year}"


def title(e: Explanation) -> str:
    """Which publication, of when."""
    return f"{e.title} ({date_in_words(e.date)})"


def warning(e: Explanation) -> str:
    """What a reader must know before using the amount."""
    told = [*edition_words(e.based_on), *departure_words(e.origins)]
    texts = filter(None, [banner_words(e.stand_ins), STANDS[e.stand], e.note.rstrip("."), *told])
    return ". ".join(map(sentence, texts)) + "."


def shown(value: Shown, unit: str) -> str:
    """A number as a Dutch reader writes it; a ratio as a ratio, what is yes or no as that."""
    if unit == YES_NO:
        return answer(value.value)
    if value.decimals is None:
        return f"({value.value.numerator} ÷ {value.value.denominator})"
    return number(value.value, value.decimals)


def result(step: Step) -> str:
    """The outcome of a step, with its unit."""
    return measured(shown(step.value, step.unit), step.unit)


def step_heading(step: Step) -> str:
    """The number of a step, what it is and what comes out."""
    where = " (landelijk)" if step.national else ""
    sure = f", {status(step)}" if status(step) else ""
    return f"{step.number}  {step.label}{where} = {result(step)}{sure}"


def status(told: Step | Operand) -> str:
    """The status where it is to be told: not `officieel` of a step, not again of what was told before."""
    if isinstance(told, Step):
        return mark(told.status)
    return "" if told.repeated else told.status


def formula(e: Explanation, step: Step) -> str:
    """The formula in words."""
    called = {operand.symbol: operand_label(e, operand) for operand in step.operands}
    return written(step.formula, _names(e.labels, called), step.unit)


def filled(step: Step) -> str:
    """The formula with the numbers."""
    numbers = {operand.symbol: shown(operand.value, operand.unit) for operand in step.operands}
    return written(step.formula, numbers.__getitem__, step.unit)


def operand_label(e: Explanation, operand: Operand) -> str:
    """What an operand is called; a total by what is added."""
    if operand.added is None:
        return operand.label
    return total_label(operand.added, e.labels.__getitem__, e.municipalities)


def total_label(added: Expression, name: Callable[[str], str], municipalities: int) -> str:
    """A national total: what is added, over how many municipalities."""
    return f"Σ [{written(added, name)}] over {municipalities} gemeenten"


def _names(labels: Mapping[str, str], called: Mapping[str, str]) -> Callable[[str], str]:
    return lambda symbol: called.get(symbol) or labels[symbol]


def about(step: Step) -> list[tuple[str, str]]:
    """What else there is to say of a step: of its rest, its rounding, its ground in law, its pot."""
    texts = [
        ("gepubliceerd", published(step)),
        ("rest", division(step.division) if step.division else ""),
        ("afronding", step.rounding.ground if step.rounding else ""),
        ("grondslag", step.law),
        ("pot", "; ".join(f"{p.label}: {amounts(p.balance, MAIN, in_words)} ({p.unit})" for p in step.pots)),
    ]
    return [(what, text) for what, text in texts if text]


def published(step: Step) -> str:
    """What was published of it, and whether that is what was computed."""
    if step.published is None:
        return ""
    amount = measured(in_words(step.published.value), step.unit)
    gap = step.published.gap
    more = "gelijk" if not gap else f"berekend is {in_words(abs(gap))} {'meer' if gap > 0 else 'minder'}"
    return f"{amount}, {more} ({step.published.source})"


def division(division: Division) -> str:
    """What became of the rest, in a division by largest remainders."""
    share = f"het aandeel is {number(division.quota, REMAINDER)}"
    if division.last is None:
        return f"{share}; er bleef niets over"
    least, got = number(division.last, REMAINDER), "wel" if division.extra else "niet"
    return f"{share}; wat over is gaat per eenheid naar de grootste resten (vanaf {least}): hier {got}"


def operand_line(e: Explanation, operand: Operand) -> str:
    """An operand in a line: what it is called, its value, and where that comes from."""
    value = f"{operand_label(e, operand)}: {measured(shown(operand.value, operand.unit), operand.unit)}"
    return f"{value} ({f'zie stap {operand.step}' if operand.step else origin(operand)})"


def origin(operand: Operand) -> str:
    """The status and the source of an operand; the source may begin with that very word."""
    text = source(operand)
    return text if text.startswith(status(operand)) else f"{status(operand)}, {text}"


def source(operand: Operand) -> str:
    """Where the value of an operand comes from; "" where a step says so."""
    if operand.role == "total":
        return "som over alle gemeenten"
    if operand.source is None:
        return ""
    where = operand.source
    texts = [
        where.text,
        f"benadering van {where.approximates}" if where.approximates else "",
        where.note,
        _computed(where),
        _carried(where),
        origin_words(where.layer, where.other),
    ]
    return "; ".join(filter(None, texts))


def _computed(source: Source) -> str:
    """In which publication it was computed."""
    other = source.computed
    return f"berekend in {other.title}, {other.year} (daar {other.rule})" if other else ""


def _carried(source: Source) -> str:
    """From which municipalities it came, where it was carried over a reorganisation."""
    olds = ", ".join(f"{old}{part(share)}" for old, share in sorted(source.carried_from.items()))
    return f"herindeling: uit {olds}" if olds else ""
