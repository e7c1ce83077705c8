"""Imports how consultations ended from a file: the gate holds for each line, and a bad line is named with why."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kernpartner.cli import place
from kernpartner.cli.concerns import AT_ONCE, FILE, numbered_lines, the_district

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

# Why the gate refuses, in words that say which field is missing; nothing that somebody typed is repeated.
REASONS = {
    "outcome_unknown": "outcome is missing",
    "live_talk_missing": "specialist_care needs live_talk_on: the date of the talk with family and specialist",
    "live_talk_in_future": "live_talk_on lies in the future",
    "action_date_missing": "small_action needs action_on",
    "reason_missing": "not_fitting needs outcome_reason",
}


@dataclass
class Recorded:
    """What an import of outcomes did; `bad` are pairs of line number and reason."""

    new: int = 0
    known: int = 0
    bad: list[tuple[int, str]] = field(default_factory=list)


@click.group()
def consultations() -> None:
    """How consultations ended."""


@consultations.command("import")
@click.argument("source", metavar="FILE.jsonl", type=FILE)
@click.option("--district", "slug", required=True, help="Slug of the district that the organisations belong to.")
@click.option("--strict", is_flag=True, help="End with status 1 when there was a bad line.")
def import_file(source: Path, slug: str, strict: bool) -> None:
    """Record how imported concerns ended, one JSON object per line: id, org, outcome and what that outcome needs.

    Needs: action_on for a small action, outcome_reason for not fitting, live_talk_on for specialist care.
    """
    factory = place.sessions()
    try:
        district_id = the_district(factory, slug)
        done = record_lines(factory, district_id, list(numbered_lines(source)), place.now())
    finally:
        factory.kw["bind"].dispose()
    for number, reason in done.bad:
        click.echo(f"line {number}: {reason}", err=True)
    click.echo(f"{done.new} outcomes recorded, {done.known} already known, {len(done.bad)} bad.")
    if strict and done.bad:
        raise SystemExit(1)


def record_lines(
    factory: sessionmaker[Session], district_id: uuid.UUID, lines: list[tuple[int, str]], now: datetime
) -> Recorded:
    """Record numbered lines, a few per transaction and each in its own savepoint; give what happened."""
    done = Recorded()
    for start in range(0, len(lines), AT_ONCE):
        with factory.begin() as session:
            known = _concerns(session, district_id, now)
            for number, raw in lines[start : start + AT_ONCE]:
                _one(session, known, number, raw, now, done)
    return done


def _one(
    session: Session,
    known: Mapping[tuple[str, str], tuple[uuid.UUID, uuid.UUID]],
    number: int,
    raw: str,
    now: datetime,
    done: Recorded,
) -> None:
    from kernpartner.audit.service import Actor
    from kernpartner.cli.concern_lines import BadLine, read_ending
    from kernpartner.concerns.service import ConcernGone
    from kernpartner.consultations.service import OutcomeRefused, record_known_outcome

    try:
        given = _object(raw)
        organisation, external_id, ending = read_ending(given)
        if (organisation, external_id) not in known:
            raise BadLine("no concern of this organisation has this id")
        organisation_id, concern_id = known[organisation, external_id]
        with session.begin_nested():
            new = record_known_outcome(session, Actor(None, organisation_id), concern_id, ending, now)
    except BadLine as problem:
        done.bad.append((number, str(problem)))
    except OutcomeRefused as problem:
        done.bad.append((number, REASONS[problem.problem.value]))
    except ConcernGone:
        done.bad.append((number, "this concern was taken back, or its text is gone"))
    else:
        done.new, done.known = done.new + new, done.known + (not new)


def _object(raw: str) -> Mapping[str, Any]:
    from kernpartner.cli.concern_lines import BadLine

    try:
        given = json.loads(raw)
    except (json.JSONDecodeError, RecursionError):
        raise BadLine("no JSON") from None
    if not isinstance(given, dict):
        raise BadLine("not a JSON object")
    return given


def _concerns(
    session: Session, district_id: uuid.UUID, now: datetime
) -> dict[tuple[str, str], tuple[uuid.UUID, uuid.UUID]]:
    """Give (organisation, concern) by the organisation's slug and the concern's number elsewhere."""
    from kernpartner.concerns import queries as concerns
    from kernpartner.organisations import queries as organisations

    today = now.astimezone(place.LOCAL).date()
    slugs = {one.id: one.slug for one in organisations.organisations(session, district_id, on=today)}
    return {
        (slugs[organisation_id], external_id): (organisation_id, concern_id)
        for concern_id, organisation_id, external_id in concerns.imported(session, district_id)
        if organisation_id in slugs
    }
