"""Changes consultations: asks, answers, closes with an outcome, takes back, and draws lessons."""

from kernpartner.consultations.service.asking import ask_advice, say
from kernpartner.consultations.service.clarification import (
    GivenAnswer,
    QuestionsChanged,
    QuestionsRefused,
    answer_questions,
    change_questions,
)
from kernpartner.consultations.service.ending import close_consultation, record_known_outcome
from kernpartner.consultations.service.erasing import expire_due, take_back, withdraw_consultation
from kernpartner.consultations.service.finding import (
    AlreadyAsked,
    ConsultationClosed,
    NoSchool,
    NotTheAuthor,
    OutcomeRefused,
    SameOrganisation,
)
from kernpartner.consultations.service.lessons import NotYourLesson, approve_lesson, withdraw_lesson, write_lesson
from kernpartner.consultations.service.missing import remove_missed
from kernpartner.consultations.service.talk import (
    NoteChanged,
    TalkRefused,
    drop_old_talk_drafts,
    drop_talk_draft,
    end_live,
    move_live,
    save_talk_draft,
    start_live,
    write_note,
)

__all__ = [
    "AlreadyAsked",
    "ConsultationClosed",
    "GivenAnswer",
    "NoSchool",
    "NotTheAuthor",
    "NotYourLesson",
    "NoteChanged",
    "OutcomeRefused",
    "QuestionsChanged",
    "QuestionsRefused",
    "SameOrganisation",
    "TalkRefused",
    "answer_questions",
    "approve_lesson",
    "ask_advice",
    "change_questions",
    "close_consultation",
    "drop_old_talk_drafts",
    "drop_talk_draft",
    "end_live",
    "expire_due",
    "move_live",
    "record_known_outcome",
    "remove_missed",
    "save_talk_draft",
    "say",
    "start_live",
    "take_back",
    "withdraw_consultation",
    "withdraw_lesson",
    "write_lesson",
    "write_note",
]
