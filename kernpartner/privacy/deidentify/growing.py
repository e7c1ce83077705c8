"""Decides what belongs to a name that was found: the word after a title, particles, surname, other mentions."""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

from kernpartner.privacy.deidentify import lists
from kernpartner.privacy.deidentify.lexicon import Lexicon
from kernpartner.privacy.deidentify.tokens import Token

_PREPOSITIONS = frozenset({"in", "op", "uit", "te", "bij"})
_ARTICLES = frozenset({"de", "het", "een", "deze", "die", "elke"})
_POSSESSIVES = frozenset({"haar", "zijn", "hun", "mijn", "onze", "ons", "jouw", "je"})
_MOST_BETWEEN = 4
_SHORT_WORDS = frozenset("utsnmdk") - {"k", "d"}
_ENDS_OF_WORK = tuple(lists.words_of("words", "ends_of_work"))


class Found(Protocol):
    """What the name rules know of a text: its tokens, the chances, the lexicon, and what was found so far."""

    tokens: list[Token]
    chances: list[float]
    lexicon: Lexicon
    found: list[bool]
    people: frozenset[str]
    particles: frozenset[str]

    def text(self, index: int) -> str:
        """Give a token as typed."""

    def shape(self, index: int) -> str:
        """Give the shape of a token."""


def after_titles(names: Found) -> None:
    """Take the word after a title, a family or a profession for a name: with a capital, or when it can be one."""
    titles = lists.words_of("words", "titles") | lists.words_of("words", "family_names_follow")
    professions = lists.words_of("words", "professions") - titles
    for index, token in enumerate(names.tokens):
        if token.taken or not (token.low in titles or token.low in professions or token.low.endswith(_ENDS_OF_WORK)):
            continue
        at = _past_particles(names, index)
        if at >= len(names.tokens) or not _is_free(names.tokens[at]):
            continue
        if _follows(names, index, at, title=token.low in titles):
            names.found[at] = True
            only_of = token.low in {"gezin", "gezinnen"} and at == index + 2 and names.text(index + 1) == "van"
            for particle in range(index + 1, index + 1 if only_of else at):
                names.found[particle] = names.tokens[particle].is_word


def _past_particles(names: Found, index: int) -> int:
    """Give where the name would stand after a title at `index`: past its full stop and past van, de and the like."""
    at = index + 1
    if names.text(at) == "." and names.tokens[at].start == names.tokens[index].end:
        at += 1
    while names.text(at).lower() in names.particles and names.text(at).lower() not in _PREPOSITIONS:
        at += 1
    return at


def _is_free(token: Token) -> bool:
    return token.is_word and not token.stays and not token.taken


def _follows(names: Found, index: int, at: int, *, title: bool) -> bool:  # noqa: PLR0911 - a list of grounds
    """Say whether the word at `at` is the name that goes with the title or profession at `index`."""
    name, chance = names.tokens[at], names.chances[at]
    if name.low in names.people and name.kind not in "FfLl":
        return False
    capital = name.shape in {"Cap", "A"} or (name.shape == "UP" and len(name.low) > 1)
    if not title:
        by_van = "van" in {names.text(between) for between in range(index + 1, at)}
        if name.kind == "y" or (by_van and name.kind not in "FLlf"):
            return False
        return (capital and not name.opens and chance >= 0.03) or (
            at > index + 1 and name.kind in "FLl" and chance >= 0.1
        )
    if capital and not (name.opens and name.kind in "KkcT"):
        return True
    if at > index + 1 and names.tokens[index].low in lists.words_of("words", "family_names_follow"):
        return name.kind in "FLMUCZmfl" or chance >= 0.3
    between = names.text(at - 1).lower()
    if name.kind in "kcT" and (between in {"der", "den", "ter", "ten"} or (between == "van" and at == index + 2)):
        return True
    if name.kind == "K" and name.shape == "low" and chance < 0.6:
        return False
    return name.kind in "FLMUCZm" or chance >= (0.05 if name.kind in "fl" else 0.3)


def grow(names: Found) -> None:
    """Take initials, particles and surnames that belong to a found name with it."""
    for index in range(len(names.tokens)):
        if names.found[index]:
            _grow_right(names, index)
    for index in range(len(names.tokens) - 1, -1, -1):
        if names.found[index]:
            _grow_left(names, index)


