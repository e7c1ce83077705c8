"""Holds the reading of notes against the way they are typed."""

from __future__ import annotations

from kernpartner.themes.rules.words import plain, read


def test_offsets_point_at_the_word_as_it_stands() -> None:
    text = "Zoë's éérste dag: «ál weer» thuis."
    for word in read(text, {}):
        assert text[word.start : word.end] == word.text


def test_accents_capitals_and_curly_quotes_do_not_matter() -> None:
    assert plain("CAFÉ ’s") == "cafe 's"


def test_short_forms_of_the_field_are_read_in_full() -> None:
    assert [word.form for word in read("ll wil nr huis", {"ll": "leerling", "nr": "naar"})][:3] == [
        "leerling",
        "wil",
        "naar",
    ]


def test_a_full_stop_after_a_short_form_ends_no_sentence() -> None:
    assert {word.sentence for word in read("Onze ll. komt niet", {"ll": "leerling"})} == {0}
    assert {word.sentence for word in read("Hij komt. Zij niet", {})} == {0, 1}


def test_a_comma_and_a_conjunction_open_a_clause() -> None:
    words = read("Geen ruzie, wel stil maar alleen", {})
    assert [word.clause for word in words] == [0, 0, 1, 1, 2, 2]


def test_an_empty_text_has_no_words() -> None:
    assert read("", {}) == () and read(" … !? ", {}) == ()
