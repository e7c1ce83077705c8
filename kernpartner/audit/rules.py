"""Decides which verbs the trail knows, which fields each may carry, and how a line is sealed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

FIRST_HASH = "0" * 64

VERBS: dict[str, frozenset[str]] = {
    "concern.logged": frozenset({"source", "advice_asked", "findings", "kept"}),
    "concern.read": frozenset({"relation"}),
    "concern.listed": frozenset({"count"}),
    "concern.hint_answered": frozenset({"rule", "reason"}),
    "concern.themes_decided": frozenset({"confirmed", "refused"}),
    "concern.missed_removed": frozenset({"places"}),
    "concern.retagged": frozenset({"kind", "number"}),
    "concern.withdrawn": frozenset(),
    "consultation.asked": frozenset({"due_on"}),
    "consultation.read": frozenset({"relation"}),
    "consultation.answered": frozenset({"kind"}),
    "consultation.closed": frozenset({"ended"}),
    "consultation.withdrawn": frozenset(),
    "consultation.listed": frozenset({"count"}),
    "consultation.noted": frozenset({"step", "version"}),
    "consultation.live": frozenset({"step"}),
    "consultation.clarified": frozenset({"version", "answers"}),
    "consultation.questions_changed": frozenset({"version"}),
    "concern.expired": frozenset({"count"}),
    "lesson.written": frozenset({"theme"}),
    "lesson.approved": frozenset({"theme"}),
    "theme.second_gate": frozenset({"verdict", "theme"}),
    "theme.changed": frozenset({"kind"}),
    "agenda.drafted": frozenset({"version"}),
    "agenda.edited": frozenset({"change", "version"}),
    "agenda.settled": frozenset({"version", "hash"}),
    "meeting.planned": frozenset({"kind"}),
    "meeting.cancelled": frozenset(),
    "minutes.written": frozenset({"revision"}),
    "minutes.submitted": frozenset({"version", "hash"}),
    "minutes.answered": frozenset({"answer"}),
    "outcome.consented": frozenset({"answer"}),
    "poll.asked": frozenset({"number"}),
    "poll.answered": frozenset({"number"}),
    "poll.closed": frozenset(),
    "step.changed": frozenset({"change"}),
    "decision.noted": frozenset({"number"}),
    "attendance.noted": frozenset({"number"}),
    "invitation.answered": frozenset({"answer"}),
    "action.changed": frozenset({"status"}),
    "edition.released": frozenset({"kind", "statements", "hash", "district"}),
    "publications.exported": frozenset({"statements"}),
    "digest.compiled": frozenset({"hash"}),
    "digest.signed": frozenset({"decision"}),
    "digest.changed": frozenset({"hash"}),
    "digest.withheld": frozenset(),
    "digest.released": frozenset({"hash"}),
    "digest.read": frozenset({"form"}),
    "paraphrase.written": frozenset({"theme"}),
    "paraphrase.approved": frozenset({"theme"}),
    "paraphrase.withdrawn": frozenset({"theme"}),
    "offer.helped": frozenset({"theme"}),
    "address.confirmed": frozenset(),
    "ambassador.set": frozenset(),
    "ambassador.confirmed": frozenset(),
    "ambassador.ended": frozenset(),
    "lesson.withdrawn": frozenset({"theme"}),
    "guest.invited": frozenset({"kind"}),
    "guest.summary_added": frozenset(),
    "guest.entered": frozenset(),
    "guest.read": frozenset({"count"}),
    "guest.withdrawn": frozenset(),
    "situation.written": frozenset({"number"}),
    "situations.adopted": frozenset({"count"}),
    "offer.made": frozenset({"theme"}),
    "offer.changed": frozenset({"theme"}),
    "offer.withdrawn": frozenset({"theme"}),
    "offer.confirmed": frozenset({"theme"}),
    "notices.wished": frozenset(),
    "session.started": frozenset({"method"}),
    "session.refused": frozenset({"reason"}),
    "session.ended": frozenset(),
    "session.all_ended": frozenset(),
    "account.second_factor": frozenset({"change"}),
    "account.password_changed": frozenset(),
    "right.refused": frozenset({"action", "path"}),
    "district.changed": frozenset({"what"}),
    "tagger.changed": frozenset({"to"}),
    "group.named": frozenset(),
    "group.left": frozenset(),
    "audit.read": frozenset({"count"}),
}


class UnknownVerb(ValueError):
    """The trail has no such verb, or the verb may not carry that field."""


def checked_details(verb: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """Give the details if this verb may carry each of them; raise `UnknownVerb` otherwise."""
    allowed = VERBS.get(verb)
    if allowed is None:
        raise UnknownVerb(f"unknown verb {verb!r}")
    extra = set(details) - allowed
    if extra:
        raise UnknownVerb(f"verb {verb!r} may not carry {sorted(extra)}")
    return dict(details)


def seal(previous_hash: str, line: Mapping[str, Any]) -> str:
    """Give the SHA-256 of the previous hash and this line in canonical JSON."""
    canonical = json.dumps({key: _plain(value) for key, value in line.items()}, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256((previous_hash + canonical).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value if isinstance(value, (str, int, dict, type(None))) else str(value)
