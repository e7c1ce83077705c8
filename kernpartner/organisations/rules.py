"""Decides which role may do what, and whether something that has a period holds on a day.

One table of rights serves pages, commands and (later) the API: role, relation and action. Nothing is
allowed that does not stand in it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Role(StrEnum):
    """What a person does for an organisation; one person may hold several."""

    CARE_COORDINATOR = "care_coordinator"
    YOUTH_HEALTH = "youth_health"
    FAMILY_WORKER = "family_worker"
    ATTENDANCE_OFFICER = "attendance_officer"
    SCHOOL_ALLIANCE = "school_alliance"
    COORDINATOR = "coordinator"
    PARTNER = "partner"
    GUEST = "guest"
    PRIVACY_OFFICER = "privacy_officer"
    ADMIN = "admin"


ROLE_LABELS: dict[Role, str] = {
    Role.CARE_COORDINATOR: "Intern begeleider",
    Role.YOUTH_HEALTH: "Jeugdgezondheidszorg",
    Role.FAMILY_WORKER: "Gezinswerker",
    Role.ATTENDANCE_OFFICER: "Leerplichtambtenaar",
    Role.SCHOOL_ALLIANCE: "Samenwerkingsverband",
    Role.COORDINATOR: "Voorbereider van het overleg",
    Role.PARTNER: "Partner",
    Role.GUEST: "Gast",
    Role.PRIVACY_OFFICER: "Functionaris gegevensbescherming",
    Role.ADMIN: "Beheerder",
}


class Action(StrEnum):
    """What can be done; every route and command names exactly one."""

    LOG_CONCERN = "log_concern"
    SEE_OWN_CONCERNS = "see_own_concerns"
    SEE_CONSULTATIONS = "see_consultations"
    ANSWER_CONSULTATION = "answer_consultation"
    SEE_THEMES = "see_themes"
    EDIT_THEMES = "edit_themes"
    SEE_AGENDA = "see_agenda"
    PREPARE_MEETING = "prepare_meeting"
    DECIDE_SECOND_GATE = "decide_second_gate"
    SIGN_DIGEST = "sign_digest"
    READ_DIGEST = "read_digest"
    MAKE_OFFER = "make_offer"
    SEE_ORGANISATIONS = "see_organisations"
    ADMINISTER = "administer"
    SEE_AUDIT = "see_audit"
    SEE_OWN_ACCOUNT = "see_own_account"
    SEARCH_SOLUTIONS = "search_solutions"
    KEEP_AMBASSADORS = "keep_ambassadors"
    INVITE_GUEST = "invite_guest"
    SEE_GUEST_SESSION = "see_guest_session"
    SEE_SITUATIONS = "see_situations"
    WRITE_SITUATIONS = "write_situations"


_AUTHOR = frozenset(
    {
        Action.LOG_CONCERN,
        Action.SEE_OWN_CONCERNS,
        Action.SEE_CONSULTATIONS,
        Action.ANSWER_CONSULTATION,
        Action.SEE_THEMES,
        Action.SEE_AGENDA,
        Action.SIGN_DIGEST,
        Action.SEE_ORGANISATIONS,
        Action.SEE_OWN_ACCOUNT,
        Action.SEARCH_SOLUTIONS,
        Action.INVITE_GUEST,
        Action.SEE_SITUATIONS,
        Action.WRITE_SITUATIONS,
    }
)

RIGHTS: dict[Role, frozenset[Action]] = {
    Role.CARE_COORDINATOR: _AUTHOR,
    Role.YOUTH_HEALTH: _AUTHOR,
    Role.FAMILY_WORKER: _AUTHOR,
    Role.ATTENDANCE_OFFICER: _AUTHOR,
    Role.SCHOOL_ALLIANCE: _AUTHOR,
    Role.COORDINATOR: _AUTHOR
    | {Action.PREPARE_MEETING, Action.DECIDE_SECOND_GATE, Action.KEEP_AMBASSADORS, Action.EDIT_THEMES},
    Role.PARTNER: frozenset({Action.READ_DIGEST, Action.MAKE_OFFER, Action.SEE_OWN_ACCOUNT}),
    Role.GUEST: frozenset({Action.SEE_GUEST_SESSION, Action.SEE_OWN_ACCOUNT}),
    Role.PRIVACY_OFFICER: frozenset(
        {Action.SEE_AUDIT, Action.SEE_THEMES, Action.SEE_ORGANISATIONS, Action.SEE_OWN_ACCOUNT}
    ),
    Role.ADMIN: frozenset(
        {
            Action.ADMINISTER,
            Action.SEE_THEMES,
            Action.EDIT_THEMES,
            Action.SEE_ORGANISATIONS,
            Action.SEE_OWN_ACCOUNT,
            Action.KEEP_AMBASSADORS,
        }
    ),
}


def may(roles: Collection[Role], action: Action) -> bool:
    """Say whether somebody with these roles may do this; no role means no."""
    return any(action in RIGHTS[role] for role in roles)


@dataclass(frozen=True)
class Period:
    """From a first day up to and including a last day; no last day means it still holds."""

    valid_from: date
    valid_to: date | None = None

    def holds(self, on: date) -> bool:
        """Say whether the period holds on that day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


