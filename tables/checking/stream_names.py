"""Which text in a file names which stream.

A text is a name of a stream when every word of that name is in it. What else it says decides between two
such texts: with "2024" beside the name it is the stream, with "vorige circulaire" another thing.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher, get_close_matches

from attrs import evolve, frozen

from rules import Outcome
from tables.checking.titles import titled
from tables.words import MONTHS, date_in_words

SAME_WORD = 0.8
"""Two words that are more alike than this are taken for the same."""
ALIKE = 0.5
"""StreamNames with the same words in them that are less alike than this say something else as well."""
NO_AMOUNT = (
    r"verschil|mutatie|toename|afname|stijging|daling|per inwoner|procent|aandeel|%|pagina|\bblz|grootboek"
    r"|\bnr\b|^nummer|eenheid|eenheden|volume|tarief"
)
"""What heads a column that is no amount of its own."""
COUNTED = ("aantal",)
"""Words beside a name of money that make it a number of something else, in every law."""
YEAR = r"\b20[0-9]{2}\b"
DATE = r"\d{1,2}([-/.]\d{1,2}[-/.]| [a-z]{3,9} )20\d\d|20\d\d-\d\d-\d\d"
NEUTRAL = (
    "bedrag bedragen budget uitkering uitkeringen totaal jaar uitkeringsjaar specificatie overzicht "
    "circulaire gemeente gemeenten gemeentefonds "
    "eur euro euros s afgeleid indicatief onbevestigd in de het een van voor uw en deze huidige na stand"
)
"""Words beside a name that say nothing else."""


@frozen
class StreamNames:
    """The names of each stream, which of them are money, and the words that may stand beside one.

    Of these `own` are of the publication itself. With one of the words of `numbered` a text is no money;
    `circular` and `postcode` have years that are not those of amounts, `titled` has one that is.
    """

    streams: Mapping[str, set[str]]
    money: frozenset[str]
    neutral: frozenset[str]
    own: frozenset[str]
    numbered: frozenset[str]
    year: str
    circular: re.Pattern[str]
    postcode: re.Pattern[str]
    titled: re.Pattern[str]
    lines: frozenset[str] = frozenset()

    def and_lines(self, called: Mapping[str, Sequence[str]]) -> "StreamNames":
        """With the lines of a specification per unit, which are money too."""
        streams = {**self.streams, **{rule: {*names} for rule, names in called.items()}}
        return evolve(self, streams=streams, money=self.money | called.keys(), lines=frozenset(called))

    def years(self, text: str) -> set[str]:
        """The years that a text names; not those of dates, nor that of the circular where it says so."""
        bare = re.sub(DATE, "", self.postcode.sub("", text).casefold())
        return set(re.findall(YEAR, self.circular.sub("", bare)))

    def best(self, texts: Iterable[str]) -> dict[str, list[str]]:
        """By stream the text that is its name, where there is one; several where they say as much."""
        texts_of: dict[str, list[str]] = {}
        for text in dict.fromkeys(texts):
            present = set(words(text))
            euros = bool({"eur", "euro", "euros"} & present) or "€" in text
            scores = {
                rule: max(self._alike(name, text) for name in names)
                for rule, names in self.streams.items()
                if not (present & self.numbered if rule in self.money else euros)
            }
            rule = max(scores, key=lambda name: scores[name], default="")
            if text and rule and scores[rule] >= ALIKE and not re.search(NO_AMOUNT, text.casefold()):
                texts_of.setdefault(rule, []).append(text)
        return {rule: self._first(rule, texts) for rule, texts in texts_of.items()}

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
        present = {*words(text), *self.years(text)} - {self.year} - self.neutral
        return {word for word in present if not get_close_matches(word, known, n=1, cutoff=SAME_WORD)}

    def core(self, text: str) -> set[str]:
        """The words of a name that tell it from others."""
        return {*words(text)} - self.neutral

    def _alike(self, name: str, candidate: str) -> float:
        """How alike two names are, neutral words apart; 0 where a word of the first is not in the second."""
        wanted = words(name)
        present = [
            word
            for word in words(candidate)
            if word not in self.neutral or get_close_matches(word, wanted, n=1, cutoff=SAME_WORD)
        ]
        if not all(get_close_matches(word, present, n=1, cutoff=SAME_WORD) for word in wanted):
            return 0
        return SequenceMatcher(None, " ".join(wanted), " ".join(present), autojunk=False).ratio()


def names_of(outcome: Outcome, rules: Iterable[str]) -> StreamNames:
    """The names of these rules, and of the publication, its year and its municipalities."""
    prepared = outcome.prepared
    book, publication, law = prepared.case.book, prepared.publication, prepared.library.law
    streams = {
        name: {book.rules[name].label, book.rules[name].short, name, *law.nicknames.get(name, ())}
        for name in rules
    }
    neutral = {*words(NEUTRAL), *law.specification.neutral}
    date = date_in_words(publication.date)
    own = {*words(f"{publication.title} {date} {prepared.year.stand} {publication.name}")} - neutral
    own -= {word for names in streams.values() for name in names for word in words(name)}
    return StreamNames(
        streams=streams,
        money=frozenset(name for name in streams if book.rules[name].unit.counts_money),
        neutral=frozenset(neutral | own),
        own=frozenset(own),
        numbered=frozenset({*COUNTED, *law.specification.units}),
        year=str(prepared.year.year),
        circular=_circular(publication.date[:4], prepared.year.year),
        postcode=re.compile(rf"\b\d{{4}} ?(?!{'|'.join(law.specification.abbreviations)})[A-Z]{{2}}\b"),
        titled=titled(law.specification.titles),
    )


def _circular(published: str, year: int) -> re.Pattern[str]:
    """The name of a circular with the year in which it came out, where that is not the uitkeringsjaar."""
    if published == str(year):
        return re.compile(r"$^")  # matches nothing
    months = "|".join(f"{month[:3]}[a-z]*" for month in MONTHS)
    return re.compile(rf"({months}|[a-z]*circulaire)\W+(gemeentefonds )?{published}\b")


def words(text: str) -> list[str]:
    """The words of a name in the order of the alphabet, without years and signs."""
    apart = re.sub(r"(?<=integratie)uitkering", " uitkering", text.casefold().replace(".", ""))
    return sorted(re.findall(r"[^\W\d_]+", apart))
