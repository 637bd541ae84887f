"""Publishing: the workbook, the values and the receipt of a publication."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from rules import Outcome
from rules.analysis.changelog import Changelog
from rules.analysis.overview import Overview
from rules.analysis.specification import Specification
from rules.analysis.verify import Agreement
from tables.approximation import above
from tables.comparing.changes import changes_sheet
from tables.comparing.side_by_side import year_sheets
from tables.file_names import file_stem, title
from tables.labels import subtitle
from tables.publication import open_data
from tables.publication.amounts import overview, sheets, streams
from tables.publication.carried import carried_sheet
from tables.publication.control import control
from tables.publication.drawn import drawn_sheets
from tables.publication.guide import flows, guide
from tables.publication.notes import noted, notes, notes_sheets
from tables.publication.parquet import parquet
from tables.publication.receipt import receipt
from tables.publication.regions import regions
from tables.publication.reorganisation import what_if_sheet
from tables.publication.sources import source_sheets
from tables.publication.standing import version_words, with_stand
from tables.specification.sheets import names, specification
from tables.workbook.model import Sheet, Workbook, warned
from tables.workbook.names import with_names_of_their_own

if TYPE_CHECKING:
    from rules.analysis.watch import Watched


def xlsx(book: Workbook) -> bytes:
    """A workbook as the bytes of an xlsx file."""
    from tables.workbook import xlsx

    return xlsx.render(book)


def ods(book: Workbook) -> bytes:
    """A workbook as the bytes of an ODS file."""
    from tables.workbook import ods

    return ods.render(book)


RENDERERS: Mapping[str, Callable[[Workbook], bytes]] = {"xlsx": xlsx, "ods": ods}
"""By file format; only the module of the one that is asked is loaded."""


@frozen
class Extra:
    """What a publication shows besides: the outcomes before a what-if, a later territory.

    And whether all is written as formulas and as open data too. `beside` are the outcomes with the
    publication before each, for the overview; `changes` is what is other than in the edition before it;
    `watched` is what the guard made of each year, where it was asked.
    """

    before: Sequence[Outcome] = ()
    territory: datetime.date | None = None
    formulas: bool = False
    open_data: bool = False
    beside: Sequence[Overview] = ()
    changes: Sequence[Changelog] = ()
    watched: Sequence["Watched"] = ()


def workbook(outcomes: Sequence[Outcome], agreed: Sequence[Sequence[Agreement]], extra: Extra) -> Workbook:
    """The tables of a publication as sheets."""
    pairs = zip(extra.before, outcomes, strict=bool(extra.before))
    book = with_stand([what_if_sheet(then, now) for then, now in pairs], outcomes)
    all_notes = notes(outcomes)
    specifications = [Specification(_beside(outcome, extra)) for outcome in outcomes]
    for outcome, of in zip(outcomes, specifications, strict=True):
        of_year = noted(_of_year(of, extra), all_notes, outcome.prepared.year.year)
        book += with_stand(of_year, [outcome])
    named = subtitle(outcomes[0])
    beside = noted(year_sheets(outcomes, named, least=2), all_notes, outcomes[-1].prepared.year.year)
    book += with_stand([*beside, *changes_sheet(extra.changes, named)], outcomes)
    last = [*control(outcomes, agreed, extra.watched), *flows(outcomes), *source_sheets(outcomes)]
    book = with_names_of_their_own(
        [*book, *with_stand([*last, *notes_sheets(all_notes, book, named)], outcomes)],
    )
    cover = with_stand([guide(outcomes, agreed, book)], outcomes)
    date = outcomes[0].prepared.publication.date
    every = warned([*cover, *book], above(outcomes))
    found: dict[str, str] = {}
    for of in specifications:
        found |= names(of, every)
    return Workbook(title(outcomes), "Verdeelsleutel", every, found, date, version_words())


def _beside(outcome: Outcome, extra: Extra) -> Overview:
    """An outcome with the publication before it, where that is known."""
    return next((one for one in extra.beside if one.outcome is outcome), Overview(outcome))


def _of_year(of: Specification, extra: Extra) -> list[Sheet]:
    """The sheets with amounts of one year."""
    known, outcome = of.overview, of.overview.outcome
    groups = of.groups
    book = [overview(known, groups), *regions(outcome, groups), *drawn_sheets(known, groups)]
    book += [*sheets(outcome), *streams(outcome)]
    book += specification(of)
    return [*book, carried_sheet(outcome, extra.territory)] if extra.territory else book


def files(
    outcomes: Sequence[Outcome],
    agreed: Sequence[Sequence[Agreement]],
    kind: str,
    extra: Extra = Extra(),
) -> dict[str, bytes]:
    """The content of every file that a publication consists of, by name; `agreed` are its comparisons."""
    name = file_stem(outcomes)
    content = {
        f"{name}.{kind}": RENDERERS[kind](workbook(outcomes, agreed, extra)),
        f"{name}.parquet": parquet(outcomes),
    }
    if extra.formulas:
        from tables.formulas import sheets as formulas

        content[f"{name}-formules.{kind}"] = RENDERERS[kind](formulas.workbook(outcomes, beside=extra.beside))
    if extra.open_data:
        content |= open_data.files(name, outcomes)
    return {
        **content,
        f"{name}.receipt.json": receipt(outcomes, content, extra.territory, watched=bool(extra.watched)),
    }
