"""Changes next steps: promotes themes, words directions, notes who works on them, and lets schools adapt packages."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.districts import queries as district_queries
from kernpartner.organisations import queries as organisation_queries
from kernpartner.privacy.deidentify import clean
from kernpartner.steps.models import NextStep, Package, RollOut, SolutionDirection
from kernpartner.steps.queries import covered_domains, direction
from kernpartner.steps.rules import (
    MOST_DIRECTIONS,
    DirectionInput,
    Part,
    StepInput,
    StepProblem,
    StepStatus,
    direction_problems,
    outcomes,
    package_problems,
    shipped,
    step_problems,
)
from kernpartner.themes import queries as theme_queries

LOCAL = ZoneInfo("Europe/Amsterdam")


class StepRefused(ValueError):
    """It cannot be kept like this; `problems` says why, per field."""

    def __init__(self, problems: Mapping[str, StepProblem]) -> None:
        super().__init__(", ".join(f"{name}: {what.value}" for name, what in problems.items()))
        self.problems = dict(problems)


class NoSuchStep(LookupError):
    """There is no such step, direction or package in this district."""


class StepChangedMeanwhile(ValueError):
    """Somebody else changed it after it was read; nothing was overwritten."""


def promote(session: Session, actor: Actor, district_id: uuid.UUID, given: StepInput, now: datetime) -> uuid.UUID:
    """Make a theme a next step when it passes the five tests; give its id. Words cleaned. Raises `StepRefused`."""
    covered = covered_domains(session, district_id)
    found = step_problems(given, covered)
    on = now.astimezone(LOCAL).date()
    themes = {theme.id for theme in theme_queries.current_themes(session, district_id, on)}
    if given.theme_id is None or given.theme_id not in themes:
        raise StepRefused(found | {"theme": StepProblem.THEME_UNKNOWN})
    if found:
        raise StepRefused(found)
    made = NextStep(
        district_id=district_id,
        theme_id=given.theme_id,
        title=_cleaned(session, district_id, given.title),
        domains=sorted(given.domains),
        tests={test.value: passed for test, passed in outcomes(given, covered).items()},
        why=_cleaned(session, district_id, given.why),
        promoted_at=now,
        promoted_by=actor.person_id,
    )
    session.add(made)
    session.flush()
    record(session, actor, "step.changed", "step", made.id, now, change="promoted")
    return made.id


def change_step(session: Session, actor: Actor, step_id: uuid.UUID, status: StepStatus, now: datetime) -> bool:
    """Say where a step stands; False when it stood there already. Raises `NoSuchStep`."""
    step = session.scalar(select(NextStep).where(NextStep.id == step_id).with_for_update())
    if step is None:
        raise NoSuchStep(f"no step {step_id}")
    if step.status == status.value:
        return False
    step.status = status.value
    session.flush()
    record(session, actor, "step.changed", "step", step.id, now, change=status.value)
    return True


def add_direction(
    session: Session, actor: Actor, step_id: uuid.UUID, given: DirectionInput, now: datetime
) -> uuid.UUID:
    """Give a step another solution direction, at most four; words cleaned. Raises `NoSuchStep` and `StepRefused`."""
    step = session.scalar(select(NextStep).where(NextStep.id == step_id).with_for_update())
    if step is None:
        raise NoSuchStep(f"no step {step_id}")
    found = direction_problems(given)
    last = session.scalar(select(func.max(SolutionDirection.position)).where(SolutionDirection.step_id == step.id)) or 0
    if last >= MOST_DIRECTIONS:
        found["title"] = StepProblem.TOO_MANY
    if found:
        raise StepRefused(found)
    made = SolutionDirection(step_id=step.id, position=last + 1)
    _word(session, step.district_id, made, given)
    session.add(made)
    session.flush()
    record(session, actor, "step.changed", "step", step.id, now, change="direction")
    return made.id


def change_direction(
    session: Session, actor: Actor, direction_id: uuid.UUID, given: DirectionInput, seen_version: int, now: datetime
) -> None:
    """Word a direction anew; raises `NoSuchStep`, `StepRefused` and `StepChangedMeanwhile`."""
    step, row = _direction(session, direction_id)
    if found := direction_problems(given):
        raise StepRefused(found)
    if row.version != seen_version:
        raise StepChangedMeanwhile(f"version {seen_version} was seen, it is {row.version} now")
    _word(session, step.district_id, row, given)
    row.version += 1
    session.flush()
    record(session, actor, "step.changed", "step", step.id, now, change="direction")


def enter_phase(
    session: Session,
    actor: Actor,
    direction_id: uuid.UUID,
    phase: int,
    now: datetime,
    *,
    status: StepStatus = StepStatus.RUNNING,
) -> None:
    """Note that the acting organisation works on a direction, from any phase of its plan on; again moves it.

    Raises `NoSuchStep`, also for a phase that the plan does not have, and for an idea as status.
    """
    step, row = _direction(session, direction_id)
    if not 0 <= phase < max(1, len(row.plan)) or status is StepStatus.IDEA or actor.organisation_id is None:
        raise NoSuchStep(f"direction {direction_id} has no phase {phase}")
    known = select(RollOut).where(RollOut.direction_id == row.id, RollOut.organisation_id == actor.organisation_id)
    place = session.scalar(known.with_for_update()) or RollOut(
        direction_id=row.id, organisation_id=actor.organisation_id, since=now.astimezone(LOCAL).date()
    )
    place.phase, place.status, place.noted_at, place.noted_by = phase, status.value, now, actor.person_id
    session.add(place)
    session.flush()
    record(session, actor, "step.changed", "step", step.id, now, change="rolled_out")


def clone_package(session: Session, actor: Actor, package_id: uuid.UUID, now: datetime) -> uuid.UUID:
    """Give the acting organisation its own copy of a package; a second time gives the copy that there is."""
    source = session.get(Package, package_id)
    if source is None or actor.organisation_id is None:
        raise NoSuchStep(f"no package {package_id}")
    known = select(Package.id).where(
        Package.cloned_from_id == source.id, Package.organisation_id == actor.organisation_id
    )
    if (before := session.scalar(known)) is not None:
        return before
    made = Package(
        direction_id=source.direction_id,
        organisation_id=actor.organisation_id,
        cloned_from_id=source.id,
        title=source.title,
        parts=list(source.parts),
        changed_at=now,
        changed_by=actor.person_id,
    )
    session.add(made)
    session.flush()
    record(session, actor, "step.changed", "package", made.id, now, change="cloned")
    return made.id


def adapt_package(
    session: Session,
    actor: Actor,
    package_id: uuid.UUID,
    title: str,
    parts: Sequence[Part],
    seen_version: int,
    now: datetime,
) -> None:
    """Let an organisation adapt its own copy, words cleaned; raises `NoSuchStep` for another's copy, and as above."""
    row = session.scalar(select(Package).where(Package.id == package_id).with_for_update())
    if row is None or row.organisation_id is None or row.organisation_id != actor.organisation_id:
        raise NoSuchStep(f"no own package {package_id}")
    kept = [part for part in parts if part.title.strip() or part.text.strip()]
    if found := package_problems(title, kept):
        raise StepRefused(found)
    if row.version != seen_version:
        raise StepChangedMeanwhile(f"version {seen_version} was seen, it is {row.version} now")
    step, _row = _direction(session, row.direction_id)
    row.title = _cleaned(session, step.district_id, title)
    row.parts = [
        Part(_cleaned(session, step.district_id, part.title), _cleaned(session, step.district_id, part.text)).kept()
        for part in kept
    ]
    row.version, row.changed_at, row.changed_by = row.version + 1, now, actor.person_id
    session.flush()
    record(session, actor, "step.changed", "package", row.id, now, change="adapted")


