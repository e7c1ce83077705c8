"""Logging, deciding and taking back: cleaned, once, by the own organisation, and counted exactly."""

from __future__ import annotations

import json
import random
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, func, select
from sqlalchemy.orm import Session

from kernpartner.audit import queries as audit
from kernpartner.concerns import queries, service
from kernpartner.concerns.models import Concern, ConcernTheme
from kernpartner.concerns.rules import Problem
from kernpartner.districts import queries as districts
from kernpartner.districts.service import add_words
from kernpartner.organisations.models import CoreTeamPlace
from kernpartner.privacy.deidentify.hints import rules
from kernpartner.tally.service import close_periods
from tests.concerns.logged import TEXT, counts, logged, the_input
from tests.conftest import NOW, TODAY
from tests.factories import Place, a_place

TYPED = "Fatima de Vries komt te laat, bel 06-71234567."
NAMES = ("Fatima", "71234567")


def the(session: Session, number: uuid.UUID) -> Concern:
    session.expire_all()
    return session.get_one(Concern, number)


def trail(session: Session) -> str:
    return json.dumps([[entry.verb, entry.subject_kind, entry.details] for entry in audit.entries(session)])


def test_only_the_cleaned_text_is_kept_and_the_trail_holds_none(session: Session, place: Place) -> None:
    number = logged(session, place, text=TYPED, tried=TYPED, removed_count=2)
    found = the(session, number)
    for kept in (found.text, found.tried):
        assert kept is not None
        assert "komt te laat" in kept
        assert not any(name in kept for name in NAMES)
    assert (found.author_id, found.author_role) == (place.people["ib"].id, "care_coordinator")
    assert (found.organisation_id, found.school_id, found.area_id) == (place.school.id, place.school.id, place.area.id)
    assert (found.registered_at, found.occurred_on, found.case_id) == (NOW, TODAY, number)
    (entry,) = audit.entries(session, verb="concern.logged")
    assert entry.details == {"source": "web", "findings": 2, "kept": 0}
    assert not any(word in trail(session) for word in (*NAMES, "te laat"))


def test_words_of_the_district_go_and_words_that_the_author_keeps_stay_and_are_proposed(
    session: Session, place: Place
) -> None:
    add_words(session, place.district.id, "club", ["De Zwaluwen"])
    number = logged(session, place, text="Traint bij De Zwaluwen met Linde.", kept=("Linde",))
    text = the(session, number).text
    assert text is not None
    assert "Zwaluwen" not in text
    assert "Linde" in text
    assert [
        (word.word, word.agreed) for word in districts.words(session, place.district.id) if word.kind != "club"
    ] == [("linde", False)]
    assert "linde" not in trail(session).lower()


@pytest.mark.parametrize("missing", ["text", "age_band", "perspective", "wider"])
def test_nothing_is_kept_of_what_is_not_complete(session: Session, place: Place, missing: str) -> None:
    with pytest.raises(service.ConcernIncomplete) as refused:
        logged(session, place, **{missing: ""})
    assert set(refused.value.problems) == {missing}
    assert missing in str(refused.value)
    assert session.scalars(select(Concern)).all() == []
    assert audit.entries(session, verb="concern.logged") == []


@pytest.mark.parametrize("school", ["elsewhere", "jgz", "left", "nobody"])
def test_a_concern_is_about_a_school_whose_core_team_one_sits_in(
    session: Session, place: Place, elsewhere: Place, school: str
) -> None:
    if school == "left":
        for seat in session.scalars(select(CoreTeamPlace).where(CoreTeamPlace.organisation_id == place.jgz.id)):
            seat.valid_to = TODAY - timedelta(days=1)
        session.flush()
    wanted = {"elsewhere": elsewhere.school.id, "jgz": place.jgz.id, "left": place.school.id}
    with pytest.raises(service.ConcernIncomplete) as refused:
        logged(session, place, "jgz", school_id=wanted.get(school, uuid.UUID(int=1)))
    assert refused.value.problems == {"school_id": Problem.SCHOOL_UNKNOWN}


def test_a_school_writes_about_itself_whatever_was_filled_in(session: Session, place: Place) -> None:
    assert the(session, logged(session, place, school_id=place.other_school.id)).school_id == place.school.id
    about = the(session, logged(session, place, "jgz", school_id=place.other_school.id))
    assert (about.school_id, about.organisation_id, about.area_id) == (
        place.other_school.id,
        place.jgz.id,
        place.area.id,
    )
    assert the(session, logged(session, place, "jgz")).school_id is None


