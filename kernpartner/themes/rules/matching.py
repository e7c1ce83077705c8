"""Finds the phrases of a lexicon in a text, quickly: phrases are looked up by what their first word may be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from kernpartner.themes.rules.patterns import Atoms, Element, Pattern
from kernpartner.themes.rules.words import Word

Payload = TypeVar("Payload")
TOGETHER = 14
_SHORTEST_PART = 2


@dataclass(frozen=True, slots=True)
class Match(Generic[Payload]):
    """A phrase found: which one, what it carries, and the numbers of the words that make it up, in order."""

    pattern: Pattern
    payload: Payload
    words: tuple[int, ...]


class WordTests:
    """Says for a word which of all word tests it passes; each test is looked up, none is tried."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        """Sort the tests by kind."""
        self._whole: dict[str, int] = {}
        self._begins: dict[str, int] = {}
        self._ends: dict[str, int] = {}
        self._holds: list[tuple[str, int]] = []
        for test, number in numbers.items():
            if test.startswith("*") and test.endswith("*"):
                self._holds.append((test.strip("*"), number))
            elif test.endswith("*"):
                self._begins[test[:-1]] = number
            elif test.startswith("*"):
                self._ends[test[1:]] = number
            else:
                self._whole[test] = number
        self._known: dict[tuple[str, str], frozenset[int]] = {}

    def passed(self, word: Word) -> frozenset[int]:
        """Give the numbers of the tests that the word passes."""
        key = (word.form, word.lemma)
        found = self._known.get(key)
        if found is None:
            found = frozenset(self._passed(word.form)) | frozenset(self._passed(word.lemma))
            if len(self._known) < 50_000:
                self._known[key] = found
        return found

    def _passed(self, form: str) -> Iterator[int]:
        if form in self._whole:
            yield self._whole[form]
        for length in range(_SHORTEST_PART, len(form) + 1):
            if form[:length] in self._begins:
                yield self._begins[form[:length]]
            if form[-length:] in self._ends:
                yield self._ends[form[-length:]]
        for piece, number in self._holds:
            if piece in form:
                yield number


class Matcher(Generic[Payload]):
    """All phrases of a lexicon, indexed by the tests their first word may pass."""

    def __init__(self, atoms: Atoms, patterns: Sequence[tuple[Pattern, Payload]]) -> None:
        """Index `patterns`; `atoms` are the tests they were compiled with."""
        self.tests = WordTests(atoms.numbers)
        self._by_first: dict[int, list[tuple[Pattern, Payload]]] = defaultdict(list)
        for pattern, payload in patterns:
            for atom in pattern.parts[0][0].atoms:
                self._by_first[atom].append((pattern, payload))

    def find(self, words: Sequence[Word]) -> list[Match[Payload]]:
        """Give every phrase found, at every place where it begins."""
        passed = [self.tests.passed(word) for word in words]
        found: list[Match[Payload]] = []
        seen: set[tuple[int, tuple[int, ...]]] = set()
        for place, atoms in enumerate(passed):
            for atom in atoms:
                for pattern, payload in self._by_first.get(atom, ()):
                    hit = _match(pattern, words, passed, place)
                    if hit is not None and (id(pattern), hit) not in seen:
                        seen.add((id(pattern), hit))
                        found.append(Match(pattern, payload, hit))
        return found


def _match(
    pattern: Pattern, words: Sequence[Word], passed: Sequence[frozenset[int]], place: int
) -> tuple[int, ...] | None:
    first = _phrase(pattern.parts[0], words, passed, place)
    if first is None:
        return None
    taken = list(first)
    for part in pattern.parts[1:]:
        other = _nearby(part, words, passed, place, set(taken))
        if other is None:
            return None
        taken.extend(other)
    if pattern.veto and _stands_in_sentence(pattern.veto, words, passed, place):
        return None
    return tuple(sorted(taken))


def _phrase(
    elements: Sequence[Element], words: Sequence[Word], passed: Sequence[frozenset[int]], place: int
) -> tuple[int, ...] | None:
    """Match elements one after the other from `place`, each at its first possible place."""
    if passed[place].isdisjoint(elements[0].atoms):
        return None
    taken = [place]
    sentence = words[place].sentence
    for element in elements[1:]:
        last = taken[-1]
        for at in range(last + 1, min(last + 2 + element.gap, len(words))):
            if words[at].sentence != sentence:
                return None
            if not passed[at].isdisjoint(element.atoms):
                taken.append(at)
                break
        else:
            return None
    return tuple(taken)


def _nearby(
    part: Sequence[Element],
    words: Sequence[Word],
    passed: Sequence[frozenset[int]],
    place: int,
    taken: set[int],
) -> tuple[int, ...] | None:
    sentence = words[place].sentence
    for at in range(max(0, place - TOGETHER), min(len(words), place + TOGETHER + 1)):
        if at in taken or words[at].sentence != sentence:
            continue
        hit = _phrase(part, words, passed, at)
        if hit is not None and taken.isdisjoint(hit):
            return hit
    return None


def _stands_in_sentence(
    veto: frozenset[int], words: Sequence[Word], passed: Sequence[frozenset[int]], place: int
) -> bool:
    return any(
        word.sentence == words[place].sentence and not passed[at].isdisjoint(veto) for at, word in enumerate(words)
    )
