"""Decides which short codes are of a class or of a sports team; groep 7, klas 2, havo 3 and levels of tests stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kernpartner.privacy.deidentify.shapes import Span

_TEAM = re.compile(
    r"(?<![\w-])(?:(?:JO|MO|VO|J0|M0|O|U|G-?JO|onder)[ -]?(?:[6-9]|1\d|2[0-3])[ ]?[-/][ ]?\d{1,2}(?:[MGJ])?|(?:JO|MO|J0|M0)[ -]?(?:[6-9]|1\d|2[0-3])(?:[ -]\d{1,2})?(?![\d.,]|[ ]?(?:jaar|jr))|"
    r"[MJ](?:A|B|C|D|E|F|O|X)\d{1,2}(?:-\d)?|[VMJX](?:[89]|1\d|2[0-3])(?:-\d)?)(?!\w|-\d)",
    re.IGNORECASE,
)
_TEAM_CUED = re.compile(
    r"\b(?:in|van|bij|uit|naar|voor|team|elftal|selectie|teamapp|app van|speelt|de)[ ](?:de[ ]|het[ ])?(?P<code>(?:jongens |meisjes |heren |dames |meiden )?[A-F]\d{1,2})\b(?!\s?(?:niveau|-niveau|formaat))",
    re.IGNORECASE,
)
_SPORT = re.compile(
    r"voetbal|hockey|basketbal|korfbal|handbal|volleybal|waterpolo|honkbal|rugby|selectie|elftal|team|trainer|trainster|coach|training|wedstrijd|keeper|spits|competitie|speelt|club",
    re.IGNORECASE,
)
_LEVELS = r"(?:hv|hav|vh|mh|hm|th|ht|tl|gt|kgt|kg|bk|kb|bb|kt|bkt|gl|vg|vwo|havo|mavo|vmbo|gym|ath|tto|bm|hvg|havovwo|km|mk|mavohavo|mha|lwoo|isk|ag|[abcdefghkmnprstvwxyzgil])"
_CLASS = re.compile(
    rf"(?<![\w.,/€+-])(?:[1-8][ ]?{_LEVELS}[ ]?-?\d{{1,2}}|[1-6]{_LEVELS}{_LEVELS}?\d?(?:-\d|-[a-f])?|[1-8][a-h](?:/[1-8]?[a-h])?|[1-6](?:vwo|havo|mavo|vmbo)[ ]?[a-h1-9]|"
    rf"{_LEVELS}{_LEVELS}?[1-6]-?[a-hk-z]\d?|{_LEVELS}{_LEVELS}?-?[1-6][.-]?\d(?!\d)|(?:bk|kb|tl|gt|hv|kgt|mh|th|vh|bb|gl|isk|vg|ag)[ ]?[1-6][a-z]?|[1-6][.-][1-9](?=\s*(?:klas|brugklas)))(?![\w€%]|[.,]\d|[-/]\d)",
    re.IGNORECASE,
)
_CLASS_CUED = re.compile(
    rf"\b(?:klas|groep|gr|kl|brugklas|mentorklas|basisgroep|stamgroep|unit|uit|van|in|mentor van|mentor|app van|appgroep|klasse|jaarlaag)[ .:]{{1,2}}(?:de[ ])?(?P<code>(?:[1-8][ ]?[-/]?[a-h]|[a-h][1-6]|{_LEVELS}{{1,2}}[ ]?[1-6][ ]?[a-z]?|[1-6][ ]?{_LEVELS}{{1,2}}[ ]?\d?[a-z]?|{_LEVELS}\d{{1,2}}|[1-6][.-]\d))(?![\w%]|[.,]\d)",
    re.IGNORECASE,
)
# What looks like a class but is a measure, a rank, a level of a test or of a language, a road or a paper size.
_NEVER = re.compile(
    r"(?:\d+(?:x|e|u|s|m|k|l|g|d|w|j|t|h|min|km|kg|cm|mm|gr|wk|mg|ml|de|ste|st|nd|th|mb|gb|ma|dg|jr|pt|gl|tl|kb|bb|kl)|[1-6] ?(?:havo|vwo|mavo|vmbo|gym|isk|tl|kb|bb|gl|kader|basis|h|v|havo/vwo|hv|kgt)|"
    r"[abc][12]|[abcde]\d|[emb][3-8]|m|[1-3][fs]|a[0-5]|ps[1-5]|mp[34]|f1|k3|v8|q[1-4]|h[1-9]|n\d|a\d{1,3}|p\d{1,2}|x\d|t\d|g\d|k[1-9]|v[1-9]|s\d|l\d{1,3}|r\d|[12]d|3d|4k|5g|4g|2g|3g|h2o|co2|b12|ak47|u2|r2d2|c4|1:1|2e|3e|[1-8][dw]|mi\d)",
    re.IGNORECASE,
)
# With a space only what cannot be ordinary words: "1 hv 4", "2 kgt b", "groep 7 b".
_SPACED = re.compile(
    r"[1-8] [a-c]|[1-6] ?(?:hv|vh|mh|hm|th|ht|gt|kgt|bk|kb|bkt|tl) ?\d[a-z]?|(?:hv|vh|mh|th|kgt|bk|gt|tl) [1-6] ?[a-z]?"
)
_CLASSY = re.compile(
    r"\b(?:klas|klassen|brugklas|groep|gr|kl|mentor|leerlingen|leerling|ll|klassenapp|klasgenoot|uit|juf|meester|mentorklas|parallelklas|kk)\b",
    re.IGNORECASE,
)
_LEVEL_BEFORE = re.compile(
    r"(?:niveau|avi|toets|cito|lezen|spelling|rekenen|dmt|taal|rw|bl|sp|woordenschat|taalniveau|erk|nt2|a4|rijksweg|snelweg|de|op|vitamine|mp|model)[ :]{1,2}$",
    re.IGNORECASE,
)


def codes(text: str) -> Iterator[Span]:
    """Give team codes as `club` and class codes as `class`."""
    for found in _TEAM.finditer(text):
        if _is_team(text, found):
            yield Span(*found.span(), "club")
    for found in _TEAM_CUED.finditer(text):
        if _SPORT.search(text[max(0, found.start() - 60) : found.end() + 40]):
            yield Span(*found.span("code"), "club")
    for found in _CLASS_CUED.finditer(text):
        code = found["code"]
        if _is_class(text, code, found.start("code"), cued=not found.group().lower().startswith(("uit", "van", "in"))):
            yield Span(*found.span("code"), "class")
    for found in _CLASS.finditer(text):
        if _is_class(text, found.group(), found.start(), cued=False):
            yield Span(*found.span(), "class")


def _is_team(text: str, found: re.Match[str]) -> bool:
    """Say whether a code of a letter and an age is a team: with a team number, the letters JO or MO, or sport nearby."""
    code = found.group().lower()
    if (code.startswith(("jo", "mo", "j0", "m0")) and any(char.isdigit() for char in code)) or re.search(
        r"\d[ ]?[-/][ ]?\d", code
    ):
        return True
    return bool(_SPORT.search(text[max(0, found.start() - 70) : found.end() + 50])) or code.startswith("v1")


def _is_class(text: str, code: str, start: int, *, cued: bool) -> bool:
    plain = code.lower().strip()
    letters = [char for char in plain if char.isalpha()]
    if not letters or not any(char.isdigit() for char in plain):
        return False
    near = text[max(0, start - 30) : start]
    if re.fullmatch(r"[1-6] (?:h|v|havo|vwo|mavo|vmbo|m|t|k|b)", plain) or re.fullmatch(
        r"[1-6] ?(?:havo|vwo|mavo|vmbo|isk|gym)", plain
    ):
        return False
    if " " in plain and not _SPACED.fullmatch(plain):
        return False
    if re.fullmatch(r"[1-8] [a-c]", plain) and not re.search(r"(?:groep|klas|gr|kl)[. ]{1,2}$", near, re.IGNORECASE):
        return False
    if cued:
        return not re.fullmatch(r"\d(?:e|x|de|ste)", plain)
    if _LEVEL_BEFORE.search(near) and re.fullmatch(r"[a-em]\d", plain):
        return False
    if _NEVER.fullmatch(plain):
        single = re.fullmatch(r"[1-8][a-h]|[a-h][1-6]|[1-6](?:tl|kb|bb|gl|hv|kgt|th)", plain)
        capital = code[-1].isupper() and code[0].isdigit()
        return (
            bool(single)
            and (capital or bool(_CLASSY.search(text[max(0, start - 25) : start + len(code) + 22])))
            and plain[-1] != "e"
        )
    return True