def test_today_is_today_in_the_netherlands(session: Session, place: Place) -> None:
    just_after_midnight = datetime(2026, 3, 9, 23, 30, tzinfo=UTC)
    logged(session, place, "ib", "zelfbeeld", at=just_after_midnight, occurred_on=date(2026, 3, 10))
    with pytest.raises(service.ConcernIncomplete):
        logged(session, place, at=just_after_midnight, occurred_on=date(2026, 3, 11))
    seat = session.scalars(select(CoreTeamPlace).where(CoreTeamPlace.organisation_id == place.jgz.id)).first()
    assert seat is not None
    seat.valid_from = date(2026, 3, 10)
    session.flush()
    logged(session, place, "jgz", at=just_after_midnight, school_id=seat.school_id)
    assert counts(session, place) == {"zelfbeeld": 1}


def test_a_form_that_is_sent_again_is_kept_once(session: Session, place: Place) -> None:
    key = uuid.uuid4()
    given = the_input(text="Linde slaapt slecht.", confirmed=(place.themes["zelfbeeld"],), kept=("Linde",))
    twice = [service.log_concern(session, place.actor("ib"), given, NOW, concern_id=key) for _ in range(2)]
    assert twice == [key, key]
    assert session.scalar(select(func.count()).select_from(Concern)) == 1
    assert len(audit.entries(session, verb="concern.logged")) == 1
    assert [word.times_proposed for word in districts.words(session, place.district.id)] == [1]
    assert counts(session, place) == {"zelfbeeld": 1}
    service.withdraw_concern(session, place.actor("ib"), key, NOW)
    assert service.log_concern(session, place.actor("ib"), given, NOW, concern_id=key) == key
    assert (the(session, key).status, the(session, key).text) == ("withdrawn", None), "sent again is not back again"
    assert counts(session, place) == {}


def test_a_form_with_the_id_of_another_organisations_concern_says_nothing_of_that(
    session: Session, place: Place
) -> None:
    theirs = logged(session, place, "ib2")
    mine = service.log_concern(session, place.actor("ib"), the_input(), NOW, concern_id=theirs)
    assert mine != theirs
    assert the(session, theirs).organisation_id == place.other_school.id
    assert the(session, mine).organisation_id == place.school.id


def test_an_id_from_elsewhere_is_kept_once_per_organisation(session: Session, place: Place) -> None:
    def imported(who: str) -> uuid.UUID:
        given = the_input(occurred_on=date(2024, 9, 10), confirmed=(place.themes["zelfbeeld"],))
        return service.log_concern(session, place.actor(who), given, NOW, source="import", external_id="7")

    assert imported("ib") == imported("ib")
    assert imported("ib2") != imported("ib")
    assert counts(session, place) == {"zelfbeeld": 2}


def test_old_counts_come_without_text_and_nothing_is_suggested(session: Session, place: Place) -> None:
    given = the_input(text=None, confirmed=(place.themes["zelfbeeld"],))
    number = service.log_concern(session, place.actor("ib"), given, NOW, source="import")
    found = the(session, number)
    assert (found.text, found.suggested_by, found.verdict) == (None, None, None)
    assert [tag.state for tag in queries.themes_beside(session, [number])[number]] == ["confirmed"]


def test_a_case_counts_once_however_many_follow_it(session: Session, place: Place) -> None:
    first = logged(session, place, "ib", "zelfbeeld", occurred_on=TODAY - timedelta(days=60))
    second = logged(session, place, "ib", "zelfbeeld", "lanterfantertijd", follows=first)
    third = logged(session, place, "ib", "zelfbeeld", follows=second)
    assert {the(session, number).case_id for number in (first, second, third)} == {first}
    assert counts(session, place) == {"zelfbeeld": 1, "lanterfantertijd": 1}
    service.withdraw_concern(session, place.actor("ib"), first, NOW)
    assert counts(session, place) == {"zelfbeeld": 1, "lanterfantertijd": 1}
    service.withdraw_concern(session, place.actor("ib"), second, NOW)
    assert counts(session, place) == {"zelfbeeld": 1}
    service.withdraw_concern(session, place.actor("ib"), third, NOW)
    assert counts(session, place) == {}


