"""Which text in a file names which stream.

A text is a name of a stream when every word of that name is in it. What else it says decides between two
such texts: "Cluster Participatie 2024" is the stream, "Cluster Participatie vorige circulaire" another thing.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher, get_close_matches

from attrs import frozen

from rules import Outcome
from tables.words import MONTHS, date_in_words

SAME_WORD = 0.8
"""Two words that are more alike than this are taken for the same."""
ALIKE = 0.5
"""Names with the same words in them that are less alike than this say something else as well."""
NO_AMOUNT = (
    r"verschil|mutatie|toename|afname|stijging|daling|per inwoner|procent|aandeel|%|pagina|\bblz|grootboek"
    r"|\bnr\b|^nummer|eenheid|eenheden|volume|tarief"
)
"""What heads a column that is no amount of its own."""
NUMBERED = ("aantal", "plekken", "plaatsen", "se")
"""Words beside a name of money that make it a number of something else."""
YEAR = r"\b20[0-9]{2}\b"
POSTCODE = r"\b\d{4} ?(?!IU|AU|SE)[A-Z]{2}\b"
DATE = r"\d{1,2}([-/.]\d{1,2}[-/.]| [a-z]{3,9} )20\d\d|20\d\d-\d\d-\d\d"
NICKNAMES = {"gebundelde_uitkering": ("BUIG",), "cluster_participatie": ("AU Participatie",)}
"""What streams are called by those who get them."""
NEUTRAL = (
    "bedrag bedragen budget uitkering uitkeringen totaal jaar uitkeringsjaar specificatie overzicht "
    "circulaire gemeente gemeenten gemeentefonds sociaal domein subcluster cluster integratie iu "
    "eur euro euros s afgeleid indicatief onbevestigd in de het een van voor uw en deze huidige na stand"
)
"""Words beside a name that say nothing else."""


@frozen
class Names:
    """The names of each stream, which of them are money, and the words that may stand beside one.

    Of these `own` are of the publication itself.
    """

    streams: Mapping[str, set[str]]
    money: frozenset[str]
    neutral: frozenset[str]
    own: frozenset[str]
    year: str
    circular: re.Pattern[str]

    def years(self, text: str) -> set[str]:
        """The years that a text names; not those of dates, nor that of the circular where it says so."""
        bare = re.sub(DATE, "", re.sub(POSTCODE, "", text).casefold())
        return set(re.findall(YEAR, self.circular.sub("", bare)))

    def best(self, texts: Iterable[str]) -> dict[str, list[str]]:
        """By stream the text that is its name, where there is one; several where they say as much."""
        found: dict[str, list[str]] = {}
        for text in dict.fromkeys(texts):
            there = set(words(text))
            euros = bool({"eur", "euro", "euros"} & there) or "€" in text
            scores = {
                rule: max(self._alike(name, text) for name in names)
                for rule, names in self.streams.items()
                if not (there & {*NUMBERED} if rule in self.money else euros)
            }
            rule = max(scores, key=lambda name: scores[name], default="")
            if text and rule and scores[rule] >= ALIKE and not re.search(NO_AMOUNT, text.casefold()):
                found.setdefault(rule, []).append(text)
        return {rule: self._first(rule, texts) for rule, texts in found.items()}

    def _first(self, rule: str, texts: Sequence[str]) -> list[str]:
        """Those that say least beside the name; of these, those that name the year, and nothing else."""
        ranks = {text: self._rank(rule, text) for text in texts}
        return [text for text in texts if ranks[text] == min(ranks.values())]

    def _rank(self, rule: str, text: str) -> tuple[bool, ...]:
        exact = any(words(name) == words(text) for name in self.streams[rule])
        dated, of_this = self.year in self.years(text), bool(self.own & {*words(text)})
        return bool(self.more(text, self.streams[rule])), not dated, not of_this, not exact

    def more(self, text: str, names: Iterable[str] = ()) -> set[str]:
        """The words and years in a text beside these names and what says nothing else."""
        known = [word for name in names for word in words(name)]
        there = {*words(text), *self.years(text)} - {self.year} - self.neutral
        return {word for word in there if not get_close_matches(word, known, n=1, cutoff=SAME_WORD)}

    def _alike(self, name: str, candidate: str) -> float:
        """How alike two names are, neutral words apart; 0 where a word of the first is not in the second."""
        wanted = words(name)
        there = [
            word
            for word in words(candidate)
            if word not in self.neutral or get_close_matches(word, wanted, n=1, cutoff=SAME_WORD)
        ]
        if not all(get_close_matches(word, there, n=1, cutoff=SAME_WORD) for word in wanted):
            return 0
        return SequenceMatcher(None, " ".join(wanted), " ".join(there), autojunk=False).ratio()


def names_of(outcome: Outcome, rules: Iterable[str]) -> Names:
    """The names of these rules, and of the publication, its year and its municipalities."""
    prepared = outcome.prepared
    book, of = prepared.case.book, prepared.publication
    streams = {
        name: {book.rules[name].label, book.rules[name].short, name, *NICKNAMES.get(name, ())}
        for name in rules
    }
    date = date_in_words(of.date)
    own = {*words(f"{of.title} {date} {prepared.year.stand} {of.name}")} - {*words(NEUTRAL)}
    own -= {word for names in streams.values() for name in names for word in words(name)}
    year = of.date[:4] if of.date[:4] != str(prepared.year.year) else "$^"  # matches nothing
    months = "|".join(f"{month[:3]}[a-z]*" for month in MONTHS)
    circular = re.compile(rf"({months}|[a-z]*circulaire)\W+(gemeentefonds )?{year}\b")
    money = frozenset(name for name in streams if book.rules[name].unit.counts_money)
    neutral = frozenset({*words(NEUTRAL), *own})
    return Names(streams, money, neutral, frozenset(own), str(prepared.year.year), circular)


def words(text: str) -> list[str]:
    """The words of a name in the order of the alphabet, without years and signs."""
    apart = re.sub(r"(?<=integratie)uitkering", " uitkering", text.casefold().replace(".", ""))
    return sorted(re.findall(r"[^\W\d_]+", apart))
