"""Gives tests of one file a district that is made once: each test starts from it and leaves it as it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Connection, Engine, select
from sqlalchemy.orm import Session

from kernpartner.districts.models import Area, District
from kernpartner.organisations.models import Organisation, Person
from tests.factories import Place, a_place

_ORGANISATIONS = ("school", "other_school", "jgz", "team", "sport", "jou")


@dataclass(frozen=True)
class Stood:
    """A connection with an open transaction in which the places stand, by the slug of their district."""

    connection: Connection
    places: dict[str, Place]


@pytest.fixture(scope="module")
def stood(engine: Engine) -> Iterator[Stood]:
    """Make two districts in a transaction that ends with the file."""
    with engine.connect() as connection:
        outer = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as made:
            places = {slug: a_place(made, slug) for slug in ("thuis", "elders")}
            made.commit()
            made.expunge_all()
        yield Stood(connection, places)
        outer.rollback()


@pytest.fixture
def session(stood: Stood) -> Iterator[Session]:
    """Give a session in that transaction; what the test changes, committed or not, is gone afterwards."""
    inner = stood.connection.begin_nested()
    with Session(stood.connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as made:
        yield made
    inner.rollback()


@pytest.fixture
def place(session: Session, stood: Stood) -> Place:
    """Give the district with everything a concern needs, as this session has it."""
    return _here(session, stood.places["thuis"])


@pytest.fixture
def elsewhere(session: Session, stood: Stood) -> Place:
    """Give another district, with an organisation and a person for each one of `place`."""
    return _here(session, stood.places["elders"])


def _here(session: Session, made: Place) -> Place:
    ids = {name: getattr(made, name).id for name in _ORGANISATIONS}
    organisations = {
        row.id: row for row in session.scalars(select(Organisation).where(Organisation.id.in_(ids.values())))
    }
    people = {row.id: row for row in session.scalars(select(Person).where(Person.district_id == made.district.id))}
    return Place(
        district=session.get_one(District, made.district.id),
        area=session.get_one(Area, made.area.id),
        people={who: people[person.id] for who, person in made.people.items()},
        themes=dict(made.themes),
        **{name: organisations[key] for name, key in ids.items()},
    )
