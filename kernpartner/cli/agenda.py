"""Drafts the agenda of a meeting as the worker would."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import click

from kernpartner.cli import place


@click.group()
def agenda() -> None:
    """Agendas of meetings."""


@agenda.command()
@click.option("--meeting", type=click.UUID, required=True, help="Id of the meeting.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Draft as of this day; by default today.")
def draft(meeting: UUID, on: datetime | None) -> None:
    """Draft the agenda of MEETING as of a day; what people edited or settled stays."""
    from kernpartner.meetings import service

    with place.transaction() as session:
        done = service.draft_agenda(session, meeting, on.date() if on else place.today(), place.now())
    click.echo(
        f"drafted the agenda of meeting {meeting}" if done else "nothing to do: it was drafted or settled before"
    )
