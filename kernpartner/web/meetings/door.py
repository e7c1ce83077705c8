"""Decides which meeting a visitor may open, and says in plain Dutch what the code calls by a word."""

from __future__ import annotations

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, abort
from flask_login import current_user

from kernpartner.districts import queries as district_queries
from kernpartner.meetings import queries
from kernpartner.meetings.rules.planning import form_names
from kernpartner.organisations.rules import Action
from kernpartner.web.language import _
from kernpartner.web.transaction import database, today
from kernpartner.web.wording import typed_day

bp = Blueprint("meetings", __name__)
LOCAL = ZoneInfo("Europe/Amsterdam")


def readable(meeting_id: uuid.UUID) -> queries.Meeting:
    """Give the meeting when the visitor's organisation sits at it, or the visitor prepares it; aborts with 404."""
    meeting = queries.meeting(database(), meeting_id)
    if meeting is None or meeting.district_id != current_user.district_id:
        abort(404)
    member = queries.may_see(database(), meeting, current_user.chosen, today())
    if not member and not current_user.may(Action.PREPARE_MEETING):
        abort(404)
    return meeting


def typed_moment(day: str, time: str) -> datetime | None:
    """Give the moment that a typed day (`24-11-2026`) and time (`13:00`) mean here; nothing when unreadable."""
    on = typed_day(day)
    hours, colon, minutes = time.strip().replace(".", ":").partition(":")
    if on is None or not colon or not all(part.isdecimal() and len(part) <= 2 for part in (hours, minutes)):
        return None
    if int(hours) > 23 or int(minutes) > 59:
        return None
    return datetime(on.year, on.month, on.day, int(hours), int(minutes), tzinfo=LOCAL)


def typed_id(value: str | None) -> uuid.UUID | None:
    """Give the id that a form holds, or nothing."""
    try:
        return uuid.UUID(value or "")
    except ValueError:
        return None


def typed_number(value: str | None) -> int:
    """Give the whole number of at most nine digits that a form holds; 0 when it holds none."""
    digits = (value or "").strip()
    return int(digits) if digits.isdecimal() and len(digits) <= 9 else 0


@bp.app_template_filter("overlegwoord")
def meeting_word(code: str | None, group: str) -> str:
    """Give the words for a code of a group; the code itself when it is unknown."""
    return _words()[group].get(str(code), str(code)) if code is not None else ""


def choices(group: str) -> list[tuple[str, str]]:
    """Give the codes of a group with their words, for a form."""
    return list(_words()[group].items())


def form_choices() -> list[tuple[str, str]]:
    """Give the kinds of meeting with what they are called in the visitor's district."""
    settings = district_queries.district(database(), current_user.district_id).settings
    return list(form_names(settings.get("meeting_names", {})).items())


def worded(problems: dict[str, str]) -> dict[str, str]:
    """Give the problems of a form in words, per field."""
    return {name: meeting_word(code, "problem") for name, code in problems.items()}


def _words() -> dict[str, dict[str, str]]:
    return {
        "status": {
            "planned": _("Gepland"),
            "drafted": _("Concept"),
            "settled": _("Vastgesteld"),
            "held": _("Geweest"),
            "cancelled": _("Gaat niet door"),
        },
        "status_kind": {
            "planned": "neutral",
            "drafted": "info",
            "settled": "positive",
            "held": "neutral",
            "cancelled": "negative",
        },
        "aim": {"inform": _("Informeren"), "discuss": _("Bespreken"), "decide": _("Besluiten")},
        "answer": {"accepted": _("Komt"), "declined": _("Komt niet"), "replaced": _("Laat iemand anders komen")},
        "answer_kind": {"accepted": "positive", "declined": "negative", "replaced": "info"},
        "gap": {
            "nobody_known": _("Wij kennen hier nog niemand."),
            "not_invited": _("Nog niet uitgenodigd."),
            "no_answer": _("Er is nog geen antwoord."),
            "declined": _("Iedereen is verhinderd."),
        },
        "standing": {
            "written": _("Nog niet voorgelegd"),
            "submitted": _("Wacht op goedkeuring"),
            "amended": _("Er is een wijziging gevraagd"),
            "final": _("Staat vast"),
        },
        "standing_kind": {"written": "neutral", "submitted": "info", "amended": "warning", "final": "positive"},
        "can": {"yes": _("Ik kan"), "maybe": _("Misschien"), "no": _("Ik kan niet")},
        "action_status": {"open": _("Open"), "done": _("Klaar"), "dropped": _("Vervallen")},
        "action_kind": {"open": "info", "done": "positive", "dropped": "neutral"},
        "problem": {
            "title_missing": _("Schrijf een titel."),
            "text_too_long_here": _("Maak dit korter."),
            "start_missing": _("Vul een dag en een tijd in. Bijvoorbeeld 24-11-2026 en 13:00."),
            "start_in_past": _("Kies een moment dat nog komt."),
            "start_too_far": _("Kies een dag binnen drie jaar."),
            "minutes_outside": _("Kies tussen 30 en 240 minuten."),
            "meeting_school_unknown": _("Kies een school uit de lijst."),
            "meeting_area_unknown": _("Kies een gebied uit de lijst."),
            "chair_unknown": _("Kies wie het overleg leidt."),
            "aim_unknown": _("Kies wat u met dit onderwerp wilt."),
            "item_minutes": _("Kies stappen van vijf minuten, hooguit zo lang als het overleg."),
            "said_missing": _("Schrijf hier iets, of laat het weg."),
            "action_text_missing": _("Schrijf wat er is afgesproken."),
            "action_text_too_long": _("Maak de afspraak korter: hooguit 500 tekens."),
            "action_owner_missing": _("Kies wie dit doet."),
            "action_owner_unknown": _("Kies een organisatie uit de lijst."),
            "action_due_in_past": _("Kies een dag die nog komt."),
            "due_unreadable": _("Schrijf de dag als 24-11-2026."),
            "form_unknown": _("Kies een soort overleg uit de lijst."),
            "moment_unreadable": _("Schrijf elk moment op een eigen regel. Bijvoorbeeld 24-11-2026 13:00."),
            "moments_few": _("Noem twee tot acht momenten, elk op een eigen regel."),
            "answers_incomplete": _("Kies bij elk moment of u kunt."),
            "choice_missing": _("Kies een antwoord."),
            "changed_meanwhile": _("Iemand anders veranderde dit net. U ziet hieronder beide teksten."),
            "answer_missing": _("Kies of u komt."),
            "nobody_chosen": _("Kies wie er komt."),
        },
    }
