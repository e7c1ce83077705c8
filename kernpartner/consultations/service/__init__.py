"""Changes consultations: asks, answers, closes with an outcome, takes back, and draws lessons."""

from kernpartner.consultations.service.asking import ask_advice, say, take_back, withdraw_consultation
from kernpartner.consultations.service.ending import close_consultation, record_known_outcome
from kernpartner.consultations.service.finding import (
    AlreadyAsked,
    ConsultationClosed,
    NoSchool,
    NotTheAuthor,
    OutcomeRefused,
    SameOrganisation,
)
from kernpartner.consultations.service.lessons import approve_lesson, write_lesson
from kernpartner.consultations.service.missing import remove_missed

__all__ = [
    "AlreadyAsked",
    "ConsultationClosed",
    "NoSchool",
    "NotTheAuthor",
    "OutcomeRefused",
    "SameOrganisation",
    "approve_lesson",
    "ask_advice",
    "close_consultation",
    "record_known_outcome",
    "remove_missed",
    "say",
    "take_back",
    "withdraw_consultation",
    "write_lesson",
]
