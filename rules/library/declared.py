"""What is declared, by name: also as it was in an earlier year."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from attrs import evolve, frozen

from allocation.figures import Figure
from allocation.inputs import InputSpec
from allocation.lags import earlier_label, unlagged

Item = TypeVar("Item", Figure, InputSpec)


@frozen(eq=False)
class Declared(Mapping[str, Item]):
    """Inputs or figures by name. `costs[-2]` is there where `costs` is, with a label that says so."""

    items_by_name: Mapping[str, Item]

    def __getitem__(self, name: str) -> Item:
        base, years = unlagged(name)
        item = self.items_by_name[base]
        return evolve(item, name=name, label=earlier_label(item.label, years)) if years else item

    def __iter__(self) -> Iterator[str]:
        return iter(self.items_by_name)

    def __len__(self) -> int:
        return len(self.items_by_name)
