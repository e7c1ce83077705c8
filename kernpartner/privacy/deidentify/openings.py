"""Decides with what letters a match of a hint's pattern can begin, so that only such places of a text are looked at."""

from __future__ import annotations

import re

_LITERAL = re.compile(r"[a-zà-ÿ0-9' -]+")
_WORD_START = re.compile(r"\b\w")
LONGEST = 3


def openings(pattern: str) -> tuple[str, ...]:
    r"""Give what each match begins with, one to three characters each; nothing when that cannot be said.

    Understands patterns that begin with ``\b``, then literals and groups of alternatives, which may be left out when a
    ``?`` stands behind them, and several of these with ``|`` in between.
    """
    found: list[str] = []
    for branch in _branches(pattern):
        starts = _starts(branch.removeprefix(r"\b")) if branch.startswith(r"\b") else []
        if not starts:
            return ()
        found += starts
    return tuple(dict.fromkeys(start[:LONGEST] for start in found))


def _starts(part: str) -> list[str]:
    """Give the literals with which a part can begin, or nothing when one of them is none."""
    if not part.startswith("(?:"):
        literal = _leading(part)
        return [literal] if literal else []
    end = _closing(part)
    rest, found = part[end + 1 :], []
    if rest[:1] in {"*", "{"}:
        return []
    for start in _branches(part[3:end]):
        starts = _starts(start)
        if not starts:
            return []
        found += starts
    if rest.startswith("?"):
        after = _starts(rest[1:])
        return found + after if after else []
    return found


def places(lowered: str) -> dict[str, list[int]]:
    """Give where words begin in a text, by their first one, two and three characters."""
    found: dict[str, list[int]] = {}
    for match in _WORD_START.finditer(lowered):
        at = match.start()
        for length in range(1, LONGEST + 1):
            found.setdefault(lowered[at : at + length], []).append(at)
    return found


def _leading(part: str) -> str:
    """Give the characters with which a part must begin; one that may be left out is none of them."""
    found = _LITERAL.match(part)
    if found is None:
        return ""
    literal = found.group()
    if not literal[0].isalnum():
        return ""
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
