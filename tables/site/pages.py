"""The pages: each a template with what it tells. All of them are strings before any is written."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path

from attrs import asdict, define, frozen
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rules import Workspace
from rules.analysis.history import History
from rules.analysis.likeness import Criterion, criteria
from rules.analysis.portrait import Stream, published
from rules.territory.municipalities import predecessors
from tables.explaining import words
from tables.explaining.model import Explanation
from tables.publication.standing import version_words
from tables.site.drawing import bars
from tables.site.told import Told, cause_rows, straight, told
from tables.words import in_words

HERE = Path(__file__).parent


@frozen
class Place:
    """A municipality of today: its groups are (address, title)."""

    code: str
    name: str
    province: str
    persons: Fraction
    groups: tuple[tuple[str, str], ...]


@define(slots=False)
class Site:
    """Everything that the pages tell."""

    space: Workspace
    streams: Sequence[Stream]
    histories: Mapping[str, History]
    places: Sequence[Place]
    steps: Mapping[tuple[str, int, str], Explanation]
    former: Mapping[str, tuple[str, tuple[str, ...]]]
    """By code of one that is no more: its name, and the codes that it went to."""

    @cached_property
    def env(self) -> Environment:
        """The templates."""
        return Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_written,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The names of the municipalities of today."""
        return {place.code: place.name for place in self.places}

    @cached_property
    def criteria(self) -> list[Criterion]:
        """What municipalities can be alike in: inhabitants, and the amounts that ministries publish."""
        library = self.space.library.publications
        known = [one for one in self.streams if published(library[one.outcome.prepared.publication.name])]
        return criteria(known, {place.code: place.persons for place in self.places})

    @property
    def published(self) -> list[Stream]:
        """What ministries published."""
        return [one for one in self.streams if published(one.outcome.prepared.publication)]

    def unchanged(self, stream: Stream, codes: Sequence[str]) -> bool:
        """Whether an amount has all of these as they are today, so that it may be added up over them."""
        formed = predecessors(stream.outcome.prepared.year.territory, self.day)
        return stream.has(codes) and formed.keys().isdisjoint(codes)

    @cached_property
    def day(self) -> date:
        """The day of which the municipalities have a page: the last that a ministry published on."""
        return max(one.outcome.prepared.year.territory for one in self.published)

    @property
    def indicative(self) -> list[Stream]:
        """What was made of public papers."""
        return [one for one in self.streams if not published(one.outcome.prepared.publication)]

    def page(self, template: str, depth: int = 1, **content: object) -> bytes:
        """A page as bytes; `depth` folders below the first."""
        made = self.env.get_template(template).render(root="../" * depth, version=version_words(), **content)
        return "\n".join(line.rstrip() for line in made.splitlines() if line.strip()).encode() + b"\n"

    def told(self, streams: Sequence[Stream], code: str) -> list[Told]:
        """What is told of streams for a municipality that they have."""
        name = self.names[code]
        return [told(self.space.library, one, (code,), name) for one in streams if one.has([code])]


def _written(value: object) -> object:
    """A text without signs that turn the direction of what follows; what is HTML already stays."""
    return straight(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def municipality(site: Site, place: Place, peers: Mapping[str, object]) -> bytes:
    """The page of a municipality; `peers` are those that are like it."""
    shown = site.told(site.published, place.code)
    content = [
        {
            **asdict(one, recurse=False),
            "steps": _steps(site.steps.get((one.stream.rule, one.year, place.code))),
            "change_rows": cause_rows(site.space.library, one.stream.since, place.code),
        }
        for one in shown
    ]
    about = f"Gemeentecode {place.code}, provincie {place.province}, {in_words(place.persons)} inwoners."
    return site.page(
        "municipality.html",
        title=place.name,
        name=place.name,
        code=place.code,
        about=about,
        told=content,
        others=site.told(site.indicative, place.code),
        histories=list(_histories(site, place)),
        peers=peers,
        groups=place.groups,
    )


def _steps(e: Explanation | None) -> list[dict[str, object]]:
    if e is None:
        return []
    return [
        {
            "number": step.number,
            "heading": words.step_heading(step),
            "status": words.status(step),
            "says": step.says,
            "formula": words.formula(e, step),
            "filled": words.filled(step),
            "result": words.result(step),
            "about": " ".join(f"{what}: {text}." for what, text in words.about(step)),
            "operands": [
                {
                    "label": words.operand_label(e, operand),
                    "value": words.shown(operand.value, operand.unit),
                    "unit": operand.unit,
                    "status": words.status(operand),
                    "step": operand.step,
                    "origin": "" if operand.step else words.origin(operand),
                }
                for operand in step.operands
            ],
        }
        for step in e.steps
    ]


def _histories(site: Site, place: Place) -> Iterator[dict[str, object]]:
    for of in site.histories.values():
        moments = [m for m in of.moments if place.code in m.amounts]
        if len(moments) < 2 or not published(moments[-1].outcome.prepared.publication):
            continue
        rule = moments[0].outcome.prepared.case.book.rules[of.rule]
        points = [(f"{m.outcome.prepared.year.year}", m.amounts[place.code]) for m in moments]
        yield {
            "label": rule.label,
            "unit": str(rule.unit),
            "svg": bars(points, f"{rule.label} van {place.name} per stand; de tabel ernaast zegt hetzelfde"),
            "rows": [
                [
                    m.outcome.prepared.publication.title,
                    str(m.outcome.prepared.year.year),
                    in_words(m.amounts[place.code]),
                    m.status(place.code),
                ]
                for m in moments
            ],
        }
