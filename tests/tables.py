"""Makes the tables of a test database."""

from __future__ import annotations

import importlib
import pkgutil

from sqlalchemy import create_engine

import kernpartner
from kernpartner.db.base import Base


def make_tables(url: str) -> None:
    """Make all tables of all subjects."""
    for found in pkgutil.iter_modules(kernpartner.__path__):
        if found.ispkg:
            try:
                importlib.import_module(f"kernpartner.{found.name}.models")
            except ModuleNotFoundError as missing:
                if not str(missing.name).endswith(".models"):
                    raise
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    engine.dispose()
