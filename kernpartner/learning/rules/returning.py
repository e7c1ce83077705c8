"""Decides which words and phrases return among concerns that fit nothing, more often than language explains.

Method: a term returns when the number of cases that hold it is so large that chance explains it less than once in a
thousand districts: a binomial tail against twice its usual rate, times the number of terms looked at (Bonferroni). The
usual rate is the largest of what the shipped notes, the district's other concerns and the frequency of the word in
Dutch say. Terms that share most of their cases are one group.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kernpartner.privacy.deidentify import lexicon as language
from kernpartner.themes.rules.lexicon import shipped_lexicon
from kernpartner.themes.rules.taxonomy import read_text
from kernpartner.themes.rules.weights import shipped_weights
from kernpartner.themes.rules.words import read

MOST_TERMS = 6
_CHANCE = 0.001
_MORE_THAN_USUAL = 2.0
_FEWEST = 3
_SHORTEST = 4
_TOGETHER = 0.6
_SAME = 0.8
# In which share of short notes a word stands that no note of ours holds: an everyday one, another one.
_EVERYDAY, _RARE = 0.005, 0.002


@dataclass(frozen=True)
class Note:
    """A concern as far as it matters here; `school` is empty when there is none, `kind` is the organisation type."""

    case: str
    organisation: str
    kind: str
    school: str
    text: str


@dataclass(frozen=True)
class Group:
    """Words and phrases that return together, the most telling first, and the cases that hold one of them."""

    words: tuple[str, ...]
    cases: frozenset[str]


def terms_of(text: str) -> frozenset[str]:
    """Give the words (as lemmas) and the pairs of neighbouring words of a text that say something by themselves."""
    lexicon = shipped_lexicon()
    found: set[str] = set()
    before = None
    for word in read(text, lexicon.short_forms):
        if len(word.lemma) < _SHORTEST or not word.lemma.isalpha() or word.lemma in lexicon.saying_nothing:
            before = None
            continue
        found.add(word.lemma)
        if before is not None and before.clause == word.clause:
            found.add(f"{before.lemma} {word.lemma}")
        before = word
    return frozenset(found)


def holds_word(text: str, words: Collection[str]) -> bool:
    """Say whether a text holds one of these words or phrases, in any form of them and also where it is denied."""
    terms = terms_of(text)
    return any(word in terms or any(term.startswith(word) for term in terms) for word in words)


def places_of(text: str, words: Collection[str]) -> list[tuple[int, int]]:
    """Give where these words, and the words of these phrases, stand in a text, in order (code points)."""
    parts = [part for phrase in words for part in phrase.split()]
    return [
        (word.start, word.end)
        for word in read(text, shipped_lexicon().short_forms)
        if any(word.lemma == part or word.form.startswith(part) for part in parts)
    ]


def significant(
    held: Mapping[str, Collection[str]], cases: int, usual: Mapping[str, int], notes: int
) -> Mapping[str, float]:
    """Give the terms that return, with how surprising that is (minus the log of the chance).

    `held`: term -> cases that hold it, out of `cases`; `usual`: term -> how many of `notes` other concerns hold it.
    """
    from scipy.stats import binom

    looked_at = sum(len(who) > 1 for who in held.values())
    found: dict[str, float] = {}
    for term, who in held.items():
        if len(who) < _FEWEST:
            continue
        rate = min(1.0, _MORE_THAN_USUAL * max(_rate(term), usual.get(term, 0) / max(1, notes)))
        chance = float(binom.sf(len(who) - 1, cases, rate)) * looked_at
        if chance <= _CHANCE:
            found[term] = -math.log(max(chance, 1e-300))
    return found


def grouped(held: Mapping[str, Collection[str]], surprising: Mapping[str, float]) -> list[Group]:
    """Join terms that share most of their cases; a word gives way to the phrase that it nearly always stands in."""
    terms = [
        term
        for term in sorted(surprising, key=lambda one: (-surprising[one], one))
        if not _in_phrase(term, held, surprising)
    ]
    groups: list[tuple[list[str], set[str]]] = []
    for term in terms:
        mine = set(held[term])
        home = next((group for group in groups if _shared(mine, group[1]) >= _TOGETHER), None)
        if home is None:
            groups.append(([term], mine))
        else:
            home[0].append(term)
            home[1].update(mine)
    return [Group(tuple(words[:MOST_TERMS]), frozenset(cases)) for words, cases in groups]


def holders(notes: Iterable[Note]) -> dict[str, set[str]]:
    """Give for each term the cases that hold it."""
    found: dict[str, set[str]] = defaultdict(set)
    for note in notes:
        for term in terms_of(note.text):
            found[term].add(note.case)
    return found


def _shared(one: Collection[str], other: Collection[str]) -> float:
    return len(set(one) & set(other)) / max(1, min(len(one), len(other)))


def _in_phrase(term: str, held: Mapping[str, Collection[str]], surprising: Mapping[str, float]) -> bool:
    return " " not in term and any(
        term in phrase.split() and len(held[phrase]) >= _SAME * len(held[term])
        for phrase in surprising
        if " " in phrase
    )


def _rate(term: str) -> float:
    """Give in which share of notes a term usually stands; a pair of words at most as often as the rarer of them."""
    return min(_word_rate(word) for word in term.split())


@lru_cache(maxsize=20_000)
def _word_rate(word: str) -> float:
    floor = _EVERYDAY if word in language.shipped().everyday else _RARE
    rarity = shipped_weights().rarity.get(word)
    if rarity is None:
        return floor
    notes = _shipped_notes()
    return max(floor, ((1 + notes) / math.exp(rarity - 1) - 1) / notes)


@lru_cache(maxsize=1)
def _shipped_notes() -> int:
    """Give from how many notes the shipped rarities were counted."""
    return int(json.loads(read_text("weights.json"))["learnt_from"])


def usual_terms(texts: Sequence[str]) -> Mapping[str, int]:
    """Count in how many of these texts each term stands."""
    found: dict[str, int] = defaultdict(int)
    for text in texts:
        for term in terms_of(text):
            found[term] += 1
    return found
