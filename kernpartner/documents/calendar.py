"""Decides how an appointment reads for calendar programs: iCalendar (RFC 5545, 5546) in Europe/Amsterdam."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import (
    Alarm,
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vRecur,
    vText,
)

ZONE = "Europe/Amsterdam"
LOCAL = ZoneInfo(ZONE)
PRODUCT = "-//Kernpartner//Kernpartneroverleg//NL"


@dataclass(frozen=True)
class Appointment:
    """A meeting, or the part of it that concerns one person.

    `uid` stays the same for good; `sequence` rises with every change; moments are aware; `made_at` is when
    this message was made; `tentative` while the agenda can still change; `remind_before` in minutes, 0 for none.
    """

    uid: str
    sequence: int
    title: str
    starts_at: datetime
    ends_at: datetime
    made_at: datetime
    organizer_name: str
    organizer_email: str
    attendee_name: str
    attendee_email: str
    place: str = ""
    description: str = ""
    url: str = ""
    tentative: bool = False
    remind_before: int = 60


def invitation(appointment: Appointment) -> bytes:
    """Give a REQUEST: calendar programs offer to accept it, and update it when `sequence` is higher."""
    event = _event(appointment)
    event.add("status", "TENTATIVE" if appointment.tentative else "CONFIRMED")
    if appointment.remind_before:
        event.add_component(_alarm(appointment))
    return _written("REQUEST", event)


def cancellation(appointment: Appointment) -> bytes:
    """Give a CANCEL: calendar programs take the appointment with this `uid` away."""
    event = _event(appointment)
    event.add("status", "CANCELLED")
    return _written("CANCEL", event)


def _written(method: str, event: Event) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_timezone())
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(appointment: Appointment) -> Event:
    event = Event()
    event.add("uid", appointment.uid)
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", appointment.made_at.astimezone(UTC))
    event.add("dtstart", appointment.starts_at.astimezone(LOCAL))
    event.add("dtend", appointment.ends_at.astimezone(LOCAL))
    event.add("summary", appointment.title)
    for name in ("place", "description", "url"):
        if value := getattr(appointment, name):
            event.add({"place": "location"}.get(name, name), value)
    organizer = vCalAddress(f"mailto:{appointment.organizer_email}")
    organizer.params["CN"] = vText(appointment.organizer_name)
    event.add("organizer", organizer)
    event.add("attendee", _attendee(appointment), encode=False)
    return event


def _attendee(appointment: Appointment) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{appointment.attendee_email}")
    attendee.params["CN"] = vText(appointment.attendee_name)
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
    # People answer by the link in the mail; an answer by mail to a person's address would get lost.
    attendee.params["RSVP"] = vText("FALSE")
    return attendee


def _alarm(appointment: Appointment) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", appointment.title)
    alarm.add("trigger", timedelta(minutes=-appointment.remind_before))
    return alarm


def _timezone() -> Timezone:
    """Give the zone as two yearly rules: short, without an end, and the change at the right hour."""
    zone = Timezone()
    zone.add("tzid", ZONE)
    for part, name, before, after, month, first in (
        (TimezoneDaylight(), "CEST", 1, 2, 3, datetime(1981, 3, 29, 2)),  # noqa: DTZ001
        (TimezoneStandard(), "CET", 2, 1, 10, datetime(1996, 10, 27, 3)),  # noqa: DTZ001
    ):
        part.add("tzname", name)
        part.add("dtstart", first)
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("rrule", vRecur({"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": "-1SU"}))
        zone.add_component(part)
    return zone
