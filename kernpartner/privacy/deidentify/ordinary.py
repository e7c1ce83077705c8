"""Decides when an everyday word is a name although it looks like the word: what stands beside it says so."""

from __future__ import annotations

from typing import Protocol

from kernpartner.privacy.deidentify import lists
from kernpartner.privacy.deidentify.lexicon import Lexicon
from kernpartner.privacy.deidentify.tokens import Token

# Surnames that are adjectives, numbers, parts of the body, food, animals or small words: by themselves always the word.
_NEVER_ALONE = lists.words_of("words", "surnames_never_alone")
# What only a person is: "chip is boos", "storm was jarig".
_ONLY_PEOPLE_ARE = lists.words_of("words", "only_people_are")
_SMALL = lists.words_of("words", "small_words") | lists.words_of("words", "two_letter_words")
_SUBJECTS = frozenset(
    phrase.strip() for phrase in lists.sections("stays")["school life"].lower().replace("\n", ",").split(",")
)
_GROUPS = frozenset({"groep", "gr", "klas", "kl"})
_IS = frozenset({"is", "was", "werd", "wordt", "blijft", "bleef", "lijkt"})
# Verbs with a person behind them: "we kennen prins", "ik sprak roos".
_OF_PEOPLE = frozenset(
    {"ken", "kent", "kennen", "kende", "sprak", "spreek", "gesproken", "bel", "belde", "app", "appte", "mail", "mailde"}
)
_ANNOUNCE = frozenset({"over", "met", "van", "door", "voor", "aan", "bij", "namens", "betreft"})
CALLS = frozenset({"noem", "noemen", "noemt", "noemde", "genoemd", "heet", "bijnaam"})
_REFER = frozenset({"hem", "haar", "hij", "ze", "hen", "m", "'m", "d'r"})
_FROM_WORD, _FROM_SURNAME, _AFTER_ANNOUNCE, _LONG_UNKNOWN, _BY_PREDICATE = 0.85, 0.96, 0.6, 0.9, 0.05
_LONG = 11


class Words(Protocol):
    """What the name rules know of a text: its tokens, the chances, the lexicon, and the words for people."""

    tokens: list[Token]
    chances: list[float]
    lexicon: Lexicon
    people: frozenset[str]
    particles: frozenset[str]

    def text(self, index: int) -> str:
        """Give a token as typed."""


def least_of(words: Words, index: int, token: Token, least: float) -> float:  # noqa: PLR0911 - a list of grounds
    """Give the chance that is asked of a word without a telling capital; `least` is what its class asks."""
    if token.shape != "low" and not (token.shape == "Cap" and token.opens):
        return least
    if token.kind == "y" and token.low in _SUBJECTS and token.shape == "low" and not _is_cued(words, index):
        return least if words.text(index + 1).lower() in words.lexicon.finite else 1.1
    after = words.tokens[index + 1] if index + 1 < len(words.tokens) else None
    if token.kind == "y" and after is not None and after.kind == "K" and _is_noun(words, after):
        return 1.1  # "mei vakantie"
    if token.kind in "fl" and _is_unit(words, index):
        return 1.1  # "10 min"
    if token.kind == "U":
        return max(least, _LONG_UNKNOWN) if len(token.low) >= _LONG else least
    if token.kind not in "lkKcT" or _is_cued(words, index):
        return least
    if token.kind == "l":
        if token.low in _NEVER_ALONE:
            return 1.1
        before = words.text(index - 1).lower()
        if before in _OF_PEOPLE:
            return least
        return max(least, _AFTER_ANNOUNCE if before in _ANNOUNCE else _FROM_SURNAME)
    return max(least, _FROM_WORD)


def _is_noun(words: Words, token: Token) -> bool:
    """Say whether an everyday word is one that a month or language can describe: no verb and no small word."""
    return token.shape == "low" and len(token.low) > 3 and token.low not in words.lexicon.finite | _SMALL


def _is_unit(words: Words, index: int) -> bool:
    """Say whether a number that is no group or class stands right before the word, and no verb behind it."""
    if not index or words.tokens[index - 1].shape != "num" or words.text(index - 2).lower() in _GROUPS:
        return False
    return words.text(index + 1).lower() not in words.lexicon.finite


def is_by_predicate(words: Words, index: int) -> bool:
    """Say whether a word opens a clause in which only a person can be the subject: "roos is jarig"."""
    token = words.tokens[index]
    if (
        token.kind not in "fkKl"
        or token.low in words.people
        or token.low in _NEVER_ALONE
        or words.chances[index] < _BY_PREDICATE
    ):
        return False
    opens = token.opens or words.text(index - 1) in {",", ";"}
    return opens and words.text(index + 1).lower() in _IS and words.text(index + 2).lower() in _ONLY_PEOPLE_ARE


def nickname(words: Words, index: int) -> range:
    """Give the tokens of what somebody is called, from the verb at `index` (one of CALLS).

    "Ze noemen hem dikke ko", "bijnaam: pluis", "chip, zo heet ie".
    """
    low = words.text(index).lower()
    at = index - 1
    while at > index - 4 and at > 1 and words.text(at).lower() != "zo":
        at -= 1
    if words.text(at).lower() == "zo" and words.text(at - 1) == "," and _can_be(words, at - 2):
        return range(at - 2, at - 1)
    at = index + 1
    referred = words.text(at).lower() in _REFER
    if low == "bijnaam":
        at += words.text(at).lower() in {"is", "was", ":"}
    elif low != "heet" or referred:
        if not referred:
            return range(0)
        at += 1
    at += words.text(at) in {":", '"', "'"}
    if low == "bijnaam" and at > index + 1 and _can_be(words, at):
        return range(at, at + 1)
    return range(at, at + 2) if _is_described(words, at) else range(0)


def _is_described(words: Words, at: int) -> bool:
    """Say whether "dikke ko" stands at `at`: an adjective, and what is no word of every day or a short name."""
    if at + 1 >= len(words.tokens):
        return False
    first, second = words.tokens[at], words.tokens[at + 1]
    described = first.low.endswith("e") and first.kind in "KkclfF" and len(first.low) > 3
    rare = second.low not in words.lexicon.usual or second.kind in "FM" or 1 < len(second.low) <= 3
    return described and rare and _can_be(words, at) and _can_be(words, at + 1)


def _can_be(words: Words, at: int) -> bool:
    """Say whether the token at `at` is a free word and none that is small or speaks of people by itself."""
    if not 0 <= at < len(words.tokens):
        return False
    token = words.tokens[at]
    return token.is_word and not (token.taken or token.stays or token.low in _SMALL or token.low in words.people)


def _is_cued(words: Words, index: int) -> bool:
    """Say whether a title, a relation, a particle or a first name stands in front: "mw bakker", "bram de boer"."""
    if not index:
        return False
    if words.text(index - 1) == "(" and words.text(index + 1) == ")":
        return any(words.tokens[at].low in words.people for at in range(max(0, index - 4), index - 1))
    before = words.tokens[index - 1]
    if before.text == "." and index > 1:
        before = words.tokens[index - 2]
    named = before.kind in "FfM" and words.chances[index - 1] >= 0.5
    return before.low in words.people or before.low in words.particles - {"in", "op", "uit", "te", "het", "de"} or named
