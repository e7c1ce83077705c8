"""Runs for the example district what worker and people do over the years: release, judge, meet, digest."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from kernpartner.organisations.rules import Action, Role, may, school_year

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

    from kernpartner.audit.service import Actor

LOCAL = ZoneInfo("Europe/Amsterdam")
_AUDIT_SECONDS = 60.0
Progress = Callable[[str, int, int], None]


def run(
    factory: sessionmaker[Session],
    district_id: uuid.UUID,
    plan: Mapping[str, Any],
    since: date,
    now: datetime,
    progress: Progress,
) -> int:
    """Release, judge, prepare the coming meeting once, compile digests; give how many themes recur now."""
    today = now.astimezone(LOCAL).date()
    _release(factory, district_id, since, today, now, progress)
    flagged = _judge(factory, district_id, since, today, now, progress)
    with factory.begin() as session:
        _prepare_meeting(session, district_id, plan, today, now)
    _digest(factory, district_id, plan, today, now, progress)
    return flagged


def _release(
    factory: sessionmaker[Session],
    district_id: uuid.UUID,
    since: date,
    today: date,
    now: datetime,
    progress: Progress,
) -> None:
    """Run the calendar day by day as it was, so that every edition knows only what was closed by then."""
    from kernpartner.districts import queries as districts
    from kernpartner.publications import queries, service

    with factory() as session:
        area = districts.areas(session, district_id)[0]
        made = queries.editions(session, audience="digest", area_id=area.id, on=today)
    done_until = made[0].on if made else since
    days = [day for day in _release_days(since, today) if day > done_until]
    for number, day in enumerate(days, start=1):
        with factory.begin() as session:
            service.close_due(session, district_id, day, now)
        with factory.begin() as session:
            service.release_due(session, district_id, day, now, budget_seconds=_AUDIT_SECONDS)
        progress("Editions", number, len(days))


def _release_days(since: date, today: date) -> list[date]:
    days = [date(year, month, 1) for year in range(since.year, today.year + 1) for month in (1, 4, 7, 8, 10)]
    return [day for day in days if since < day <= today]


def _digest(
    factory: sessionmaker[Session],
    district_id: uuid.UUID,
    plan: Mapping[str, Any],
    today: date,
    now: datetime,
    progress: Progress,
) -> None:
    """Compile the last two editions: the one before is signed by all and leaves, the newest waits for some."""
    from kernpartner.digests import service
    from kernpartner.digests.rules import REMIND_AFTER_DAYS
    from kernpartner.districts import queries as districts
    from kernpartner.publications import queries

    with factory() as session:
        area = districts.areas(session, district_id)[0]
        editions = queries.editions(session, audience="digest", area_id=area.id, on=today)[:2]
    for number, edition in enumerate(reversed(editions), start=1):
        newest = number == len(editions)
        # The newest is halfway its two weeks of reading: its day is still to come, and who waits is reminded.
        compiled_on = max(edition.on, today - timedelta(days=REMIND_AFTER_DAYS)) if newest else edition.on
        with factory.begin() as session:
            if service.compile_due(session, district_id, compiled_on, now):
                _sign(session, plan, plan["signs_itself"] if newest else (), today, now)
                service.release_signed(session, district_id, today, now)
        progress("Digests", number, len(editions))


def _sign(session: Session, plan: Mapping[str, Any], but: Collection[str], today: date, now: datetime) -> None:
    from kernpartner.digests.service import sign_all

    signed = set(but)
    for entry in plan["people"]:
        if entry["org"] not in signed and may([Role(entry["role"])], Action.SIGN_DIGEST):
            sign_all(session, actor_by_mail(session, entry["mail"], today), now)
            signed.add(entry["org"])


def _judge(
    factory: sessionmaker[Session],
    district_id: uuid.UUID,
    since: date,
    today: date,
    now: datetime,
    progress: Progress,
) -> int:
    """Judge the end of each school year that has none yet, and this month."""
    from kernpartner.districts import queries as districts
    from kernpartner.recurrence import queries, service

    days = [date(year + 1, 6, 30) for year in range(school_year(since) + 1, school_year(today))]
    flagged = 0
    for number, day in enumerate([*days, today], start=1):
        with factory.begin() as session:
            for area in districts.areas(session, district_id):
                judged = queries.structural_themes(session, area.id, day)
                if day != today and judged and judged[0].judged_on == day:
                    continue
                found = service.judge_area(session, area.id, day, now)
                flagged += found if day == today else 0
        progress("Verdicts", number, len(days) + 1)
    return flagged


def _prepare_meeting(
    session: Session, district_id: uuid.UUID, plan: Mapping[str, Any], today: date, now: datetime
) -> None:
    """Do once, in one transaction, what people did before the example begins, and plan and draft the meeting."""
    from kernpartner.districts import queries as districts
    from kernpartner.meetings import queries as meetings
    from kernpartner.meetings import service

    if meetings.meetings_of_district(session, district_id):
        return
    area = districts.areas(session, district_id)[0]
    coordinator = actor_of(session, plan, Role.COORDINATOR, today)
    _pass_gate(session, plan, coordinator, area.id, today, now)
    _agree_actions(session, district_id, plan, coordinator, today, now)
    _draw_lessons(session, district_id, plan, today, now)
    _ask(session, plan, today, now)
    wanted = plan["meeting"]
    day = today + timedelta(days=wanted["in_days"])
    # On a Tuesday, because nobody meets at the weekend.
    day += timedelta(days=(1 - day.weekday()) % 7)
    given = service.MeetingInput(
        district_id=district_id,
        title=wanted["title"],
        starts_at=datetime.combine(day, time(wanted["hour"]), LOCAL),
        minutes=wanted["minutes"],
        place=wanted["place"],
        area_id=area.id,
    )
    service.draft_agenda(session, service.plan_meeting(session, coordinator, given, now), today, now)


def _pass_gate(
    session: Session, plan: Mapping[str, Any], coordinator: Actor, area_id: uuid.UUID, today: date, now: datetime
) -> None:
    from kernpartner.offers import queries as offers
    from kernpartner.recurrence import queries, service
    from kernpartner.recurrence.rules import GateAnswers

    flagged = [found.theme_id for found in queries.structural_themes(session, area_id, today) if found.flag]
    # A person begins with the theme that most partners can do something about.
    flagged.sort(key=lambda theme_id: -len(offers.offers_for(session, theme_id, today)))
    yes = GateAnswers(clear=True, neutral=True, recognised=True, shared=True)
    for theme_id in flagged[: max(1, len(flagged) - plan["gate_leaves_open"])]:
        service.decide_second_gate(session, coordinator, area_id=area_id, theme_id=theme_id, answers=yes, now=now)


def _agree_actions(
    session: Session,
    district_id: uuid.UUID,
    plan: Mapping[str, Any],
    coordinator: Actor,
    today: date,
    now: datetime,
) -> None:
    from kernpartner.actions.rules import ActionInput
    from kernpartner.actions.service import agree_action
    from kernpartner.organisations import queries as organisations
    from kernpartner.themes import queries as themes

    ids = themes.theme_ids(session, district_id, today)
    for entry in plan["actions"]:
        owner = organisations.organisation_by_slug(session, district_id, entry["org"])
        given = ActionInput(
            district_id=district_id,
            text=entry["text"],
            owner_organisation_id=owner.id if owner else None,
            due_on=today + timedelta(days=entry["due_in_days"]),
            theme_id=ids[entry["theme"]],
        )
        agree_action(session, coordinator, given, now)


def _draw_lessons(
    session: Session, district_id: uuid.UUID, plan: Mapping[str, Any], today: date, now: datetime
) -> None:
    from kernpartner.consultations.service import approve_lesson, write_lesson
    from kernpartner.themes import queries as themes

    ids = themes.theme_ids(session, district_id, today)
    for entry in plan["lessons"]:
        then = now - timedelta(days=entry["days_ago"])
        lesson_id = write_lesson(
            session,
            actor_by_mail(session, entry["written_by"], today),
            district_id=district_id,
            theme_id=ids[entry["theme"]],
            text=entry["text"],
            now=then,
        )
        approve_lesson(session, actor_by_mail(session, entry["approved_by"], today), lesson_id, then)


def _ask(session: Session, plan: Mapping[str, Any], today: date, now: datetime) -> None:
    """Leave one question of the school open, about the newest of its author's concerns that nobody answered."""
    from kernpartner.concerns import queries as concerns
    from kernpartner.consultations.queries import consultations_of
    from kernpartner.consultations.service import ask_advice

    author = actor_by_mail(session, plan["question"]["asked_by"], today)
    assert author.organisation_id is not None
    own = concerns.own_concerns(session, author.organisation_id, limit=500)
    known = consultations_of(session, [concern.id for concern in own])
    waiting = [c for c in own if c.text and c.author_id == author.person_id and c.id not in known]
    if waiting:
        ask_advice(session, author, waiting[0].id, plan["question"]["text"], now)


def actor_of(session: Session, plan: Mapping[str, Any], role: Role, today: date) -> Actor:
    """Give the first person of the example in a role, as the one who acts."""
    mail = next(entry["mail"] for entry in plan["people"] if entry["role"] == role)
    return actor_by_mail(session, mail, today)


def actor_by_mail(session: Session, mail: str, today: date) -> Actor:
    """Give a person of the example, as the one who acts."""
    from kernpartner.audit.service import Actor
    from kernpartner.organisations import queries as organisations

    person = organisations.person_by_email(session, mail)
    if person is None:
        raise LookupError(f"the example has nobody with the address {mail}")
    position = organisations.positions(session, person.id, today)[0]
    return Actor(person.id, position.organisation_id, position.role.value)
