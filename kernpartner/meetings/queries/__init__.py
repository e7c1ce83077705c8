"""Reads meetings, their agendas and the facts these are drafted from, invitations, minutes and decisions."""

from kernpartner.meetings.queries.agenda import (
    AgendaView,
    ItemView,
    agenda,
    agenda_sheet,
    left_out,
    questions,
    settled_agendas,
)
from kernpartner.meetings.queries.calendar import (
    may_see,
    meeting,
    meetings_for,
    meetings_of_district,
    meetings_to_draft,
    meetings_to_remind,
    member_organisations,
)
from kernpartner.meetings.queries.facts import AgendaFacts, agenda_facts
from kernpartner.meetings.queries.invitations import (
    Expected,
    GapRow,
    InvitationView,
    InviteeRow,
    expected,
    gaps,
    invitation_by_token,
    invitees,
    stand_ins,
)
from kernpartner.meetings.queries.outcome import ItemOutcome, decisions_about, outcome, revisions

__all__ = [
    "AgendaFacts",
    "AgendaView",
    "Expected",
    "GapRow",
    "InvitationView",
    "InviteeRow",
    "ItemOutcome",
    "ItemView",
    "agenda",
    "agenda_facts",
    "agenda_sheet",
    "decisions_about",
    "expected",
    "gaps",
    "invitation_by_token",
    "invitees",
    "left_out",
    "may_see",
    "meeting",
    "meetings_for",
    "meetings_of_district",
    "meetings_to_draft",
    "meetings_to_remind",
    "member_organisations",
    "outcome",
    "questions",
    "revisions",
    "settled_agendas",
    "stand_ins",
]
