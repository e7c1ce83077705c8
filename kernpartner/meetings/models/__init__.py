"""Keeps meetings with all that belongs to them; each file keeps one part."""

from kernpartner.meetings.models.agenda import AgendaItem, AgendaQuestion, ItemWords, Meeting, SettledAgenda
from kernpartner.meetings.models.invitations import Invitation, InvitationLink
from kernpartner.meetings.models.minutes import Decision, ItemMinutes, MinutesAnswer, OutcomeConsent, SubmittedMinutes
from kernpartner.meetings.models.polls import DatePoll, PollAnswer, PollOption, PollVoter

__all__ = [
    "AgendaItem",
    "AgendaQuestion",
    "DatePoll",
    "Decision",
    "Invitation",
    "InvitationLink",
    "ItemMinutes",
    "ItemWords",
    "Meeting",
    "MinutesAnswer",
    "OutcomeConsent",
    "PollAnswer",
    "PollOption",
    "PollVoter",
    "SettledAgenda",
    "SubmittedMinutes",
]
