"""Shows meetings: the agenda for members, its preparation, what came of it, and the page behind an invitation."""

from kernpartner.web.meetings import (
    after,
    agreed,
    approving,
    changing,
    deciding,
    invitations,
    live,
    polling,
    preparing,
    reading,
    series,
)
from kernpartner.web.meetings.door import bp

__all__ = [
    "after",
    "agreed",
    "approving",
    "bp",
    "changing",
    "deciding",
    "invitations",
    "live",
    "polling",
    "preparing",
    "reading",
    "series",
]
