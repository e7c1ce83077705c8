"""Decides where earlier replacements stand in a text, which must never be found again."""

from __future__ import annotations

import re

from kernpartner.privacy.deidentify import dates, lists

LETTERS = "XYZQW"
PEOPLE = (
    lists.words_of("words", "titles") | lists.words_of("words", "professions") | lists.words_of("words", "relations")
)
_MONTHS = "|".join(dates.MONTHS)
# What replaces, by words of which one must stand in the text in lower case before it is worth looking.
_FORMS: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        (")",),
        r"\((?:telefoonnummer|mailadres|nummer|postcode|account|website|kenteken|adres|naam|straat|datum|weggelaten|school|klas)\)",
    ),
    (
        ("leerling",),
        r"(?<![\w@._-])(?:de )?leerling(?: [1-9]\d?(?![\w.,:/-]*\d)(?!\w))?(?:'s)?(?![\w@_-]|\.\w)",
    ),
    (("een ouder", "een collega"), r"\been (?:ouder|collega)\b(?![@_-]|\.\w)"),
    (("school in de wijk",), r"\been (?:andere |derde |vierde )?(?:basis)?school in de wijk\b"),
    (
        ("dorp in de buurt", "in de wijk"),
        r"\been dorp in de buurt\b|\been (?:straat|plek) in de wijk\b",
    ),
    (
        ("jeugdploeg", "club"),
        r"\been (?:jeugdploeg|(?:sport|voetbal|hockey|tennis|korfbal|basketbal|atletiek|zwem|turn)club)\b"
        r"(?![@_-]|\.\w)",
    ),
    (
        ("begin ", "half ", "eind "),
        rf"\b(?:een dag )?(?:begin|half|eind) (?:{_MONTHS})(?: (?:19|20)\d\d\b)?",
    ),
    (
        tuple(LETTERS.lower()),
        rf"(?<![\w.])[{LETTERS}](?![\w.]|[-/]\d)|(?<=[a-z.] )[{LETTERS}](?=\.(?:\s|$))",
    ),
)
KEPT = re.compile("|".join(form for _words, form in _FORMS), re.IGNORECASE)
_ONE_LETTER = _FORMS[-1]
_BY_FORM = [(words, re.compile(form, re.IGNORECASE)) for words, form in _FORMS[:-1]]
_BY_FORM.append((_ONE_LETTER[0], re.compile(_ONE_LETTER[1].replace("[a-z.]", "[A-Za-z.]"))))


def kept_spans(text: str) -> list[tuple[int, int]]:
    """Give where earlier replacements stand, which must never be found again, by place."""
    lowered = text.lower()
    return sorted(
        found.span()
        for words, form in _BY_FORM
        if any(word in lowered for word in words)
        for found in form.finditer(text)
        if _is_placeholder(text, found)
    )


def _is_placeholder(text: str, found: re.Match[str]) -> bool:
    word = found.group()
    if len(word) == 1 and not word.isupper():
        return False
    if len(word) == 1 and text[found.end() : found.end() + 1] == ".":
        before = re.findall(r"[\w']+", text[max(0, found.start() - 25) : found.start()])
        return bool(before) and before[-1].lower() in PEOPLE
    return True
