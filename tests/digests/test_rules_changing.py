"""What a digest says of what changed, from two digests alone; and what is left out so that it fits on a page."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kernpartner.digests.rules import LISTS, PAGE_LINES, changes, lines_of, still_true, to_one_page, without


def part(theme: str, **more: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {name: [] for name in LISTS}
    return {"theme_id": theme, "label": theme.upper(), "lo": 10, "hi": 14, "trend": "alike", **empty, **more}


def kinds(now: list[dict[str, Any]], before: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(change["kind"], change["theme"]) for change in changes(now, {"themes": before})]


def test_without_an_earlier_digest_nothing_changed() -> None:
    assert changes([part("a", trend="more")], None) == []


def test_each_kind_of_change_is_told_by_its_theme() -> None:
    gap = {"lo": None, "hi": None, "trend": "unknown"}
    before = [part("a"), part("b"), part("c", **gap), part("d"), part("e", asked=["oud"]), part("f")]
    now = [
        part("a", trend="more"),
        part("b", **gap),
        part("c"),
        part("d", decided=["Elke club doet mee."]),
        part("e", asked=["oud", "nieuw"]),
        part("f"),
        part("g", trend="more"),
    ]
    assert kinds(now, before) == [
        ("more", "A"),
        ("hidden", "B"),
        ("shown", "C"),
        ("decided", "D"),
        ("asked", "E"),
        ("new", "G"),
    ]


def test_a_theme_that_was_and_is_hidden_did_not_change_whatever_the_number_is() -> None:
    gap = {"lo": None, "hi": None, "trend": "unknown"}
    assert kinds([part("a", **gap)], [part("a", **gap)]) == []


def test_a_digest_from_before_these_lists_can_be_compared_with() -> None:
    old = {"theme_id": "a", "label": "A", "lo": 10, "hi": 14, "trend": "first", "asked": [], "decided": []}
    assert kinds([part("a", decided=["Iets."])], [old]) == [("decided", "A")]


def test_leaving_out_takes_its_change_along() -> None:
    parts = [part("a", decided=["Iets."]), part("b", trend="less")]
    found = changes(parts, {"themes": [part("a"), part("b")]})
    content = {"themes": parts, "changes": found}
    assert [one["kind"] for one in without(content, {"a:decided:0"})["changes"]] == ["less"]
    assert [one["kind"] for one in without(content, {"b"})["changes"]] == ["decided"]
    assert still_true(found, parts) == found


LINES = st.lists(st.text("abc defgh", min_size=20, max_size=300), max_size=4)


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(LISTS, LINES)), max_size=8))
def test_what_is_asked_always_stays_and_the_rest_fits_or_is_gone(given_parts: list[dict[str, Any]]) -> None:
    parts = [part(str(number), **one) for number, one in enumerate(given_parts)]
    kept = to_one_page(parts)
    assert [one["asked"] for one in kept] == [one["asked"] for one in parts]
    for whole, left in zip(parts, kept, strict=True):
        for name in LISTS:
            assert left[name] == whole[name][: len(left[name])]
    only_asked = all(not one[name] for one in kept for name in LISTS if name != "asked")
    assert lines_of(kept) <= PAGE_LINES or only_asked
    assert to_one_page(kept) == kept
