"""Brings the tables of the database up to date, or back."""

from __future__ import annotations

import click

from kernpartner.cli import place


@click.command()
@click.option("--down", "down_to", metavar="REVISION", help="Go back to this revision ('base': no tables).")
def migrate(down_to: str | None) -> None:
    """Bring the tables up to the newest revision, or back to an earlier one."""
    from kernpartner.db import migrate as migrations

    url = place.database_url()
    before = migrations.current(url)
    if down_to:
        migrations.downgrade(url, down_to)
    else:
        migrations.upgrade(url)
    click.echo(f"tables: {before or 'none'} -> {migrations.current(url) or 'none'}")