def _grow_right(names: Found, index: int) -> None:
    first = index + 1
    dotted = names.text(first) == "." and names.tokens[first].start == names.tokens[index].end
    if dotted and names.tokens[index].shape in {"A", "a"}:
        first += 1
    at = _past_joints(names, first)
    if at == index + 1 and _is_city_as_surname(names, index):
        names.found[at] = True
        return
    if at >= len(names.tokens) or not _is_free(names.tokens[at]):
        return
    token, joined = names.tokens[at], at > first
    closed = names.tokens[at - 1].shape == "mark" and names.tokens[at - 1].end == token.start
    if (closed and names.text(at - 1) not in {".", "/"}) or (names.found[at] and not joined):
        return
    if not _is_surname(names, index, at, joined=joined):
        return
    if joined and names.tokens[first].low == "van" and token.kind == "F" and token.shape == "low":
        return  # "foto van lisa": two names
    for between in range(first, at + 1):
        names.found[between] = names.found[between] or names.tokens[between].is_word


def _is_city_as_surname(names: Found, index: int) -> bool:
    """Say whether a city stands right behind a first name, both with a capital: "Emma Parijs"."""
    if index + 1 >= len(names.tokens):
        return False
    name, city = names.tokens[index], names.tokens[index + 1]
    if name.shape != "Cap" or city.shape != "Cap" or city.taken or not city.stays or city.opens:
        return False
    return name.kind in "FfM" and city.low in _cities()


@lru_cache(maxsize=1)
def _cities() -> frozenset[str]:
    listed = lists.sections("stays")["larger cities and known districts"].lower().replace("\n", ",").split(",")
    return frozenset(city.strip() for city in listed if city.strip() and " " not in city.strip())


def _past_joints(names: Found, first: int) -> int:
    """Give where a surname would stand: past particles and the full stops or slashes of their short forms."""
    at = first
    while at - first < _MOST_BETWEEN and at < len(names.tokens):
        low = names.tokens[at].low
        joint = low in names.particles or (names.text(at) in {".", "/"} and at > first)
        lower_preposition = low in _PREPOSITIONS and names.shape(at) == "low" and names.shape(at + 1) == "low"
        if not joint or lower_preposition or (low == "het" and names.text(at - 1) == "van"):
            break
        at += 1
    return at


def _is_surname(names: Found, index: int, at: int, *, joined: bool) -> bool:  # noqa: PLR0911 - a list of grounds
    """Say whether the word at `at` goes on with the name at `index`: a capital, an initial, or a likely surname."""
    token, chance = names.tokens[at], names.chances[at]
    if (token.shape == "Cap" and not token.opens) or (token.shape == "A" and names.text(at + 1) == "."):
        return True
    if names.found[at] and token.shape != "low":
        return True
    if token.shape == "a" and token.low not in _SHORT_WORDS and names.tokens[index].kind in "FM":
        return chance >= 0.2
    if token.shape not in {"low", "a"} or names.tokens[index].shape not in {"low", "a"} or token.kind in "Kc":
        return False
    initial = names.tokens[index].shape in {"A", "a"}
    strong = names.tokens[index].kind in "FLUCM" or initial
    if (
        joined
        and strong
        and token.kind in ("LlfUCMZ" if initial else "LlUCMZ")
        and chance >= (0.05 if initial else 0.15)
    ):
        return True
    if joined and names.tokens[index].kind == "F" and token.kind == "l" and _is_closed(names, at):
        return True
    if not joined and names.tokens[index].kind == "F" and token.kind in "lf" and _is_closed(names, at):
        return chance >= 0.03 or token.low not in names.lexicon.common
    if token.kind == "l" and not joined and token.low in names.lexicon.everyday:
        return chance >= 0.5
    if token.kind in "LFMUCZ" or (token.kind == "l" and strong):
        return chance >= 0.1
    return chance >= 0.6 and token.low not in names.lexicon.common


def _is_closed(names: Found, at: int) -> bool:
    """Say whether a surname that is a word ends here: "bram de boer en", not "bram de kleine jongen"."""
    after = names.text(at + 1).lower()
    small = lists.words_of("words", "small_words")
    return not after.isalpha() or after in small or after in names.lexicon.finite


