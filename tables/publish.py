"""Publishing: the workbook, the values and the receipt of a publication."""

import datetime
from collections.abc import Callable, Mapping, Sequence

from attrs import frozen

from rules import Outcome, Workspace
from rules.analysis.groups import groupings
from rules.analysis.verify import agreements
from tables.publication.amounts import overview, sheets, streams
from tables.publication.carried import carried_page
from tables.publication.control import control
from tables.publication.parquet import parquet
from tables.publication.receipt import receipt
from tables.publication.regions import regions
from tables.publication.reorganisation import what_if_page
from tables.publication.sources import flows, guide, sources
from tables.workbook.model import Workbook
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


def workbook(space: Workspace, outcomes: Sequence[Outcome], extra: Extra) -> Workbook:
    """The tables of a publication as sheets."""
    pages = [what_if_page(then, now) for then, now in zip(extra.before, outcomes, strict=bool(extra.before))]
    for outcome in outcomes:
        groups = groupings(outcome.prepared)
        pages += [overview(outcome, groups[1:]), *regions(outcome, groups)]
        pages += [*sheets(outcome), *streams(outcome)]
        if extra.territory:
            pages.append(carried_page(outcome, extra.territory))
    comparisons = [agreements(space, outcome) for outcome in outcomes]
    pages += [control(outcomes, comparisons), *flows(outcomes), sources(outcomes)]
    pages = with_names_of_their_own([guide(outcomes, comparisons, pages), *pages])
    return Workbook(outcomes[0].prepared.publication.title, "Verdeelsleutel", pages)


def files(
    space: Workspace, outcomes: Sequence[Outcome], kind: str, extra: Extra = Extra()
) -> dict[str, bytes]:
    """The content of every file that a publication consists of, by name."""
    name = outcomes[0].prepared.publication.name
    made = {
        f"{name}.{kind}": RENDERERS[kind](workbook(space, outcomes, extra)),
        f"{name}.parquet": parquet(outcomes),
    }
    if extra.formulas:
        from tables.formulas import sheets as formulas

        made[f"{name}-formules.xlsx"] = xlsx(formulas.workbook(outcomes))
    return {**made, f"{name}.receipt.json": receipt(outcomes, made, extra.territory)}
