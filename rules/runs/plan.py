"""What a publication year is made of: which rules, and what fills each of their inputs."""

from collections.abc import Mapping, Sequence

from attrs import evolve, frozen

from allocation.counted import where_counted
from allocation.inputs import InputSpec
from allocation.rulebook import Rulebook
from rules.library.layers import Entry, Given
from rules.library.model import Library
from rules.library.schema import Publication, PublicationYear, Scaled
from rules.runs.rulebooks import Rulebooks


@frozen
class Plan:
    """What a publication year is made of: the rules, and of each input the entries that fill it."""

    library: Library
    publication: Publication
    year: PublicationYear
    book: Rulebook
    stacks: Mapping[str, Sequence[Given]]

    def groups(self) -> dict[Entry, list[InputSpec]]:
        """The inputs by the entry that fills them for every municipality."""
        together: dict[Entry, list[InputSpec]] = {}
        counted = where_counted(self.book)
        for name, stack in self.stacks.items():
            other, answer = counted.get(name, ("", True))
            spec = evolve(self.library.inputs[name], where=other * answer, where_not=other * (not answer))
            together.setdefault(stack[-1].entry, []).append(spec)
        return together

    def partly(self, spec: InputSpec) -> bool:
        """Whether rows of an input are replaced."""
        return len(self.stacks[spec.name]) > 1

    def waits(self, entry: Entry) -> bool:
        """Whether rows of what an entry fills are replaced, so that a reorganisation comes after that.

        What only multiplies all of them waits for nothing.
        """
        above = [given.entry for spec in self.groups()[entry] for given in self.stacks[spec.name][:-1]]
        return not all(isinstance(one, Scaled) and one.everywhere for one in above)

    def covers(self, spec: InputSpec) -> bool:
        """Whether what fills an input takes the place of something below it."""
        every = self.library.every_entry(spec.name, self.publication.name, self.year.year)
        return len(every) > len(self.stacks[spec.name])


def plan(books: Rulebooks, chosen: Publication, year: PublicationYear, shown: Sequence[str]) -> Plan:
    """The plan to compute `shown`, with what fills its inputs. Raises RuleError for what is not in force."""
    book = books.behind(chosen, year, shown)
    given = {name: books.library.entries(name, chosen.name, year.year) for name in book.inputs}
    return Plan(books.library, chosen, year, book, {name: stack for name, stack in given.items() if stack})
