"""When minutes are final, and what of their outcome everybody may read."""

from __future__ import annotations

import pytest

from kernpartner.meetings.rules.approving import (
    MinutesChoice,
    Said,
    Standing,
    public_items,
    standing,
    waiting,
    without_figures,
)

YES, NO = MinutesChoice.APPROVED, MinutesChoice.AMENDED


def test_minutes_are_final_when_every_organisation_that_was_there_approved() -> None:
    there = {"school", "jgz"}
    assert standing(False, there, []) is Standing.WRITTEN
    assert standing(True, there, [Said("school", YES)]) is Standing.SUBMITTED
    assert standing(True, there, [Said("school", YES), Said("jgz", YES)]) is Standing.FINAL
    assert standing(True, set(), []) is Standing.SUBMITTED


def test_one_amendment_keeps_minutes_from_being_final_whoever_approved() -> None:
    said = [Said("school", YES), Said("jgz", YES), Said("jgz", NO)]
    assert standing(True, {"school", "jgz"}, said) is Standing.AMENDED


def test_it_says_of_whom_an_answer_is_waited_for() -> None:
    assert waiting({"a": "School", "b": "JGZ"}, [Said("a", YES)]) == ["JGZ"]


@pytest.mark.parametrize(
    "line",
    [
        "Van 12 leerlingen hoorden wij dit.",
        "Drie kinderen gingen naar een specialist.",
        "Dit komt bij 40 % voor.",
        "Een kind ging naar een andere school.",
        "De helft van de gezinnen weet dit niet: twee op de drie gezinnen.",
        "15 tot 19 gevallen.",
    ],
)
def test_a_line_that_counts_people_or_concerns_is_not_public(line: str) -> None:
    assert without_figures([line]) == []


@pytest.mark.parametrize(
    "line",
    ["Elke school krijgt een pauzeplein.", "De JGZ belt voor 1 september.", "Alle leerlingen krijgen een rooster."],
)
def test_a_line_without_a_figure_of_people_is_public(line: str) -> None:
    assert without_figures([line]) == [line]


def test_what_is_public_names_organisations_and_no_people_and_leaves_minutes_out() -> None:
    action = {"text": "Bellen", "owner": "JGZ", "person": "Anne", "due_on": ""}
    item = {"title": "Plein", "text": "Gezegd.", "decisions": ["Een plein.", "Voor 9 kinderen."], "actions": [action]}
    (one,) = public_items({"items": [item, {"title": "Leeg", "text": "Iets", "decisions": [], "actions": []}]})
    assert (one.title, one.decisions, one.actions) == ("Plein", ("Een plein.",), (("Bellen", "JGZ"),))
