"""Decides which words of the texts a searched word means: itself, a compound with it, a part of it, or a near spelling.

The stems of inflected words are the database's work (PostgreSQL, `dutch`); compounds and misspellings are decided
here, against the words that stand in the texts, because a stem knows neither. Distance: Damerau (1964) with the
restriction of optimal string alignment: one step is a letter too many, too few, another one, or two swapped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field

MOST_WORDS = 8
LONGEST_WORD = 40
# Shorter parts stand in too many words to mean anything.
SHORTEST_PART = 4
SHORTEST_REST = 2
_WORD = re.compile(r"[^\W_]+")
_EMPTY = re.compile(
    r"aan|als|bij|daar|dan|dat|de|den|der|deze|die|dit|door|dus|een|en|er|had|heb|heeft|het|hier|hij|hoe"
    r"|hun|iets|ik|in|is|je|kan|maar|me|met|mij|mijn|moet|na|naar|niet|nog|nu|of|om|omdat|onder|ook|op|over"
    r"|te|tegen|toch|tot|uit|van|veel|voor|waar|was|wat|we|wel|werd|wie|wij|wil|worden|zal|ze|zei|zich|zij"
    r"|zijn|zo|zonder|zou"
)


@dataclass(frozen=True)
class Meaning:
    """What a searched word means among the words of the texts: `alike` (itself), `parts`, `near`.

    `parts` are compounds with the word or, where it stands nowhere, the larger half of it.
    """

    word: str
    alike: frozenset[str] = field(default_factory=frozenset)
    parts: frozenset[str] = field(default_factory=frozenset)
    near: frozenset[str] = field(default_factory=frozenset)

    @property
    def every(self) -> frozenset[str]:
        """Give all spellings to look for."""
        return frozenset({self.word}) | self.alike | self.parts | self.near


def words_of(text: str) -> list[str]:
    """Give the words of a question that mean something, in lower case, each once, at most eight."""
    found = [word.lower()[:LONGEST_WORD] for word in _WORD.findall(unicodedata.normalize("NFC", text))]
    told = [word for word in dict.fromkeys(found) if len(word) > 1 and not _EMPTY.fullmatch(word)]
    return told[:MOST_WORDS]


def meaning(word: str, vocabulary: Collection[str], stem: str = "") -> Meaning:
    """Give what a word means among the words and stems that stand in the texts (lower case).

    `stem` is the stem of the word itself: `buurthuizen` has `buurthuiz`, one step from `buurthuis`.
    """
    plain, root, typos = _plain(word), _plain(stem or word), _typos(word)
    alike, parts, pieces, near = set[str](), set[str](), set[str](), set[str]()
    plainly = [(known, _plain(known)) for known in vocabulary]
    for known, other in plainly:
        if other == plain:
            alike.add(known)
        elif _compound(plain, other):
            parts.add(known)
        elif 2 * len(other) >= len(plain) and _compound(other, plain):
            pieces.add(known)
    if not alike and not parts:
        parts = pieces
    # Only a word that stands nowhere can be misspelt; looking for that is what takes time.
    if typos and not alike and not parts:
        for known, other in plainly:
            if _near(plain, other, typos) or _near(root, other, typos) or _near_part(plain, other):
                near.add(known)
    return Meaning(word, frozenset(alike), frozenset(parts), frozenset(near))


def distance(one: str, other: str, most: int) -> int:
    """Give how many steps of typing lie between two words; `most + 1` as soon as it is certain to be more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, row = list[int](), list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, wanted in enumerate(other, start=1):
            step = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                step = min(step, earlier[j - 2] + 1)
            row.append(step)
        # Two swapped letters reach back to the row before.
        if min(row) > most and min(before) >= most:
            return most + 1
    return min(row[-1], most + 1)


def _near(word: str, known: str, typos: int) -> bool:
    return distance(word, known, typos) <= typos


def _typos(word: str) -> int:
    """Give how many typing errors a word of this length may hold without becoming another word."""
    if len(word) < 4 or any(sign.isdigit() for sign in word):
        return 0
    return 1 if len(word) < 7 else 2


def _compound(part: str, whole: str) -> bool:
    """Say whether a word is the first or last part of a longer one: `pest` and `protocol` in `pestprotocol`."""
    if len(part) < SHORTEST_PART or len(whole) - len(part) < SHORTEST_REST:
        return False
    return whole.startswith(part) or whole.endswith(part)


def _near_part(word: str, whole: str) -> bool:
    """Say whether a misspelt word is the first or last part of a compound: `protocl` in `pestprotocol`."""
    size = len(word)
    if size < 6 or len(whole) - size < SHORTEST_REST:
        return False
    ends = {whole[:length] for length in (size - 1, size, size + 1)}
    ends |= {whole[-length:] for length in (size - 1, size, size + 1)}
    return any(distance(word, end, 1) <= 1 for end in ends)


def _plain(word: str) -> str:
    """Give a word without accents: `coördineren` is typed as `coordineren`."""
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))
