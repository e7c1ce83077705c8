"""Shows the consultations that are open to somebody, and takes questions, replies, outcomes and lessons."""

from kernpartner.web.consultations import asking, clarifying, ending, lessons, talk
from kernpartner.web.consultations.door import bp

__all__ = ["asking", "bp", "clarifying", "ending", "lessons", "talk"]
