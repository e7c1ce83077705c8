"""Names what can go wrong when a meeting or its agenda is changed."""

from __future__ import annotations

from collections.abc import Mapping

from kernpartner.meetings.rules.planning import MeetingProblem


class NoSuchMeeting(LookupError):
    """There is no such meeting."""


class NoSuchItem(LookupError):
    """There is no such item on this agenda."""


class NotYourMeeting(PermissionError):
    """This organisation does not sit at the meeting."""


class AgendaAlreadySettled(ValueError):
    """The agenda is settled, held or cancelled: it does not change any more."""


class AgendaChangedMeanwhile(ValueError):
    """Somebody else changed the same thing after it was read; nothing was overwritten."""


class MinutesChangedMeanwhile(ValueError):
    """Somebody else wrote minutes of this item meanwhile; nothing was overwritten."""


class MinutesAreFinal(AgendaAlreadySettled):
    """Everybody who attended approved these minutes: they do not change any more."""


class NobodyAttended(ValueError):
    """It was not noted who attended, so nobody can approve the minutes."""


class NothingToSettle(ValueError):
    """There is no agenda yet, or nothing stands on it."""


class AgendaTooLong(ValueError):
    """The items take more minutes than the meeting has; `over` says how many."""

    def __init__(self, over: int) -> None:
        super().__init__(f"the agenda is {over} minutes too long")
        self.over = over


class LinkNotValid(LookupError):
    """The link is unknown, used, expired or withdrawn; `state` says which."""

    def __init__(self, state: str) -> None:
        super().__init__(f"this link cannot be used: {state}")
        self.state = state


class _Refused(ValueError):
    def __init__(self, problems: Mapping[str, MeetingProblem]) -> None:
        super().__init__(", ".join(f"{name}: {what.value}" for name, what in problems.items()))
        self.problems = dict(problems)


class MeetingRefused(_Refused):
    """The meeting cannot be planned like this; `problems` says why, per field."""


class ItemRefused(_Refused):
    """The item cannot be worded like this; `problems` says why, per field."""
