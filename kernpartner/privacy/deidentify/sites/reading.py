"""Decides small questions about the words around a place in a text: what follows a cue, what can be a name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from kernpartner.privacy.deidentify import lists
from kernpartner.privacy.deidentify.lexicon import Lexicon
from kernpartner.privacy.deidentify.shapes import Span
from kernpartner.privacy.deidentify.tokens import Token

ARTICLES = frozenset({"de", "het", "'t", "t", "'s", "den"})
# Cues that are part of the name itself ("obs De Klimop"), against cues that are ordinary words ("school De Klimop").
SCHOOL_SHORT = lists.words_of("words", "school_short")
SCHOOL_KIND = lists.words_of("words", "school_kind")
SCHOOL_ENDS = frozenset({"college", "lyceum", "gymnasium", "mavo"})
CLUB_CUES = lists.words_of("words", "club_cues")
CLUB_SHORT = lists.words_of("words", "club_short")
SPOT_CUES = lists.words_of("words", "spot_cues")
NAMED = lists.words_of("school_names")
_SPORT_STEMS = tuple(lists.words_of("words", "sport_stems"))
_CLUB_ENDS = ("club", "vereniging", "studio", "school", "academie", "academy", "centrum", "groep")
_CITIES = frozenset(
    place.strip()
    for place in lists.sections("stays")["larger cities and known districts"].lower().replace("\n", ",").split(",")
)
# Towns, villages and districts of one word, and of two.
PLACES = frozenset(place for place in _CITIES if place and " " not in place) | lists.words_of("places")
VILLAGES_OF_TWO = frozenset(lists.sections("words")["villages_of_two"].split("\n")) - {""}
_CITIES_OF_TWO = frozenset(place for place in _CITIES if place.count(" ") == 1)
PLACES_OF_TWO = _CITIES_OF_TWO | VILLAGES_OF_TWO
_PLACE_WORDS = PLACES | {word for place in _CITIES_OF_TWO for word in place.split()}
_SCHOOL_SURE = lists.words_of("words", "school_sure")
_CLUB_DOUBTFUL = lists.words_of("words", "club_doubtful")
_TAILS_OF_CLUB = frozenset({"boys", "girls", "united", "vooruit", "combinatie", "sport", "city", "sc"})
_SMALL_WORDS = lists.words_of("words", "small_words")
_SPORT = lists.words_of("words", "sport_verbs")
_SPORT_ENDS = ("training", "voetbal", "hockey", "club", "trainer", "selectie")


@lru_cache(maxsize=4096)
def is_club_cue(word: str) -> bool:
    """Say whether a word announces the name of a club: "vv", "zwemclub", or a sport with such an ending."""
    return word in CLUB_CUES or (word.endswith(_CLUB_ENDS) and word.startswith(_SPORT_STEMS))


@dataclass(frozen=True)
class Reading:
    """The tokens of one text with the chance that each is part of a name, and what the name rules said."""

    tokens: list[Token]
    chances: list[float]
    lexicon: Lexicon
    named: list[bool]

    def low(self, index: int) -> str:
        """Give the lower-case token at `index`, or nothing outside the text."""
        return self.tokens[index].low if 0 <= index < len(self.tokens) else ""

    def text(self, index: int) -> str:
        """Give the token at `index` as typed, or nothing outside the text."""
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""

    def span(self, first: int, last: int, label: str) -> Span:
        """Give the span of the tokens first..last."""
        return Span(self.tokens[first].start, self.tokens[last].end, label)

    def capital(self, index: int) -> bool:
        """Say whether the token has a capital that no sentence start explains."""
        return (
            0 <= index < len(self.tokens) and self.tokens[index].shape in {"Cap", "UP"} and not self.tokens[index].opens
        )

    def numbered(self, index: int) -> bool:
        """Say whether a number stands at `index`, perhaps with letters to it."""
        return 0 <= index < len(self.tokens) and self.tokens[index].shape in {"num", "mix"}

    def can_name(self, index: int, *, stays: bool = False) -> bool:
        """Say whether the token at `index` can be part of a name; with `stays` also a word that otherwise stays."""
        if not 0 <= index < len(self.tokens):
            return False
        token = self.tokens[index]
        wordlike = token.is_word or token.shape == "mix"
        return wordlike and (stays or not token.stays) and not token.taken and token.low not in ARTICLES

    def place_word(self, index: int) -> bool:
        """Say whether the token is of the name of a town, village or district, and so stays when it stands alone."""
        return 0 <= index < len(self.tokens) and self.tokens[index].stays and self.low(index) in _PLACE_WORDS

    def person_like(self, index: int) -> bool:
        """Say whether the token is a first name, a surname or an initial by the lists."""
        return self.tokens[index].kind in "FfLl" or self.tokens[index].shape in {"A", "a"}

    def near_sport(self, index: int) -> bool:
        """Say whether one of the six words before `index` speaks of sport."""
        words = [self.low(at) for at in range(max(0, index - 6), min(len(self.tokens), index + 1))]
        return any(word in _SPORT or word.endswith(_SPORT_ENDS) for word in words)

    def year_mark(self, index: int) -> bool:
        """Say whether a year such as '82 stands at `index`, as clubs carry it."""
        year = self.text(index + 1)
        return (
            self.text(index) == "'"
            and len(year) == 2
            and year.isdigit()
            and self.tokens[index + 1].start == self.tokens[index].end
        )

    def last_capital(self, index: int) -> int:
        """Give the last of the capitalised name words that go on from `index`."""
        while self.can_name(index + 1) and self.capital(index + 1):
            index += 1
        return index

    def first_capital(self, index: int) -> int:
        """Give the first of the capitalised name words that lead up to `index`."""
        while index and self.can_name(index - 1) and self.capital(index - 1):
            index -= 1
        return index

    def name_after(self, index: int, *, needs_article: bool) -> int:
        """Give the index of the last word of a name that follows the cue at `index`, or 0."""
        at = index + 1
        if self.text(at) == "." and at + 1 < len(self.tokens):
            at += 1
        article = self.low(at) in ARTICLES
        at += article
        club = self.low(index) in CLUB_SHORT or (self.low(index) in _SCHOOL_SURE and article)
        club = club or (self.low(index) in _SCHOOL_SURE and self.low(at) in {"sint", "st"})
        if not self.can_name(at, stays=club) or self.tokens[at].opens:
            return 0
        token = self.tokens[at]
        capital = token.shape in {"Cap", "UP", "mix"} and token.low not in SPOT_CUES
        if not capital and (token.shape != "low" or not self._lower_name(index, at, article, needs_article)):
            return 0
        last = at
        while self.can_name(last + 1, stays=club) and self._goes_on(last + 1, capital=capital, club=club):
            last += 1
        if last == at and not capital and self.low(index) in _SCHOOL_SURE and self._is_described(at):
            last += 1
        return last + 2 if self.year_mark(last + 1) else last

    def _is_described(self, at: int) -> bool:
        """Say whether the noun of a school's name comes behind the word at `at`: "obs de wijde wereld"."""
        if not self.tokens[at].low.endswith("e") or not self.can_name(at + 1):
            return False
        noun = self.tokens[at + 1]
        return noun.shape == "low" and len(noun.low) > 3 and noun.low not in self.lexicon.finite | _SMALL_WORDS

    def _lower_name(self, index: int, at: int, article: bool, needs_article: bool) -> bool:  # noqa: PLR0911 - a list of grounds
        """Say whether a word in lower case after a cue is a name: unknown, likely, or what schools are called."""
        cue, token, chance = self.low(index), self.tokens[at], self.chances[at]
        if cue in CLUB_SHORT and self.place_word(at):
            return True
        if cue in _SCHOOL_SURE and token.low in {"sint", "st"}:
            return True
        if needs_article and not article and token.kind == "F":
            return False
        if token.kind in "UCMZ" and chance >= 0.1:
            return True
        if article and token.low in NAMED and self.low(index - 1) not in {"de", "het", "een", "deze", "onze"}:
            return True
        if article and is_club_cue(cue) and token.kind in "UCkc" and token.low not in self.lexicon.usual:
            return True
        if (article or not needs_article) and chance >= 0.35:
            return True
        if cue in CLUB_SHORT and token.low not in self.lexicon.everyday:
            return article or cue not in _CLUB_DOUBTFUL or token.low not in self.lexicon.words
        if cue.endswith(("club", "vereniging")) and token.low not in self.lexicon.usual:
            return True
        if cue in SCHOOL_ENDS and cue != "mavo":
            return token.low not in self.lexicon.usual
        return cue in _SCHOOL_SURE and (article or token.low not in self.lexicon.common)

    def _goes_on(self, index: int, *, capital: bool, club: bool) -> bool:
        token = self.tokens[index]
        if token.opens:
            return False
        if token.shape in {"Cap", "UP"} or (club and token.low in _TAILS_OF_CLUB):
            return True
        return club and not capital and token.kind in "UCMZYlF" and token.low not in self.lexicon.everyday
