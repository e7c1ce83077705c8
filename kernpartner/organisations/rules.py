"""Decides which role may do what, and whether something that has a period holds on a day.

One table of rights serves pages, commands and (later) the API: role, relation and action. Nothing is
allowed that does not stand in it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
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
    }
)

RIGHTS: dict[Role, frozenset[Action]] = {
    Role.CARE_COORDINATOR: _AUTHOR,
    Role.YOUTH_HEALTH: _AUTHOR,
    Role.FAMILY_WORKER: _AUTHOR,
    Role.ATTENDANCE_OFFICER: _AUTHOR,
    Role.SCHOOL_ALLIANCE: _AUTHOR,
    Role.COORDINATOR: _AUTHOR | {Action.PREPARE_MEETING, Action.DECIDE_SECOND_GATE},
    Role.PARTNER: frozenset({Action.READ_DIGEST, Action.MAKE_OFFER, Action.SEE_OWN_ACCOUNT}),
    Role.GUEST: frozenset({Action.SEE_OWN_ACCOUNT}),
    Role.PRIVACY_OFFICER: frozenset(
        {Action.SEE_AUDIT, Action.SEE_THEMES, Action.SEE_ORGANISATIONS, Action.SEE_OWN_ACCOUNT}
    ),
    Role.ADMIN: frozenset({Action.ADMINISTER, Action.SEE_THEMES, Action.SEE_ORGANISATIONS, Action.SEE_OWN_ACCOUNT}),
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
