"""Decides what a digest says of what changed since the last one, and what fits on one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

# The lists of words in a part, in the order in which a reader meets them.
LISTS = ("asked", "decided", "paraphrases", "used", "lessons")
# What is left out first when a digest would not fit on a page: what is asked never is.
_FIRST_TO_GO = ("lessons", "paraphrases", "used", "decided")
# Measured with `documents.pdf.digest` at its smallest letter: lines on a page and letters on a line.
PAGE_LINES = 40
_LINE = 100
# Letters of the name of a theme on a line of the table.
_NAME = 22
# Letters of the words that say what changed, beside the name of the theme.
_CHANGE = 50
_TREND_CHANGES = frozenset({"more", "less"})


def changes(parts: Sequence[Mapping[str, Any]], before: Mapping[str, Any] | None) -> list[dict[str, str]]:
    """Give what is new since the last digest of this partner: `kind` and `theme` (its label), by theme.

    From nothing but what both digests say. Kinds: `new`, `shown`, `hidden`, `more`, `less`, `decided`, `asked`.
    Empty when there was none before.
    """
    if before is None:
        return []
    earlier = {part["theme_id"]: part for part in before["themes"]}
    found: list[dict[str, str]] = []
    for part in parts:
        kinds = ["new"] if part["theme_id"] not in earlier else _kinds(part, earlier[part["theme_id"]])
        found += [{"kind": kind, "theme_id": part["theme_id"], "theme": part["label"]} for kind in kinds]
    return found


def still_true(found: Sequence[Mapping[str, str]], parts: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Give the changes that are left when parts were left out: none of a theme or a list that is gone."""
    there = {part["theme_id"]: part for part in parts}
    return [
        dict(change)
        for change in found
        if (part := there.get(change["theme_id"])) is not None and (change["kind"] not in LISTS or part[change["kind"]])
    ]


def to_one_page(parts: Sequence[Mapping[str, Any]], before: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """Leave lines out until the parts fit on one page: the last of the longest list of what may go first.

    What changed since the digest `before` stands on the page too and takes its lines.

    What is asked of the partner always stays.
    """
    kept = [{**part, **{name: list(part[name]) for name in LISTS}} for part in parts]
    while lines_of(kept, before) > PAGE_LINES:
        name = next((name for name in _FIRST_TO_GO if any(part[name] for part in kept)), None)
        if name is None:
            break
        longest = max(kept, key=lambda part: len(part[name]))
        longest[name].pop()
    return kept


def lines_of(parts: Sequence[Mapping[str, Any]], before: Mapping[str, Any] | None = None) -> int:
    """Give how many lines the parts take on paper: a row of the table each, headings, and what is written.

    One line of change per theme is reckoned with in each part; what changed more than that comes on top.
    """
    told = sum(ceil((len(change["theme"]) + _CHANGE) / _LINE) for change in changes(parts, before))
    lines = max(0, told - len(parts))
    for part in parts:
        label = len(part.get("label", ""))
        lists = [part[name] for name in LISTS if part[name]]
        lines += 1 + max(1, ceil(label / _NAME)) + (2 + label // _LINE if lists else 0) + len(lists)
        lines += sum(
            ceil((len(line) + (label if name == "asked" else 0)) / _LINE) for name in LISTS for line in part[name]
        )
    return lines


def _kinds(part: Mapping[str, Any], earlier: Mapping[str, Any]) -> list[str]:
    kinds = []
    if (part["lo"] is None) != (earlier["lo"] is None):
        kinds.append("hidden" if part["lo"] is None else "shown")
    elif part["trend"] in _TREND_CHANGES:
        kinds.append(part["trend"])
    return kinds + [name for name in ("decided", "asked") if set(part[name]) - set(earlier.get(name, ()))]
