"""Decides which words are names: by what they can be, how they are written, what stands around them, and the tagger."""

from __future__ import annotations


from kernpartner.privacy.deidentify import lists
from kernpartner.privacy.deidentify.lexicon import Lexicon
from kernpartner.privacy.deidentify.tokens import Token

# From which chance a word is taken for a name, by its class in the lexicon (see Lexicon.kind): written with a capital inside a
# sentence, with a capital at the start of one, in capitals, in lower case. Chosen on the development texts with other names.
_LEAST: dict[str, tuple[float, float, float, float]] = {
    "F": (0.0, 0.02, 0.05, 0.08),
    "L": (0.0, 0.1, 0.1, 0.15),
    "M": (0.02, 0.15, 0.3, 0.2),
    "m": (0.05, 0.3, 0.4, 0.35),
    "f": (0.05, 0.3, 0.35, 0.35),
    "l": (0.05, 0.4, 0.4, 0.45),
    "Z": (0.0, 0.05, 0.1, 0.1),
    "C": (0.02, 0.25, 0.4, 0.3),
    "U": (0.02, 0.25, 0.4, 0.3),
    "T": (0.2, 0.5, 0.6, 0.6),
    "c": (0.25, 0.8, 0.8, 0.85),
    "k": (0.12, 0.6, 0.6, 0.7),
    "K": (0.25, 0.75, 0.7, 0.7),
    "y": (0.5, 0.8, 0.8, 0.97),
    "#": (0.6, 0.6, 0.8, 0.8),
}
_STARTS_BELOW_VERB = 0.5
_INITIAL, _BARE_INITIAL, _SMALL_INITIAL = 0.15, 0.55, 0.5
_ARTICLES = frozenset({"de", "het", "een", "deze", "die", "elke"})
_TESTS = frozenset(
    "niveau spelling rekenen lezen begrijpend technisch cito toets toetsen score scores haalt haalde gehaald ii iii iv dmt avi taal".split()
)


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
        self._after_titles()
        self._grow()
        self._everywhere()
        return self.found

    def _is_name(self, index: int, token: Token) -> bool:
        chance = self.chances[index]
        if token.shape in {"A", "a"}:
            return self._is_initial(index, token, chance)
        if token.low in self.particles:
            return False
        if token.low in self.people and token.kind not in "Ff":
            return False
        least = _LEAST.get(token.kind)
        if least is None:
            return False
        column = 3 if token.shape == "low" else 2 if token.shape == "UP" else 1 if self._opens(index) else 0
        if column == 2 and token.kind in "UCMmT" and len(token.low) <= 3:
            return chance >= 0.5
        return chance >= least[column]

    def _opens(self, index: int) -> bool:
        """Say whether a capital is due here: at the start of a sentence, after a colon or an opening quote."""
        token = self.tokens[index]
        if token.opens or not index:
            return True
        before = self.tokens[index - 1]
        return before.shape == "mark" and before.text in ":\"'(-•*>=/" and before.end - before.start == 1

    def _is_initial(self, index: int, token: Token, chance: float) -> bool:
        dotted = self._text(index + 1) == "." and self.tokens[index + 1].start == token.end
        after = self.tokens[index + 2] if index + 2 < len(self.tokens) else None
        if after is not None and after.shape == "num" and not dotted:
            return False
        if not dotted:
            follows = index + 1 < len(self.tokens) and self.tokens[index + 1].shape in {"num", "mix"}
            return token.shape == "A" and chance >= _BARE_INITIAL and not follows and not self._is_level(index)
        return chance >= (_INITIAL if token.shape == "A" else _SMALL_INITIAL)

    def _is_level(self, index: int) -> bool:
        """Say whether a bare I or V is the level of a test: "spelling V", "een I voor rekenen"."""
        near = {self.tokens[at].low for at in range(max(0, index - 7), min(len(self.tokens), index + 6))}
        return self.tokens[index].text in "IV" and bool(near & _TESTS)

    def _after_titles(self) -> None:
        """Take the word after a title for a name: with a capital always, in lower case when it can be one."""
        for index, token in enumerate(self.tokens):
            if token.low not in self.titles | self.families | self.professions or token.taken:
                continue
            at = index + 1
            if self._text(at) == "." and self.tokens[at].start == token.end:
                at += 1
            while (
                at < len(self.tokens)
                and self.tokens[at].low in self.particles
                and self.tokens[at].low not in {"in", "op", "te", "uit"}
            ):
                at += 1
            if at >= len(self.tokens) or self.tokens[at].stays or self.tokens[at].taken or not self.tokens[at].is_word:
                continue
            name = self.tokens[at]
            if token.low in self.professions and (
                at == index + 1 or name.kind not in "FLMUC" or self.chances[at] < 0.1
            ):
                continue
            if name.low in self.people and name.kind not in "FfLl":
                continue
            capital = name.shape in {"Cap", "A"} or (name.shape == "UP" and len(name.low) > 1)
            if (
                (capital and not (name.opens and name.kind in "KkcT"))
                or name.kind in "FLMUCZm"
                or self.chances[at] >= (0.05 if name.kind in "fl" else 0.3)
            ):
                if name.kind == "K" and name.shape == "low" and self.chances[at] < 0.6:
                    continue
                self.found[at] = True
                for particle in range(index + 1, at):
                    self.found[particle] = self.tokens[particle].is_word

    def _grow(self) -> None:
        """Take initials, particles and surnames that belong to a found name with it."""
        for index in range(len(self.tokens)):
            if self.found[index]:
                self._grow_right(index)
        for index in range(len(self.tokens) - 1, -1, -1):
            if self.found[index]:
                self._grow_left(index)

    def _grow_right(self, index: int) -> None:
        at = index + 1
        if (
            self._text(at) == "."
            and self.tokens[index].shape in {"A", "a"}
            and self.tokens[at].start == self.tokens[index].end
        ):
            at += 1
        first = at
        while (
            at < len(self.tokens)
            and at - first < 4
            and (self.tokens[at].low in self.particles or (self._text(at) in {".", "/"} and at > first))
        ):
            if (
                self.tokens[at].low in {"in", "op", "uit", "te"}
                and self.tokens[at].shape == "low"
                and self._shape(at + 1) == "low"
            ):
                break
            at += 1
        if at >= len(self.tokens) or self.tokens[at].stays or self.tokens[at].taken:
            return
        token = self.tokens[at]
        if (
            self.tokens[at - 1].end == token.start
            and self.tokens[at - 1].shape == "mark"
            and self._text(at - 1) not in {".", "/"}
        ):
            return
        capital = (token.shape == "Cap" and not token.opens) or (token.shape == "A" and self._text(at + 1) == ".")
        joined = at > first
        surname = (token.kind in "LFMUCZ" and self.chances[at] >= 0.1) or self.chances[at] >= 0.4
        lower = (
            token.shape in {"low", "a"}
            and self.tokens[index].shape in {"low", "a"}
            and surname
            and token.kind not in "Kkc"
        )
        if self.found[at] and not joined:
            return
        if token.is_word and (capital or lower or (self.found[at] and token.shape != "low")):
            if joined and self.tokens[first].low == "van" and not capital and token.kind in "F":
                return
            for between in range(first, at + 1):
                self.found[between] = self.found[between] or self.tokens[between].is_word

    def _grow_left(self, index: int) -> None:
        at = index - 1
        while (
            at >= 0
            and self.tokens[at].low in self.particles
            and self.tokens[at].shape == "Cap"
            and not self.tokens[at].taken
        ):
            if (
                self.tokens[index].kind in "F"
                and self.tokens[at].low in {"van", "in", "op", "uit", "te", "de"}
                and self.tokens[at].opens
            ):
                break
            if self.tokens[at].low in {"in", "op", "uit", "te", "bij"} or (
                self.tokens[at].opens
                and self.tokens[at].low == "van"
                and self._text(index + 1) not in {"zegt", "belde", "heeft", "wil"}
            ):
                break
            self.found[at] = True
            at -= 1
        if (
            at >= 1
            and self._text(at) == "."
            and self.tokens[at - 1].shape == "A"
            and self.tokens[at - 1].end == self.tokens[at].start
        ):
            self.found[at - 1] = True
            self._grow_left(at - 1)

    def _everywhere(self) -> None:
        """A name found once is a name everywhere in the text, also with a possessive s or without its capital."""
        forms: dict[str, bool] = {}
        for index, token in enumerate(self.tokens):
            if self.found[index] and len(token.low) > 2 and token.low not in self.particles:
                strong = token.kind in "FLMUCZmfl"
                for form in self.lexicon.name_forms(token.low):
                    forms[form] = forms.get(form, False) or strong
        initials = {token.text for index, token in enumerate(self.tokens) if self.found[index] and token.shape == "A"}
        for index, token in enumerate(self.tokens):
            if self.found[index] or token.taken or token.stays or not token.is_word:
                continue
            if token.shape == "A":
                self.found[index] = token.text in initials and self._text(index + 1) == "."
                continue
            if not any(form in forms for form in self.lexicon.name_forms(token.low)):
                continue
            if token.shape == "low" and token.kind in "Kkclf" and self._text(index - 1).lower() in _ARTICLES:
                continue
            usual = token.shape == "low" and (token.kind in "Kkcl" or token.kind == "f")
            self.found[index] = (
                self.chances[index] >= 0.15 if usual else token.kind not in "Kc" or self.chances[index] >= 0.1
            )

    def _text(self, index: int) -> str:
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""

    def _shape(self, index: int) -> str:
        return self.tokens[index].shape if 0 <= index < len(self.tokens) else ""
