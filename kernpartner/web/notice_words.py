"""Says in plain Dutch what a notice tells, where it leads, and how people can hear of things."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import url_for

from kernpartner.notices.rules import Group, When
from kernpartner.web.language import _
from kernpartner.web.wording import day, month


def group_words() -> dict[Group, str]:
    """Give the groups of news with their words, in the order of the page."""
    return {
        Group.ASKED: _("Uw kernteam vraagt advies"),
        Group.ANSWERS: _("Antwoord op uw eigen vraag"),
        Group.THEMES: _("Een collega bevestigt een thema van uw signaal"),
        Group.AGENDA: _("Een thema van u staat op de agenda"),
        Group.ACTIONS: _("Een actie bij uw thema is afgesproken of klaar"),
        Group.REMINDERS: _("Herinneringen aan wat op u wacht"),
    }


def when_words() -> dict[When, str]:
    """Give the ways of hearing by mail with their words."""
    return {
        When.NOW: _("Meteen"),
        When.DAY: _("In één mail per werkdag"),
        When.WEEK: _("In één mail per week, op maandag"),
        When.NEVER: _("Geen mail"),
    }


def sentence(kind: str, context: Mapping[str, Any]) -> str:
    """Give what a notice tells; it names the item and never its content."""
    said = {name: _readable(name, value) for name, value in context.items()}
    words = {
        "consultation_asked": _("Uw kernteam vraagt advies bij %(number)s. Antwoord vóór %(due_on)s."),
        "consultation_answered": _("Er is een reactie op uw vraag bij %(number)s."),
        "consultation_closed": _("De bespreking van uw vraag bij %(number)s is afgerond."),
        "theme_confirmed": _("Uw signaal van %(month)s hoort bij het thema ‘%(theme)s’. Een collega bevestigde dat."),
        "concern_feedback": _("Het thema ‘%(theme)s’ staat op de agenda. Uw signaal van %(month)s hoort daarbij."),
        "action_agreed": _("Bij het thema ‘%(theme)s’ is een actie afgesproken. %(owner)s doet dit."),
        "action_done": _("De actie van %(owner)s bij het thema ‘%(theme)s’ is klaar."),
        "remind_unanswered": _("%(number)s wacht sinds %(since)s op antwoord van %(organisation)s."),
        "remind_deadline": _("%(number)s wacht op antwoord van %(organisation)s. De laatste dag is %(due_on)s."),
        "remind_overdue": _("%(number)s wacht nog op antwoord van %(organisation)s. Afgesproken was vóór %(due_on)s."),
        "remind_outcome": _("Bij uw vraag over %(number)s is nog niet vastgelegd hoe het afliep."),
        "remind_action": _("Een actie van %(organisation)s moet klaar zijn op %(due_on)s."),
        "remind_ambassador": _("U bent ambassadeur van %(represents)s. Bel of mail even en bevestig het contact."),
        "remind_offer": _("Uw bijdrage bij het thema ‘%(theme)s’ is een jaar niet bevestigd."),
    }
    text = words.get(kind, "")
    try:
        return str(text % said)
    except KeyError:
        # Told before a word was added to its context: the page still shows that there was something.
        return _("Er is nieuws voor u.")


def way_there(kind: str, context: Mapping[str, Any]) -> str:
    """Give the address of the item that a notice is about."""
    if "consultation" in context:
        return url_for("consultations.one", consultation_id=context["consultation"])
    if kind == "remind_ambassador":
        return url_for("ambassadors.listing")
    if kind == "remind_offer":
        return url_for("partners.listing", _anchor="bijdragen")
    if context.get("theme_slug"):
        return url_for("themes.theme", slug=context["theme_slug"])
    return url_for("meetings.one", meeting_id=context["meeting"]) if context.get("meeting") else ""


def _readable(name: str, value: Any) -> str:
    if name in {"due_on", "since", "confirmed_on", "month"} and value:
        on = date.fromisoformat(str(value))
        return month(on) if name == "month" else day(on)
    return str(value)
