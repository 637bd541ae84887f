"""Publishing: the workbook, the values and the receipt of a publication."""

import datetime
from collections.abc import Callable, Mapping, Sequence

from attrs import frozen

from rules import Outcome
from rules.analysis.groups import groupings
from rules.analysis.verify import Agreement
from tables.approximation import above
from tables.file_names import file_stem, title
from tables.publication.amounts import overview, sheets, streams
from tables.publication.carried import carried_sheet
from tables.publication.control import control
from tables.publication.guide import flows, guide
from tables.publication.parquet import parquet
from tables.publication.receipt import receipt
from tables.publication.regions import regions
from tables.publication.reorganisation import what_if_sheet
from tables.publication.sources import sources
from tables.workbook.model import Workbook, warned
from tables.workbook.names import with_names_of_their_own


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
    """What a publication shows besides: the outcomes before a what-if, a later territory, all as formulas."""

    before: Sequence[Outcome] = ()
    territory: datetime.date | None = None
    formulas: bool = False


def workbook(outcomes: Sequence[Outcome], agreed: Sequence[Sequence[Agreement]], extra: Extra) -> Workbook:
    """The tables of a publication as sheets."""
    book = [what_if_sheet(then, now) for then, now in zip(extra.before, outcomes, strict=bool(extra.before))]
    for outcome in outcomes:
        groups = groupings(outcome.prepared)
        book += [overview(outcome, groups[1:]), *regions(outcome, groups)]
        book += [*sheets(outcome), *streams(outcome)]
        if extra.territory:
            book.append(carried_sheet(outcome, extra.territory))
    book += [control(outcomes, agreed), *flows(outcomes), sources(outcomes)]
    book = with_names_of_their_own([guide(outcomes, agreed, book), *book])
    return Workbook(title(outcomes), "Verdeelsleutel", warned(book, above(outcomes)))


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

        content[f"{name}-formules.xlsx"] = xlsx(formulas.workbook(outcomes))
    return {**content, f"{name}.receipt.json": receipt(outcomes, content, extra.territory)}
