"""Decides where words that a person marked as missed stand in a text."""

from __future__ import annotations

import re
from collections.abc import Collection


def places_of(text: str, marked: Collection[str]) -> list[tuple[int, int]]:
    """Give every place of the marked words as whole words, whatever the case and the spaces in between.

    The spans are code points in `text`, for `clean(..., remove=...)`.
    """
    spans = []
    for words in marked:
        joined = r"\s+".join(re.escape(part) for part in words.split())
        if joined:
            pattern = re.compile(rf"(?<!\w){joined}(?!\w)", re.IGNORECASE)
            spans += [found.span() for found in pattern.finditer(text)]
    return sorted(spans)
