"""Reads concerns from JSON lines, and files them through the same functions that the web uses."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kernpartner.consultations.rules import Ending

LOCAL = ZoneInfo("Europe/Amsterdam")
NOON = time(12)
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")

# How the file words an outcome; `open` is none yet. The English words of the code are understood too.
OUTCOMES = {
    "advies-aan-school": "advice_to_school",
    "eigen-netwerk": "own_network",
    "sociale-basis": "social_base",
    "kleine-actie": "small_action",
    "vraagverheldering-zonder-traject": "clarified_without_trajectory",
    "niet-passend": "not_fitting",
    "traject-buurtteam": "trajectory",
    "specialistische-hulp": "specialist_care",
    "samen-gedragen": "borne_together",
}


class BadLine(ValueError):
    """A line cannot be used; the message says why and repeats nothing that somebody typed."""


class Ended(StrEnum):
    """What became of the outcome in a line."""

    NONE_KNOWN = "none_known"
    RECORDED = "recorded"
    NO_SCHOOL = "no_school"
    REFUSED = "refused"


@dataclass(frozen=True)
class Line:
    """One concern as a file has it."""

    id: str
    organisation: str
    role: str
    day: date
    registered: date
    age_band: str
    text: str | None
    tried: str
    themes: tuple[str, ...]
    factors: tuple[str, ...]
    school: str | None
    perspective: str
    wider: str
    outcome: str | None
    reason: str
    action_on: date | None
    live_talk_on: date | None


@dataclass(frozen=True)
class Filed:
    """What became of one line."""

    concern_id: uuid.UUID
    ended: Ended


@dataclass(frozen=True)
class _Sender:
    """An organisation that may send lines."""

    id: uuid.UUID
    type_slug: str


def read_line(raw: str) -> Line:
    """Read one line with the fields of the development data; raises `BadLine`.

    `text` may be missing when there are `themes`; `registered` is `date` when it is missing. Labels of what identifies
    (`entities`, `quasi`) are not looked at: the text is cleaned here as everywhere.
    """
    try:
        given = json.loads(raw)
    except json.JSONDecodeError as problem:
        raise BadLine(f"no JSON (position {problem.colno})") from None
    except RecursionError:
        raise BadLine("no JSON (too deep)") from None
    if not isinstance(given, dict):
        raise BadLine("not a JSON object")
    day = _day(given, "date")
    if day is None:
        raise BadLine("date is missing")
    line = Line(
        id=_text(given, "id", needed=True),
        organisation=_text(given, "org", needed=True),
        role=_text(given, "role"),
        day=day,
        registered=_day(given, "registered") or day,
        age_band=_text(given, "age_band") or "onbekend",
        text=_text(given, "text") or None,
        tried=_text(given, "tried"),
        themes=_slugs(given, "themes"),
        factors=_slugs(given, "factors"),
        school=_text(given, "school") or None,
        perspective=_text(given, "perspective") or "professional",
        wider=_text(given, "wider") or "unknown",
        outcome=_outcome(given),
        reason=_text(given, "outcome_reason"),
        action_on=_day(given, "action_on"),
        live_talk_on=_day(given, "live_talk_on"),
    )
    if line.text is None and not line.themes:
        raise BadLine("neither text nor themes")
    if line.registered < line.day:
        raise BadLine("registered lies before date")
    return line


class Filing:
    """Files lines in one district; knows its organisations and themes, and what was filed before."""

    def __init__(self, session: Session, district_id: uuid.UUID, on: date, *, source: str = "import") -> None:
        """Read once what every line needs."""
        from kernpartner.concerns import queries as concerns
        from kernpartner.organisations import queries as organisations
        from kernpartner.themes import queries as themes

        self.source = source
        self._organisations = {
            found.slug: _Sender(found.id, found.type_slug)
            for found in organisations.organisations(session, district_id, on=on)
        }
        self._themes: Mapping[str, uuid.UUID] = themes.theme_ids(session, district_id, on)
        self._factors = {factor.slug: factor.id for factor in themes.factors(session, district_id)}
        self._known: set[tuple[uuid.UUID, str]] = set(concerns.external_ids(session, district_id))

    def knows(self, line: Line) -> bool:
        """Say whether this line was filed before."""
        found = self._organisations.get(line.organisation)
        return found is not None and (found.id, line.id) in self._known

    def file(self, session: Session, line: Line, now: datetime, *, person_id: uuid.UUID | None = None) -> Filed:
        """Log the concern of a line, themes confirmed, and record its outcome; raises `BadLine`."""
        from kernpartner.audit.service import Actor
        from kernpartner.concerns.service import ConcernIncomplete, log_concern

        organisation = self._organisation(line)
        actor = Actor(person_id, organisation.id, line.role or None)
        if line.registered > now.astimezone(LOCAL).date():
            raise BadLine("registered lies in the future")
        try:
            concern_id = log_concern(
                session,
                actor,
                self._input(line),
                now,
                source=self.source,
                external_id=line.id,
                registered_at=min(now, datetime.combine(line.registered, NOON, LOCAL)),
                role=line.role,
            )
        except ConcernIncomplete as problem:
            raise BadLine(str(problem)) from None
        ended = self._end(session, actor, concern_id, line, now)
        self._known.add((organisation.id, line.id))
        return Filed(concern_id, ended)

    def _organisation(self, line: Line) -> _Sender:
        found = self._organisations.get(line.organisation)
        if found is None:
            raise BadLine(f"org {_quoted(line.organisation)} is not in this district")
        if found.type_slug == "partner":
            raise BadLine(f"org {_quoted(line.organisation)} is a partner and logs no concerns")
        return found

    def _input(self, line: Line) -> Any:
        from kernpartner.concerns.rules import ConcernInput

        school = None
        if line.school is not None:
            if line.school not in self._organisations:
                raise BadLine(f"school {_quoted(line.school)} is not in this district")
            school = self._organisations[line.school].id
        return ConcernInput(
            text=line.text,
            age_band=line.age_band,
            perspective=line.perspective,
            wider=line.wider,
            occurred_on=line.day,
            tried=line.tried,
            school_id=school,
            confirmed=tuple(_found(self._themes, slug, "theme") for slug in line.themes),
            factors=tuple(_found(self._factors, slug, "factor") for slug in line.factors),
        )

    def _end(self, session: Session, actor: Any, concern_id: uuid.UUID, line: Line, now: datetime) -> Ended:
        from kernpartner.concerns import queries as concerns
        from kernpartner.consultations.service import OutcomeRefused, record_known_outcome

        ending = ending_of(line)
        if ending is None:
            return Ended.NONE_KNOWN
        found = concerns.concern(session, concern_id)
        if found is None or found.school_id is None:
            return Ended.NO_SCHOOL
        try:
            record_known_outcome(session, actor, concern_id, ending, now)
        except OutcomeRefused:
            # The gate holds for what comes from elsewhere too: without its date an outcome stays open.
            return Ended.REFUSED
        return Ended.RECORDED


def ending_of(line: Line) -> Ending | None:
    """Give how the line says that it ended, or nothing when that is open."""
    from kernpartner.consultations.rules import Ending

    if line.outcome is None:
        return None
    return Ending(line.outcome, reason=line.reason, action_on=line.action_on, live_talk_on=line.live_talk_on)


def read_ending(given: Mapping[str, Any]) -> tuple[str, str, Ending]:
    """Read (organisation, number elsewhere, how it ended) from a line about an outcome only; raises `BadLine`."""
    from kernpartner.consultations.rules import Ending

    return (
        _text(given, "org", needed=True),
        _text(given, "id", needed=True),
        Ending(
            _outcome(given) or "",
            reason=_text(given, "outcome_reason"),
            action_on=_day(given, "action_on"),
            live_talk_on=_day(given, "live_talk_on"),
        ),
    )


def _found(known: Mapping[str, uuid.UUID], slug: str, kind: str) -> uuid.UUID:
    if slug not in known:
        raise BadLine(f"{kind} {_quoted(slug)} is not in this district")
    return known[slug]


def _quoted(value: str) -> str:
    """Repeat a value only when it has the shape of a slug: anything else may be something that somebody typed."""
    return repr(value) if _SLUG.fullmatch(value) else "(not a slug)"


def _text(given: Mapping[str, Any], name: str, *, needed: bool = False) -> str:
    value = given.get(name)
    if value is None or value == "":
        if needed:
            raise BadLine(f"{name} is missing")
        return ""
    if not isinstance(value, str):
        raise BadLine(f"{name} is no text")
    if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise BadLine(f"{name} holds what is no text")
    return value


def _day(given: Mapping[str, Any], name: str) -> date | None:
    value = _text(given, name)
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise BadLine(f"{name} is no day like 2025-09-10") from None


def _slugs(given: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = given.get(name) or []
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise BadLine(f"{name} is no list of slugs")
    return tuple(dict.fromkeys(value))


def _outcome(given: Mapping[str, Any]) -> str | None:
    value = _text(given, "outcome")
    if value in {"", "open"}:
        return None
    if value not in {*OUTCOMES, *OUTCOMES.values()}:
        raise BadLine(f"outcome {_quoted(value)} is not known")
    return OUTCOMES.get(value, value)
