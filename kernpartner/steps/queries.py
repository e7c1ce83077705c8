"""Reads next steps with their directions, who works on them and in which phase, and packages with their copies."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.organisations.models import Organisation
from kernpartner.steps.models import NextStep, Package, RollOut, SolutionDirection
from kernpartner.steps.rules import StepStatus
from kernpartner.themes.models import Theme

__all__ = [
    "DirectionView",
    "NextStep",
    "Package",
    "PlaceRow",
    "SolutionDirection",
    "StepView",
    "covered_domains",
    "direction",
    "next_step",
    "next_steps",
    "package",
    "step_choices",
]


@dataclass(frozen=True)
class PlaceRow:
    """An organisation that works on a direction, with the words of the phase in which it is."""

    roll_out: RollOut
    label: str
    phase: str


@dataclass(frozen=True)
class DirectionView:
    """A direction with its partners by name, who works on it, and its packages (the shipped one first)."""

    direction: SolutionDirection
    partners: tuple[str, ...]
    places: tuple[PlaceRow, ...]
    packages: tuple[tuple[Package, str], ...]


@dataclass(frozen=True)
class StepView:
    """A next step with its theme and its directions."""

    step: NextStep
    theme: str
    theme_slug: str
    directions: tuple[DirectionView, ...]


def next_steps(session: Session, district_id: uuid.UUID) -> Sequence[StepView]:
    """Give the next steps of a district in the order of their themes, stopped ones last."""
    rows = session.execute(
        select(NextStep, Theme.label, Theme.slug)
        .join(Theme, Theme.id == NextStep.theme_id)
        .where(NextStep.district_id == district_id)
        .order_by(NextStep.status == StepStatus.STOPPED.value, Theme.position, NextStep.promoted_at, NextStep.id)
    ).all()
    return [StepView(step, label, slug, _directions(session, step.id)) for step, label, slug in rows]


def next_step(session: Session, step_id: uuid.UUID) -> StepView | None:
    """Give one next step, if there is one with this id."""
    step = session.get(NextStep, step_id)
    if step is None:
        return None
    theme = session.get_one(Theme, step.theme_id)
    return StepView(step, theme.label, theme.slug, _directions(session, step.id))


def direction(session: Session, direction_id: uuid.UUID) -> tuple[NextStep, SolutionDirection] | None:
    """Give a direction with the step it belongs to."""
    found = session.execute(
        select(NextStep, SolutionDirection)
        .join(NextStep, NextStep.id == SolutionDirection.step_id)
        .where(SolutionDirection.id == direction_id)
    ).one_or_none()
    return (found[0], found[1]) if found is not None else None


def package(session: Session, package_id: uuid.UUID) -> Package | None:
    """Give a package, if there is one with this id."""
    return session.get(Package, package_id)


def covered_domains(session: Session, district_id: uuid.UUID) -> frozenset[str]:
    """Give the domains that the running and finished steps of a district cover."""
    rows = session.scalars(
        select(NextStep.domains).where(NextStep.district_id == district_id, NextStep.status != StepStatus.STOPPED.value)
    )
    return frozenset(domain for domains in rows for domain in domains)


def step_choices(session: Session, district_id: uuid.UUID) -> Sequence[tuple[uuid.UUID, str]]:
    """Give the running next steps by id and title, for who links an action to one."""
    wanted = select(NextStep.id, NextStep.title).where(
        NextStep.district_id == district_id, NextStep.status == StepStatus.RUNNING.value
    )
    return [(key, title) for key, title in session.execute(wanted.order_by(NextStep.title))]


def _directions(session: Session, step_id: uuid.UUID) -> tuple[DirectionView, ...]:
    rows = session.scalars(
        select(SolutionDirection).where(SolutionDirection.step_id == step_id).order_by(SolutionDirection.position)
    ).all()
    ids = [row.id for row in rows]
    places = session.execute(
        select(RollOut, Organisation.label)
        .join(Organisation, Organisation.id == RollOut.organisation_id)
        .where(RollOut.direction_id.in_(ids))
        .order_by(Organisation.label)
    ).all()
    packages = session.execute(
        select(Package, Organisation.label)
        .outerjoin(Organisation, Organisation.id == Package.organisation_id)
        .where(Package.direction_id.in_(ids))
        .order_by(Package.organisation_id.is_not(None), Organisation.label)
    ).all()
    names = _labels(session, {key for row in rows for key in row.partners})
    return tuple(
        DirectionView(
            direction=row,
            partners=tuple(names[key] for key in row.partners if key in names),
            places=tuple(
                PlaceRow(place, label, _phase(row, place.phase))
                for place, label in places
                if place.direction_id == row.id
            ),
            packages=tuple((one, label or "") for one, label in packages if one.direction_id == row.id),
        )
        for row in rows
    )


def _phase(row: SolutionDirection, phase: int) -> str:
    return str(row.plan[phase]["title"]) if phase < len(row.plan) else ""


def _labels(session: Session, ids: set[str]) -> dict[str, str]:
    wanted = select(Organisation.id, Organisation.label).where(Organisation.id.in_([uuid.UUID(key) for key in ids]))
    return {str(key): label for key, label in session.execute(wanted)}
