"""The guard on one year of a publication: what the rules promise, and what stands out in the figures."""

from collections.abc import Sequence

from attrs import frozen

from rules.analysis.contracts import Contract, contracts
from rules.analysis.guard import Finding, guarded
from rules.analysis.preceding import preceding
from rules.runs.outcome import Outcome
from rules.runs.workspace import Workspace


@frozen
class Watched:
    """An outcome with every promise tried on it, and its source columns beside those of the one before."""

    outcome: Outcome
    promises: Sequence[Contract]
    before: Outcome | None
    findings: Sequence[Finding]

    @property
    def broken(self) -> bool:
        """Whether a promise does not hold."""
        return any(one.broken for one in self.promises)


def watch(space: Workspace, now: Outcome, before: str = "") -> Watched:
    """Guard an outcome; `before` names another publication than the preceding one to lay it beside."""
    then = preceding(space, now, before)
    return Watched(now, contracts(now), then, guarded(then, now) if then else [])