def adopt_shipped_steps(session: Session, district_id: uuid.UUID, now: datetime) -> int:
    """Give a district the next steps that come with the program, for themes that it has; give how many are new."""
    on, made = now.astimezone(LOCAL).date(), 0
    themes = {theme.slug: theme.id for theme in theme_queries.current_themes(session, district_id, on)}
    known = set(session.scalars(select(NextStep.shipped_key).where(NextStep.district_id == district_id)))
    names = _partner_names(session, district_id, now)
    for given in shipped():
        if given["theme"] in themes and given["key"] not in known:
            _adopt(session, district_id, themes[given["theme"]], given, names, now)
            made += 1
    session.flush()
    return made


def _adopt(
    session: Session,
    district_id: uuid.UUID,
    theme_id: uuid.UUID,
    given: Mapping[str, Any],
    names: Mapping[str, str],
    now: datetime,
) -> None:
    step = NextStep(
        district_id=district_id,
        theme_id=theme_id,
        title=given["title"],
        domains=sorted(given["domains"]),
        tests={},
        shipped_key=given["key"],
        promoted_at=now,
    )
    session.add(step)
    session.flush()
    for position, one in enumerate(given["directions"], start=1):
        sheet = one.get("worksheet", {})
        row = SolutionDirection(
            step_id=step.id,
            position=position,
            title=one["title"],
            goal=one["goal"],
            partners=[key for name, key in names.items() if any(part.lower() in name for part in one["partners"])],
            plan=one.get("plan", []),
            worksheet_title=sheet.get("title", ""),
            worksheet_text=sheet.get("text", ""),
        )
        session.add(row)
        session.flush()
        if "package" in one:
            ready = one["package"]
            session.add(Package(direction_id=row.id, title=ready["title"], parts=ready["parts"], changed_at=now))


def _partner_names(session: Session, district_id: uuid.UUID, now: datetime) -> dict[str, str]:
    on = now.astimezone(LOCAL).date()
    known = organisation_queries.organisations(session, district_id, on=on)
    return {one.label.lower(): str(one.id) for one in known if one.type_slug != "school"}


def _word(session: Session, district_id: uuid.UUID, row: SolutionDirection, given: DirectionInput) -> None:
    row.title, row.goal = (_cleaned(session, district_id, text) for text in (given.title, given.goal))
    row.status, row.starts_on, row.ends_on = given.status, given.starts_on, given.ends_on
    row.partners = [str(key) for key in given.partners]


def _direction(session: Session, direction_id: uuid.UUID) -> tuple[NextStep, SolutionDirection]:
    found = direction(session, direction_id)
    if found is None:
        raise NoSuchStep(f"no direction {direction_id}")
    session.refresh(found[1], with_for_update=True)
    return found


def _cleaned(session: Session, district_id: uuid.UUID, text: str) -> str:
    return clean(text.strip(), district_queries.word_lists(session, district_id)).text
