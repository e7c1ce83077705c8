"""Loads the example district Vleuten-De Meern: fictional people, 180 fictional concerns, a history without text.

Everything goes through the functions that the web uses. A second call adds only the days that passed since.
"""

from __future__ import annotations

import dataclasses
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from kernpartner.cli.concern_lines import Ended, Filing, Line, read_line
from kernpartner.cli.district_file import read_district, store_district
from kernpartner.cli.history import Reporter, history
from kernpartner.organisations.rules import ROLE_LABELS, Role, school_year

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

LOCAL = ZoneInfo("Europe/Amsterdam")
DATA = Path(__file__).parent / "data"
YEARS_OF_HISTORY = 2
FIRST_CONCERN = date(2024, 8, 1)
# Concerns per transaction; the audit trail is locked until it ends.
AT_ONCE = 50
_AUTHORS = {
    "ib": Role.CARE_COORDINATOR,
    "jgz-verpleegkundige": Role.YOUTH_HEALTH,
    "gezinswerker": Role.FAMILY_WORKER,
    "leerplichtambtenaar": Role.ATTENDANCE_OFFICER,
}
# The file has no date for a small action and no reason for what did not fit. For the example both are made up, and the
# reason says so. The date of a live talk is never made up: without it specialist care stays open, as for anybody.
_SMALL_ACTION_AFTER = timedelta(days=14)
_NO_REASON = "In de voorbeelddata staat geen reden."

Progress = Callable[[str, int, int], None]


@dataclass
class ExampleSummary:
    """What one call of `load_example` added; `ended` says what became of the outcomes in the file."""

    district_id: uuid.UUID
    concerns: int = 0
    history: int = 0
    in_future: int = 0
    ended: Counter[Ended] = field(default_factory=Counter)
    flagged: int = 0


@lru_cache(maxsize=1)
def plan() -> dict[str, Any]:
    """Give what `data/example.yaml` adds to the files of the development data."""
    import yaml

    found: dict[str, Any] = yaml.safe_load((DATA / "example.yaml").read_text(encoding="utf-8"))
    return found


def logins() -> tuple[tuple[str, str, str], ...]:
    """Give one login per role, in the order of the chain: role in Dutch, address, password."""
    return tuple(
        (f"{ROLE_LABELS[Role(entry['role'])]}, {entry['org']}", entry["mail"], plan()["password"])
        for entry in plan()["people"]
        if entry.get("login")
    )


LOGINS = logins()


def load_example(factory: sessionmaker[Session], now: datetime, progress: Progress) -> ExampleSummary:
    """Load the example district, or what was added to it since; commits in pieces.

    `progress(what, done, total)` is called as it goes. The history covers the two whole school years before this one
    and this one up to yesterday; the 180 concerns keep their own dates, and those after today wait.
    """
    from kernpartner.cli import replay

    today = now.astimezone(LOCAL).date()
    since = date(school_year(today) - YEARS_OF_HISTORY, 8, 1)
    with factory.begin() as session:
        district_id = _store_place(session, min(since, FIRST_CONCERN), now)
        people = _store_people(session, district_id, min(since, FIRST_CONCERN), now)
    summary = ExampleSummary(district_id)
    _file_concerns(factory, people, now, summary, progress)
    _file_history(factory, since, now, summary, progress)
    summary.flagged = replay.run(factory, district_id, plan(), since, now, progress)
    return summary


def concern_lines() -> list[Line]:
    """Give the 180 concerns of the file, with what an outcome needs where the example may make it up."""
    rows = (DATA / "signals-dev.jsonl").read_text(encoding="utf-8").splitlines()
    return [_completed(read_line(row)) for row in rows]


def _completed(line: Line) -> Line:
    if line.outcome == "small_action":
        return dataclasses.replace(line, action_on=line.day + _SMALL_ACTION_AFTER)
    if line.outcome == "not_fitting":
        return dataclasses.replace(line, reason=_NO_REASON)
    return line