def test_nobody_follows_a_case_of_another_organisation(session: Session, place: Place) -> None:
    theirs = logged(session, place, "ib2", "zelfbeeld")
    for followed in (theirs, uuid.UUID(int=1)):
        number = logged(session, place, "ib", "zelfbeeld", follows=followed)
        assert the(session, number).case_id == number
    assert counts(session, place) == {"zelfbeeld": 3}


def test_people_change_their_minds_and_the_counts_follow(session: Session, place: Place) -> None:
    one, two = place.themes["zelfbeeld"], place.themes["lanterfantertijd"]
    ib, number = place.actor("ib"), logged(session, place)
    steps: list[tuple[list[uuid.UUID], list[uuid.UUID], dict[str, int]]] = [
        ([], [], {}),
        ([one], [], {"zelfbeeld": 1}),
        ([one, one], [], {"zelfbeeld": 1}),
        ([two], [], {"zelfbeeld": 1, "lanterfantertijd": 1}),
        ([], [one], {"lanterfantertijd": 1}),
        ([one], [one], {"lanterfantertijd": 1}),
        ([one], [two], {"zelfbeeld": 1}),
    ]
    for confirmed, refused, counted in steps:
        service.decide_themes(session, ib, number, confirmed=confirmed, refused=refused, now=NOW)
        assert counts(session, place) == counted
    decided = session.scalars(select(ConcernTheme).where(ConcernTheme.theme_id.in_([one, two]))).all()
    assert {(tag.decided_by, tag.decided_at) for tag in decided} == {(place.people["ib"].id, NOW)}
    assert audit.entries(session, verb="concern.themes_decided")[0].details == {"confirmed": 1, "refused": 1}


def test_a_theme_of_another_district_is_nobodys_theme_here(session: Session, place: Place, elsewhere: Place) -> None:
    foreign = [elsewhere.themes["zelfbeeld"], uuid.UUID(int=1)]
    given = the_input(confirmed=tuple(foreign))
    number = service.log_concern(session, place.actor("ib"), given, NOW)
    service.decide_themes(session, place.actor("ib"), number, confirmed=foreign, refused=foreign, now=NOW)
    assert not {tag.theme_id for tag in queries.themes_beside(session, [number])[number]} & set(foreign)
    assert counts(session, place) == {} == counts(session, elsewhere)


@pytest.mark.parametrize("who", ["ib2", "jgz", "worker", "sport"])
def test_only_the_own_organisation_decides_and_takes_back(session: Session, place: Place, who: str) -> None:
    number = logged(session, place, "ib", "zelfbeeld")
    with pytest.raises(service.ConcernGone):
        service.decide_themes(
            session, place.actor(who), number, confirmed=[], refused=[place.themes["zelfbeeld"]], now=NOW
        )
    with pytest.raises(service.ConcernGone):
        service.withdraw_concern(session, place.actor(who), number, NOW)
    assert the(session, number).text == TEXT
    assert counts(session, place) == {"zelfbeeld": 1}


def test_what_is_taken_back_is_gone_with_its_themes_and_once(session: Session, place: Place) -> None:
    number = logged(session, place, "ib", "zelfbeeld", tried="Gesproken met de klas.")
    service.withdraw_concern(session, place.actor("ib"), number, NOW)
    found = the(session, number)
    assert (found.status, found.text, found.tried) == ("withdrawn", None, None)
    assert queries.themes_beside(session, [number]) == {number: []}
    assert counts(session, place) == {}
    assert audit.entries(session)[0].verb == "concern.withdrawn"
    with pytest.raises(service.ConcernGone):
        service.withdraw_concern(session, place.actor("ib"), number, NOW)
    with pytest.raises(service.ConcernGone):
        service.decide_themes(session, place.actor("ib"), number, confirmed=[], refused=[], now=NOW)


