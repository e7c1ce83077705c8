"""Decides where a text names what is on a district's own lists, with a slip, an ending or another article."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kernpartner.privacy.deidentify import lists
from kernpartner.privacy.deidentify.lexicon import Lexicon
from kernpartner.privacy.deidentify.shapes import DistrictLists, Span
from kernpartner.privacy.deidentify.tokens import Token

_ARTICLES = frozenset({"de", "het", "'t", "t", "een"})
_SHORTEST_WITH_SLIP = 6


@dataclass(frozen=True)
class Entry:
    """One name of a list: its own words, without article and words such as basisschool or vv, and what it is."""

    core: tuple[str, ...]
    label: str


@dataclass(frozen=True)
class Index:
    """The entries by first word, and for matching with a slip by the first and the last two letters of that word."""

    by_first: dict[str, tuple[Entry, ...]]
    by_head: dict[str, tuple[Entry, ...]]
    by_tail: dict[str, tuple[Entry, ...]]

    def near(self, word: str) -> tuple[Entry, ...]:
        """Give the entries whose first word is one slip or an ending away; a slip leaves the head or the tail whole."""
        likely = (*self.by_head.get(word[:2], ()), *self.by_tail.get(word[-2:], ()))
        return tuple(dict.fromkeys(entry for entry in likely if is_near(word, entry.core[0])))


@lru_cache(maxsize=16)
def _index(given: DistrictLists) -> Index:
    found = _entries(given)
    long = [entry for entry in found if len(entry.core[0]) >= _SHORTEST_WITH_SLIP - 1]
    return Index(_by(found, lambda word: word), _by(long, lambda word: word[:2]), _by(long, lambda word: word[-2:]))


def _by(entries: list[Entry], key: Callable[[str], str]) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(key(entry.core[0]), []).append(entry)
    return {word: tuple(same) for word, same in found.items()}


def _entries(given: DistrictLists) -> list[Entry]:
    """Give the names of the lists in their own words; of a professional also each name by itself."""
    cues = (
        lists.words_of("words", "school_cues")
        | lists.words_of("words", "club_cues")
        | lists.words_of("words", "school_ends")
    )
    leave_out = {"school": cues, "club": cues, "place": frozenset(), "person": lists.words_of("words", "titles")}
    found: list[Entry] = []
    sources = (
        ("school", given.schools),
        ("club", given.clubs),
        ("place", given.streets),
        ("person", given.professionals),
    )
    for label, names in sources:
        for name in names:
            words = tuple(name.lower().replace("’", "'").replace(".", " ").split())
            core = tuple(word for word in words if word not in _ARTICLES and word not in leave_out[label])
            if core or words:
                found.append(Entry(core or words, label))
            if label == "person":
                particles = lists.words_of("words", "particles")
                found += [
                    Entry((word,), label) for word in core if len(core) > 1 and len(word) > 2 and word not in particles
                ]
    return found


def on_lists(tokens: list[Token], given: DistrictLists, lexicon: Lexicon) -> Iterator[Span]:
    """Give the spans of names on the lists, longest first at each place."""
    if not (given.schools or given.clubs or given.streets or given.professionals):
        return
    index_of = _index(given)
    for index, token in enumerate(tokens):
        if (
            token.taken
            or token.kind == "-"
            or (token.low in lexicon.everyday and token.shape == "low" and token.low not in index_of.by_first)
        ):
            continue
        candidates = index_of.by_first.get(token.low, ()) or _nearly(token, index_of, lexicon)
        for entry in sorted(candidates, key=lambda entry: -len(entry.core)):
            last = _match(tokens, index, entry)
            if last >= 0 and _is_meant(tokens, index, entry, lexicon):
                yield _whole(tokens, index, last, entry)
                break


def _nearly(token: Token, index: Index, lexicon: Lexicon) -> tuple[Entry, ...]:
    """Give the entries whose first word is one slip or an ending away from a word that Dutch does not know."""
    if len(token.low) < _SHORTEST_WITH_SLIP or token.low in lexicon.common:
        return ()
    return index.near(token.low)


def is_near(typed: str, listed: str) -> bool:
    """Say whether `typed` is `listed` with one letter too many, lost, wrong or swapped, or with an s behind it."""
    if typed in {listed, listed + "s", listed + "'s", listed + "'"}:
        return True
    if abs(len(typed) - len(listed)) > 1:
        return False
    start = 0
    while start < min(len(typed), len(listed)) and typed[start] == listed[start]:
        start += 1
    end = 0
    while end < min(len(typed), len(listed)) - start and typed[-1 - end] == listed[-1 - end]:
        end += 1
    left, right = typed[start : len(typed) - end], listed[start : len(listed) - end]
    return (len(left) <= 1 and len(right) <= 1) or (len(left) == 2 and left == right[::-1])


def _match(tokens: list[Token], index: int, entry: Entry) -> int:
    """Give the index of the last token when the entry's words stand at `index`, else -1; its first word fits."""
    for step, word in enumerate(entry.core[1:], 1):
        if index + step >= len(tokens) or not is_near(tokens[index + step].low, word):
            return -1
    return index + len(entry.core) - 1


def _is_meant(tokens: list[Token], index: int, entry: Entry, lexicon: Lexicon) -> bool:
    """Say whether the words are the name: an ordinary word needs a capital, or an article or cue in front of it."""
    token = tokens[index]
    if len(entry.core) > 1 or (token.low not in lexicon.usual and token.kind not in "f"):
        return True
    before = tokens[index - 1].low if index else ""
    second = tokens[index - 2].low if index > 1 else ""
    if token.shape in {"Cap", "UP"} and not token.opens:
        return True
    if entry.label == "person":
        return before in lists.words_of("words", "titles")
    return before in _cue_words() or (
        before in _ARTICLES and (second in {"op", "naar", "van", "bij", "aan", "in"} or second in _cue_words())
    )


@lru_cache(maxsize=1)
def _cue_words() -> frozenset[str]:
    return lists.words_of("words", "school_cues") | lists.words_of("words", "club_cues")


def _whole(tokens: list[Token], first: int, last: int, entry: Entry) -> Span:
    """Give the span with the article and the kind of school or club around it, or with the house number."""
    if entry.label in {"school", "club"}:
        if last + 1 < len(tokens) and tokens[last + 1].low in lists.words_of("words", "school_ends"):
            last += 1
        if first and tokens[first - 1].low in _ARTICLES - {"een"}:
            first -= 1
        if first and tokens[first - 1].low in _cue_words() - {"school"}:
            first -= 1
        return Span(tokens[first].start, tokens[last].end, entry.label)
    if entry.label == "place" and last + 1 < len(tokens) and tokens[last + 1].text[0].isdigit():
        return Span(tokens[first].start, tokens[last + 1].end, "address")
    return Span(tokens[first].start, tokens[last].end, entry.label)
