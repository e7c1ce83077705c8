"""Writes the taxonomy of a district to a file and takes one in, after a preview and with all errors at once."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kernpartner.cli import place

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kernpartner.themes.rules import Taxonomy
    from kernpartner.themes.rules.taxonomy_checks import FileProblem
    from kernpartner.themes.service import Difference

ENDINGS = {".yaml": "yaml", ".yml": "yaml", ".ttl": "turtle", ".jsonld": "jsonld", ".json": "jsonld"}


@click.group()
def themes() -> None:
    """The themes and factors of a district."""


@themes.command("export")
@click.option("--district", required=True, help="Slug of the district.")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def export(district: str, target: Path) -> None:
    """Write the taxonomy to TARGET: .yaml, .ttl (SKOS in Turtle) or .jsonld (SKOS in JSON-LD)."""
    from kernpartner.themes import queries
    from kernpartner.themes.rules.skos import taxonomy_skos
    from kernpartner.themes.rules.taxonomy_file import taxonomy_yaml

    form = _form(target)
    with place.transaction() as session:
        found = queries.taxonomy_of_district(session, _district(session, district))
    text = taxonomy_yaml(found) if form == "yaml" else taxonomy_skos(found, district, form)
    target.write_text(text, encoding="utf-8")
    click.echo(f"wrote {len(found.themes)} themes and {len(found.factors)} factors to {target}")


@themes.command("import")
@click.option("--district", required=True, help="Slug of the district.")
@click.option("--yes", is_flag=True, help="Store it. Without this only what would change is shown.")
@click.option("--reason", default="", help="Why; stands in the history.")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(district: str, yes: bool, reason: str, source: Path) -> None:
    """Take over the taxonomy in SOURCE (.yaml, .ttl, .jsonld); all of it or nothing."""
    from kernpartner.audit.service import Actor
    from kernpartner.themes import queries, service

    with place.transaction() as session:
        district_id = _district(session, district)
        known = {theme.id for theme in queries.taxonomy_of_district(session, district_id).themes}
        given, problems = _read(source, known)
        if given is None:
            raise click.ClickException(_said(source, problems))
        try:
            plan = service.import_plan(session, district_id, given)
        except service.CannotImport as problem:
            raise click.ClickException(_said(source, problem.problems)) from None
        if yes:
            service.import_taxonomy(session, Actor(), district_id, given, place.now(), on=place.today(), reason=reason)
    for one in plan:
        click.echo(_line(one))
    click.echo(f"{len(plan)} differences; {'stored' if yes else 'nothing stored: add --yes'}")


def _district(session: Session, slug: str) -> uuid.UUID:
    from kernpartner.districts import queries

    found = queries.district_of(session, slug)
    if found is None:
        raise click.ClickException(f"there is no district {slug!r}")
    return found.id


def _line(one: Difference) -> str:
    if not one.field:
        return f"+ {one.kind} {one.slug}: {one.label}"
    return f"~ {one.kind} {one.slug} {one.field}: {one.old!r} -> {one.new!r}"


def _read(source: Path, known: set[str]) -> tuple[Taxonomy | None, list[FileProblem]]:
    from kernpartner.themes.rules.skos import read_skos
    from kernpartner.themes.rules.taxonomy_file import read_taxonomy

    form, text = _form(source), source.read_text(encoding="utf-8")
    return read_taxonomy(text, known) if form == "yaml" else read_skos(text, form, known)


def _said(source: Path, problems: Sequence[FileProblem]) -> str:
    lines = [f"{source} cannot be used; nothing was stored"]
    for one in problems:
        where = f"line {one.line}: " if one.line else ""
        lines.append(f"  {where}{one.of} {one.field}: {one.what.value}".rstrip())
    return "\n".join(lines)


def _form(path: Path) -> str:
    form = ENDINGS.get(path.suffix.lower())
    if form is None:
        raise click.ClickException(f"{path.name}: use a name that ends in .yaml, .ttl or .jsonld")
    return form