def school_year(on: date) -> int:
    """Give the calendar year in which the school year of that day began (1 August, as Dutch law has it)."""
    return on.year if on.month >= 8 else on.year - 1


def school_year_label(start: int) -> str:
    """Write a school year as people do: ``2025-2026``."""
    return f"{start}-{start + 1}"


class ContactProblem(StrEnum):
    """What is wrong with how an organisation can be reached; the page words it."""

    FUNCTION_TOO_LONG = "function_too_long"
    PHONE_UNREADABLE = "phone_unreadable"
    EMAIL_UNREADABLE = "email_unreadable"
    EMAIL_PERSONAL = "email_personal"


FUNCTION_LIMIT = 60
_PHONE = re.compile(r"(?:0\d{9}|14\d{2,4}|0[89]00\d{4}(?:\d{3})?)")
_EMAIL = re.compile(r"[a-z0-9._%+-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}")
# Who writes from here is reached as a person; what stands beside an offer belongs to an organisation.
_PERSONAL_MAIL = frozenset(
    {"gmail.com", "hotmail.com", "hotmail.nl", "outlook.com", "live.nl", "live.com", "icloud.com", "yahoo.com"}
    | {"ziggo.nl", "kpnmail.nl", "xs4all.nl", "planet.nl", "home.nl", "casema.nl", "upcmail.nl", "telfort.nl"}
    | {"hetnet.nl"}
)


@dataclass(frozen=True)
class Contact:
    """How an organisation can be reached: the name of a function, a phone number and a mail address of its own."""

    function: str = ""
    phone: str = ""
    email: str = ""

    @property
    def given(self) -> bool:
        """Say whether anything is filled in by which somebody can be reached."""
        return bool(self.phone or self.email)

    def tidy(self) -> Contact:
        """Give the same without needless spaces, the address in lower case."""
        return Contact(" ".join(self.function.split()), " ".join(self.phone.split()), self.email.strip().lower())


def contact_problems(given: Contact) -> dict[str, ContactProblem]:
    """Give what is wrong per field (`function`, `phone`, `email`); empty fields are fine.

    A phone number is a Dutch one of ten digits, a service number (0800, 0900) or a number of a municipality (14 030).
    """
    tidy, found = given.tidy(), dict[str, ContactProblem]()
    if len(tidy.function) > FUNCTION_LIMIT:
        found["function"] = ContactProblem.FUNCTION_TOO_LONG
    digits = re.sub(r"[ .()/-]", "", re.sub(r"^(?:\+|00)31\s*(?:\(0\))?", "0", tidy.phone))
    if tidy.phone and not _PHONE.fullmatch(digits):
        found["phone"] = ContactProblem.PHONE_UNREADABLE
    if tidy.email and not _EMAIL.fullmatch(tidy.email):
        found["email"] = ContactProblem.EMAIL_UNREADABLE
    elif tidy.email.rpartition("@")[2] in _PERSONAL_MAIL:
        found["email"] = ContactProblem.EMAIL_PERSONAL
    return found


# After how many days an ambassador is asked whether the contact still stands; a district may choose another number.
REFRESH_DAYS = 180
REFRESH_CHOICES = (90, 180, 365)


class AmbassadorProblem(StrEnum):
    """Why somebody cannot be an ambassador like this; the page words it."""

    PERSON_ELSEWHERE = "ambassador_person_elsewhere"
    REPRESENTS_UNKNOWN = "ambassador_represents_unknown"
    OWN_ORGANISATION = "ambassador_own_organisation"
    ENDS_BEFORE = "ambassador_ends_before"
    THERE_ALREADY = "ambassador_there_already"


def refresh_days(settings: Mapping[str, object]) -> int:
    """Give after how many days a contact is refreshed, by the settings of a district."""
    chosen = settings.get("ambassador_refresh_days")
    return chosen if isinstance(chosen, int) and chosen in REFRESH_CHOICES else REFRESH_DAYS


def wants_refreshing(last_confirmed_on: date | None, days: int, on: date) -> bool:
    """Say whether a contact was not confirmed for so many days, or never."""
    return last_confirmed_on is None or on - last_confirmed_on >= timedelta(days=days)
