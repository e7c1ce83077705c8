"""Appointments as calendar programs read them: right in winter and summer, updated, taken back."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import vobject
from dateutil.tz import tzical
from icalendar import Calendar, Event

from kernpartner.documents.calendar import Appointment, cancellation, invitation

MADE = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
WINTER = Appointment(
    uid="a@b.kernpartner",
    sequence=0,
    title="Kernpartneroverleg – Vleuten-De Meern, met een lange naam die niet op één regel van vijfenzeventig past",
    starts_at=datetime(2027, 1, 19, 12, 0, tzinfo=UTC),
    ends_at=datetime(2027, 1, 19, 13, 30, tzinfo=UTC),
    made_at=MADE,
    organizer_name="Proef, voorzitter",
    organizer_email="voorzitter@example.org",
    attendee_name="Proef sport",
    attendee_email="sport@example.org",
    place="Buurthuis; grote zaal",
    description="13:25 tot 13:45 uur: Lanterfantertijd\nJoU en SportUtrecht zijn erbij.",
)


def event_in(written: bytes) -> Event:
    calendar = Calendar.from_ical(written)
    (event,) = calendar.walk("VEVENT")
    assert isinstance(event, Event)
    return event


@pytest.mark.parametrize(
    ("moment", "hours"),
    [
        (datetime(2026, 10, 24, 11, 0, tzinfo=UTC), 2),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 2),
        (datetime(2026, 10, 25, 12, 0, tzinfo=UTC), 1),
        (datetime(2027, 3, 27, 12, 0, tzinfo=UTC), 1),
        (datetime(2027, 3, 28, 12, 0, tzinfo=UTC), 2),
    ],
)
def test_a_second_program_reads_the_same_moment_around_the_change_of_the_clock(moment: datetime, hours: int) -> None:
    there = replace(WINTER, starts_at=moment, ends_at=moment + timedelta(hours=1), sequence=3)
    read = vobject.readOne(invitation(there).decode())
    assert (read.method.value, read.vevent.sequence.value, read.vevent.uid.value) == ("REQUEST", "3", WINTER.uid)
    assert read.vevent.dtstart.value.timestamp() == moment.timestamp()
    assert read.vevent.dtstart.value.utcoffset() == timedelta(hours=hours)
    assert read.vevent.location.value == WINTER.place
    gone = vobject.readOne(cancellation(replace(there, sequence=4)).decode())
    assert (gone.method.value, gone.vevent.sequence.value, gone.vevent.status.value) == ("CANCEL", "4", "CANCELLED")


def test_a_request_parses_back_to_what_was_put_in() -> None:
    written = invitation(WINTER)
    calendar = Calendar.from_ical(written)
    event = event_in(written)
    assert str(calendar["method"]) == "REQUEST"
    assert str(event["uid"]) == WINTER.uid
    assert str(event["summary"]) == WINTER.title
    assert str(event["location"]) == WINTER.place
    assert str(event["description"]) == WINTER.description
    assert event.decoded("dtstart") == WINTER.starts_at
    assert event.decoded("dtend") == WINTER.ends_at
    assert str(event["organizer"]) == "mailto:voorzitter@example.org"
    assert event["attendee"].params["CN"] == "Proef sport"
    assert str(event["status"]) == "CONFIRMED"


@pytest.mark.parametrize(
    ("moment", "wall"),
    [
        (datetime(2027, 1, 19, 12, 0, tzinfo=UTC), "20270119T130000"),
        (datetime(2027, 7, 6, 12, 0, tzinfo=UTC), "20270706T140000"),
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), "20270328T013000"),
        (datetime(2027, 3, 28, 1, 30, tzinfo=UTC), "20270328T033000"),
        (datetime(2045, 10, 29, 2, 0, tzinfo=UTC), "20451029T030000"),
    ],
)
def test_the_clock_on_the_wall_is_written_with_the_zone(moment: datetime, wall: str) -> None:
    written = invitation(replace(WINTER, starts_at=moment, ends_at=moment + timedelta(hours=1)))
    assert f"DTSTART;TZID=Europe/Amsterdam:{wall}".encode() in written
    assert event_in(written).decoded("dtstart") == moment


def test_the_zone_of_our_own_says_one_hour_in_winter_and_two_in_summer() -> None:
    """Read the VTIMEZONE with another library than the one that wrote it."""
    text = invitation(WINTER).decode().replace("\r\n ", "")
    block = text[text.index("BEGIN:VTIMEZONE") : text.index("END:VTIMEZONE") + len("END:VTIMEZONE")]
    assert len(block) < 500
    zone = tzical(io.StringIO(block)).get("Europe/Amsterdam")
    for moment, hours in (
        (datetime(2027, 1, 19, 13), 1),
        (datetime(2027, 7, 6, 13), 2),
        (datetime(2027, 3, 28, 1, 59), 1),
        (datetime(2027, 3, 28, 3, 1), 2),
        (datetime(2027, 10, 31, 1, 59), 2),
        (datetime(2027, 10, 31, 3, 1), 1),
        (datetime(2060, 7, 6, 13), 2),
    ):
        assert moment.replace(tzinfo=zone).utcoffset() == timedelta(hours=hours), moment


def test_no_line_is_longer_than_seventy_five_bytes_and_each_ends_as_the_standard_says() -> None:
    for written in (invitation(WINTER), cancellation(WINTER)):
        lines = written.split(b"\r\n")
        assert lines[-1] == b""
        assert all(len(line) <= 75 for line in lines)
        assert all(b"\n" not in line for line in lines)


def test_a_change_keeps_the_uid_and_raises_the_sequence() -> None:
    later = replace(WINTER, sequence=1, starts_at=WINTER.starts_at + timedelta(hours=1))
    before, after = event_in(invitation(WINTER)), event_in(invitation(later))
    assert before["uid"] == after["uid"]
    assert int(after["sequence"]) > int(before["sequence"])


def test_a_cancellation_takes_the_same_appointment_back_without_an_alarm() -> None:
    written = cancellation(replace(WINTER, sequence=2))
    assert str(Calendar.from_ical(written)["method"]) == "CANCEL"
    event = event_in(written)
    assert str(event["status"]) == "CANCELLED"
    assert str(event["uid"]) == WINTER.uid
    assert int(event["sequence"]) == 2
    assert not event.walk("VALARM")


def test_while_the_agenda_can_change_the_appointment_is_tentative() -> None:
    assert str(event_in(invitation(replace(WINTER, tentative=True)))["status"]) == "TENTATIVE"


def test_a_line_break_in_a_name_cannot_add_a_line() -> None:
    written = invitation(replace(WINTER, title="Overleg\r\nATTENDEE:mailto:x@example.org", place="a\nb"))
    assert str(event_in(written)["summary"]).replace("\r", "") == "Overleg\nATTENDEE:mailto:x@example.org"
    assert written.count(b"\r\nATTENDEE") == 1


def test_the_same_values_give_the_same_bytes() -> None:
    assert invitation(WINTER) == invitation(WINTER)
    assert date(2026, 11, 25).isoformat().replace("-", "").encode() in invitation(WINTER)
