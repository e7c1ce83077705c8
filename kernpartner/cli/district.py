"""Makes districts and fills them from a file."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from kernpartner.cli import place


@click.group()
def district() -> None:
    """Districts: where schools and partners work together."""


@district.command()
@click.argument("slug")
@click.option("--label", required=True, help="The name that people read.")
def create(slug: str, label: str) -> None:
    """Make the empty district SLUG with the shipped themes."""
    from kernpartner.audit.service import Actor
    from kernpartner.cli.district_file import slug_of
    from kernpartner.districts import service
    from kernpartner.themes.service import adopt_shipped_taxonomy

    if slug != slug_of(slug):
        raise click.ClickException(
            f"a slug has small letters, digits and hyphens only; try {slug_of(slug) or 'wijk'!r}"
        )
    with place.transaction() as session:
        made = service.create_district(session, Actor(), slug=slug, label=label, now=place.now())
        themes = adopt_shipped_taxonomy(session, made.id, school_year_start())
    click.echo(f"made district {slug} with {themes} themes")


@district.command("import")
@click.argument("source", metavar="FILE.yaml", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--valid-from",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Since when the organisations work here; by default the start of the school year before this one.",
)
def import_file(source: Path, valid_from: datetime | None) -> None:
    """Fill a district from FILE.yaml: organisations, core teams, words and what partners contribute."""
    from kernpartner.cli.district_file import read_district, store_district

    given = read_district(source)
    on = valid_from.date() if valid_from else school_year_start().replace(year=school_year_start().year - 1)
    with place.transaction() as session:
        store_district(session, given, on, place.now())
    click.echo(f"district {given.slug}: {len(given.organisations)} organisations")


def school_year_start() -> date:
    """Give the first day of this school year."""
    from kernpartner.organisations.rules import school_year

    return date(school_year(place.today()), 8, 1)
