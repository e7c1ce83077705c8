"""Releases figures as of a day and exports what was released."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from kernpartner.cli import place

DAY = click.DateTime(["%Y-%m-%d"])
# The worker comes back every hour and takes small bites; a command goes on until all is released.
A_DAY = 86_400.0


@click.group()
def publications() -> None:
    """Figures that were released."""


@publications.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """Write universe.csv and statements.jsonl into FOLDER, for an outsider to attack; the audit trail keeps that."""
    from kernpartner.audit.service import Actor
    from kernpartner.publications import service

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with place.transaction() as session:
            rows = service.export_publications(session, folder, actor=Actor(), now=place.now())
    except OSError as problem:
        raise click.ClickException(f"cannot write into {folder}: {problem.strerror or problem}") from problem
    for name, count in rows.items():
        click.echo(f"{folder / name}: {count} rows")


@click.command()
@click.option("--on", type=DAY, help="Run the calendar as of this day; by default today.")
@click.option("--district", "slug", help="Slug of one district; by default all.")
@click.option("--budget", default=60.0, show_default=True, help="Seconds for the audit of one theme in one place.")
def release(on: datetime | None, slug: str | None, budget: float) -> None:
    """Release what is due; twice is as once. What cannot be proved safe within the budget is withheld."""
    from kernpartner.districts import queries
    from kernpartner.publications import service

    day = on.date() if on else place.today()
    with place.transaction() as session:
        chosen = [(one.id, one.slug) for one in queries.all_districts(session) if slug in {None, one.slug}]
    if not chosen:
        raise click.ClickException(f"there is no district {slug!r}" if slug else "there is no district yet")
    for district_id, name in chosen:
        # Two transactions: nobody who logs a concern waits for an audit.
        with place.transaction() as session:
            service.close_due(session, district_id, day, place.now())
        with place.transaction() as session:
            count = service.release_due(
                session, district_id, day, place.now(), budget_seconds=budget, run_seconds=A_DAY
            )
        click.echo(f"{name}: {count} statements released")
