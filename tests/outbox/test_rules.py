"""When a mail is tried again and when it is given up."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernpartner.outbox.rules import Answer, answer_to, message_id, short_error, wait_after

ID = uuid.UUID("0192f0c8-1111-7222-8333-444455556666")
DUE = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


@given(st.integers(1, 10_000), st.uuids())
def test_waiting_doubles_up_to_an_hour_and_is_spread_by_at_most_a_quarter(attempts: int, mail_id: uuid.UUID) -> None:
    plain = min(3600.0, 2.0 ** min(attempts, 20))
    assert plain <= wait_after(attempts, mail_id).total_seconds() <= plain * 1.25 + 0.001


def test_mails_that_failed_together_do_not_come_back_together() -> None:
    waits = {wait_after(10, uuid.UUID(int=number)) for number in range(100)}
    assert len(waits) > 95


@pytest.mark.parametrize(
    ("code", "hours", "expected"),
    [
        (None, 0, Answer.RETRY),
        (None, 23.9, Answer.RETRY),
        (None, 24, Answer.FAIL),
        (421, 1, Answer.RETRY),
        (451, 1, Answer.RETRY),
        (451, 25, Answer.FAIL),
        (500, 0, Answer.FAIL),
        (550, 0, Answer.FAIL),
        (599, 0, Answer.FAIL),
        (600, 0, Answer.RETRY),
    ],
)
def test_a_refusal_is_final_and_the_rest_is_tried_for_a_day(code: int | None, hours: float, expected: Answer) -> None:
    assert answer_to(code, DUE, DUE + timedelta(hours=hours)) is expected


def test_the_message_id_is_the_same_on_every_attempt() -> None:
    assert message_id(ID, "kernpartner.example.org") == f"<{ID}@kernpartner.example.org>"


def test_an_error_becomes_one_short_line() -> None:
    assert short_error("550 no\r\n such   user") == "550 no such user"
    assert len(short_error("x" * 1000)) == 300
