"""Makes made-up neighbourhoods of schools that log, so that there is something to release."""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from kernpartner.organisations import service as organisation_service
from kernpartner.organisations.models import Organisation
from kernpartner.tally.rules import Case, Entry
from kernpartner.tally.service import count_cases
from tests.factories import LONG_AGO, Place, a_place

NOW = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)


@dataclass
class World:
    """A district with schools, one JGZ and one neighbourhood team, and the themes that are used in it."""

    place: Place
    schools: list[Organisation]
    themes: list[uuid.UUID]
    cases: dict[uuid.UUID, tuple[Case, set[uuid.UUID]]] = field(default_factory=dict)

    @property
    def district_id(self) -> uuid.UUID:
        return self.place.district.id


def a_world(session: Session, schools: int = 6, themes: int = 3, slug: str = "proefwijk") -> World:
    """Make a district with this many schools; nothing is logged yet."""
    place = a_place(session, slug)
    made = [place.school, place.other_school]
    for number in range(2, schools):
        made.append(
            organisation_service.add_organisation(
                session,
                district_id=place.district.id,
                type_slug="school",
                slug=f"school-{number}",
                label=f"School {number}",
                valid_from=LONG_AGO,
                area_id=place.area.id,
                sector="po",
                pupils=300,
            )
        )
    return World(place, made, sorted(place.themes.values())[:themes])


def log_cases(
    session: Session,
    world: World,
    theme_id: uuid.UUID,
    day: date,
    *,
    school: Organisation | None,
    by: Organisation,
    times: int = 1,
) -> None:
    """Let an organisation log a theme a number of times on a day, each time for another case."""
    entries = []
    for _ in range(times):
        case = Case(uuid.uuid4(), world.place.area.id, school.id if school else None, by.id, day, day)
        world.cases[case.id] = (case, {theme_id})
        entries.append(Entry(f"log {case.id}", "log", case, {theme_id}))
    count_cases(session, entries, now=NOW)


def log_year(session: Session, world: World, year: int, signals: int, seed: int = 1) -> None:
    """Let every school and its core team log about this many cases in a school year."""
    chance = random.Random(seed)
    weights = [chance.gammavariate(3, 1) for _ in world.themes]
    entries = []
    for school in world.schools:
        for _ in range(round(signals * chance.lognormvariate(0, 0.4))):
            by = chance.choices([school, world.place.jgz, world.place.team], [55, 25, 20])[0]
            day = date(year, 8, 25) + timedelta(days=chance.randrange(310))
            themes = set(chance.choices(world.themes, weights, k=1 + (chance.random() < 0.35)))
            case = Case(uuid.UUID(int=chance.getrandbits(128)), world.place.area.id, school.id, by.id, day, day)
            world.cases[case.id] = (case, themes)
            entries.append(Entry(f"log {case.id}", "log", case, themes))
    count_cases(session, entries, now=NOW)


def spread(
    session: Session, world: World, theme_id: uuid.UUID, day: date, per_school: Sequence[int] = (2, 1, 1)
) -> None:
    """Let each school have this many cases on a day, logged by the school, JGZ and the team."""
    for school in world.schools:
        for by, times in zip((school, world.place.jgz, world.place.team), per_school, strict=True):
            log_cases(session, world, theme_id, day, school=school, by=by, times=times)
