"""Decides what a found name is of: a person, or from the words in front of it a school, a club or a place."""

from __future__ import annotations

from kernpartner.privacy.deidentify.sites.reading import (
    ARTICLES,
    CLUB_CUES,
    SCHOOL_ENDS,
    SCHOOL_KIND,
    SCHOOL_SHORT,
    SPOT_CUES,
    Reading,
)


def place_label(reading: Reading, index: int) -> str:
    """Say what a name that begins at `index` is of, from the word in front of it: school, club, place or person."""
    before = index - 1
    if reading.low(before) in ARTICLES:
        before -= 1
    previous = reading.low(before)
    if previous in SCHOOL_SHORT or previous in SCHOOL_KIND:
        return "school"
    if previous in CLUB_CUES:
        return "club"
    if previous in SPOT_CUES:
        return "place"
    if previous in {"bij", "van", "voor"} and reading.near_sport(index - 1):
        return "club"
    return "person"


def label_of_name(reading: Reading, first: int, last: int) -> str:
    """Say what the name in the tokens first..last is of."""
    for cues, label in ((SPOT_CUES, "place"), (CLUB_CUES, "club"), (SCHOOL_SHORT, "school"), (SCHOOL_KIND, "school")):
        if first < last and reading.low(first) in cues and reading.tokens[first].shape == "low":
            return label
    label = place_label(reading, first)
    if label == "place" or (label != "person" and reading.tokens[first].kind not in "Ff"):
        return label
    if reading.low(last + 1) in SCHOOL_ENDS:
        return "school"
    village = all(
        reading.tokens[at].kind == "Z" or (at > first and reading.tokens[at].low in reading.lexicon.places)
        for at in range(first, last + 1)
    )
    if village:
        return "place"
    return _label_by_preposition(reading, first) if first == last and not reading.person_like(first) else "person"


def _label_by_preposition(reading: Reading, index: int) -> str:
    previous, article = reading.low(index - 1), reading.low(index - 1) in ARTICLES
    token = reading.tokens[index]
    if previous in {"in", "uit", "te"} or (previous == "naar" and token.kind in "ZC" and token.shape == "Cap"):
        return "place"
    if previous in {"op", "het"} or (article and (reading.low(index - 2) in {"op", "naar"} or token.shape == "Cap")):
        return "school"
    return "person"
