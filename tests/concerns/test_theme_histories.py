"""After any history of tagging and of changing themes the counts are exact, at every step, and closed ones stand."""

from __future__ import annotations

import random

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests.concerns.theme_histories import ODDS, STEPS, World
from tests.factories import Place


@settings(
    max_examples=5,
    deadline=None,
    # A shorter failing history would take minutes to find; the seed says enough.
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(seed=st.integers(0, 2**32))
def test_any_history_keeps_cube_ledger_recount_and_oracle_equal(session: Session, place: Place, seed: int) -> None:
    chance = random.Random(seed)
    with session.begin_nested() as before:
        world = World(session, place, chance)
        for kind in chance.choices(STEPS, ODDS, k=45):
            world.step(kind)
            world.check()
        before.rollback()
    session.expire_all()
