"""Decides which groups may be shown across organisations or to the own organisation, and on which days.

Across organisations: from 10 cases of at least 3 schools and 2 types of organisations on, by words that themselves
stand in concerns of at least 3 schools, on the days of the digests, from what was registered before that day. Words
are weighed before groups are made, so a word of fewer schools neither appears nor holds a group together. An
organisation sees groups in its own rows only, whatever others wrote.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from kernpartner.learning.rules.returning import Group, Note, grouped, holders, significant, usual_terms

FEWEST_CASES = 10
FEWEST_SCHOOLS = 3
FEWEST_KINDS = 2
FEWEST_OWN = 5
_DAYS = ((1, 1), (4, 1), (7, 1), (10, 1))


def due_day(on: date) -> date:
    """Give the last day, up to and including `on`, on which groups across organisations are looked for."""
    return max(date(on.year, month, day) for month, day in _DAYS if date(on.year, month, day) <= on)


def window(due: date) -> tuple[date, date]:
    """Give from which day on, and before which day, a concern must be registered to count on a day: one year."""
    return due - timedelta(days=365), due


def across(notes: Sequence[Note], others: Sequence[str]) -> list[Group]:
    """Give the groups that may be proposed to a coordinator; `others` are texts of concerns that do fit a theme."""
    schools: dict[str, set[str]] = defaultdict(set)
    kinds: dict[str, set[str]] = defaultdict(set)
    for note in notes:
        kinds[note.case].add(note.kind)
        if note.school:
            schools[note.case].add(note.school)
    held = {term: cases for term, cases in holders(notes).items() if len(_all(schools, cases)) >= FEWEST_SCHOOLS}
    return [
        group
        for group in _groups(notes, held, others)
        if len(group.cases) >= FEWEST_CASES
        and len(_all(schools, group.cases)) >= FEWEST_SCHOOLS
        and len(_all(kinds, group.cases)) >= FEWEST_KINDS
    ]


def own_groups(notes: Sequence[Note], others: Sequence[str]) -> list[Group]:
    """Give the groups in the rows of one organisation; raises `ValueError` when the rows are of several."""
    if len({note.organisation for note in notes}) > 1:
        raise ValueError("own groups are of one organisation")
    return [group for group in _groups(notes, holders(notes), others) if len(group.cases) >= FEWEST_OWN]


def _groups(notes: Sequence[Note], held: Mapping[str, Collection[str]], others: Sequence[str]) -> list[Group]:
    cases = len({note.case for note in notes})
    return grouped(held, significant(held, cases, usual_terms(others), len(others)))


def _all(found: Mapping[str, set[str]], cases: Collection[str]) -> set[str]:
    return set().union(*(found.get(case, set()) for case in cases))
