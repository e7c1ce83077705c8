"""Gives tests of learning a district and concerns in it about which people decided."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.factories import Place, a_place


@pytest.fixture
def place(session: Session) -> Place:
    """Give a district with its people and themes."""
    return a_place(session)
