"""Shows meetings: the agenda for members, its preparation, what came of it, and the page behind an invitation."""

from kernpartner.web.meetings import after, changing, deciding, invitations, live, preparing, reading
from kernpartner.web.meetings.door import bp

__all__ = ["after", "bp", "changing", "deciding", "invitations", "live", "preparing", "reading"]
