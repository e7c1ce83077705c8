"""Decides which words are names: by what they can be, how they are written, what stands around them, and the tagger."""

from __future__ import annotations

from kernpartner.privacy.deidentify import growing, lists, ordinary
from kernpartner.privacy.deidentify.lexicon import Lexicon
from kernpartner.privacy.deidentify.tokens import Token

# From which chance a word is taken for a name, by its class in the lexicon (see Lexicon.kind): with a capital inside a
# sentence, with a capital at the start of one, in capitals, in lower case. Chosen on the development texts with other
# names put in, and on own sentences.
_LEAST: dict[str, tuple[float, float, float, float]] = {
    "F": (0.0, 0.02, 0.05, 0.02),
    "L": (0.0, 0.08, 0.1, 0.06),
    "M": (0.01, 0.05, 0.3, 0.05),
    "m": (0.02, 0.2, 0.4, 0.2),
    "f": (0.0, 0.1, 0.35, 0.085),
    "l": (0.01, 0.18, 0.4, 0.19),
    "Z": (0.0, 0.05, 0.1, 0.05),
    "C": (0.02, 0.15, 0.4, 0.13),
    "U": (0.01, 0.15, 0.4, 0.12),
    "T": (0.1, 0.35, 0.6, 0.45),
    "c": (0.15, 0.35, 0.8, 0.4),
    "k": (0.08, 0.25, 0.6, 0.33),
    "K": (0.2, 0.38, 0.7, 0.4),
    "y": (0.7, 0.72, 0.9, 0.8),
    "#": (0.6, 0.6, 0.8, 0.8),
}
# Below this chance no word of the class is a name, however it is written.
_NEVER = {kind: min(columns) for kind, columns in _LEAST.items()} | {"y": 0.4}
_AFTER_ARTICLE, _EVERYDAY, _ONLY_BY_PEOPLE = 0.9, 0.15, 0.97
_INITIAL, _BARE_INITIAL, _SMALL_INITIAL = 0.1, 0.35, 0.4
_ARTICLES = frozenset({"de", "het", "een", "deze", "die", "elke"})
# "Wil niet", "wil ik": a verb, although Wil is a name; "lieve collega": an adjective.
_AFTER_VERB = lists.words_of("words", "after_verb")
# Before a name rather than before a verb: "over wil", "met wil".
_ANNOUNCE = frozenset({"over", "met", "van", "voor", "aan", "om", "bij", "door", "en", "naar", "volgens"})
_OPENING_SURNAME, _LONG_COMPOUND, _LONG_VERB, _QUOTED = 0.75, 0.985, 0.9, 0.95
_SURELY, _BY_PEOPLE = 0.6, 0.05
_ROWS = frozenset({",", "en", "of", "/", "&"})
_GREETED = frozenset({"allemaal", "mensen", "collega's", "ouders", "team", "school", "iedereen"})
_QUOTES = frozenset({'"', "'"})
_NEVER_NAMES = lists.words_of("words", "spot_cues") | {"groep", "klas"}
_CALLS = frozenset({"noem", "noemen", "noemt", "genoemd"})
_CHILDREN = frozenset({"ll", "lln", "leerling", "leerlinge", "casus", "kind", "jongen", "meisje"})
_NO_NOUNS = lists.words_of("words", "small_words") | lists.words_of("words", "time_words")
_TESTS = lists.words_of("words", "tests")


