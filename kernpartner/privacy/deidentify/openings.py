"""Decides with what words a match of a hint's pattern can begin, so that a text without them need not be searched."""

from __future__ import annotations

import re

_LITERAL = re.compile(r"[a-zà-ÿ' -]+")
_SHORTEST = 4


def openings(pattern: str) -> tuple[str, ...]:
    r"""Give words of which each match holds one; nothing when that cannot be said of this pattern.

    Understands patterns that begin with ``\b`` and a word, or with ``\b`` and a group of alternatives that must be
    there, and several of these with ``|`` in between. Words of less than four letters stand in most texts.
    """
    found: list[str] = []
    for branch in _branches(pattern):
        if not branch.startswith(r"\b"):
            return ()
        rest = branch.removeprefix(r"\b")
        starts = [rest]
        if rest.startswith("(?:"):
            end = _closing(rest)
            if rest[end + 1 : end + 2] in {"?", "*", "{"}:
                return ()
            starts = _branches(rest[3:end])
        for start in starts:
            literal = _leading(start)
            if len(literal) < _SHORTEST:
                return ()
            found.append(literal)
    return tuple(dict.fromkeys(found))


def _leading(part: str) -> str:
    """Give the letters with which a part must begin; a letter that may be left out is none of them."""
    found = _LITERAL.match(part)
    if found is None:
        return ""
    literal = found.group()
    return literal[:-1] if part[found.end() : found.end() + 1] in {"?", "*", "{"} else literal


def _branches(pattern: str) -> list[str]:
    """Split a pattern at each ``|`` that stands in no group and no set."""
    parts, depth, start, at = [], 0, 0, 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 1
        elif char == "[":
            at = pattern.index("]", at + 1)
        elif char in "()":
            depth += 1 if char == "(" else -1
        elif char == "|" and not depth:
            parts.append(pattern[start:at])
            start = at + 1
        at += 1
    return [*parts, pattern[start:]]


def _closing(pattern: str) -> int:
    """Give where the group that opens the pattern closes."""
    depth = at = 0
    while True:
        char = pattern[at]
        if char == "\\":
            at += 1
        elif char == "[":
            at = pattern.index("]", at + 1)
        elif char in "()":
            depth += 1 if char == "(" else -1
            if not depth:
                return at
        at += 1
