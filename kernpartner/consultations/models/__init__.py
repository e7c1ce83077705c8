"""Keeps consultations, what was said in them, how they ended, and the lessons drawn."""

from kernpartner.consultations.models.asked import Consultation, Reply
from kernpartner.consultations.models.clarification import ClarificationAnswer, QuestionSet
from kernpartner.consultations.models.lessons import Lesson
from kernpartner.consultations.models.talk import LiveTalk, TalkDraft, TalkNote

__all__ = ["ClarificationAnswer", "Consultation", "Lesson", "LiveTalk", "QuestionSet", "Reply", "TalkDraft", "TalkNote"]
