"""Words of two people who write at the same time: nothing is lost, nothing stands twice, and a clash is said."""

from __future__ import annotations

import random

from kernpartner.meetings.rules.merging import Merged, clashing_fields, merged_fields, merged_lines


def test_lines_that_two_people_added_both_stand_there() -> None:
    assert merged_lines("Opening", "Opening\nVan mij", "Opening\nVan u") == Merged(
        "Opening\nVan u\nVan mij", clash=False
    )
    assert merged_lines("", "Van mij", "Van u") == Merged("Van u\nVan mij", clash=False)


def test_changes_in_different_lines_come_together() -> None:
    merged = merged_lines("een\ntwee\ndrie", "EEN\ntwee\ndrie", "een\ntwee\nDRIE")
    assert merged == Merged("EEN\ntwee\nDRIE", clash=False)


def test_the_same_line_changed_twice_is_a_clash_with_both_in_it() -> None:
    merged = merged_lines("een", "een plein", "een hek")
    assert merged.clash
    assert {"een plein", "een hek"} <= set(merged.text.split("\n"))


def test_a_line_that_one_removed_and_the_other_changed_is_a_clash() -> None:
    assert merged_lines("een\ntwee\ndrie", "een\ndrie", "een\ntwee en half\ndrie").clash


def test_a_text_that_is_sent_again_adds_nothing() -> None:
    once = merged_lines("a", "a\nmijn regel", "a\nandere regel")
    again = merged_lines("a", "a\nmijn regel", once.text)
    assert again == Merged(once.text, clash=False)


def test_who_wrote_on_after_a_lost_answer_does_not_see_the_beginning_twice() -> None:
    assert merged_lines("", "Wij praten verder", "Wij praten") == Merged("Wij praten verder", clash=False)
    assert merged_lines("Wij", "Wij praten verder", "Wij praten") == Merged("Wij praten verder", clash=False)
    assert merged_lines("Wij", "Wij praten", "Wij praten verder") == Merged("Wij praten verder", clash=False)


def test_line_ends_of_windows_and_spaces_at_the_end_are_no_change() -> None:
    assert merged_lines("a\nb", "a \r\nb\r\n", "a\nb\nc") == Merged("a\nb\nc", clash=False)


def test_of_two_random_edits_no_word_is_lost_unless_it_is_a_clash() -> None:
    rng = random.Random(7)
    for _ in range(2000):
        base = [f"basis{rng.randrange(9)}" for _ in range(rng.randrange(5))]
        mine, other = _edited(rng, base, "mijn"), _edited(rng, base, "ander")
        merged = merged_lines("\n".join(base), "\n".join(mine), "\n".join(other))
        written = {line for line in (*mine, *other) if not line.startswith("basis")}
        assert written <= set(merged.text.split("\n"))
        if not merged.clash:
            kept = merged_lines("\n".join(base), "\n".join(mine), merged.text)
            assert written <= set(kept.text.split("\n"))


def test_each_keeps_the_fields_that_it_changed() -> None:
    was = {"title": "Plein", "question": "Hoe?"}
    mine, newest = {"title": "Plein", "question": "Wie?"}, {"title": "Schoolplein", "question": "Hoe?"}
    assert clashing_fields(was, mine, newest) == []
    assert merged_fields(was, mine, newest) == {"title": "Schoolplein", "question": "Wie?"}


def test_a_field_that_both_changed_differently_clashes() -> None:
    was = {"title": "Plein"}
    assert clashing_fields(was, {"title": "Mijn"}, {"title": "Uw"}) == ["title"]
    assert clashing_fields(was, {"title": "Samen"}, {"title": "Samen"}) == []


def _edited(rng: random.Random, base: list[str], who: str) -> list[str]:
    text = list(base)
    for step in range(rng.randrange(3)):
        place = rng.randrange(len(text) + 1)
        if place < len(text) and rng.random() < 0.4:
            text[place] = f"{who}{step}"
        else:
            text.insert(place, f"{who}{step}")
    return text
