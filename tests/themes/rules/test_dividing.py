"""A note of a split theme is proposed to the part whose own words stand in it."""

from __future__ import annotations

from kernpartner.themes.rules.changing import is_slug, lines, moved, slug_for
from kernpartner.themes.rules.dividing import ThemeWords, matches, words_of

PARTS = [
    ThemeWords("gamen", "Gamen", "Te veel gamen op een scherm.", examples=("De hele nacht achter de computer.",)),
    ThemeWords("ruzie", "Ruzie online", "Ruzie in een groepsapp op een scherm."),
]


def test_the_words_that_all_parts_use_tell_nothing() -> None:
    words = words_of(PARTS)
    assert "scherm" not in words["gamen"] | words["ruzie"]
    assert "gamen" in words["gamen"] and "groepsapp" in words["ruzie"]


def test_a_note_goes_first_to_the_part_with_most_of_its_words_and_shows_them() -> None:
    text = "Hij zit 's nachts te gamen achter de computer, en er was een keer ruzie."
    found = matches(text, words_of(PARTS))
    assert [one.key for one in found] == ["gamen", "ruzie"]
    assert {text[start:end] for start, end in found[0].spans} >= {"gamen", "computer"}


def test_a_note_without_any_of_the_words_gets_no_proposal() -> None:
    assert matches("Opa is overleden.", words_of(PARTS)) == []


def test_an_address_is_made_of_a_name_and_never_taken_twice_or_by_a_page() -> None:
    assert slug_for("Rust & Vrije tijd!", ()) == "rust-vrije-tijd"
    assert slug_for("Één", ["een", "een-2"]) == "een-3"
    assert slug_for("Beheer", ()) == "beheer-2"
    assert slug_for("!!!", ()) == "thema"
    assert is_slug("rust-2") and not is_slug("Rust") and not is_slug("beheer") and not is_slug("-a")


def test_an_entry_moves_one_place_and_stays_at_the_edge() -> None:
    assert moved("abc", "c", True) == ["a", "c", "b"]
    assert moved("abc", "a", True) == ["a", "b", "c"]
    assert moved("abc", "a", False) == ["b", "a", "c"]
    assert lines(" een \n\n twee\r\n") == ("een", "twee")
