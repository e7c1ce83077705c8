"""Whether the example district comes about through the same functions as the web, once, and ends yesterday.

With a small part of its history, because auditing every edition of all of it takes minutes.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session, sessionmaker

from kernpartner.cli import example
from kernpartner.cli.concern_lines import Ended
from kernpartner.concerns.models import Concern, ConcernTheme
from kernpartner.concerns.queries import counted_truth
from kernpartner.consultations.models import Consultation
from kernpartner.districts import queries as districts
from kernpartner.meetings import queries as meetings
from kernpartner.offers import queries as offers
from kernpartner.organisations import queries as organisations
from kernpartner.organisations import service as organisation_service
from kernpartner.publications import queries as publications
from kernpartner.recurrence import queries as recurrence
from kernpartner.tally import queries as tally
from kernpartner.themes import queries as themes

pytestmark = pytest.mark.slow
NOW = datetime(2026, 2, 10, 9, 30, tzinfo=UTC)
TODAY = date(2026, 2, 10)
KEPT = 40

Loaded = tuple[sessionmaker[Session], example.ExampleSummary, list[tuple[str, int, int]]]


@pytest.fixture(scope="module")
def loaded(engine: Engine) -> Iterator[Loaded]:
    """The example as it is loaded on a day in February, with its first concerns and a tenth of its history."""
    small: dict[str, Any] = copy.deepcopy(example.plan())
    small["history"]["volume"] = {slug: volume / 10 for slug, volume in small["history"]["volume"].items()}
    lines = example.concern_lines()
    said: list[tuple[str, int, int]] = []
    with pytest.MonkeyPatch.context() as patch, engine.connect() as connection:
        patch.setattr(example, "plan", lambda: small)
        patch.setattr(example, "concern_lines", lambda: lines[:KEPT] + lines[-5:])
        outer = connection.begin()
        factory = sessionmaker(connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
        summary = example.load_example(factory, NOW, lambda *step: said.append(step))
        yield factory, summary, said
        outer.rollback()


@pytest.fixture
def session(loaded: Loaded) -> Iterator[Session]:
    """Sessions that see the example."""
    with loaded[0]() as made:
        yield made


def test_there_are_enough_schools_and_what_was_added_is_marked_as_fictional(loaded: Loaded, session: Session) -> None:
    found = organisations.organisations(session, loaded[1].district_id, on=TODAY, type_slug="school")
    assert len(found) >= 8
    added = [school for school in found if school.fictional]
    assert len(added) == 4
    assert all("fictief" in school.label.lower() for school in added)
    assert {member.type_slug for member in organisations.core_team(session, added[0].id, TODAY)} >= {
        "jgz",
        "buurtteam",
        "school",
    }


def test_there_is_a_login_for_every_role(loaded: Loaded, session: Session) -> None:
    assert len(example.LOGINS) == 9
    roles = set()
    for _, mail, password in example.LOGINS:
        person = organisation_service.verified_person(session, mail, password)
        assert person is not None, mail
        roles |= {position.role for position in organisations.positions(session, person.id, TODAY)}
    assert {role.value for role in roles} == {
        "care_coordinator",
        "youth_health",
        "family_worker",
        "attendance_officer",
        "coordinator",
        "partner",
        "privacy_officer",
        "admin",
    }
    assert all(mail.endswith(".example.org") for _, mail, _ in example.LOGINS)


def test_the_concerns_are_cleaned_and_their_labelled_themes_confirmed(loaded: Loaded, session: Session) -> None:
    rows = [
        json.loads(row) for row in (example.DATA / "signals-dev.jsonl").read_text(encoding="utf-8").splitlines()[:KEPT]
    ]
    kept = {found.external_id: found for found in session.scalars(select(Concern).where(Concern.text.is_not(None)))}
    assert set(kept) == {row["id"] for row in rows}
    slugs = {theme_id: slug for slug, theme_id in themes.theme_ids(session, loaded[1].district_id, TODAY).items()}
    for row in rows:
        found = kept[row["id"]]
        for span in row["entities"]:
            if span["label"] in {"phone", "email"}:
                assert row["text"][span["start"] : span["end"]] not in str(found.text)
        confirmed = session.scalars(
            select(ConcernTheme.theme_id).where(ConcernTheme.concern_id == found.id, ConcernTheme.state == "confirmed")
        )
        assert {slugs[theme_id] for theme_id in confirmed} == set(row["themes"])


def test_what_lies_after_today_waits(loaded: Loaded) -> None:
    assert loaded[1].concerns == KEPT
    assert loaded[1].in_future == 5


def test_the_history_has_no_text_and_ends_yesterday(loaded: Loaded, session: Session) -> None:
    found = session.scalars(select(Concern).where(Concern.external_id.like("h-%"))).all()
    assert len(found) == loaded[1].history > 40
    assert all(row.text is None and row.source == "example" for row in found)
    last = max(row.registered_at.date() for row in found)
    assert TODAY - timedelta(days=30) < last < TODAY


def test_no_outcome_is_made_up_that_needs_a_live_talk(loaded: Loaded, session: Session) -> None:
    assert loaded[1].ended[Ended.RECORDED] == session.scalar(select(func.count()).select_from(Consultation))
    assert not session.scalars(select(Consultation).where(Consultation.outcome == "specialist_care")).all()


def test_the_counts_equal_the_concerns(loaded: Loaded, session: Session) -> None:
    assert tally.differences(session, counted_truth(session)) == []


def test_partners_belong_to_themes_and_offer_something(loaded: Loaded, session: Session) -> None:
    ids = themes.theme_ids(session, loaded[1].district_id, TODAY)
    for slug in ("lanterfantertijd", "online-leven"):
        assert offers.offers_for(session, ids[slug], date(2026, 2, 10))
    partners = {found.slug for found in offers.partners_for(session, ids["lanterfantertijd"], TODAY)}
    assert {"sportutrecht", "jou"} <= partners


def test_the_calendar_ran_and_every_theme_was_judged(loaded: Loaded, session: Session) -> None:
    area = districts.areas(session, loaded[1].district_id)[0]
    made = publications.editions(session, audience="digest", area_id=area.id, on=TODAY)
    assert made[0].on == date(2026, 1, 1)
    assert len(made) >= 5
    assert publications.first_broken_statement(session, loaded[1].district_id) is None
    assert len(recurrence.structural_themes(session, area.id, TODAY)) == 15


def test_a_meeting_is_planned_and_drafted(loaded: Loaded, session: Session) -> None:
    (meeting,) = meetings.meetings_of_district(session, loaded[1].district_id)
    assert meeting.status == "drafted"
    assert meeting.starts_at.date() > TODAY


def test_progress_is_told_up_to_the_end(loaded: Loaded) -> None:
    last = {what: (done, total) for what, done, total in loaded[2]}
    assert set(last) >= {"Concerns", "History without text", "Editions", "Verdicts", "Digests"}
    assert all(done == total for done, total in last.values())


def test_a_second_call_adds_nothing_and_a_later_day_adds_its_days(loaded: Loaded) -> None:
    factory = loaded[0]
    with factory() as session:
        before = session.scalar(select(func.count()).select_from(Concern))
    again = example.load_example(factory, NOW, lambda *_: None)
    assert (again.concerns, again.history) == (0, 0)
    with factory() as session:
        assert session.scalar(select(func.count()).select_from(Concern)) == before
    later = example.load_example(factory, NOW + timedelta(days=28), lambda *_: None)
    assert later.history > 0
    with factory() as session:
        assert len(meetings.meetings_of_district(session, loaded[1].district_id)) == 1
