"""An explanation as text for a terminal, as Markdown, as a page, or as data."""

import json
from collections.abc import Callable, Mapping, Sequence
from html import escape
from textwrap import wrap

from attrs import asdict

from allocation.units import YES_NO
from tables.explaining.explanation import Explanation, Operand, Step
from tables.words import measured

WIDTH = 100
CSS = (
    "body{font:15px/1.5 Calibri,Carlito,sans-serif;max-width:60em;margin:2em auto;color:#222}"
    "h1,h2{color:#154273}h2{font-size:1.1em;margin-top:2em}.op{color:#595959}"
    "table{border-collapse:collapse}td,th{padding:.2em .8em;text-align:left;border-bottom:1px solid #ddd}"
    "td.n{text-align:right}.afgeleid{background:#fff2cc}.indicatief{background:#ffd08a}.onbevestigd{background:#ff9f9f}"
)


def text(explanations: Sequence[Explanation]) -> str:
    """For a terminal, at most WIDTH columns."""
    return "\n\n".join("\n".join(_text_lines(e)) for e in explanations)


def _text_lines(e: Explanation) -> list[str]:
    lines = [line for words in (e.heading, e.title, e.warning) for line in wrap(words, WIDTH)] + [""]
    for step in e.steps:
        indent = "  " * step.number.count(".")
        lines += [*_step_lines(step, indent), ""]
    return lines[:-1]


def _step_lines(step: Step, indent: str) -> list[str]:
    inner = indent + "   "

    def said(words: str, first: str = "") -> list[str]:
        return wrap(words, WIDTH, initial_indent=inner + first, subsequent_indent=inner + " " * len(first))

    lines = wrap(_heading(step), WIDTH, initial_indent=indent, subsequent_indent=inner)
    lines += said(step.says)
    lines += said(step.formula, "= ") + said(step.filled, "= ") + said(measured(step.result, step.unit), "= ")
    for about, words in _about(step):
        lines += said(words, f"{about}: ")
    for operand in step.operands:
        lines += said(_operand_words(operand), "- ")
    return lines


def _heading(step: Step) -> str:
    where = " (landelijk)" if step.national else ""
    mark = f", {step.status}" if step.status else ""
    return f"{step.number}  {step.label}{where} = {measured(step.result, step.unit)}{mark}"


def _about(step: Step) -> list[tuple[str, str]]:
    said = [("rest", step.rest), ("afronding", step.rounding), ("grondslag", step.law), ("pot", step.pot)]
    return [(about, words) for about, words in said if words]


def _operand_words(operand: Operand) -> str:
    value = f"{operand.label}: {measured(operand.number, operand.unit)}"
    if operand.step:
        return f"{value} (zie stap {operand.step})"
    return f"{value} ({_origin(operand)})"


def _origin(operand: Operand) -> str:
    """Its status and its source, which may begin with that very word."""
    said = operand.source.startswith(operand.status)
    return operand.source if said else f"{operand.status}, {operand.source}"


def markdown(explanations: Sequence[Explanation]) -> str:
    """The same as Markdown."""
    blocks = []
    for e in explanations:
        blocks += [f"# {e.heading}", e.title, e.warning]
        for step in e.steps:
            blocks.append(f"## {_heading(step)}")
            blocks.append(step.says)
            blocks.append(
                f"    = {step.formula}\n    = {step.filled}\n    = {measured(step.result, step.unit)}"
            )
            blocks.append("\n".join(f"- {about}: {words}" for about, words in _about(step)))
            blocks.append("\n".join(f"- {_operand_words(operand)}" for operand in step.operands))
    return "\n\n".join(blocks)


def page(explanations: Sequence[Explanation]) -> str:
    """The same as a page; every step has an address (#stap-1.2; of a second amount #stap-2-1.2)."""
    body = "".join(
        _page_part(e, "stap-" if place == 1 else f"stap-{place}-") for place, e in enumerate(explanations, 1)
    )
    return (
        f'<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Verdeelsleutel</title>'
        f"<style>{CSS}</style></head><body>{body}</body></html>"
    )


def _page_part(e: Explanation, address: str) -> str:
    return (
        f"<h1>{escape(e.heading)}</h1><p>{escape(e.title)}</p><p><strong>{escape(e.warning)}</strong></p>"
        + "".join(_page_step(step, address) for step in e.steps)
    )


def _page_step(step: Step, address: str) -> str:
    about = "".join(f"<li>{escape(a)}: {escape(words)}</li>" for a, words in _about(step))
    rows = "".join(
        f'<tr class="{escape(o.status)}"><td>{escape(o.label)}</td><td class="n">{escape(o.number)}</td>'
        f"<td>{escape(o.unit)}</td><td>{_link(o, address)}</td></tr>"
        for o in step.operands
    )
    return (
        f'<h2 id="{address}{step.number}" class="{step.status}">{escape(_heading(step))}</h2>'
        f"<p>{escape(step.says)}</p><p>= {escape(step.formula)}<br>= {escape(step.filled)}"
        f"<br>= {escape(measured(step.result, step.unit))}</p>"
        f'<ul class="op">{about}</ul><table>{rows}</table>'
    )


def _link(operand: Operand, address: str) -> str:
    if operand.step:
        return f'<a href="#{address}{operand.step}">stap {operand.step}</a>'
    return escape(_origin(operand))


def data(explanations: Sequence[Explanation]) -> str:
    """The same as JSON: numbers as they are shown, in Dutch notation; yes or no as true or false."""
    shown = [asdict(e, filter=lambda attribute, _: attribute.name != "symbol") for e in explanations]
    steps = [step for e in shown for step in e["steps"]]
    for entry in (*shown, *steps, *(operand for step in steps for operand in step["operands"])):
        value = "number" if "source" in entry else "result"
        if entry["unit"] == YES_NO:
            entry[value] = entry[value] == "ja"
    return json.dumps(shown, indent=2, ensure_ascii=False)


FORMATS: Mapping[str, Callable[[Sequence[Explanation]], str]] = {
    "text": text,
    "md": markdown,
    "html": page,
    "json": data,
}
