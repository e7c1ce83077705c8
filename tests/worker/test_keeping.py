"""The worker lets texts go by itself, and may run twice: what is gone stays gone, what is young stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from kernpartner.concerns.models import Concern
from kernpartner.consultations import service
from kernpartner.consultations.models import TalkDraft
from kernpartner.consultations.rules import Ending
from kernpartner.meetings import service as meeting_service
from kernpartner.meetings.models import Meeting
from kernpartner.meetings.service import MeetingInput
from tests.conftest import NOW
from tests.consultations.asked import a_concern, asked
from tests.factories import Place, a_place
from worker.tasks import keeping


@pytest.fixture
def place(engine: Engine, worker_environment: dict[str, str]) -> Place:
    """Give a district, committed."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        return a_place(session)


def texts(engine: Engine) -> list[str | None]:
    with Session(engine) as session:
        return list(session.scalars(select(Concern.text).order_by(Concern.registered_at)))


def test_the_worker_erases_what_was_kept_long_enough_and_nothing_else(
    engine: Engine, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Session(engine, expire_on_commit=False) as session, session.begin():
        old, young = a_concern(session, place), a_concern(session, place)
        young.registered_at = NOW + timedelta(days=300)
        for concern in (old, young):
            number = asked(session, place, concern)
            service.close_consultation(session, place.actor("ib"), number, Ending("own_network"), NOW)
    monkeypatch.setattr(keeping, "now", lambda: NOW + timedelta(days=500))
    monkeypatch.setattr(keeping, "AT_ONCE", 1)
    assert keeping.expire_district(str(place.district.id)) == 1
    assert keeping.expire_district(str(place.district.id)) == 0
    assert [text is None for text in texts(engine)] == [True, False]


def test_a_meeting_that_was_held_lets_its_texts_go_after_three_months(
    engine: Engine, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Session(engine, expire_on_commit=False) as session, session.begin():
        a_concern(session, place)
        meeting_id = meeting_service.plan_meeting(
            session,
            place.actor("coordinator"),
            MeetingInput(place.district.id, "Overleg", NOW + timedelta(days=20), area_id=place.area.id),
            NOW,
        )
    monkeypatch.setattr(keeping, "now", lambda: NOW + timedelta(days=150))
    assert keeping.expire_district(str(place.district.id)) == 0, "a meeting that was only planned was not held"
    with Session(engine) as session, session.begin():
        session.get_one(Meeting, meeting_id).status = "settled"
    assert keeping.expire_district(str(place.district.id)) == 1
    assert texts(engine) == [None]


def test_unfinished_contributions_go_after_seven_days(
    engine: Engine, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Session(engine, expire_on_commit=False) as session, session.begin():
        number = asked(session, place, a_concern(session, place))
        service.save_talk_draft(session, place.actor("jgz"), number, "advice", "Begin klein", NOW)
    monkeypatch.setattr(keeping, "now", lambda: NOW + timedelta(days=7))
    assert keeping.drop_old_talk_drafts() == 0
    monkeypatch.setattr(keeping, "now", lambda: NOW + timedelta(days=7, seconds=1))
    assert keeping.drop_old_talk_drafts() == 1
    with Session(engine) as session:
        assert session.scalars(select(TalkDraft)).all() == []