def _store_place(session: Session, on: date, now: datetime) -> uuid.UUID:
    from kernpartner.districts import queries as districts
    from kernpartner.districts import service as district_service
    from kernpartner.organisations import queries as organisations
    from kernpartner.organisations import service

    district_id = store_district(session, read_district(DATA / "organisations.yaml"), on, now)
    area = districts.areas(session, district_id)[0]
    types = {kind.slug: kind for kind in organisations.types(session)}
    seated = [
        found
        for found in organisations.organisations(session, district_id, on=on)
        if types[found.type_slug].is_core_partner and found.type_slug != "school"
    ]
    for entry in plan()["schools"]:
        school = service.add_organisation(
            session,
            district_id=district_id,
            type_slug="school",
            valid_from=on,
            area_id=area.id,
            fictional=True,
            **entry,
        )
        for other in seated:
            service.seat_in_core_team(session, school_id=school.id, organisation_id=other.id, valid_from=on)
        district_service.add_words(session, district_id, "school", [school.label, *school.aliases])
    district_service.add_words(session, district_id, "club", plan()["clubs"])
    district_service.add_words(session, district_id, "street", plan()["streets"])
    return district_id


def _store_people(
    session: Session, district_id: uuid.UUID, on: date, now: datetime
) -> Mapping[tuple[str, str], uuid.UUID]:
    """Make the people who are not there yet; give the id of a person by organisation slug and role."""
    from kernpartner.organisations import queries, service

    places = {found.slug: found.id for found in queries.organisations(session, district_id, on=on)}
    by_mail: dict[str, uuid.UUID] = {}
    by_place: dict[tuple[str, str], uuid.UUID] = {}
    for entry in plan()["people"]:
        person = queries.person_by_email(session, entry["mail"])
        if person is None:
            person = service.add_person(
                session,
                district_id=district_id,
                name=entry["name"],
                email=entry["mail"],
                now=now,
                password=plan()["password"],
            )
            service.give_position(
                session,
                person_id=person.id,
                organisation_id=places[entry["org"]],
                role=Role(entry["role"]),
                valid_from=on,
            )
        by_mail[entry["mail"]] = by_place[entry["org"], entry["role"]] = person.id
    _appoint(session, places, by_mail, now.astimezone(LOCAL).date())
    return by_place


def _appoint(session: Session, places: Mapping[str, uuid.UUID], by_mail: Mapping[str, uuid.UUID], today: date) -> None:
    from kernpartner.organisations import queries, service

    for entry in plan()["ambassadors"]:
        represents = places[entry["represents"]]
        if queries.ambassadors(session, represents, today):
            continue
        organisation = next(one["org"] for one in plan()["people"] if one["mail"] == entry["person"])
        service.appoint_ambassador(
            session,
            person_id=by_mail[entry["person"]],
            organisation_id=places[organisation],
            represents_id=represents,
            on=today,
        )


def _file_concerns(
    factory: sessionmaker[Session],
    people: Mapping[tuple[str, str], uuid.UUID],
    now: datetime,
    summary: ExampleSummary,
    progress: Progress,
) -> None:
    today = now.astimezone(LOCAL).date()
    lines = concern_lines()
    ready = [line for line in lines if line.registered <= today]
    summary.in_future = len(lines) - len(ready)
    authors = {line.id: people.get((line.organisation, str(_AUTHORS.get(line.role)))) for line in ready}
    summary.concerns = _file(factory, ready, now, summary, progress, "Concerns", authors)


def _file_history(
    factory: sessionmaker[Session], since: date, now: datetime, summary: ExampleSummary, progress: Progress
) -> None:
    yesterday = now.astimezone(LOCAL).date() - timedelta(days=1)
    lines = list(history(plan()["history"], reporters(), since, yesterday))
    summary.history = _file(factory, lines, now, summary, progress, "History without text", {})


def reporters() -> list[Reporter]:
    """Give who logs in the history: the organisations with a volume in the plan."""
    kinds = {entry["slug"]: entry["sector"] for entry in plan()["schools"]}
    for found in read_district(DATA / "organisations.yaml").organisations:
        kinds[found.slug] = found.sector or found.type_slug
    return [Reporter(slug, kinds[slug]) for slug in plan()["history"]["volume"]]


def _file(
    factory: sessionmaker[Session],
    lines: Iterable[Line],
    now: datetime,
    summary: ExampleSummary,
    progress: Progress,
    what: str,
    authors: Mapping[str, uuid.UUID | None],
) -> int:
    with factory() as session:
        filing = Filing(session, summary.district_id, now.astimezone(LOCAL).date(), source="example")
    todo = [line for line in lines if not filing.knows(line)]
    for start in range(0, len(todo), AT_ONCE):
        with factory.begin() as session:
            for line in todo[start : start + AT_ONCE]:
                filed = filing.file(session, line, now, person_id=authors.get(line.id))
                if what == "Concerns":
                    summary.ended[filed.ended] += 1
        progress(what, min(start + AT_ONCE, len(todo)), len(todo))
    return len(todo)
