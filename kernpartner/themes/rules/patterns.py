"""Decides what a line of the lexicon means: a phrase of words, word beginnings, word classes and gaps.

A line is a row of elements with spaces between:

    toets        the word or its lemma              toets*   a word that begins so
    *toets       a word that ends so                *toets*  a word that holds it
    a/b          one of these                       <ouder>  one word of a class
    ..           up to four words between           ..8      up to eight words between
    x & y        both in one sentence, in any order, at most fourteen words apart
    -x           (at the end) not when this word stands in the same sentence
    ~ (in front) also counts when denied ("niet", "geen") before it
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PLAIN_GAP = 4


class BadPattern(ValueError):
    """A line of the lexicon cannot be read."""


@dataclass(frozen=True, slots=True)
class Element:
    """One place in a phrase: any of `atoms` may stand there, after at most `gap` other words."""

    atoms: frozenset[int]
    gap: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled line: `parts` are phrases that must all be found, `veto` atoms that must not stand in the sentence."""

    source: str
    parts: tuple[tuple[Element, ...], ...]
    veto: frozenset[int]
    survives_denial: bool


class Atoms:
    """Numbers every different word test in a lexicon, so that a word is tested once for all phrases."""

    def __init__(self, classes: Mapping[str, frozenset[str]]) -> None:
        """Take the word classes by name; their members are written like alternatives."""
        self.numbers: dict[str, int] = {}
        self._classes = classes

    def number(self, test: str) -> int:
        """Give the number of a word test, a new one if it was not seen before."""
        if not test.strip("*"):
            raise BadPattern(f"empty word test {test!r}")
        return self.numbers.setdefault(test, len(self.numbers))

    def alternatives(self, written: str) -> frozenset[int]:
        """Give the numbers of all tests in `a/b/<class>`."""
        found: set[int] = set()
        for option in written.split("/"):
            if option.startswith("<") and option.endswith(">"):
                members = self._classes.get(option[1:-1])
                if members is None:
                    raise BadPattern(f"unknown word class {option}")
                found.update(self.number(member) for member in members)
            else:
                found.add(self.number(option))
        return frozenset(found)


def parse(line: str, atoms: Atoms) -> Pattern:
    """Compile one line; raises `BadPattern` when it cannot be read."""
    body = line.removeprefix("~").strip()
    parts: list[tuple[Element, ...]] = []
    veto: set[int] = set()
    for written in body.split(" & "):
        elements, forbidden = _elements(written.split(), atoms)
        if not elements or "&" in written.split():
            raise BadPattern(f"nothing to find in {line!r}")
        parts.append(elements)
        veto |= forbidden
    return Pattern(line, tuple(parts), frozenset(veto), line.startswith("~"))


def _elements(written: list[str], atoms: Atoms) -> tuple[tuple[Element, ...], set[int]]:
    elements: list[Element] = []
    veto: set[int] = set()
    gap = 0
    if written and (written[0].startswith("..") or written[-1].startswith("..")):
        raise BadPattern(f"a gap needs words on both sides: {' '.join(written)!r}")
    for token in written:
        if token.startswith(".."):
            gap = int(token[2:]) if token[2:] else PLAIN_GAP
        elif token.startswith("-") and elements:
            veto |= atoms.alternatives(token[1:])
        else:
            elements.append(Element(atoms.alternatives(token), gap))
            gap = 0
    return tuple(elements), veto
