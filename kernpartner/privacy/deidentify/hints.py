"""Decides which words of a text may identify a child in combination, and says in plain Dutch why and what to write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import yaml

from kernpartner.privacy.deidentify import lists
from kernpartner.privacy.deidentify.openings import openings, places
from kernpartner.privacy.deidentify.shapes import Hint

_COMBINED = 4
_COMBINATION = "combinatie"
_COMBINED_WHY = "Leeftijd, klas, afkomst en gezin samen passen al gauw bij één kind."
_COMBINED_SUGGESTION = "Laat een of twee van deze gegevens weg."
# What together says who a child is; each counts once.
_TRAITS = (
    r"\b(?:\d{1,2}|negen|tien|elf|twaalf|dertien|veertien)[ -]?(?:jaar|jr|jarige?)\b",
    r"\b(?:groep|klas|gr|kl)\.? [1-8]\b|\bbrugklas\b",
    r"\b(?:jongen|meisje|zoon|dochter)\b",
    r"\b(?:uit|in|naar) (?:syrië|eritrea|somalië|afghanistan|irak|iran|oekraïne|polen|turkije|"
    r"marokko|suriname|china|ghana|nigeria|spanje|italië)\b",
    r"\b(?:turkse|marokkaanse|poolse|syrische|surinaamse|eritrese|somalische|chinese|"
    r"afghaanse|oekraïense|antilliaanse)\b",
    r"\b(?:adhd|autisme|ass|add|tos|dyslexie|hoogbegaafd|diabetes|epilepsie)\b",
    r"\b(?:pleeggezin|pleegkind|alleenstaande moeder|alleenstaande vader|stiefgezin|co-ouder\w*)\b",
    r"\b(?:selectie|viool|piano|paardrijden|ballet|schaken|turnen op|judo op)\b",
)


@dataclass(frozen=True)
class Rule:
    """A kind of words that may identify: slug, reason, advice, its patterns and what a match of each begins with."""

    slug: str
    why: str
    suggestion: str
    patterns: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Give the shipped rules, in the order in which they stand in the file."""
    given = yaml.load(lists.hint_rules(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    found = []
    for slug, rule in given["rules"].items():
        patterns, always = [], []
        for pattern in rule["patterns"]:
            for name, group in given["groups"].items():
                pattern = pattern.replace("{" + name + "}", group)  # noqa: PLW2901 - filled in step by step
            starts = openings(pattern)
            if starts:
                patterns.append((starts, re.compile(pattern)))
            else:
                always.append(pattern)
        if always:
            patterns.append(((), re.compile("|".join(always))))
        found.append(Rule(slug, rule["why"], rule["suggestion"], tuple(patterns)))
    return tuple(found)


@lru_cache(maxsize=1)
def _traits() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(trait) for trait in _TRAITS)


def hints_in_clean(text: str) -> tuple[Hint, ...]:
    """Give the hints in a text that is already clean; offsets are code points in it; one hint per rule and place."""
    lowered = _lower(text)
    found: list[Hint] = []
    begins = places(lowered)
    for rule in rules():
        for starts, pattern in rule.patterns:
            for match in _matches(lowered, starts, pattern, begins):
                start, end = _trimmed(lowered, *match.span())
                if not any(one.start < end and start < one.end for one in found):
                    found.append(Hint(start, end, rule.slug, rule.why, rule.suggestion))
    found += _combination(lowered)
    return tuple(sorted(found, key=lambda hint: (hint.start, hint.end, hint.rule)))


def _matches(
    lowered: str, starts: tuple[str, ...], pattern: re.Pattern[str], begins: dict[str, list[int]]
) -> Iterator[re.Match[str]]:
    """Give the matches of a pattern from left to right, none within another; looks only where one can begin."""
    if not starts:
        yield from pattern.finditer(lowered)
        return
    if begins.keys().isdisjoint(starts):
        return
    end = 0
    for at in sorted({at for start in starts if start in begins for at in begins[start]}):
        match = pattern.match(lowered, at) if at >= end else None
        if match and match.end() > at:
            end = match.end()
            yield match


def _combination(lowered: str) -> list[Hint]:
    """Give one hint on the first trait when four or more different ones stand in the text."""
    seen: list[re.Match[str]] = []
    for left, trait in zip(range(len(_TRAITS), 0, -1), _traits(), strict=True):
        if len(seen) + left < _COMBINED:
            return []
        match = trait.search(lowered)
        seen += [match] if match else []
    if len(seen) < _COMBINED:
        return []
    first = min(seen, key=lambda match: match.start())
    return [Hint(first.start(), first.end(), _COMBINATION, _COMBINED_WHY, _COMBINED_SUGGESTION)]


def _lower(text: str) -> str:
    """Give the text in lower case with straight quotes, character by character, so that offsets stay."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return lowered.replace("’", "'")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and not text[end - 1].isalnum():
        end -= 1
    while start < end and not text[start].isalnum():
        start += 1
    return start, end
