"""Tests of reading the concern form, and of what a person decides about removed words."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from kernpartner.privacy.deidentify import Cleaned, DistrictLists, Finding
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
        assert checked.text[removal.start : removal.end] == removal.replacement
        assert not removal.may_stay, "a telephone number or address never stays"


def test_a_word_that_is_no_name_is_put_back_where_its_replacement_stands_now(session: Session, place: Place) -> None:
    form = _form(text="Nieuw begin. Zij noemt (naam) vaak en (naam) nooit.")
    form.keep = ("text:person:41:(naam):Storm",)
    form.checked(session, place.district.id)
    assert "noemt (naam) vaak en Storm nooit" in form.text
    assert form.kept == ("Storm",)


def test_what_goes_from_each_text_is_shown_and_can_be_put_back_in_a_later_round(session: Session, place: Place) -> None:
    texts = {"text": "Juf Roosmarijn belt vaak.", "tried": "Daan sprak er over.", "question": "Wat wil Kaylee?"}
    first = _form(**texts)
    checked = first.checked(session, place.district.id)
    assert {(one.field, one.original) for one in checked.removals} == {
        *(("text", "Roosmarijn"), ("tried", "Daan"), ("question", "Kaylee")),
    }
    second = ConcernForm.from_request(MultiDict([*zip(texts, first.texts(), strict=True), *_carried(first)]))
    again = second.checked(session, place.district.id)
    assert again.removals == checked.removals, "a second look shows what the first one took"
    daan = next(one for one in again.removals if one.original == "Daan")
    third = ConcernForm.from_request(
        MultiDict([*zip(texts, second.texts(), strict=True), *_carried(second), ("keep", daan.value)])
    )
    last = third.checked(session, place.district.id)
    assert third.tried == texts["tried"]
    assert third.kept == ("Daan",)
    assert "Daan" not in [one.original for one in last.removals]
    assert (first.removed_count, third.removed_count) == (3, 3)


def _carried(form: ConcernForm) -> list[tuple[str, str]]:
    return [("removed_count", str(form.removed_count)), *(("shown", value) for value in form.shown)]


def test_what_goes_although_somebody_said_that_it_is_no_name_is_not_asked_again(
    session: Session, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stubborn(text: str, _lists: DistrictLists, *, remove: object = ()) -> Cleaned:
        at = text.find("Meerkoet")
        found = (Finding(at, at + 8, "club", "een club"),) if at >= 0 else ()
        return Cleaned(text.replace("Meerkoet", "een club"), found, ())

    monkeypatch.setattr("kernpartner.web.removals.clean", stubborn)
    form = _form(text="Zij zwemt bij Meerkoet.")
    (removal,) = form.checked(session, place.district.id).removals
    assert removal.may_stay
    form.keep = (removal.value,)
    for _round in range(2):
        (again,) = form.checked(session, place.district.id).removals
        assert not again.may_stay, "the page says that it always goes"


def test_a_word_in_lower_case_can_be_put_back_too(session: Session, place: Place) -> None:
    form = _form(text="moeder van kaylee belde, ze slaapt slecht")
    (removal,) = form.checked(session, place.district.id).removals
    form.keep = (removal.value,)
    assert form.checked(session, place.district.id).removals == ()
    assert form.text == "moeder van kaylee belde, ze slaapt slecht"


def test_a_missed_word_that_stands_nowhere_is_said_and_not_swallowed(session: Session, place: Place) -> None:
    form = _form(text="Zij noemt Pukkeltje vaak.", tried="Met pukkeltje gepraat.", missed="Pukkeltje, Pukeltje")
    checked = form.checked(session, place.district.id)
    assert "pukkeltje" not in f"{form.text} {form.tried}".lower()
    assert form.missed == "Pukeltje"
    assert form.open_problems(checked)["missed"] == "missed_unknown"


def test_a_reason_counts_only_for_the_words_it_was_given_for(session: Session, place: Place) -> None:
    form = _form(text="Zij is de enige van de school met een rolstoel.")
    checked = form.checked(session, place.district.id)
    form.hint_reasons = dict.fromkeys(checked.hints, "needed")
    form.hints_seen = {rule: checked.pointed_at(rule) for rule in checked.hints}
    assert form.open_problems(checked) == {}
    form.text = "Hij is de enige jongen met een wandelwagen."
    assert form.open_problems(form.checked(session, place.district.id))


def test_a_hint_in_what_was_tried_asks_for_a_reason_as_well(session: Session, place: Place) -> None:
    form = _form(text="Slaapt slecht.", tried="Zij is de enige van de school met een rolstoel.")
    assert form.open_problems(form.checked(session, place.district.id))


def test_a_question_without_end_is_not_looked_through_but_asked_shorter(session: Session, place: Place) -> None:
    form = _form(text="Slaapt slecht.", question="Wat helpt? " * 200)
    checked = form.checked(session, place.district.id)
    assert form.open_problems(checked) == {"question": "question_too_long"}
    assert form.question == "Wat helpt? " * 200, "nothing typed is lost"


@pytest.mark.parametrize(
    "made_up",
    ["", "x", "text:person:1:a", "author:person:1:a:b", "text:person:999999:a:b", "text:person:1:a:" + "b" * 401],
)
def test_a_made_up_value_puts_nothing_back(session: Session, place: Place, made_up: str) -> None:
    form = _form(text="Een a en een b.")
    form.keep = form.shown = (made_up,)
    assert form.checked(session, place.district.id).removals == ()
    assert form.text == "Een a en een b."


def test_a_draft_holds_the_texts_and_the_choices_and_no_decisions(app: Flask) -> None:
    assert set(_form(text="x", question="y", kept="z").as_draft()) == {
        *("text", "tried", "question", "age_band", "wider", "perspective", "day", "school_id")
    }
