"""Decides whether a phrase is denied where it stands: `geen sprake van pesten`, `ruzie is er niet`."""

from __future__ import annotations

from collections.abc import Sequence

from kernpartner.themes.rules.words import Word

_DENIERS = frozenset(["geen", "niet", "nooit", "zonder", "nergens", "niks", "niets", "niemand", "nauwelijks", "noch"])
# "niet alleen", "niet meer" and "niet zozeer" do not deny what follows.
_NOT_DENYING = frozenset(["alleen", "zozeer", "eens", "slechts", "enkel", "zomaar", "zelden"])
_REACH = 5
_AFTER = 4
_ENDINGS = frozenset(
    f"{verb} {denier}{more}".strip()
    for verb in (
        "",
        "spelen",
        "speelt",
        "spelen hier",
        "speelt hier",
        "zien we",
        "zie ik",
        "is er",
        "zijn er",
        "hoor ik",
    )
    for denier in ("niet", "nooit")
    for more in ("", " meer", " hier", " echt")
)
# "weet niet of", "snap niet waarom": the writer doubts, nothing is denied.
_DOUBTING = frozenset(["weten", "snappen", "begrijpen", "denken", "geloven", "vertellen", "zeggen", "durven", "willen"])


def is_denied(words: Sequence[Word], taken: Sequence[int]) -> bool:
    """Say whether a "geen", "niet" or "zonder" just before, or "is er niet" just after, takes the phrase back.

    The deniers that belong to the phrase itself do not count, and neither do those in another clause.
    """
    if _denied_within(words, taken):
        return True
    return _denied_before(words, taken) or _denied_after(words, taken)


def _denied_within(words: Sequence[Word], taken: Sequence[int]) -> bool:
    """Say whether "geen" or "niet" stands right before a later word of it: `legt geen lat`, `vraagt geen test`."""
    own = set(taken)
    if any(words[at].form in _DENIERS for at in own):
        return False
    for at in taken[1:]:
        before = [words[place].form for place in range(max(taken[0] + 1, at - 2), at) if place not in own]
        if before and (before[-1] in ("geen", "niet") or before[0] == "geen"):
            return True
    return False


def _denied_before(words: Sequence[Word], taken: Sequence[int]) -> bool:
    first = taken[0]
    clause = words[first].clause
    for at in range(first - 1, max(-1, first - 1 - _REACH), -1):
        word = words[at]
        if word.sentence != words[first].sentence:
            return False
        if word.clause != clause and not _same_list(words, at, first):
            return False
        if word.form in _DENIERS:
            return not _empty_denier(words, at)
    return False


def _same_list(words: Sequence[Word], at: int, first: int) -> bool:
    """Say whether the words from `at` to `first` are one list under one denier ("geen ruzie of gedoe")."""
    if words[at].form not in ("geen", "zonder"):
        return words[first - 1].form in ("of", "en") and first - at <= 3
    return first - at <= 3 and words[first - 1].form in ("of", "en")


def _empty_denier(words: Sequence[Word], at: int) -> bool:
    following = words[at + 1].form if at + 1 < len(words) else ""
    if following in _NOT_DENYING:
        return True
    before = words[at - 1].lemma if at else ""
    return words[at].form == "niet" and before in _DOUBTING


def _denied_after(words: Sequence[Word], taken: Sequence[int]) -> bool:
    last = taken[-1]
    following = [
        word.form
        for word in words[last + 1 : last + 1 + _AFTER]
        if word.sentence == words[last].sentence and word.clause == words[last].clause
    ]
    joined = " ".join(following)
    # "hij spijbelt niet", "geldzorgen spelen niet meer": the denial ends the clause.
    if joined in _ENDINGS:
        return True
    return joined.startswith(
        (
            "is geen sprake",
            "is er niet",
            "zijn er niet",
            "was er niet",
            "waren er niet",
            "speelt niet",
            "zien we niet",
            "zie ik niet",
            "is niet aan de orde",
            "is hier niet",
            "is niet het",
            "hoeft niet",
            "ook niet",
            "valt mee",
        )
    )
