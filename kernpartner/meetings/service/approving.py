"""Changes minutes into final ones: puts them before who attended, takes approvals and amendments, and consents."""

from __future__ import annotations

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.meetings.models import Invitation, Meeting, MinutesAnswer, OutcomeConsent, SubmittedMinutes
from kernpartner.meetings.queries.approving import attendees, minutes_standing, submitted_minutes, written
from kernpartner.meetings.rules.approving import AMENDMENT_LIMIT, MinutesChoice, Standing
from kernpartner.meetings.rules.frozen import canonical, content_hash
from kernpartner.meetings.rules.planning import MeetingProblem
from kernpartner.meetings.service.failures import (
    ItemRefused,
    MinutesAreFinal,
    NobodyAttended,
    NothingToSettle,
    NotYourMeeting,
)
from kernpartner.meetings.service.rows import cleaned, locked
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.models import Person
from kernpartner.outbox.service import queue_mail

LOCAL = ZoneInfo("Europe/Amsterdam")


def submit_minutes(session: Session, actor: Actor, meeting_id: uuid.UUID, now: datetime) -> int:
    """Put the minutes as they are before everybody who attended; give the version. The same again makes no other one.

    Raises `NothingToSettle` when the meeting was not held, `NobodyAttended`, and `MinutesAreFinal`.
    """
    meeting = locked(session, meeting_id)
    if meeting.status != "held":
        raise NothingToSettle("minutes are submitted after the meeting")
    there = attendees(session, meeting)
    if not there:
        raise NobodyAttended("it is not noted who attended")
    before = minutes_standing(session, meeting)
    if before.standing is Standing.FINAL:
        raise MinutesAreFinal("these minutes are final")
    version = before.version + 1
    text = canonical(written(session, meeting, version=version))
    if before.minutes is not None and _same(before.minutes.content, text, before.version, version):
        return before.version
    kept = SubmittedMinutes(
        meeting_id=meeting.id,
        version=version,
        content=text,
        content_hash=content_hash(text),
        submitted_at=now,
        submitted_by=actor.person_id,
    )
    session.add(kept)
    session.flush()
    for row in there:
        _ask(session, meeting, row, kept, now)
    record(session, actor, "minutes.submitted", "meeting", meeting.id, now, version=version, hash=kept.content_hash)
    return version


def answer_minutes(
    session: Session,
    actor: Actor,
    meeting_id: uuid.UUID,
    choice: MinutesChoice,
    amendment: str,
    seen_version: int,
    now: datetime,
) -> Standing:
    """Take what somebody who attended says of submitted minutes, words cleaned; give where they stand then.

    Raises `NotYourMeeting` for who was not there, `NothingToSettle` when another version is asked about by now,
    `MinutesAreFinal`, and `ItemRefused` for an amendment without words.
    """
    meeting = locked(session, meeting_id)
    minutes = submitted_minutes(session, meeting.id)
    if minutes is None or minutes.version != seen_version:
        raise NothingToSettle("there are other minutes to approve")
    own = next((row for row in attendees(session, meeting) if row.person_id == actor.person_id), None)
    if own is None:
        raise NotYourMeeting("only who attended approves minutes")
    if minutes_standing(session, meeting).standing is Standing.FINAL:
        raise MinutesAreFinal("these minutes are final")
    words = amendment.strip() if choice is MinutesChoice.AMENDED else ""
    if choice is MinutesChoice.AMENDED and not words:
        raise ItemRefused({"amendment": MeetingProblem.TEXT_MISSING})
    if len(words) > AMENDMENT_LIMIT:
        raise ItemRefused({"amendment": MeetingProblem.TOO_LONG})
    known = select(MinutesAnswer).where(
        MinutesAnswer.minutes_id == minutes.id, MinutesAnswer.person_id == own.person_id
    )
    row = session.scalar(known) or MinutesAnswer(
        minutes_id=minutes.id, person_id=own.person_id, organisation_id=own.organisation_id
    )
    row.answer, row.answered_at = choice.value, now
    row.amendment = cleaned(session, meeting.district_id, words) if words else ""
    session.add(row)
    session.flush()
    record(session, actor, "minutes.answered", "meeting", meeting.id, now, answer=choice.value)
    return minutes_standing(session, meeting).standing


def consent_outcome(session: Session, actor: Actor, meeting_id: uuid.UUID, agreed: bool, now: datetime) -> None:
    """Note whether a home organisation lets everybody read the outcome of final minutes; it may change its mind.

    Raises `NothingToSettle` while minutes are not final or the meeting is of one school, and `NotYourMeeting`.
    """
    meeting = locked(session, meeting_id)
    standing = minutes_standing(session, meeting)
    if standing.standing is not Standing.FINAL or standing.minutes is None or meeting.school_id is not None:
        raise NothingToSettle("only the outcome of final minutes of an area can be read by everybody")
    on = now.astimezone(LOCAL).date()
    homes = {home.id for home in organisation_queries.home_organisations(session, meeting.district_id, on)}
    if actor.organisation_id not in homes:
        raise NotYourMeeting("only home organisations decide this")
    known = select(OutcomeConsent).where(
        OutcomeConsent.minutes_id == standing.minutes.id, OutcomeConsent.organisation_id == actor.organisation_id
    )
    row = session.scalar(known) or OutcomeConsent(minutes_id=standing.minutes.id, organisation_id=actor.organisation_id)
    row.agreed, row.person_id, row.answered_at = agreed, actor.person_id, now
    session.add(row)
    session.flush()
    record(session, actor, "outcome.consented", "meeting", meeting.id, now, answer="yes" if agreed else "no")


def _same(before: str, after: str, old: int, new: int) -> bool:
    return before.replace(f'"version":{old}', "") == after.replace(f'"version":{new}', "")


def _ask(session: Session, meeting: Meeting, row: Invitation, minutes: SubmittedMinutes, now: datetime) -> None:
    person = session.get_one(Person, row.person_id)
    queue_mail(
        session,
        kind="minutes_submitted",
        dedupe_key=f"minutes_submitted:{minutes.id}:{person.id}",
        to_person=person.id,
        to_address=person.email,
        template="minutes_submitted",
        context={"meeting": str(meeting.id), "title": meeting.title, "starts_at": meeting.starts_at.isoformat()},
        due_at=now,
        language=person.language,
    )
