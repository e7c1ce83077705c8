"""What is judged of an area and said at the second gate, on a real database."""

from __future__ import annotations

import json
import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from kernpartner.audit import queries as audit
from kernpartner.organisations import service as organisation_service
from kernpartner.recurrence import queries
from kernpartner.recurrence.models import GateDecision, ThemeVerdict, VerdictInput
from kernpartner.recurrence.rules import GateAnswers, Prior, Reason, Trend, lower_bound
from kernpartner.recurrence.service import decide_second_gate, judge_area
from kernpartner.tally.service import Case, count_case
from tests.conftest import NOW, TODAY
from tests.factories import LONG_AGO, Place, a_place

YES = GateAnswers(clear=True, neutral=True, recognised=True, shared=True)
ORDINARY = ("scoren-zonder-toetsen", "lat-omlaag", "zelfbeeld", "geldzorgen", "pesten-groep", "rouw-verlies")


@pytest.fixture
def place(session: Session) -> Place:
    """A district in which six schools log the same ordinary themes for four years, and a new one this year."""
    made = a_place(session)
    schools = [made.school.id, made.other_school.id]
    schools += [
        organisation_service.add_organisation(
            session,
            district_id=made.district.id,
            type_slug="school",
            slug=f"school-{number}",
            label=f"School {number}",
            valid_from=LONG_AGO,
            area_id=made.area.id,
            sector="po",
        ).id
        for number in range(4)
    ]
    for index, school in enumerate(schools):
        for step in range(40):
            ordinary = ORDINARY[(index + step * 5) % 6]
            count(session, made, school, TODAY - timedelta(days=30 * step + 5), ordinary)
            count(session, made, school, TODAY - timedelta(days=30 * step + 7), ORDINARY[(index + step) % 6])
        for step in (index % 3, 4 + index % 3, 8):
            count(session, made, school, TODAY - timedelta(days=30 * step + 3), "online-leven")
    return made


def count(session: Session, place: Place, school: uuid.UUID, day: date, theme: str) -> None:
    key = uuid.uuid4()
    case = Case(id=key, area_id=place.area.id, school_id=school, organisation_id=school, occurred=day, registered=day)
    count_case(session, event_id=f"test:{key}", kind="log", case=case, themes={place.themes[theme]}, now=NOW)


def test_the_theme_that_came_back_broadly_is_flagged_and_stands_first(session: Session, place: Place) -> None:
    assert judge_area(session, place.area.id, TODAY, NOW) == 1
    first, *others = queries.structural_themes(session, place.area.id, TODAY)
    assert first.theme_id == place.themes["online-leven"]
    assert first.flag
    assert first.reason is Reason.RECURS
    assert first.judged_on == TODAY
    assert first.gate is None
    assert not any(other.flag for other in others)
    assert [row.score for row in others] == sorted((row.score for row in others), reverse=True)


def test_judging_a_month_twice_is_as_once(session: Session, place: Place) -> None:
    judge_area(session, place.area.id, TODAY, NOW)
    once = queries.structural_themes(session, place.area.id, TODAY)
    judge_area(session, place.area.id, TODAY, NOW)
    assert queries.structural_themes(session, place.area.id, TODAY) == once
    assert session.scalar(select(func.count()).select_from(ThemeVerdict)) == len(once)


def test_a_verdict_of_an_earlier_month_stays_beside_the_new_one(session: Session, place: Place) -> None:
    before = TODAY.replace(day=1) - timedelta(days=1)
    judge_area(session, place.area.id, before, NOW)
    judge_area(session, place.area.id, TODAY, NOW)
    assert queries.structural_themes(session, place.area.id, before)[0].judged_on == before
    assert queries.structural_themes(session, place.area.id, TODAY)[0].judged_on == TODAY


def test_before_anything_was_judged_there_is_nothing_to_read(session: Session, place: Place) -> None:
    assert queries.structural_themes(session, place.area.id, TODAY) == []


def test_an_area_where_nothing_was_logged_has_no_verdicts(session: Session) -> None:
    empty = a_place(session)
    assert judge_area(session, empty.area.id, TODAY, NOW) == 0
    assert queries.structural_themes(session, empty.area.id, TODAY) == []


