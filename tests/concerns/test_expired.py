"""A concern whose text was kept long enough goes on counting; one that was taken back does not."""

from __future__ import annotations

import uuid
from datetime import timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from kernpartner.concerns import queries
from kernpartner.concerns.models import Concern
from kernpartner.concerns.rules import ConcernInput
from kernpartner.concerns.service import log_concern, withdraw_concern
from kernpartner.tally import queries as tally_queries
from kernpartner.tally.models import TallyCube
from tests.conftest import NOW, TODAY
from tests.factories import Place, a_place


def logged(session: Session, place: Place, *, follows: uuid.UUID | None = None, theme: str) -> uuid.UUID:
    given = ConcernInput(
        text="Een leerling telt alleen wat hij scoort.",
        age_band="10-11",
        perspective="professional",
        wider="yes",
        occurred_on=TODAY,
        follows=follows,
        confirmed=(place.themes[theme],),
    )
    return log_concern(session, place.actor("ib"), given, NOW)


def expired(session: Session, concern_id: uuid.UUID) -> None:
    session.execute(
        update(Concern).where(Concern.id == concern_id).values(status="expired", text=None, tried=None, author_id=None)
    )
    session.expire_all()


def counted(session: Session) -> int:
    return session.scalar(select(func.coalesce(func.sum(TallyCube.n), 0))) or 0


def test_an_expired_concern_keeps_its_counts_and_the_check_agrees(session: Session) -> None:
    place = a_place(session)
    theme = sorted(place.themes)[0]
    expired(session, logged(session, place, theme=theme))
    assert counted(session) == 1
    assert len(queries.counted_truth(session)) == 1
    assert tally_queries.differences(session, queries.counted_truth(session)) == []
    (own,) = queries.own_counts(session, place.school.id, TODAY - timedelta(days=1))
    assert (own.theme_id, own.count) == (place.themes[theme], 1)


def test_a_change_in_the_same_case_leaves_the_themes_of_an_expired_concern_counted(session: Session) -> None:
    place = a_place(session)
    first_theme, second_theme = sorted(place.themes)[:2]
    first = logged(session, place, theme=first_theme)
    expired(session, first)
    second = logged(session, place, follows=first, theme=second_theme)
    assert counted(session) == 2
    withdraw_concern(session, place.actor("ib"), second, NOW)
    assert counted(session) == 1
    assert tally_queries.differences(session, queries.counted_truth(session)) == []


def test_a_concern_taken_back_is_counted_nowhere(session: Session) -> None:
    place = a_place(session)
    theme = sorted(place.themes)[0]
    withdraw_concern(session, place.actor("ib"), logged(session, place, theme=theme), NOW)
    assert counted(session) == 0 and not queries.counted_truth(session)
    assert not queries.own_counts(session, place.school.id, TODAY - timedelta(days=1))
