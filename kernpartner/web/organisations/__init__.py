"""Shows who works with whom in the district, and lets an admin keep the district's own words."""

from kernpartner.web.organisations import listing, reading, words
from kernpartner.web.organisations.door import bp

__all__ = ["bp", "listing", "reading", "words"]
