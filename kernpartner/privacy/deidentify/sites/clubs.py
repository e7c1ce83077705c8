"""Decides which words name a club: after a cue ("zwemclub"), before a year ('82), or after "voetbalt bij"."""

from __future__ import annotations

from collections.abc import Iterator

from kernpartner.privacy.deidentify import lists
from kernpartner.privacy.deidentify.shapes import Span
from kernpartner.privacy.deidentify.sites.reading import (
    ARTICLES,
    CLUB_CUES,
    CLUB_SHORT,
    SCHOOL_SHORT,
    SPOT_CUES,
    Reading,
    is_club_cue,
)
from kernpartner.privacy.deidentify.tokens import Token

_OF_A_CLUB = lists.words_of("words", "of_a_club")
_DOES_SPORT = lists.words_of("words", "sport_verbs") - {"speelt", "spelen", "speelde", "sport", "sporten", "sportte"}
_HALLS = frozenset({"gym", "sportschool", "club", "vereniging"})
_GOES_ON = frozenset({"en", "maar", "op", "in", "sinds", "met", "waar", "want", "omdat", "elke", "als", "of"})
_PEOPLE_ENDS = (
    "peut",
    "oog",
    "arts",
    "trainer",
    "coach",
    "leider",
    "docent",
    "leraar",
    "buren",
    "club",
    "school",
    "groep",
)
_PART_OF_NAME = frozenset({"manege", "scouting", "studio", "dansschool"})


def clubs(reading: Reading, index: int, token: Token) -> Iterator[Span]:
    """Give the names of clubs of which the token at `index` is the cue, the last word or the preposition before it."""
    if is_club_cue(token.low):
        end = reading.name_after(index, needs_article=token.low not in CLUB_SHORT)
        if end:
            whole = (
                token.low in CLUB_SHORT
                or token.low in _PART_OF_NAME
                or token.low.endswith(("club", "vereniging", "studio", "school"))
            )
            yield reading.span(index if whole or token.shape == "Cap" else index + 1, end, "club")
    rare = token.shape in {"Cap", "UP"} or token.low not in reading.lexicon.common
    if rare and reading.year_mark(index + 1) and not token.stays and not token.taken:
        yield reading.span(reading.first_capital(index), index + 2, "club")
    if token.low in {"bij", "van", "voor"} and index and reading.near_sport(index):
        at = index + 1 + (reading.low(index + 1) in ARTICLES)
        at += reading.low(at) in _HALLS and reading.can_name(at + 1)
        if reading.can_name(at) and _is_club(reading, at, token.low):
            last = reading.last_capital(at)
            yield reading.span(index + 1, last + 2 if reading.year_mark(last + 1) else last, "club")


def _is_club(reading: Reading, at: int, preposition: str) -> bool:
    """Say whether the word after "traint bij" is a club: a name that is not a person's."""
    name = reading.tokens[at]
    if reading.person_like(at) and not (reading.low(at - 1) in ARTICLES and reading.capital(at)):
        return False
    if name.low in CLUB_CUES or name.low in SCHOOL_SHORT:
        return False
    if name.shape != "low":
        team = reading.low(at - 2) in _OF_A_CLUB and reading.capital(at)
        return reading.named[at] or name.shape == "UP" or team
    if preposition != "bij":
        return False
    if name.kind in "UCMZ" or (name.kind in "kc" and reading.chances[at] >= 0.3):
        return True
    return _is_rare_noun(reading, at)


def _is_rare_noun(reading: Reading, at: int) -> bool:
    """Say whether "zwemt bij de waterratten" names a club: a verb of sport, an article, and no word of every day."""
    name = reading.tokens[at]
    near = [reading.low(before) for before in range(max(0, at - 6), at)]
    sport = any(word in _DOES_SPORT or word.endswith("training") for word in near)
    closed = reading.text(at + 1) in {"", ".", ",", "\n", ")"} or reading.low(at + 1) in _GOES_ON
    ordinary = name.low in reading.lexicon.common or name.low in SPOT_CUES or name.low.endswith(_PEOPLE_ENDS)
    return sport and closed and name.kind in "kc" and reading.low(at - 1) in ARTICLES and not ordinary
