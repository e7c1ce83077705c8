"""Changes guests of a session: invites, lets in once, shows summaries while it lasts, and takes back."""

from kernpartner.guests.service.finding import LOCAL, NoSuchGuest
from kernpartner.guests.service.inviting import (
    GuestInput,
    GuestRefused,
    invite_to_consultation,
    invite_to_meeting,
    summarise,
)
from kernpartner.guests.service.missing import remove_missed
from kernpartner.guests.service.visiting import enter, forget_summaries, read, withdraw_guest

__all__ = [
    "LOCAL",
    "GuestInput",
    "GuestRefused",
    "NoSuchGuest",
    "enter",
    "forget_summaries",
    "invite_to_consultation",
    "invite_to_meeting",
    "read",
    "remove_missed",
    "summarise",
    "withdraw_guest",
]
