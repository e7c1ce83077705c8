"""Gives every page what stands around it: the menu for this person, the addresses of files, the colours."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_login import current_user

from kernpartner.districts import queries
from kernpartner.organisations.rules import Action, may
from kernpartner.web.language import _
from kernpartner.web.transaction import database

COLOURS = ("licht", "donker")
COLOURS_COOKIE = "kp-kleuren"
STATIC = Path(__file__).with_name("static")
# The line on a desktop holds nine places; what does not fit leaves in this order: pages around it lead there too.
MOST_AT_TOP = 9
_BELOW = ("account", "solutions", "ambassadors", "situations", "notices")
_LEAVES_FIRST = ("map", "organisations", "gate")


@dataclass(frozen=True)
class MenuItem:
    """A place in the menu; `key` is what a page puts in `active`; not `top` is only in the list of all pages."""

    key: str
    label: str
    icon: str
    href: str
    top: bool


def install(app: Flask) -> None:
    """Give the templates the shell."""
    app.jinja_env.globals.update(asset=asset)
    app.context_processor(_shell)


def asset(name: str) -> str:
    """Give the address of a static file with its own hash, so that a browser may keep it for good."""
    return url_for("static", filename=name, v=_hash(name))


def colours() -> str:
    """Give the colours that the reader chose: `licht`, `donker`, or empty for those of the device."""
    chosen = request.cookies.get(COLOURS_COOKIE, "")
    return chosen if chosen in COLOURS else ""


def here() -> str:
    """Give the path to come back to after a change of language or colours; never what a form posted."""
    return request.full_path.rstrip("?") if request.method == "GET" else "/"


def menu() -> list[MenuItem]:
    """Give what somebody who is signed in may open; the first three stand in the line at the bottom of a phone."""
    found = [
        (key, label, icon, url_for(endpoint))
        for key, label, icon, endpoint, action in _places()
        if may(current_user.roles, action) and endpoint in current_app.view_functions
    ]
    too_many = max(0, len(found) - MOST_AT_TOP - len(_BELOW))
    keys = {key for key, *_rest in found}
    left = [key for key in _LEAVES_FIRST if key in keys][:too_many]
    return [MenuItem(*place, top=place[0] not in {*left, *_BELOW}) for place in found]


def _places() -> list[tuple[str, str, str, str, Action]]:
    return [
        ("start", _("Overzicht"), "home", "start.home", Action.SEE_OWN_ACCOUNT),
        ("new", _("Nieuw signaal"), "new", "concerns.new", Action.LOG_CONCERN),
        ("consultations", _("Casussen"), "talk", "consultations.listing", Action.SEE_CONSULTATIONS),
        ("concerns", _("Signalen"), "list", "concerns.listing", Action.SEE_OWN_CONCERNS),
        ("themes", _("Thema’s"), "themes", "themes.listing", Action.SEE_THEMES),
        ("map", _("Systeemkaart"), "map", "themes.system_map", Action.SEE_THEMES),
        ("gate", _("Thema’s wegen"), "themes", "gate.listing", Action.DECIDE_SECOND_GATE),
        ("meetings", _("Overleg"), "agenda", "meetings.listing", Action.SEE_AGENDA),
        ("digests", _("Themaberichten"), "digest", "digests.listing", Action.SIGN_DIGEST),
        ("partners", _("Themaberichten"), "digest", "partners.listing", Action.READ_DIGEST),
        ("audit", _("Logboek"), "shield", "audit.listing", Action.SEE_AUDIT),
        ("organisations", _("Organisaties"), "places", "organisations.listing", Action.SEE_ORGANISATIONS),
        ("words", _("Woordenlijst"), "list", "organisations.words", Action.ADMINISTER),
        ("solutions", _("Wie loste dit op"), "list", "solutions.page", Action.SEARCH_SOLUTIONS),
        ("ambassadors", _("Ambassadeurs"), "places", "ambassadors.listing", Action.SEE_ORGANISATIONS),
        ("situations", _("Teksten per situatie"), "list", "situations.listing", Action.SEE_SITUATIONS),
        ("guest", _("Te gast"), "talk", "guests.read", Action.SEE_GUEST_SESSION),
        ("notices", _("Mijn meldingen"), "list", "notices.listing", Action.SEE_OWN_ACCOUNT),
        ("account", _("Uw account"), "shield", "account.show", Action.SEE_OWN_ACCOUNT),
    ]


def _shell() -> dict[str, Any]:
    # An error page stands alone: what went wrong may be the database that the rest asks.
    signed_in = not g.get("plain") and bool(current_user.is_authenticated)
    return {
        "signed_in": signed_in,
        "settings": current_app.config["SETTINGS"],
        "colours": colours(),
        "here": here(),
        "menu": menu() if signed_in else [],
        "district_label": queries.district(database(), current_user.district_id).label if signed_in else "",
    }


@lru_cache(maxsize=64)
def _hash(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
