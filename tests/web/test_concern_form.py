"""Tests of reading the concern form, and of what a person decides about removed words."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from kernpartner.web.concern_form import ConcernForm
from tests.factories import Place

TODAY = date(2026, 11, 25)


def _form(**values: str) -> ConcernForm:
    return ConcernForm.from_request(MultiDict(values))


def test_broken_values_are_left_out_and_texts_stay_as_typed() -> None:
    form = _form(key="geen id", school_id="ook niet", text="Eén\r\ntwee", removed_count="veel", confirmed="x")
    assert isinstance(form.key, uuid.UUID)
    assert form.school_id is None
    assert form.text == "Eén\ntwee"
    assert form.removed_count == 0
    assert form.confirmed == ()


@pytest.mark.parametrize("typed", ["24-11-2026", "2026-11-24", "24/11/2026", "24-11-26"])
def test_a_day_is_read_as_people_type_it(typed: str) -> None:
    assert _form(day=typed).occurred_on == date(2026, 11, 24)


def test_a_day_that_cannot_be_read_is_a_problem_of_its_own() -> None:
    form = _form(text="Tekst", age_band="9-10", wider="yes", day="laatst")
    assert form.problems(TODAY) == {"occurred_on": "date_unreadable"}


def test_an_empty_form_asks_for_three_things_and_no_more() -> None:
    assert set(_form().problems(TODAY)) == {"text", "age_band", "wider"}


def test_a_word_marked_as_missed_is_removed(session: Session, place: Place) -> None:
    form = _form(text="Zij noemt Pukkeltje vaak, ook pukkeltje zelf.", missed="Pukkeltje")
    checked = form.checked(session, place.district.id)
    assert "pukkeltje" not in checked.text.lower()
    assert len(checked.removals) == 2
    assert form.missed == ""


def test_a_removed_stretch_is_shown_where_its_replacement_stands(session: Session, place: Place) -> None:
    form = _form(text="Bel 06 12345678 of mail iemand@example.org, en bel 06 87654321.")
    checked = form.checked(session, place.district.id)
    assert [removal.original for removal in checked.removals] == ["06 12345678", "iemand@example.org", "06 87654321"]
    for removal in checked.removals:
        assert checked.text[removal.start : removal.end] == removal.finding.replacement
        assert not removal.may_stay, "a telephone number or address never stays"


def test_a_word_that_is_no_name_is_put_back_where_its_replacement_stands_now(session: Session, place: Place) -> None:
    form = _form(text="Nieuw begin. Zij noemt (naam) vaak en (naam) nooit.")
    form.keep = ("41:(naam):Storm",)
    form.checked(session, place.district.id)
    assert "noemt (naam) vaak en Storm nooit" in form.text
    assert form.kept == ("Storm",)


def test_a_draft_holds_no_more_than_the_fields_of_the_first_step(app: Flask) -> None:
    assert set(_form(text="x", question="y", kept="z").as_draft()) == {
        *("text", "tried", "age_band", "wider", "perspective", "day", "school_id")
    }
