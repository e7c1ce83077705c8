"""Changes actions: agrees them, and lets their owners finish, drop, postpone or hand them over."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.actions import queries
from kernpartner.actions.models import ActionChange, AgreedAction
from kernpartner.actions.rules import ActionInput, ActionProblem, Status, may_change, problems
from kernpartner.audit.service import Actor, record
from kernpartner.districts import queries as district_queries
from kernpartner.notices.service import tell
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.rules import Action, Role, may
from kernpartner.privacy.deidentify import clean
from kernpartner.themes import queries as theme_queries

LOCAL = ZoneInfo("Europe/Amsterdam")
# A concern of the school year before still counts: what is agreed today may have begun there.
HEARD_FOR = timedelta(days=400)


class ActionRefused(ValueError):
    """The action cannot be agreed like this; `problems` says what is wrong, per field."""

    def __init__(self, found: dict[str, ActionProblem]) -> None:
        super().__init__(", ".join(f"{name}: {what.value}" for name, what in found.items()))
        self.problems = found


class NoSuchAction(LookupError):
    """There is no such action."""


class NotTheOwner(PermissionError):
    """Only the owner, or who prepares the meetings, changes an action."""


def agree_action(session: Session, actor: Actor, given: ActionInput, now: datetime) -> uuid.UUID:
    """Keep what was agreed, its text cleaned; give its id. Raises `ActionRefused`."""
    today = now.astimezone(LOCAL).date()
    found = problems(given, today)
    owner_id = given.owner_organisation_id
    if owner_id is not None and not _owner_fits(session, given, today):
        found["owner"] = ActionProblem.OWNER_UNKNOWN
    if found or owner_id is None:
        raise ActionRefused(found)
    if given.save_key:
        known = session.scalar(select(AgreedAction.id).where(AgreedAction.save_key == given.save_key))
        if known is not None:
            return known
    made = AgreedAction(
        district_id=given.district_id,
        school_id=given.school_id,
        theme_id=given.theme_id,
        meeting_id=given.meeting_id,
        item_id=given.item_id,
        item_title=given.item_title,
        next_step_id=given.next_step_id,
        save_key=given.save_key or None,
        text=_cleaned(session, given.district_id, given.text),
        owner_organisation_id=owner_id,
        owner_person_id=given.owner_person_id,
        due_on=given.due_on,
        status=Status.OPEN.value,
        agreed_at=now,
        agreed_by=actor.person_id,
    )
    session.add(made)
    session.flush()
    _tell_authors(session, made, "action_agreed", now)
    _changed(session, actor, made, "", now)
    return made.id


def change_status(
    session: Session, actor: Actor, action_id: uuid.UUID, status: Status, now: datetime, *, note: str = ""
) -> bool:
    """Finish, drop or reopen an action, with a cleaned note; False when it had that status already.

    Raises `NoSuchAction` and `NotTheOwner`.
    """
    found = _locked(session, actor, action_id)
    if found.status == status.value:
        return False
    found.status = status.value
    if status is Status.DONE:
        _tell_authors(session, found, "action_done", now)
    _changed(session, actor, found, note, now)
    return True


def postpone(
    session: Session, actor: Actor, action_id: uuid.UUID, due_on: date, now: datetime, *, note: str = ""
) -> None:
    """Give an action another day; raises `NoSuchAction`, `NotTheOwner`, and `ActionRefused` for a day gone by."""
    found = _locked(session, actor, action_id)
    if due_on < now.astimezone(LOCAL).date():
        raise ActionRefused({"due_on": ActionProblem.DUE_IN_PAST})
    found.due_on = due_on
    _changed(session, actor, found, note, now)


def hand_over(
    session: Session,
    actor: Actor,
    action_id: uuid.UUID,
    organisation_id: uuid.UUID,
    now: datetime,
    *,
    person_id: uuid.UUID | None = None,
    note: str = "",
) -> None:
    """Let another organisation own an action; raises `NoSuchAction`, `NotTheOwner` and `ActionRefused`."""
    found = _locked(session, actor, action_id)
    given = ActionInput(found.district_id, found.text, organisation_id, person_id)
    if not _owner_fits(session, given, now.astimezone(LOCAL).date()):
        raise ActionRefused({"owner": ActionProblem.OWNER_UNKNOWN})
    found.owner_organisation_id, found.owner_person_id = organisation_id, person_id
    _changed(session, actor, found, note, now)


def _locked(session: Session, actor: Actor, action_id: uuid.UUID) -> AgreedAction:
    found = session.scalar(select(AgreedAction).where(AgreedAction.id == action_id).with_for_update())
    if found is None:
        raise NoSuchAction(f"no action {action_id}")
    prepares = may([Role(role) for role in (actor.role or "").split(",") if role in set(Role)], Action.PREPARE_MEETING)
    if not may_change(
        found.owner_organisation_id, actor.organisation_id, prepares=prepares and _same_district(session, actor, found)
    ):
        raise NotTheOwner("only the owner, or who prepares the meetings, changes an action")
    return found


def _same_district(session: Session, actor: Actor, found: AgreedAction) -> bool:
    if actor.organisation_id is None:
        return False
    return organisation_queries.organisation(session, actor.organisation_id).district_id == found.district_id


def _owner_fits(session: Session, given: ActionInput, on: date) -> bool:
    assert given.owner_organisation_id is not None
    known = organisation_queries.organisations(session, given.district_id, on=on)
    if given.owner_organisation_id not in {organisation.id for organisation in known}:
        return False
    if given.owner_person_id is None:
        return True
    people = organisation_queries.members(session, given.owner_organisation_id, on)
    return given.owner_person_id in {person.id for person in people}


def _tell_authors(session: Session, found: AgreedAction, kind: str, now: datetime) -> None:
    """Let everybody whose concern led to the theme hear what is done about it; the action's words stay inside."""
    theme = theme_queries.theme(session, found.theme_id) if found.theme_id is not None else None
    if theme is None:
        return
    owner = organisation_queries.organisation(session, found.owner_organisation_id).label
    for one in queries.authors_of(session, found, (now - HEARD_FOR).date()):
        context = {
            "month": one.month.isoformat(),
            "theme": theme.label,
            "theme_slug": theme.slug,
            "owner": owner,
            "due_on": found.due_on.isoformat() if found.due_on else "",
        }
        tell(session, one.person, kind, f"{kind}:{found.id}:{one.person.id}", context, now)


def _changed(session: Session, actor: Actor, found: AgreedAction, note: str, now: datetime) -> None:
    session.add(
        ActionChange(
            action_id=found.id,
            at=now,
            person_id=actor.person_id,
            organisation_id=actor.organisation_id,
            status=found.status,
            owner_organisation_id=found.owner_organisation_id,
            owner_person_id=found.owner_person_id,
            due_on=found.due_on,
            note=_cleaned(session, found.district_id, note) if note else "",
        )
    )
    session.flush()
    record(session, actor, "action.changed", "action", found.id, now, status=found.status)


def _cleaned(session: Session, district_id: uuid.UUID, text: str) -> str:
    return clean(text.strip(), district_queries.word_lists(session, district_id)).text
