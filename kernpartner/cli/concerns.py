"""Imports concerns from a file: good lines are kept, a bad line is named, twice is as once."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kernpartner.cli import place

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

    from kernpartner.cli.concern_lines import Ended, Line

# Lines per transaction: the audit trail is locked until it ends, so other people wait no longer than this takes.
AT_ONCE = 25
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@dataclass
class Imported:
    """What an import did; `bad` are pairs of line number and reason."""

    new: int = 0
    known: int = 0
    bad: list[tuple[int, str]] = field(default_factory=list)
    ended: Counter[Ended] = field(default_factory=Counter)


@click.group()
def concerns() -> None:
    """Concerns that come from elsewhere."""


@concerns.command("import")
@click.argument("source", metavar="FILE.jsonl", type=FILE)
@click.option("--district", "slug", required=True, help="Slug of the district that the organisations belong to.")
@click.option("--strict", is_flag=True, help="End with status 1 when there was a bad line.")
def import_file(source: Path, slug: str, strict: bool) -> None:
    """Import the concerns in FILE.jsonl, one JSON object per line. Running twice adds nothing."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, highlight=False, soft_wrap=True)
    factory = place.sessions()
    try:
        district_id = the_district(factory, slug)
        lines = list(numbered_lines(source))
        columns = (TextColumn("Concerns"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=console) as bar:
            task = bar.add_task("", total=len(lines))
            done = import_lines(
                factory, district_id, lines, place.now(), progress=lambda count: bar.update(task, completed=count)
            )
    finally:
        factory.kw["bind"].dispose()
    for number, reason in done.bad:
        console.print(f"line {number}: {reason}", markup=False)
    click.echo(summary(done))
    if strict and done.bad:
        raise SystemExit(1)


def import_lines(
    factory: sessionmaker[Session],
    district_id: uuid.UUID,
    lines: list[tuple[int, str]],
    now: datetime,
    *,
    progress: Callable[[int], None] = lambda _: None,
) -> Imported:
    """Import numbered lines, a few per transaction and each in its own savepoint; give what happened."""
    from kernpartner.cli.concern_lines import Filing

    done = Imported()
    with factory() as session:
        filing = Filing(session, district_id, now.astimezone(place.LOCAL).date())
    for start in range(0, len(lines), AT_ONCE):
        with factory.begin() as session:
            for number, raw in lines[start : start + AT_ONCE]:
                _one(session, filing, number, raw, now, done)
        progress(min(start + AT_ONCE, len(lines)))
    return done


def summary(done: Imported) -> str:
    """Say in a few sentences what an import did."""
    from kernpartner.cli.concern_lines import Ended

    said = [f"{done.new} new, {done.known} already there, {len(done.bad)} bad."]
    if done.ended[Ended.RECORDED]:
        said.append(f"{done.ended[Ended.RECORDED]} outcomes recorded.")
    if done.ended[Ended.REFUSED]:
        said.append(
            f"{done.ended[Ended.REFUSED]} outcomes stay open: they lack what they need "
            "(action_on, live_talk_on or outcome_reason)."
        )
    if done.ended[Ended.NO_SCHOOL]:
        said.append(f"{done.ended[Ended.NO_SCHOOL]} outcomes stay open: no school is named.")
    return " ".join(said)


def _one(session: Session, filing: object, number: int, raw: str, now: datetime, done: Imported) -> None:
    from sqlalchemy.exc import DBAPIError

    from kernpartner.cli.concern_lines import BadLine, Filing, read_line

    assert isinstance(filing, Filing)
    try:
        line: Line = read_line(raw)
        if filing.knows(line):
            done.known += 1
            return
        with session.begin_nested():
            filed = filing.file(session, line, now)
    except BadLine as problem:
        done.bad.append((number, str(problem)))
    except DBAPIError as problem:
        if problem.connection_invalidated:
            raise
        # The database's own message may repeat what was typed; its kind does not.
        done.bad.append((number, f"refused by the database ({type(problem.orig).__name__})"))
    else:
        done.new += 1
        done.ended[filed.ended] += 1


def the_district(factory: sessionmaker[Session], slug: str) -> uuid.UUID:
    """Give the district with this slug, or end and say how to make it."""
    from kernpartner.districts import queries

    with factory() as session:
        found = queries.district_of(session, slug)
    if found is None:
        raise click.ClickException(f"there is no district {slug!r}; make it with: district create {slug} --label ...")
    return found.id


def numbered_lines(source: Path) -> Iterator[tuple[int, str]]:
    """Give the lines of a file that hold something, with their numbers."""
    with source.open("rb") as file:
        for number, raw in enumerate(file, start=1):
            if raw.strip():
                # A byte that is no UTF-8 makes one bad line, not an unreadable file.
                yield number, raw.decode("utf-8", errors="surrogateescape")
