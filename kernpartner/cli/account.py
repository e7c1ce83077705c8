"""Helps people back in: a first or new password, a second step that was lost, sessions that must end."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import click

from kernpartner.cli import place

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@click.group()
def account() -> None:
    """Sign-in of one person, named by e-mail address; each command stands in the audit trail."""


@account.command()
@click.argument("email")
@click.password_option(help="The password; asked for when it is not given, and then not shown.")
def password(email: str, password: str) -> None:
    """Give EMAIL this password and end the person's sessions; the second step stays as it is."""
    from kernpartner.accounts import service
    from kernpartner.audit.service import Actor

    with place.transaction() as session:
        service.give_password(session, Actor(), _person(session, email), password, place.now())
    click.echo(f"{email}: new password, signed out everywhere")


@account.command("drop-second-step")
@click.argument("email")
def drop_second_step(email: str) -> None:
    """Forget the second step of EMAIL, whose phone and recovery codes are lost; a new one is set up at sign-in."""
    from kernpartner.accounts import service
    from kernpartner.audit.service import Actor

    with place.transaction() as session:
        service.drop_second_factor(session, Actor(), _person(session, email), place.now())
    click.echo(f"{email}: second step dropped, signed out everywhere")


@account.command("end-sessions")
@click.argument("email")
def end_sessions(email: str) -> None:
    """Sign EMAIL out everywhere, from the next request on."""
    from kernpartner.accounts import service
    from kernpartner.audit.service import Actor

    with place.transaction() as session:
        service.end_all_sessions(session, Actor(), _person(session, email), place.now())
    click.echo(f"{email}: signed out everywhere")


def _person(session: Session, email: str) -> uuid.UUID:
    from kernpartner.organisations import queries

    found = queries.person_by_email(session, email)
    if found is None:
        raise LookupError(f"nobody has the address {email}")
    return found.id
