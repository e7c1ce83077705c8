"""Shows the consultations that are open to somebody, and takes questions, replies, outcomes and lessons."""

from kernpartner.web.consultations import asking, lessons
from kernpartner.web.consultations.door import bp

__all__ = ["asking", "bp", "lessons"]
