"""Decides where earlier replacements stand in a text, which must never be found again."""

from __future__ import annotations

import re

from kernpartner.privacy.deidentify import dates, lists

LETTERS = "XYZQW"
PEOPLE = (
    lists.words_of("words", "titles") | lists.words_of("words", "professions") | lists.words_of("words", "relations")
)
_MONTHS = "|".join(dates.MONTHS)
KEPT = re.compile(
    r"\((?:telefoonnummer|mailadres|nummer|postcode|account|website|kenteken|adres|naam|straat|datum|weggelaten|school)\)"
    r"|(?<![\w@._-])(?:de )?leerling(?: [1-9]\d?(?![\w.,:/-]*\d)(?!\w))?(?:'s)?(?![\w@_-]|\.\w)"
    r"|\been (?:ouder|collega)\b(?![@_-]|\.\w)"
    r"|\been (?:andere |derde |vierde )?(?:basis)?school in de wijk\b"
    r"|\been dorp in de buurt\b|\been (?:straat|plek) in de wijk\b"
    rf"|\b(?:een dag )?(?:begin|half|eind) (?:{_MONTHS})(?: (?:19|20)\d\d\b)?"
    rf"|(?<![\w.])[{LETTERS}](?![\w.])|(?<=[a-z.] )[{LETTERS}](?=\.(?:\s|$))",
    re.IGNORECASE,
)


def kept_spans(text: str) -> list[tuple[int, int]]:
    """Give where earlier replacements stand, which must never be found again."""
    return [found.span() for found in KEPT.finditer(text) if _is_placeholder(text, found)]


def _is_placeholder(text: str, found: re.Match[str]) -> bool:
    word = found.group()
    if len(word) == 1 and not word.isupper():
        return False
    if len(word) == 1 and text[found.end() : found.end() + 1] == ".":
        before = re.findall(r"[\w']+", text[max(0, found.start() - 25) : found.start()])
        return bool(before) and before[-1].lower() in PEOPLE
    return True
