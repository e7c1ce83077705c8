"""Shows what a district's tagger learnt, lets it try to learn now, or goes back to another version."""

from __future__ import annotations

import uuid

import click

from kernpartner.cli import place


@click.group()
def tagger() -> None:
    """What suggests themes, per district."""


@tagger.command("list")
@click.argument("district")
def list_versions(district: str) -> None:
    """List the versions that were tried for DISTRICT (slug), newest first, with micro-F1 before and after."""
    from kernpartner.learning import queries

    with place.transaction() as session:
        found = queries.versions(session, _district(session, district))
    for version in found:
        state = "in use" if version.in_use and version.usable else "usable" if version.usable else "not used"
        measured = version.measured
        click.echo(
            f"{version.id}  {version.made_at:%Y-%m-%d %H:%M}  {measured['before']:.3f} -> {measured['after']:.3f}"
            f"  won in {measured['won_in']:.2f} of draws  {state}"
        )
    if not any(version.in_use and version.usable for version in found):
        click.echo("in use: as shipped")


@tagger.command()
@click.argument("district")
@click.argument("version", type=click.UUID, required=False)
def use(district: str, version: uuid.UUID | None) -> None:
    """Let DISTRICT (slug) use VERSION, or what is shipped when no version is given."""
    from kernpartner.audit.service import Actor
    from kernpartner.learning import service

    with place.transaction() as session:
        service.use_version(session, Actor(), _district(session, district), version, place.now())
    click.echo(f"in use: {version or 'as shipped'}")


@tagger.command()
@click.argument("district")
def learn(district: str) -> None:
    """Let DISTRICT (slug) try to learn from what its people decided; the worker does the same by itself."""
    from kernpartner.concerns import queries as concern_queries
    from kernpartner.learning import service

    with place.transaction() as session:
        key = _district(session, district)
        own = concern_queries.decided(session, key)
        outcome = service.learn(session, key, own, lambda: concern_queries.decided(session), place.now())
    click.echo(f"{district}: {outcome}")


def _district(session: object, slug: str) -> uuid.UUID:
    from sqlalchemy.orm import Session

    from kernpartner.districts import queries

    assert isinstance(session, Session)
    found = queries.district_of(session, slug)
    if found is None:
        raise click.ClickException(f"there is no district {slug!r}")
    return found.id
