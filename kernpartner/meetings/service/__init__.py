"""Changes meetings: plans, drafts, edits and settles agendas, invites, takes answers, and keeps what came of it."""

from kernpartner.meetings.rules.planning import MeetingProblem
from kernpartner.meetings.service.approving import answer_minutes, consent_outcome, submit_minutes
from kernpartner.meetings.service.drafting import draft_agenda
from kernpartner.meetings.service.editing import (
    ItemInput,
    add_item,
    drop_item,
    edit_item,
    keep_item,
    merge_items,
    set_absent,
    set_minutes,
    words_of,
)
from kernpartner.meetings.service.failures import (
    AgendaAlreadySettled,
    AgendaChangedMeanwhile,
    AgendaTooLong,
    ItemRefused,
    LinkNotValid,
    MeetingRefused,
    MinutesAreFinal,
    MinutesChangedMeanwhile,
    NobodyAttended,
    NoSuchItem,
    NoSuchMeeting,
    NothingToSettle,
    NotYourMeeting,
)
from kernpartner.meetings.service.inviting import AnswerInput, AnswerRefused, answer_invitation, remind
from kernpartner.meetings.service.letters import appointment
from kernpartner.meetings.service.minutes import begin_item, decide, record_attendance, record_minutes
from kernpartner.meetings.service.moving import move_item, place_item
from kernpartner.meetings.service.planning import (
    MeetingInput,
    cancel_meeting,
    change_meeting,
    clone_meeting,
    plan_meeting,
    propose_question,
    request_redraft,
)
from kernpartner.meetings.service.polling import (
    NoSuchPoll,
    answer_dates,
    answer_dates_by_link,
    ask_dates,
    choose_date,
)
from kernpartner.meetings.service.series import clone_year, name_forms
from kernpartner.meetings.service.settling import Settled, reopen, settle

__all__ = [
    "AgendaAlreadySettled",
    "AgendaChangedMeanwhile",
    "AgendaTooLong",
    "AnswerInput",
    "AnswerRefused",
    "ItemInput",
    "ItemRefused",
    "LinkNotValid",
    "MeetingInput",
    "MeetingProblem",
    "MeetingRefused",
    "MinutesAreFinal",
    "MinutesChangedMeanwhile",
    "NoSuchItem",
    "NoSuchMeeting",
    "NoSuchPoll",
    "NobodyAttended",
    "NotYourMeeting",
    "NothingToSettle",
    "Settled",
    "add_item",
    "answer_dates",
    "answer_dates_by_link",
    "answer_invitation",
    "answer_minutes",
    "appointment",
    "ask_dates",
    "begin_item",
    "cancel_meeting",
    "change_meeting",
    "choose_date",
    "clone_meeting",
    "clone_year",
    "consent_outcome",
    "decide",
    "draft_agenda",
    "drop_item",
    "edit_item",
    "keep_item",
    "merge_items",
    "move_item",
    "name_forms",
    "place_item",
    "plan_meeting",
    "propose_question",
    "record_attendance",
    "record_minutes",
    "remind",
    "reopen",
    "request_redraft",
    "set_absent",
    "set_minutes",
    "settle",
    "submit_minutes",
    "words_of",
]
