"""Keeps consultations, what was said in them, how they ended, and the lessons drawn."""

from kernpartner.consultations.models.asked import Consultation, Reply
from kernpartner.consultations.models.lessons import Lesson

__all__ = ["Consultation", "Lesson", "Reply"]
