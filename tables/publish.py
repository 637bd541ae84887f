"""Publishing: the workbook, the values and the receipt of a publication, all of them or none."""

import datetime
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path

from attrs import frozen

from allocation.errors import InputError, Problem
from rules import Outcome
from rules.catalogue.agreement import agreements
from rules.catalogue.groups import groupings
from rules.catalogue.sheets import Reader
from tables.carried import carried_page
from tables.control import control
from tables.model import Workbook
from tables.pages import overview, sheets, streams, with_names_of_their_own
from tables.receipt import receipt
from tables.regions import regions
from tables.sources import flows, guide, sources
from tables.values import parquet
from tables.what_if import what_if_page


@frozen
class Extra:
    """What a publication shows besides: the outcomes before a what-if, a later territory, all as formulas."""

    before: Sequence[Outcome] = ()
    territory: datetime.date | None = None
    formulas: bool = False


def workbook(outcomes: Sequence[Outcome], read: Reader, extra: Extra) -> Workbook:
    """The tables of a publication as sheets."""
    pages = [what_if_page(then, now) for then, now in zip(extra.before, outcomes, strict=bool(extra.before))]
    for outcome in outcomes:
        groups = groupings(outcome.prepared)
        pages += [overview(outcome, groups[1:]), *regions(outcome, groups)]
        pages += [*sheets(outcome), *streams(outcome)]
        if extra.territory:
            pages.append(carried_page(outcome, extra.territory))
    comparisons = [agreements(outcome.prepared, outcome.result, read) for outcome in outcomes]
    pages += [control(outcomes, comparisons), *flows(outcomes), sources(outcomes)]
    pages = with_names_of_their_own([guide(outcomes, comparisons, pages), *pages])
    return Workbook(outcomes[0].prepared.publication.title, "Verdeelsleutel", pages)


def files(outcomes: Sequence[Outcome], read: Reader, kind: str, extra: Extra = Extra()) -> dict[str, bytes]:
    """The content of every file that a publication consists of, by name."""
    name = outcomes[0].prepared.publication.name
    made = {
        # only the module for the kind that is asked is loaded
        f"{name}.{kind}": import_module(f".{kind}", __package__).render(workbook(outcomes, read, extra)),
        f"{name}.parquet": parquet(outcomes),
    }
    if extra.formulas:
        live, xlsx = import_module(".live_pages", __package__), import_module(".xlsx", __package__)
        made[f"{name}-formules.xlsx"] = xlsx.render(live.workbook(outcomes))
    return {**made, f"{name}.receipt.json": receipt(outcomes, made, extra.territory)}


def write(content: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write all files into `folder`, or leave it as it was.

    Raises InputError when the folder cannot be written to.
    """
    targets = [folder / name for name in content]
    blocked = [path for path in targets if path.is_dir()]
    if blocked:
        raise InputError([Problem(str(path), "this is a folder", "a file, or nothing") for path in blocked])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".verdeel-") as name:
            staged = Path(name)
            for file, data in content.items():
                (staged / file).write_bytes(data)
            _replace_all(staged, targets)
    except OSError as error:
        raise InputError(
            [Problem(str(folder), error.strerror or str(error), "a folder to write in")]
        ) from None
    return targets


def _replace_all(staged: Path, targets: Sequence[Path]) -> None:
    """Move the staged files into place; when one cannot be moved, put the old ones back."""
    kept: list[tuple[Path, Path | None]] = []
    try:
        for target in targets:
            old = staged / f"{target.name}.old"
            if target.exists():
                shutil.copy2(target, old)
            (staged / target.name).replace(target)
            kept.append((target, old if old.exists() else None))
    except OSError:
        for target, before in kept:
            if before:
                before.replace(target)
            else:
                target.unlink()
        raise
