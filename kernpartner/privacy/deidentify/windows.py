"""Decides where in a text it is worth looking for what always holds a digit, so that looking stays cheap."""

from __future__ import annotations

import re
from collections.abc import Iterator

_DIGITS = re.compile(r"\d+")
Windows = list[tuple[int, int]]


def around_digits(text: str, reach: int) -> Windows:
    """Give the stretches of `text` within `reach` characters of a digit, whole words, joined where they touch."""
    return around(_DIGITS, text, reach)


def around(mark: re.Pattern[str], text: str, reach: int) -> Windows:
    """Give the stretches of `text` within `reach` characters of a mark, whole words, joined where they touch."""
    found: Windows = []
    for match in mark.finditer(text):
        if found and min(len(text), match.end() + reach) <= found[-1][1]:
            continue
        start, end = max(0, match.start() - reach), min(len(text), match.end() + reach)
        while start and text[start - 1].isalnum():
            start -= 1
        while end < len(text) and text[end].isalnum():
            end += 1
        if found and start <= found[-1][1] + 1:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def scan(pattern: re.Pattern[str], text: str, windows: Windows) -> Iterator[re.Match[str]]:
    """Give the matches of `pattern` inside the windows; what stands before one is seen, what stands after it not."""
    for start, end in windows:
        yield from pattern.finditer(text, start, end)
