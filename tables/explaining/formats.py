"""An explanation as text for a terminal, as Markdown, as a page, or as data."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from textwrap import wrap

from tables.explaining import words
from tables.explaining.as_json import as_json
from tables.explaining.model import Explanation, Operand, Step
from tables.file_names import by_ending

WIDTH = 100
CSS = (
    "body{font:15px/1.5 Calibri,Carlito,sans-serif;max-width:60em;margin:2em auto;color:#222}"
    "h1,h2{color:#154273}h2{font-size:1.1em;margin-top:2em}.op{color:#595959}"
    "table{border-collapse:collapse}td,th{padding:.2em .8em;text-align:left;border-bottom:1px solid #ddd}"
    "td.n{text-align:right}.afgeleid{background:#fff2cc}.indicatief{background:#ffd08a}.onbevestigd{background:#ff9f9f}"
    ".banner{color:#b00020}"
)


def text(explanations: Sequence[Explanation]) -> str:
    """For a terminal, at most WIDTH columns."""
    return "\n\n".join("\n".join(_text_lines(e)) for e in explanations)


def _text_lines(e: Explanation) -> list[str]:
    above = (words.heading(e), words.title(e), words.warning(e))
    lines = [line for text in above for line in wrap(text, WIDTH)] + [""]
    for step in e.steps:
        indent = "  " * step.number.count(".")
        lines += [*_step_lines(e, step, indent), ""]
    return lines[:-1]


def _step_lines(e: Explanation, step: Step, indent: str) -> list[str]:
    inner = indent + "   "

    def told(text: str, first: str = "") -> list[str]:
        return wrap(text, WIDTH, initial_indent=inner + first, subsequent_indent=inner + " " * len(first))

    lines = wrap(words.step_heading(step), WIDTH, initial_indent=indent, subsequent_indent=inner)
    lines += told(step.says)
    for text in (words.formula(e, step), words.filled(step), words.result(step)):
        lines += told(text, "= ")
    for what, text in words.about(step):
        lines += told(text, f"{what}: ")
    for operand in step.operands:
        lines += told(words.operand_line(e, operand), "- ")
    return lines


def markdown(explanations: Sequence[Explanation]) -> str:
    """As Markdown, with a heading for each step."""
    blocks = []
    for e in explanations:
        blocks += [f"# {words.heading(e)}", words.title(e), words.warning(e)]
        for step in e.steps:
            blocks.append(f"## {words.step_heading(step)}")
            blocks.append(step.says)
            lines = (words.formula(e, step), words.filled(step), words.result(step))
            blocks.append("\n".join(f"    = {line}" for line in lines))
            blocks.append("\n".join(f"- {what}: {text}" for what, text in words.about(step)))
            blocks.append("\n".join(f"- {words.operand_line(e, operand)}" for operand in step.operands))
    return "\n\n".join(blocks)


def page(explanations: Sequence[Explanation]) -> str:
    """As a page; every step has an address (#stap-1.2; of a second amount #stap-2-1.2)."""
    body = "".join(
        _page_part(e, "stap-" if place == 1 else f"stap-{place}-") for place, e in enumerate(explanations, 1)
    )
    return (
        f'<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Verdeelsleutel</title>'
        f"<style>{CSS}</style></head><body>{body}</body></html>"
    )


def _page_part(e: Explanation, address: str) -> str:
    heading, title, warning = (escape(text) for text in (words.heading(e), words.title(e), words.warning(e)))
    steps = "".join(_page_step(e, step, address) for step in e.steps)
    kind = ' class="banner"' if e.stand_ins else ""
    return f"<h1>{heading}</h1><p>{title}</p><p{kind}><strong>{warning}</strong></p>{steps}"


def _page_step(e: Explanation, step: Step, address: str) -> str:
    about = "".join(f"<li>{escape(what)}: {escape(text)}</li>" for what, text in words.about(step))
    rows = "".join(
        f'<tr class="{escape(words.status(o))}"><td>{escape(words.operand_label(e, o))}</td>'
        f'<td class="n">{escape(words.shown(o.value, o.unit))}</td>'
        f"<td>{escape(o.unit)}</td><td>{_link(o, address)}</td></tr>"
        for o in step.operands
    )
    heading = f'<h2 id="{address}{step.number}" class="{words.status(step)}">'
    return (
        f"{heading}{escape(words.step_heading(step))}</h2>"
        f"<p>{escape(step.says)}</p><p>= {escape(words.formula(e, step))}<br>= {escape(words.filled(step))}"
        f"<br>= {escape(words.result(step))}</p>"
        f'<ul class="op">{about}</ul><table>{rows}</table>'
    )


def _link(operand: Operand, address: str) -> str:
    if operand.step:
        return f'<a href="#{address}{operand.step}">stap {operand.step}</a>'
    return escape(words.origin(operand))


FORMATS: Mapping[str, Callable[[Sequence[Explanation]], str]] = {
    "text": text,
    "md": markdown,
    "html": page,
    "json": as_json,
}
SUFFIXES = {".txt": "text", ".json": "json", ".html": "html", ".md": "md"}


def of_file(out: Path) -> str:
    """The format that the name of a file asks for. Raises InputError for any other name."""
    return by_ending(out, SUFFIXES, "uitleg")
