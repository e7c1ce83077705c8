"""Changes the texts per situation: takes the first ones over, writes versions, and says who owns a text."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.db.uuid7 import uuid7
from kernpartner.districts import queries as district_queries
from kernpartner.districts.models import District
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.models import Organisation
from kernpartner.organisations.rules import Action, Contact, ContactProblem, Role, contact_problems, may
from kernpartner.privacy.deidentify import clean
from kernpartner.situations.models import SituationText, SituationVersion
from kernpartner.situations.rules import Channel, TextProblem, body_problem, filled_in, label_problem, shipped

LOCAL = ZoneInfo("Europe/Amsterdam")
_SPECIALIST = "de specialistische jeugdhulp"


@dataclass(frozen=True)
class TextInput:
    """A new text for a situation, or new words for one: `label`, `channel` and `owner_id` count for a new one only."""

    body: str
    contact: Contact
    label: str = ""
    channel: str = ""
    owner_id: uuid.UUID | None = None


class TextRefused(ValueError):
    """Something is missing or wrong; `problems` says what, per field."""

    def __init__(self, found: Mapping[str, TextProblem | ContactProblem]) -> None:
        super().__init__(", ".join(f"{name}: {what.value}" for name, what in found.items()))
        self.problems = dict(found)


class NotYourText(PermissionError):
    """Only the owner, or who prepares the meetings, changes a text."""


class ChangedMeanwhile(ValueError):
    """Somebody else wrote a version since the page was opened."""


def adopt_shipped_texts(
    session: Session, actor: Actor, district_id: uuid.UUID, now: datetime, *, specialist: str = ""
) -> int:
    """Take over the first texts that the district does not have yet; give how many.

    A text whose owners the district lacks is left out; one that was changed here is left as it is. `specialist` is the
    slug of the district's specialist partner; it is remembered for the next time.
    """
    district = session.get_one(District, district_id, with_for_update=True, populate_existing=True)
    if specialist and district.settings.get("specialist") != specialist:
        district.settings = {**district.settings, "specialist": specialist}
    today = now.astimezone(LOCAL).date()
    organisations = organisation_queries.organisations(session, district_id, on=today)
    known = set(session.scalars(select(SituationText.slug).where(SituationText.district_id == district_id)))
    known_as, team = _names(organisations, str(district.settings.get("specialist", "")))
    count = 0
    for text in shipped():
        owner = next((one for kind in text.owner_types for one in organisations if one.type_slug == kind), None)
        if text.slug in known or owner is None:
            continue
        made = _add(session, district_id, text.slug, text.label, text.channel, owner.id, Contact())
        body = filled_in(text.body, specialist=known_as, team=team)
        session.add(SituationVersion(text_id=made.id, number=1, body=body, written_at=now))
        count += 1
    session.flush()
    if count:
        record(session, actor, "situations.adopted", "district", district_id, now, count=count)
    return count


def add_text(session: Session, actor: Actor, district_id: uuid.UUID, given: TextInput, now: datetime) -> uuid.UUID:
    """Keep a text for a new situation, its words cleaned; give its id. Raises `TextRefused` and `NotYourText`."""
    found = _problems(given)
    wrong = label_problem(given.label)
    if wrong is not None:
        found["label"] = wrong
    if given.channel not in set(Channel):
        found["channel"] = TextProblem.CHANNEL_UNKNOWN
    known = {one.id for one in organisation_queries.organisations(session, district_id, on=_day(now))}
    if given.owner_id not in known:
        found["owner_id"] = TextProblem.OWNER_UNKNOWN
    if found or given.owner_id is None:
        raise TextRefused(found)
    _allow(session, actor, given.owner_id, district_id)
    label = _cleaned(session, district_id, given.label)
    made = _add(session, district_id, uuid7().hex, label, Channel(given.channel), given.owner_id, given.contact.tidy())
    _write(session, actor, made, 1, given.body, now)
    return made.id


def write_version(
    session: Session, actor: Actor, text_id: uuid.UUID, given: TextInput, seen: int, now: datetime
) -> int:
    """Give a text new words, cleaned, and give the number of the version; the versions before stay.

    `seen` is the number on which it is based. Raises `TextRefused`, `NotYourText` and `ChangedMeanwhile`.
    """
    text = session.get_one(SituationText, text_id, with_for_update=True, populate_existing=True)
    _allow(session, actor, text.owner_id, text.district_id)
    newest = session.scalar(select(func.max(SituationVersion.number)).where(SituationVersion.text_id == text_id)) or 0
    if newest != seen:
        raise ChangedMeanwhile(f"version {newest} came after {seen}")
    found = _problems(given)
    if found:
        raise TextRefused(found)
    tidy = given.contact.tidy()
    text.contact_phone, text.contact_email = tidy.phone, tidy.email
    _write(session, actor, text, newest + 1, given.body, now)
    return newest + 1


def may_write(session: Session, actor: Actor, owner_id: uuid.UUID, district_id: uuid.UUID) -> bool:
    """Say whether somebody may change a text: its owner, or who prepares the meetings of the district."""
    if actor.organisation_id is None:
        return False
    if actor.organisation_id == owner_id:
        return True
    prepares = may([Role(role) for role in (actor.role or "").split(",") if role in set(Role)], Action.PREPARE_MEETING)
    return prepares and organisation_queries.organisation(session, actor.organisation_id).district_id == district_id


def _allow(session: Session, actor: Actor, owner_id: uuid.UUID, district_id: uuid.UUID) -> None:
    if not may_write(session, actor, owner_id, district_id):
        raise NotYourText("only the owner, or who prepares the meetings, changes a text")


def _problems(given: TextInput) -> dict[str, TextProblem | ContactProblem]:
    found: dict[str, TextProblem | ContactProblem] = {}
    wrong = body_problem(given.body)
    if wrong is not None:
        found["body"] = wrong
    return found | {f"contact_{name}": what for name, what in contact_problems(given.contact).items()}


def _add(
    session: Session,
    district_id: uuid.UUID,
    slug: str,
    label: str,
    channel: Channel,
    owner_id: uuid.UUID,
    contact: Contact,
) -> SituationText:
    made = SituationText(
        id=uuid7(),
        district_id=district_id,
        slug=slug,
        label=label,
        channel=channel.value,
        owner_id=owner_id,
        contact_phone=contact.phone,
        contact_email=contact.email,
    )
    session.add(made)
    session.flush()
    return made


def _write(session: Session, actor: Actor, text: SituationText, number: int, body: str, now: datetime) -> None:
    session.add(
        SituationVersion(
            text_id=text.id,
            number=number,
            body=_cleaned(session, text.district_id, body),
            written_at=now,
            organisation_id=actor.organisation_id,
            person_id=actor.person_id,
        )
    )
    session.flush()
    record(session, actor, "situation.written", "situation_text", text.id, now, number=number)


def _names(organisations: Sequence[Organisation], specialist: str) -> tuple[str, str]:
    """Give what the district calls its specialist partner (by its slug) and its neighbourhood team, in short."""
    known = next((one.label for one in organisations if one.slug == specialist), _SPECIALIST)
    team = next((one.label for one in organisations if one.type_slug == "buurtteam"), "het buurtteam")
    return known.partition(" (")[0], team.partition(" (")[0]


def _cleaned(session: Session, district_id: uuid.UUID, text: str) -> str:
    return clean(text.strip().replace("\r\n", "\n"), district_queries.word_lists(session, district_id)).text


def _day(now: datetime) -> date:
    return now.astimezone(LOCAL).date()
