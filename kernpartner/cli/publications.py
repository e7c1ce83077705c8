"""Releases figures as of a day and exports what was released."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from kernpartner.cli import place

DAY = click.DateTime(["%Y-%m-%d"])
# Long enough to prove a whole school year; the worker, which comes back every hour, takes smaller bites.
BUDGET_SECONDS = 3_600.0


@click.group()
def publications() -> None:
    """Figures that were released."""


@publications.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """Write everything that was released into FOLDER, for a newcomer to check."""
    from kernpartner.publications import service

    with place.transaction() as session:
        service.export_publications(session, folder)
    click.echo(f"exported to {folder}")


@click.command()
@click.option("--on", type=DAY, help="Run the calendar as of this day; by default today.")
@click.option("--district", help="Slug of one district; by default all.")
def release(on: datetime | None, district: str | None) -> None:
    """Release what is due; twice is as once."""
    from kernpartner.districts import queries
    from kernpartner.publications import service

    day = on.date() if on else place.today()
    with place.transaction() as session:
        chosen = [one for one in queries.all_districts(session) if district in {None, one.slug}]
        if not chosen:
            raise click.ClickException(f"there is no district {district!r}" if district else "there is no district yet")
        for one in chosen:
            released = service.release_due(session, one.id, day, place.now(), budget_seconds=BUDGET_SECONDS)
            click.echo(f"{one.slug}: {released} released")
