"""Runs the revisions against the database whose address `kernpartner.db.migrate` hands over."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil

from alembic import context
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

import kernpartner
from kernpartner.db.base import Base


def import_models() -> None:
    """Import the tables of every subject, so that the metadata knows them all."""
    for package in pkgutil.iter_modules(kernpartner.__path__):
        name = f"kernpartner.{package.name}.models"
        if package.ispkg and importlib.util.find_spec(name):
            importlib.import_module(name)


def run() -> None:
    """Run the asked revisions in one transaction, over one connection that is closed afterwards.

    Not pooled: a connection left open would keep the database "in use", and a test could not copy it.
    """
    import_models()
    engine = create_engine(context.config.attributes["url"], poolclass=NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=Base.metadata, compare_type=True)
        with context.begin_transaction():
            context.run_migrations()


run()