def test_random_histories_keep_the_counts_exact(session: Session, place: Place) -> None:
    choose = random.Random(13)
    slugs = ["zelfbeeld", "lanterfantertijd", "scoren-zonder-toetsen"]
    live: list[tuple[str, uuid.UUID]] = []
    for step in range(60):
        at, what = NOW + timedelta(days=step), choose.random()
        if step == 30:
            close_periods(session, [place.area.id], date(2026, 1, 1), at)
        if what < 0.5 or not live:
            who = choose.choice(["ib", "jgz"])
            follows = choose.choice([None, *(number for owner, number in live if owner == who)])
            themes = choose.sample(slugs, choose.randint(0, 2))
            more: dict[str, Any] = {} if who == "ib" else {"school_id": place.school.id}
            live.append((who, logged(session, place, who, *themes, at=at, follows=follows, **more)))
            continue
        who, number = live[choose.randrange(len(live))]
        if what < 0.75:
            first, second = choose.sample([place.themes[slug] for slug in slugs], 2)
            service.decide_themes(session, place.actor(who), number, confirmed=[first], refused=[second], now=at)
        elif what < 0.9:
            service.withdraw_concern(session, place.actor(who), number, at)
            live.remove((who, number))
        else:
            found = the(session, number)
            found.status, found.text, found.tried = "expired", None, None
            session.flush()
            live.remove((who, number))
        if step % 6 == 0:
            counts(session, place)
    assert sum(counts(session, place).values()) > 5


def test_why_a_hint_may_stay_is_noted_without_anything_typed(session: Session, place: Place) -> None:
    rule = rules()[0].slug
    reasons = {rule: "needed", "jan jansen": "needed", rules()[1].slug: "want Jan is ziek"}
    logged(session, place, hint_reasons=reasons)
    assert [entry.details for entry in audit.entries(session, verb="concern.hint_answered")] == [
        {"rule": rule, "reason": "needed"}
    ]
    assert "jan" not in trail(session).lower()


def test_a_draft_is_cleaned_one_per_person_and_let_go(session: Session, place: Place) -> None:
    ib = place.people["ib"].id
    for number, word in enumerate(("eerst", "daarna")):
        fields = {"text": f"Dit is {word} gezien: {TYPED}", "tried": TYPED, "question": TYPED, "age_band": "10-11"}
        service.save_draft(session, ib, place.district.id, fields, NOW + timedelta(minutes=number))
    session.expire_all()
    draft = queries.draft(session, ib)
    assert draft is not None
    assert "daarna" in draft.fields["text"]
    assert (draft.fields["age_band"], draft.saved_at) == ("10-11", NOW + timedelta(minutes=1))
    assert not any(name in json.dumps(draft.fields) for name in NAMES)
    assert queries.draft(session, place.people["ib2"].id) is None
    service.drop_draft(session, place.people["ib2"].id)
    assert queries.draft(session, ib) is not None
    service.drop_draft(session, ib)
    assert queries.draft(session, ib) is None


@pytest.mark.parametrize(("age", "dropped"), [(-1, 0), (0, 0), (1, 1)])
def test_a_draft_goes_when_it_was_not_touched_since(session: Session, place: Place, age: int, dropped: int) -> None:
    service.save_draft(session, place.people["ib"].id, place.district.id, {"text": "x"}, NOW)
    assert service.drop_old_drafts(session, NOW + timedelta(microseconds=age)) == dropped
    assert service.drop_old_drafts(session, NOW + timedelta(microseconds=age)) == 0


@pytest.fixture
def committing(fresh_database_url: str) -> Iterator[Engine]:
    engine = create_engine(fresh_database_url, connect_args={"options": "-c timezone=UTC"})
    yield engine
    engine.dispose()


def test_a_form_that_is_sent_twice_at_the_same_moment_is_kept_once_and_a_case_counts_once(committing: Engine) -> None:
    with Session(committing, expire_on_commit=False) as made:
        there = a_place(made)
        first = logged(made, there, "ib", "zelfbeeld")
        made.commit()
    key, together = uuid.uuid4(), threading.Barrier(4)

    def send(number: int) -> uuid.UUID:
        slug = ("lanterfantertijd", "zelfbeeld")[number % 2]
        given = the_input(confirmed=(there.themes[slug],), follows=first)
        together.wait(timeout=20)
        with Session(committing) as session, session.begin():
            # Two taps of one form, and two colleagues who follow the same case.
            form = key if number < 2 else uuid.uuid4()
            return service.log_concern(session, there.actor("ib"), given, NOW, concern_id=form)

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(send, range(4)))
    assert done[:2] == [key, key]
    with Session(committing) as session:
        assert session.scalar(select(func.count()).select_from(Concern)) == 4
        assert counts(session, there) == {"zelfbeeld": 1, "lanterfantertijd": 1}
        assert audit.first_broken_line(session) is None
