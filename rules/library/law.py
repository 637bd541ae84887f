"""What one law says that rooms for every law ask: names, classes, causes, what its streams are called."""

from attrs import Factory, frozen


@frozen
class SizeClasses:
    """Classes of municipalities by inhabitants: the figures that are their bounds, and where that stands.

    In the smallest up to and including the first of the `bounds`, in the largest from the second.
    """

    bounds: list[str]
    source: str


@frozen
class Announced:
    """Figures that are announced for the whole country, time and again before they are definite.

    `adjustments` are figures too: what was said to change `adjusted` since the time before.
    """

    figures: list[str]
    adjusted: str
    adjustments: list[str]


@frozen
class Merger:
    """What municipalities get for merging: the rule, its inputs by what they say, and for how long.

    `fewer` municipalities, whether one was `split` and how many were `involved` in that, the `inhabitants`
    that came into a larger whole, how many of those a municipality `received`, whether it is the general
    `successor`, and how many years it is `since`; `years` is the figure that says in how many later years
    it is paid.
    """

    rule: str
    fewer: str
    split: str
    involved: str
    inhabitants: str
    received: str
    successor: str
    since: str
    years: str


@frozen
class SpecificationWords:
    """How a received specification speaks of the streams.

    `neutral` words beside the name of a stream say nothing else; `units` make an amount of money a number of
    something; `abbreviations` may stand behind a year, as the letters of a postcode do; after one of `titles`
    a year at the end of a title is that of the amounts. `lines` says of an input what the line of a
    specification per unit is called, with the amount that it brings.
    """

    neutral: list[str]
    units: list[str]
    abbreviations: list[str]
    titles: list[str]
    lines: dict[str, list[str]] = Factory(dict)


@frozen
class Projection:
    """The publication that carries the streams on after what is known, and by which rules.

    `rules` says of what a line of the national series shows (a rule, or a figure below it) which rule of that
    publication it goes on with.
    """

    publication: str
    rules: dict[str, str]


@frozen
class Law:
    """A law: what it is called, and its words.

    `causes` says of a figure that is a cause of its own in a comparison what that cause is called,
    `nicknames` of a rule what its amount is called besides, `averaged` of an input that is a mean of years of
    how many: one more in one of those years counts for a part, as many years long. `realised` says of an
    amount which figure is what was realised of it in the country. `beside` are the figures that
    stand below the national series of its streams; `projection` is how that goes on.
    """

    name: str
    size_classes: SizeClasses
    announced: Announced
    causes: dict[str, str]
    nicknames: dict[str, list[str]]
    specification: SpecificationWords
    merger: Merger | None = None
    averaged: dict[str, int] = Factory(dict)
    realised: dict[str, str] = Factory(dict)
    beside: list[str] = Factory(list)
    projection: Projection | None = None
