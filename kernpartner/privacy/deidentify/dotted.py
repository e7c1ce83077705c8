"""Decides which letters with full stops are a short form of every day ("i.v.m.") and no initials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kernpartner.privacy.deidentify import lists

if TYPE_CHECKING:
    from kernpartner.privacy.deidentify.tokens import Token

_FORMS = lists.words_of("words", "dotted_short_forms")
_MOST = 5


def mark(tokens: list[Token]) -> None:
    """Let the letters of a short form in lower case stay; in capitals they can be initials of a person."""
    at = 0
    for first in [index for index, token in enumerate(tokens) if token.shape == "a"]:
        if first < at:
            continue
        at, last = first, _last_of(tokens, first)
        letters = [tokens[each] for each in range(at, last + 1, 2)]
        name_follows = last + 2 < len(tokens) and tokens[last + 2].kind in "FL"
        if len(letters) > (2 if name_follows else 1) and "".join(one.low for one in letters) in _FORMS:
            for one in letters:
                one.stays = True
        at = last + 1


def _last_of(tokens: list[Token], at: int) -> int:
    """Give the last letter of a row "a.b.c" that begins at `at`."""
    last = at
    while last + 2 < len(tokens) and last - at < 2 * _MOST:
        stop, after = tokens[last + 1], tokens[last + 2]
        joined = stop.text == "." and stop.start == tokens[last].end and after.start == stop.end
        if not joined or after.shape != "a":
            break
        last += 2
    return last
