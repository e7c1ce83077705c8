"""Which words of the texts a searched word means; without a database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernpartner.solutions.rules import MOST_WORDS, distance, meaning, words_of

WORDS = st.text("abcdeéï", min_size=0, max_size=9)
TEXTS = {"pestprotocol", "ouderavond", "rustmoment", "coördinator", "sportclub", "gesprek", "school", "thuiszitten"}


def plainly(one: str, other: str) -> int:
    """Give the distance by its definition, without any cut: the oracle."""
    if not one or not other:
        return len(one) + len(other)
    steps = [
        plainly(one[1:], other) + 1,
        plainly(one, other[1:]) + 1,
        plainly(one[1:], other[1:]) + (one[0] != other[0]),
    ]
    if len(one) > 1 and len(other) > 1 and one[0] == other[1] and one[1] == other[0]:
        steps.append(plainly(one[2:], other[2:]) + 1)
    return min(steps)


@given(st.text("abc", max_size=5), st.text("abc", max_size=5), st.integers(0, 3))
def test_the_distance_is_that_of_its_definition_up_to_the_most_that_was_asked(one: str, other: str, most: int) -> None:
    assert distance(one, other, most) == min(plainly(one, other), most + 1)


@given(WORDS, WORDS)
def test_the_distance_is_the_same_in_both_directions(one: str, other: str) -> None:
    assert distance(one, other, 20) == distance(other, one, 20)
    assert distance(one, one, 0) == 0


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("gesprk", "gesprek"),  # one letter too few
        ("geesprek", "gesprek"),  # one too many
        ("gespeek", "gesprek"),  # another one
        ("gespreek", "gesprek"),
        ("gepsrek", "gesprek"),  # two swapped
        ("ouderavnod", "ouderavond"),
        ("oudravont", "ouderavond"),  # two letters
        ("rustmommment", "rustmoment"),
        ("thuiszittne", "thuiszitten"),
        ("coordinater", "coördinator"),
        ("pestprotokol", "pestprotocol"),
    ],
)
def test_a_misspelt_word_means_the_word_that_stands_there(typed: str, known: str) -> None:
    assert meaning(typed, TEXTS).near == {known}


@pytest.mark.parametrize("typed", ["scool1", "sch", "gxsprxkx", "voetbal", "avond12"])
def test_what_is_too_different_too_short_or_a_number_means_nothing_else(typed: str) -> None:
    found = meaning(typed, TEXTS)
    assert not found.near and not found.parts


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("protocol", "pestprotocol"),
        ("pest", "pestprotocol"),
        ("sport", "sportclub"),
        ("rustmomentje", "rustmoment"),
        ("ouderavonden", "ouderavond"),
    ],
)
def test_a_part_finds_its_compound_and_a_longer_word_its_first_part(typed: str, known: str) -> None:
    assert known in meaning(typed, TEXTS).parts


def test_a_misspelt_part_finds_its_compound() -> None:
    assert meaning("protocl", TEXTS).near == {"pestprotocol"}


def test_accents_do_not_matter() -> None:
    assert meaning("coordinator", TEXTS).alike == {"coördinator"}


def test_near_spellings_count_only_where_the_word_itself_stands_nowhere() -> None:
    found = meaning("school", {"school", "schoel"})
    assert found.near == set() and found.every == {"school"}
    assert meaning("schol", {"school", "schoel"}).near == {"school", "schoel"}


@given(st.text(max_size=300))
def test_the_words_of_a_question_are_letters_and_digits_and_few(typed: str) -> None:
    found = words_of(typed)
    assert len(found) <= MOST_WORDS
    assert all(word.isalnum() and len(word) > 1 for word in found)


def test_words_without_meaning_are_left_out() -> None:
    assert words_of("Wat is er voor de leerling, en wat niet?") == ["leerling"]