def _grow_left(names: Found, index: int) -> None:
    """Take "Van den" before a surname and "R." before it; a "Van" that opens a sentence is an ordinary word."""
    at = index - 1
    while at >= 0 and _is_free(names.tokens[at]) and names.tokens[at].shape == "Cap":
        token = names.tokens[at]
        if token.low not in names.particles or token.low in _PREPOSITIONS:
            break
        if token.opens and (token.low == "van" or (token.low == "de" and names.tokens[index].kind == "F")):
            break
        names.found[at] = True
        at -= 1
    if at == index - 1 and at >= 0 and _is_first_name_by_place(names, at):
        names.found[at] = True
    initial = at >= 1 and names.text(at) == "." and names.shape(at - 1) == "A"
    if initial and names.tokens[at - 1].end == names.tokens[at].start:
        names.found[at - 1] = True  # the loop comes there next


def _is_first_name_by_place(names: Found, at: int) -> bool:
    """Say whether a word with an unexplained capital stands right before a name with one: "heeft Gloria Oshodi"."""
    token, name = names.tokens[at], names.tokens[at + 1]
    both = token.shape == "Cap" and name.shape == "Cap" and name.start - token.end == 1
    ordinary = token.low in names.people or token.low in names.particles
    # What opens a sentence has a capital anyway: there only a listed name is one ("Ajala Aderibigbe zit").
    kinds = "FfLM" if token.opens else "kKcCUTm"
    return both and _is_free(token) and not ordinary and token.kind in kinds


_COORDINATES = frozenset({"en", "&", "+"})


def beside(names: Found) -> None:
    """Take a word that can be a first name for one when "en" joins it with a name: "Bo en Sky", "tim en storm"."""
    for index in range(1, len(names.tokens) - 1):
        if names.text(index).lower() not in _COORDINATES:
            continue
        for at, other in ((index - 1, index + 1), (index + 1, index - 1)):
            token = names.tokens[at]
            sure = names.found[other] and names.tokens[other].kind in "FUM"
            if (
                not sure
                or names.found[at]
                or token.taken
                or not token.is_word
                or names.text(at - 1).lower() in _ARTICLES
            ):
                continue
            alike = token.shape == names.tokens[other].shape
            likely = token.kind in "fUC" and names.chances[at] >= 0.03
            if alike and (likely or _is_rare_first(names, at)):
                names.found[at] = True


def _is_rare_first(names: Found, at: int) -> bool:
    """Say whether a word that stays otherwise (mei, bo, jan) is a first name here by what the tagger says."""
    return names.tokens[at].kind == "y" and names.chances[at] >= 0.3


def everywhere(names: Found) -> None:
    """A name found once is a name everywhere in the text, also with a possessive s or without its capital."""
    forms: set[str] = set()
    for index, token in enumerate(names.tokens):
        if names.found[index] and len(token.low) > 2 and token.low not in names.particles:
            forms.update(names.lexicon.name_forms(token.low))
    initials = {token.text for index, token in enumerate(names.tokens) if names.found[index] and token.shape == "A"}
    if not forms and not initials:
        return
    for index, token in enumerate(names.tokens):
        if names.found[index] or not _is_free(token):
            continue
        if token.shape == "A":
            names.found[index] = token.text in initials and names.text(index + 1) == "."
        elif token.low in forms or _has_form(names, token, forms):
            names.found[index] = _is_same(names, index, token)


def _has_form(names: Found, token: Token, forms: set[str]) -> bool:
    return token.low[-1] in "s'ez" and not forms.isdisjoint(names.lexicon.name_forms(token.low))


def _is_same(names: Found, index: int, token: Token) -> bool:
    """Say whether another mention of a name that was found is that name, and not the word that it also is."""
    usual = token.shape == "low" and token.kind in "Kkclfy"
    before = names.text(index - 1).lower()
    if usual and before in _ARTICLES:
        return False
    if usual and before in _POSSESSIVES:
        return names.chances[index] >= 0.9
    if usual:
        return names.chances[index] >= (0.05 if token.kind in "fl" else 0.15)
    return token.kind not in "Kc" or names.chances[index] >= 0.1
