"""Reads consultations for those they are open to, and the lessons that were approved."""

from kernpartner.consultations.queries.asked import (
    SaidReply,
    asked_by,
    consultation,
    consultation_of,
    consultations_of,
    open_to,
    relation,
    replies,
    waiting_for,
)
from kernpartner.consultations.queries.lessons import lessons, lessons_by_theme, lessons_waiting

__all__ = [
    "SaidReply",
    "asked_by",
    "consultation",
    "consultation_of",
    "consultations_of",
    "lessons",
    "lessons_by_theme",
    "lessons_waiting",
    "open_to",
    "relation",
    "replies",
    "waiting_for",
]
