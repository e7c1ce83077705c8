"""Decides what a word can be: a Dutch word, a first name, a surname, a place, something that stays, or unknown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from kernpartner.privacy.deidentify import lists

_LINKS = ("", "s", "-", "en", "e", "n")
_SHORTEST_PART = 3
_LONGEST = 40
_VOWELS = frozenset("aeiouyàáâäèéêëìíîïòóôöùúûü")


@dataclass(frozen=True)
class Lexicon:
    """The shipped words; every word in it is public, none comes from a concern."""

    words: frozenset[str]
    capitals: frozenset[str]
    first: frozenset[str]
    last: frozenset[str]
    own_first: frozenset[str]
    other_names: frozenset[str]
    finite: frozenset[str]
    usual_kinds: dict[str, str]
    ambiguous: frozenset[str]
    places: frozenset[str]
    everyday: frozenset[str]
    common: frozenset[str]
    usual: frozenset[str]
    stays: dict[str, frozenset[tuple[str, ...]]]
    stays_alone: frozenset[str]

    def knows(self, word: str) -> bool:
        """Say whether `word` (lower case) is a Dutch word, by itself, inflected, or made of two of them."""
        return word in self.words or (len(word) <= _LONGEST and (self.is_compound(word) or self._is_inflected(word)))

    def _is_inflected(self, word: str) -> bool:
        """Say whether an ending was put to a known word: chat spelling and diminutives that lists miss."""
        if word.endswith("nr") and len(word) > 5:  # patientnr, zaaknr
            return True
        for ending in (
            "'s",
            "tjes",
            "tje",
            "jes",
            "je",
            "s",
            "en",
            "de",
            "te",
            "t",
            "'tje",
            "'tjes",
            "er",
            "ers",
            "end",
        ):
            stem = word[: -len(ending)]
            if word.endswith(ending) and len(stem) >= 4 and stem in self.words and stem in self.usual:
                return True
        return False

    def is_compound(self, word: str) -> bool:
        """Say whether `word` is two or three known words in a row, with a hyphen or the usual links between them."""
        if "-" in word:
            parts = [part for part in word.split("-") if part]
            return bool(parts) and all(
                part in self.words or self._joined(part) or part in self.stays_alone or self._is_short_form(part, parts)
                for part in parts
            )
        return self._joined(word)

    def _is_short_form(self, part: str, parts: list[str]) -> bool:
        """Say whether a part is the short form in front of an ordinary noun: "se-week", "lio-stagiair"."""
        noun = parts[-1]
        ordinary = len(noun) > 3 and noun in self.usual and noun not in self.first and noun not in self.ambiguous
        return part is not noun and len(part) <= 3 and part not in self.first and ordinary

    def _joined(self, word: str, parts: int = 3) -> bool:
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            head, tail = word[:cut], word[cut:]
            if not self._is_part(tail) and not (parts > 2 and len(tail) >= 9 and self._joined(tail, parts - 1)):
                continue
            if any(head.endswith(link) and self._is_part(head[: len(head) - len(link)]) for link in _LINKS):
                return True
        return False

    def _is_part(self, word: str) -> bool:
        return word in self.usual if len(word) > _SHORTEST_PART else word in self.common

    def name_forms(self, word: str) -> tuple[str, ...]:
        """Give what a name may look like without the ending of a possessive or a diminutive."""
        forms = [word]
        for ending in ("'s", "s", "'", "tje", "je", "'tje", "z"):
            if word.endswith(ending) and len(word) - len(ending) >= 2:
                forms.append(word[: -len(ending)])
        if word.endswith("sje") and len(word) > 5:
            forms.append(word[:-3])
        return tuple(forms)

    def kind(self, word: str) -> str:
        """Give the class of a lower-case word as one letter; see the table in `docs/deidentification.md`."""
        usual = self.usual_kinds.get(word)
        return usual if usual is not None else self._kind(word)

    def _kind(self, word: str) -> str:  # noqa: PLR0911 - a table of classes
        if word in self.stays_alone:
            return "y" if word in self.own_first else "Y"
        if word in self.ambiguous:
            return "f" if word in self.first else "l"
        if word in self.first:
            return "F"
        if word in self.last:
            return "l" if word in self.words else "L"
        known = word in self.words
        if word in self.places and not known:
            return "Z"
        if known:
            return "K" if word in self.common else "k"
        return self._kind_of_unlisted(word)

    def _kind_of_unlisted(self, word: str) -> str:  # noqa: PLR0911 - a table of classes
        for form in self.name_forms(word)[1:]:
            if form in self.first and (form in self.ambiguous or not self.knows(word)):
                return "F"
        if word in self.other_names:
            return "M"
        if "-" in word and any(part in self.first for part in word.split("-")) and not self.knows(word):
            return "F"
        if self.knows(word):
            return "c"
        if word in self.capitals:
            return "C"
        for form in self.name_forms(word)[1:]:
            if form in self.first or form in self.last or form in self.other_names:
                return "m"
        return "T" if self.is_typo(word) else "U"

    def is_typo(self, word: str) -> bool:
        """Say whether an everyday word of four letters or more is one slip away: a letter added, lost, or swapped."""
        if not 4 <= len(word) <= _LONGEST:
            return False
        usual = self.everyday
        for at in range(len(word)):
            if word[:at] + word[at + 1 :] in usual and len(word) > 4:
                return True
            if at and word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] in usual:
                return True
        lost = "eanitrodslgkmvhujpbcwzfy"
        return any(
            word[:at] + letter + word[at:] in usual
            for at in range(1, len(word) + 1)
            for letter in lost
            if len(word) > 4
        )


_PLAIN = str.maketrans("àáâäèéêëìíîïòóôöùúûüçñ", "aaaaeeeeiiiioooouuuucn")


def _without_accents(words: frozenset[str], names: frozenset[str]) -> frozenset[str]:
    """Give how words with accents are typed on a phone: "hygiene", "coordinatie"; not what is a name then."""
    accented = (word for word in words if not word.isascii() and len(word) > 5)
    return frozenset(plain for plain in (word.translate(_PLAIN) for word in accented) if plain.isascii()) - names


@lru_cache(maxsize=1)
def shipped() -> Lexicon:
    """Give the lexicon, read once per process (about half a second)."""
    packed = lists.compressed()
    known = lists.words_of("known")
    known |= _without_accents(packed["words"], packed["first"] | packed["last"] | packed["names"])
    words = packed["words"] | known
    first = lists.words_of("first_names") | (packed["first"] - words)
    stays = lists.phrases_of("stays")
    by_first: dict[str, set[tuple[str, ...]]] = {}
    for phrase in stays:
        parts = tuple(phrase.split())
        by_first.setdefault(parts[0], set()).add(parts)
    everyday, common, usual = packed["zipf5"], packed["zipf4"], packed["zipf3"]
    found = Lexicon(
        words=words,
        capitals=packed["capitals"],
        first=first,
        own_first=lists.words_of("first_names"),
        usual_kinds={},
        finite=packed["finite"] | lists.words_of("words", "name_followers"),
        last=lists.words_of("last_names") | (packed["last"] - words),
        other_names=packed["names"],
        ambiguous=lists.words_of("ambiguous"),
        places=lists.words_of("places"),
        everyday=frozenset(word for word in everyday | common if word in words),
        common=everyday | common | known,
        usual=everyday | common | usual | known,
        stays={word: frozenset(phrases) for word, phrases in by_first.items()},
        stays_alone=frozenset(phrase for phrase in stays if " " not in phrase),
    )
    found.usual_kinds.update({word: found._kind(word) for word in found.everyday | found.stays_alone})
    return found