class Names:
    """The name words of one text, found step by step; `found` holds a mark per token."""

    def __init__(self, tokens: list[Token], chances: list[float], lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.chances = chances
        self.lexicon = lexicon
        self.found = [False] * len(tokens)
        self.titles = lists.words_of("words", "titles")
        self.professions = lists.words_of("words", "professions")
        self.families = lists.words_of("words", "family_names_follow")
        self.people = self.titles | lists.words_of("words", "professions") | lists.words_of("words", "relations")
        self.particles = lists.words_of("words", "particles")

    def find(self) -> list[bool]:
        """Give for each token whether it is part of a name."""
        for index, token in enumerate(self.tokens):
            if not token.taken and not token.stays and token.is_word:
                self.found[index] = self._is_name(index, token)
        for index, token in enumerate(self.tokens):
            if token.low in ordinary.CALLS:
                for at in ordinary.nickname(self, index):
                    self.found[at] = True
        growing.after_titles(self)
        growing.beside(self)
        growing.grow(self)
        growing.everywhere(self)
        return self.found

    def _is_name(self, index: int, token: Token) -> bool:  # noqa: PLR0911 - a list of grounds
        chance = self.chances[index]
        if ordinary.is_by_predicate(self, index):
            return True
        if token.shape in {"A", "a"}:
            return self._is_initial(index, token, chance)
        if chance < _NEVER.get(token.kind, 1.1) or token.low in self.particles:
            return False
        if token.low in self.people and (token.kind not in "Ff" or self.text(index + 1).lower() == "van"):
            return False
        if token.shape == "low" and token.low in _NEVER_NAMES and token.kind in "Kkcl":
            return token.kind == "l" and chance >= _SURELY and self.text(index - 1).lower() == "van"
        if token.low in _NO_NOUNS and (token.kind == "K" or (token.kind == "l" and token.shape == "low")):
            return False
        if "-" in token.text and token.shape == "Mix" and token.kind == "c":
            return False  # "SE-week": a short form and an ordinary noun
        if token.kind == "f" and self._is_plain(index, token):
            return False
        least = _LEAST.get(token.kind)
        if least is None:
            return False
        column = 3 if token.shape == "low" else 2 if token.shape == "UP" else 1 if self._opens(index) else 0
        if column == 2 and token.kind in "UCMmT" and len(token.low) <= 3:
            return chance >= 0.5
        return chance >= ordinary.least_of(self, index, token, self._least(index, token, least[column]))

    def _least(self, index: int, token: Token, least: float) -> float:  # noqa: PLR0911 - a list of grounds
        """Give the chance that is asked: more for a word with an article before it, less for jan or mei after "opa"."""
        before = self.text(index - 1).lower()
        if token.shape == "low" and token.kind in "flkKc" and before in _ARTICLES:
            return max(least, _AFTER_ARTICLE)
        if token.kind == "l" and before in self.people and self.text(index + 1).lower() in self.lexicon.finite:
            return min(least, _BY_PEOPLE)
        if token.kind == "l" and token.opens and token.shape == "Cap" and before not in self.people:
            return max(least, _OPENING_SURNAME)
        if token.shape == "low" and token.kind in "kc" and len(token.low) > 7:
            if token.kind == "c" and len(token.low) > 8:
                return _LONG_COMPOUND
            return max(least, _LONG_VERB) if token.low.endswith("en") else least
        if token.shape == "low" and token.kind in "kKcl" and before in _QUOTES and self.text(index + 1) in _QUOTES:
            return _QUOTED
        if token.kind == "f" and token.shape == "low" and token.low in self.lexicon.everyday:
            return max(least, _EVERYDAY)
        if token.kind == "y" and self._is_listed(index):
            return 1.1  # "Frans, Duits en Engels"
        if token.kind == "y" and token.shape == "Cap" and before not in self.people:
            verb = self.text(index + 1).lower() in self.lexicon.finite
            return least if verb else max(least, _ONLY_BY_PEOPLE)
        if token.kind == "y" and before in self.people:
            return 0.4
        return least

    def _is_listed(self, index: int) -> bool:
        """Say whether a word stands in a row with others that stay: subjects, months, languages."""
        for step in (-1, 1):
            joint, other = index + step, index + 2 * step
            if self.text(joint).lower() in _ROWS and 0 <= other < len(self.tokens) and self.tokens[other].kind in "Yy":
                return self.tokens[other].kind == "Y" or not self.found[other]
        return False

    def _is_plain(self, index: int, token: Token) -> bool:
        """Say whether a word that can be a first name is the ordinary word: "wil niet", "Lieve collega"."""
        after = self.text(index + 1).lower()
        if token.low == "wil":
            if token.shape == "low" and index and not token.opens and self.text(index - 1).lower() not in self.people:
                return self.tokens[index - 1].is_word and self.tokens[index - 1].low not in _ANNOUNCE
            return after in _AFTER_VERB and (token.shape == "low" or token.opens)
        if token.low == "elke" and token.shape == "low":
            return after not in self.lexicon.finite and (after[:1].isdigit() or after.isalpha())
        return token.low == "lieve" and token.opens and (after in self.people or after in _GREETED)

    def _opens(self, index: int) -> bool:
        """Say whether a capital is due here: at the start of a sentence, after a colon or an opening quote."""
        token = self.tokens[index]
        if token.opens or not index:
            return True
        before = self.tokens[index - 1]
        return before.shape == "mark" and before.text in ":\"'(-•*>=/" and before.end - before.start == 1

    def _is_initial(self, index: int, token: Token, chance: float) -> bool:
        dotted = self.text(index + 1) == "." and self.tokens[index + 1].start == token.end
        after = self.tokens[index + 2] if index + 2 < len(self.tokens) else None
        if after is not None and after.shape == "num" and not dotted:
            return False
        if self._is_level(index):
            return False
        if not dotted:
            follows = index + 1 < len(self.tokens) and self.tokens[index + 1].shape in {"num", "mix"}
            if token.shape == "a":
                return chance >= _SMALL_INITIAL and not follows and token.low != "u" and self._is_child(index - 1)
            called = self._is_child(index - 1) and chance >= _INITIAL
            return (chance >= _BARE_INITIAL or called) and not follows
        return chance >= (_INITIAL if token.shape == "A" else self._least_of_small_initial(index))

    def _is_child(self, index: int) -> bool:
        """Say whether the word before a bare letter speaks of a child or gives a name: "ll m", "noem haar even l"."""
        if self.text(index).lower() in _CHILDREN:
            return True
        return any(self.text(at).lower() in _CALLS for at in range(index - 2, index + 1))

    def _least_of_small_initial(self, index: int) -> float:
        """Give the chance asked for "k." in lower case: less when two such letters stand together or a cue is near."""
        cued = {self.text(at).lower() for at in range(max(0, index - 3), index)} & (
            self.people | {"initialen", "betreft"}
        )
        paired = self.shape(index + 2) == "a" and self.text(index + 3) == "."
        behind = self.shape(index - 2) == "a" and self.text(index - 1) == "."
        return 0.1 if cued or paired or behind else _SMALL_INITIAL

    def _is_level(self, index: int) -> bool:
        """Say whether a bare I or V is the level of a test: "spelling V", "een I voor rekenen"."""
        near = {self.tokens[at].low for at in range(max(0, index - 7), min(len(self.tokens), index + 6))}
        return self.tokens[index].text in "IV" and bool(near & _TESTS)

    def text(self, index: int) -> str:
        """Give the token at `index` as typed, or nothing outside the text."""
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""

    def shape(self, index: int) -> str:
        """Give the shape of the token at `index`, or nothing outside the text."""
        return self.tokens[index].shape if 0 <= index < len(self.tokens) else ""