def test_the_inputs_that_are_kept_give_the_score_again(session: Session, place: Place) -> None:
    judge_area(session, place.area.id, TODAY, NOW)
    first = queries.structural_themes(session, place.area.id, TODAY)[0]
    kept = queries.verdict_inputs(session, place.area.id, first.theme_id, TODAY)
    assert kept is not None
    rest = [
        cell for cell in kept["cells"] if cell[0] != kept["without_organisation"] and cell[1] != kept["without_month"]
    ]
    assert kept["observed"] == sum(cell[2] for cell in rest)
    again = lower_bound(sum(cell[2] for cell in rest), sum(cell[3] for cell in rest), Prior(*kept["prior"]))
    assert again == pytest.approx(first.score)


def test_what_is_read_names_no_organisation_and_no_number(session: Session, place: Place) -> None:
    judge_area(session, place.area.id, TODAY, NOW)
    for row in queries.structural_themes(session, place.area.id, TODAY):
        assert not any(sign.isdigit() for sign in row.explanation)
        assert str(place.school.id) not in json.dumps([row.explanation, row.reason, row.trend])


def test_the_trend_of_a_theme_that_is_new_is_told_against_its_own_past(session: Session, place: Place) -> None:
    for number in range(12):
        count(session, place, place.school.id, TODAY - timedelta(days=20 + 5 * number), "geldzorgen")
    judge_area(session, place.area.id, TODAY, NOW)
    trends = {row.theme_id: row.trend for row in queries.structural_themes(session, place.area.id, TODAY)}
    assert trends[place.themes["geldzorgen"]] is Trend.RISING
    assert trends[place.themes["taal-nieuwkomer"]] is Trend.UNKNOWN


def test_a_theme_that_is_no_longer_current_loses_its_verdict(session: Session, place: Place) -> None:
    from kernpartner.themes.models import Theme

    judge_area(session, place.area.id, TODAY, NOW)
    session.execute(
        update(Theme).where(Theme.id == place.themes["zelfbeeld"]).values(valid_to=TODAY - timedelta(days=1))
    )
    judge_area(session, place.area.id, TODAY, NOW)
    judged = {row.theme_id for row in queries.structural_themes(session, place.area.id, TODAY)}
    assert place.themes["zelfbeeld"] not in judged
    inputs = session.scalar(select(func.count()).select_from(VerdictInput))
    assert inputs == len(judged)


def decide(session: Session, place: Place, answers: GateAnswers, days: int = 0) -> bool:
    return decide_second_gate(
        session,
        place.actor("coordinator"),
        area_id=place.area.id,
        theme_id=place.themes["online-leven"],
        answers=answers,
        now=NOW + timedelta(days=days),
    )


def test_the_newest_answer_at_the_second_gate_holds_and_the_older_ones_stay(session: Session, place: Place) -> None:
    judge_area(session, place.area.id, TODAY, NOW)
    assert not decide(session, place, GateAnswers(clear=True, neutral=True, recognised=True, shared=False))
    assert decide(session, place, YES, days=1)
    gate = queries.structural_themes(session, place.area.id, TODAY + timedelta(days=1))[0].gate
    assert gate is not None
    assert gate.passed
    assert gate.decided_by == place.people["coordinator"].id
    history = queries.gate_history(session, place.area.id, place.themes["online-leven"])
    assert [row.passed for row in history] == [True, False]
    assert audit.entries(session, verb="theme.second_gate")[0].details["verdict"] == "passed"


def test_an_answer_of_last_school_year_no_longer_holds(session: Session, place: Place) -> None:
    decide(session, place, YES)
    september = date(TODAY.year, 9, 10)
    judge_area(session, place.area.id, september, NOW)
    assert all(row.gate is None for row in queries.structural_themes(session, place.area.id, september))


def test_the_history_of_the_second_gate_cannot_be_changed(session: Session, place: Place) -> None:
    decide(session, place, YES)
    with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        session.execute(update(GateDecision).values(passed=False))
