"""Holds the words that return against planted ones, against everyday language, and against districts without any."""

from __future__ import annotations

import pytest

from kernpartner.learning.rules import Note, across, due_day, holds_word, own_groups, terms_of, window
from tests.conftest import TODAY
from tests.learning.texts import noise, planted

FATBIKE = "Weer een jongen gezien met zijn fatbike."


def _notes(count: int, text: str, *, schools: int = 3, kinds: int = 2, start: int = 0) -> list[Note]:
    return planted(count, text, schools=schools, kinds=kinds, start=start)


def _words(notes: list[Note], others: tuple[str, ...] = ()) -> set[str]:
    return {word for group in across(notes, others) for word in group.words}


def test_a_planted_group_is_proposed_by_its_words() -> None:
    groups = across([*noise(120), *_notes(10, FATBIKE)], ())
    assert len(groups) == 1
    assert "fatbike" in groups[0].words and len(groups[0].cases) == 10


@pytest.mark.parametrize(
    "hidden",
    [
        _notes(9, FATBIKE),
        _notes(12, FATBIKE, schools=2),
        _notes(12, FATBIKE, kinds=1),
    ],
    ids=["nine cases", "two schools", "one type of organisation"],
)
def test_a_group_below_the_line_stays_hidden(hidden: list[Note]) -> None:
    assert across([*noise(120), *hidden], ()) == []


def test_follow_ups_of_one_case_count_once() -> None:
    twice = [*_notes(9, FATBIKE), *_notes(9, f"{FATBIKE} Nog steeds.")]
    assert across([*noise(120), *twice], ()) == []


def test_a_word_of_two_schools_is_not_shown_beside_words_of_three() -> None:
    named = _notes(5, f"{FATBIKE} Hij hoort bij de bizonclub.", schools=2)
    others = _notes(8, FATBIKE, start=100)
    words = _words([*noise(120), *named, *others])
    assert "fatbike" in words
    assert not any("bizonclub" in word for word in words)


def test_a_word_of_two_schools_does_not_lift_a_group_over_the_line() -> None:
    eight = _notes(8, FATBIKE)
    bridge = [
        Note(note.case, note.organisation, note.kind, note.school, f"{note.text} bizonclub") if n < 3 else note
        for n, note in enumerate(eight)
    ]
    more = _notes(6, "Gedoe rond de bizonclub.", schools=2, start=200)
    assert across([*noise(120), *bridge, *more], ()) == []


@pytest.mark.parametrize("seed", range(12))
def test_a_district_in_which_nothing_returns_yields_nothing(seed: int) -> None:
    notes = noise(150, seed=seed)
    assert across(notes, ()) == []
    for organisation in {note.organisation for note in notes}:
        assert own_groups([note for note in notes if note.organisation == organisation], ()) == []


def test_what_the_other_concerns_say_as_often_is_no_news() -> None:
    notes = [*noise(120), *_notes(12, FATBIKE)]
    usual = tuple(FATBIKE for _ in range(30)) + tuple(note.text for note in noise(100, seed=3))
    assert "fatbike" in _words(notes)
    assert "fatbike" not in _words(notes, usual)


def test_an_organisation_sees_what_returns_in_its_own_rows() -> None:
    mine = [note for note in noise(60) if note.organisation == "o0"]
    rows = [*mine, *(Note(f"c{n}", "o0", "school", "o0", FATBIKE) for n in range(5))]
    assert "fatbike" in own_groups(rows, ())[0].words
    assert own_groups(rows[:-1], ()) == []


def test_own_groups_refuse_rows_of_two_organisations() -> None:
    with pytest.raises(ValueError, match="one organisation"):
        own_groups(_notes(4, FATBIKE), ())


def test_two_planted_topics_are_two_groups_and_a_phrase_stands_for_its_words() -> None:
    lice = _notes(12, "Er is hoofdluis in de klas, ouders kammen niet.", start=300)
    groups = across([*noise(150), *_notes(12, "Weer lachgas patroon in de bosjes."), *lice], ())
    assert len(groups) == 2
    lachgas, hoofdluis = sorted((" ".join(group.words) for group in groups), key=lambda words: "hoofdluis" in words)
    assert "lachgas patroon" in lachgas and "hoofdluis" in hoofdluis
    assert not {"lachgas", "patroon"} & {word for group in groups for word in group.words}


def test_words_that_say_nothing_and_removed_names_are_no_terms() -> None:
    assert terms_of("Hij zegt (naam) dat het (telefoonnummer) er is") == frozenset()
    assert terms_of("De fatbikes staan fout geparkeerd") >= {"staan", "fout"} - {"staan"}


def test_a_text_holds_a_word_in_its_other_forms() -> None:
    assert holds_word("Twee fatbikes op het plein", ["fatbike"])
    assert not holds_word("Twee fietsen op het plein", ["fatbike"])


def test_the_calendar_is_that_of_the_digests() -> None:
    assert due_day(TODAY).isoformat() == "2026-01-01"
    assert due_day(TODAY.replace(month=4, day=1)).isoformat() == "2026-04-01"
    assert due_day(TODAY.replace(month=1, day=1)).isoformat() == "2026-01-01"
    since, before = window(due_day(TODAY))
    assert (since.isoformat(), before.isoformat()) == ("2025-01-01", "2026-01-01")
