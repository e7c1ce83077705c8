"""The worker lets districts learn and looks for words that return; what goes through the broker is ids and days."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from kernpartner.learning.models import EmergentGroup
from kernpartner.outbox.models import JobRun
from kernpartner.themes.models import TaggerVersion
from tests.conftest import NOW
from tests.factories import Place, a_place
from tests.learning.schools import log
from tests.learning.texts import notices
from worker.tasks import learning

TEXT = "Weer een kind gezien met zijn fatbike op de stoep."


@pytest.fixture
def place(engine: Engine, worker_environment: dict[str, str]) -> Place:
    """Give a district in which one school wrote something that returns."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        made = a_place(session)
        for text in notices()[:20]:
            log(session, made, "ib", text, NOW)
        for _ in range(6):
            log(session, made, "ib", TEXT, NOW)
        return made


def test_sweeps_hand_out_ids_and_days_only(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[Any, ...]] = []

    def publish(_task: object, ids: Any, *more: str, expires: float) -> int:
        sent.append((*map(str, ids), *more))
        return len(sent)

    monkeypatch.setattr(learning, "fan_out", publish)
    monkeypatch.setattr(learning, "today", NOW.date)
    learning.learn()
    learning.find()
    assert sent == [(str(place.district.id),), (str(place.district.id), NOW.date().isoformat())]


def test_a_district_without_decisions_learns_nothing_twice(place: Place, engine: Engine) -> None:
    assert learning.learn_district(str(place.district.id)) == "too_few"
    assert learning.learn_district(str(place.district.id)) == "too_few"
    with Session(engine) as session:
        assert session.scalars(select(TaggerVersion)).all() == []


def test_what_returns_in_one_organisation_is_for_that_organisation(place: Place, engine: Engine) -> None:
    day = NOW.date().isoformat()
    assert learning.find_in_district(str(place.district.id), day) == 0
    assert learning.find_in_district(str(place.district.id), day) == 0
    with Session(engine) as session:
        (group,) = session.scalars(select(EmergentGroup)).all()
        assert group.organisation_id == place.school.id and "fatbike" in group.words
        (run,) = session.scalars(select(JobRun).where(JobRun.name.startswith("learning.across"))).all()
        assert run.counts == {} and run.finished_at is not None
