"""What a refusal says of an address, what a delivery report says, and when an address gets no more mail."""

from __future__ import annotations

import itertools
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernpartner.outbox.rules import (
    SOFT_LIMIT,
    Failure,
    Severity,
    UnreadableReport,
    mail_of,
    message_id,
    read_report,
    severity,
    unreachable,
)
from tests.outbox.reports import a_report

MAIL = uuid.UUID(int=77)
ID = message_id(MAIL, "post.example.org")


@pytest.mark.parametrize(
    ("code", "words", "expected"),
    [
        (550, "550 no such user here", Severity.HARD),
        (551, "551 user moved", Severity.HARD),
        (553, "553 mailbox name not allowed", Severity.HARD),
        (550, "550 5.1.1 user unknown", Severity.HARD),
        (None, "5.1.10 recipient not found", Severity.HARD),
        (None, "5.2.1 mailbox disabled", Severity.HARD),
        (None, "5.4.4 unable to route: no mail hosts for domain", Severity.HARD),
        (552, "552 over quota", Severity.SOFT),
        (554, "554 looks like spam", Severity.SOFT),
        (550, "550 5.7.1 message rejected as spam", Severity.SOFT),
        (None, "5.2.2 mailbox full", Severity.SOFT),
        (None, "4.1.1 try again", Severity.SOFT),
        (None, "", Severity.SOFT),
    ],
)
def test_only_what_is_about_the_address_is_final(code: int | None, words: str, expected: Severity) -> None:
    assert severity(code, words) is expected


def test_one_final_refusal_or_three_passing_ones_close_an_address() -> None:
    for number in range(SOFT_LIMIT + 1):
        for found in itertools.product(("hard", "soft"), repeat=number):
            assert unreachable(found) is ("hard" in found or number >= SOFT_LIMIT)


@pytest.mark.parametrize("whole", [False, True])
def test_a_report_names_the_mail_the_status_and_the_words(whole: bool) -> None:
    [failure] = read_report(a_report(ID, whole=whole))
    assert failure == Failure(ID, "5.1.1", "550 5.1.1 <weg@example.org>: Recipient address rejected: User unknown")
    assert mail_of(failure.message_id) == MAIL


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_a_report_of_delay_or_success_says_nothing_of_the_address(action: str) -> None:
    assert read_report(a_report(ID, action=action)) == []


@pytest.mark.parametrize("raw", [b"", b"Subject: hallo\r\n\r\nIk ben met vakantie.", b"\xff\x00"])
def test_what_is_no_report_is_not_read_as_one(raw: bytes) -> None:
    with pytest.raises(UnreadableReport):
        read_report(raw)


@given(st.binary(max_size=400))
def test_whatever_arrives_is_read_or_refused_and_breaks_nothing(raw: bytes) -> None:
    start = b'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\r\n\r\n--x\r\n'
    for given_bytes in (raw, start + raw, a_report(ID)[: len(raw) * 4]):
        try:
            read_report(given_bytes)
        except UnreadableReport:
            continue


@pytest.mark.parametrize("other", ["<abc@post.example.org>", "", "<>", "<1234@x>"])
def test_a_message_id_that_is_not_ours_names_no_mail(other: str) -> None:
    assert mail_of(other) is None
