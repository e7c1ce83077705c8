"""Shows each person the start page: what is still to do in words, and what the own organisation saw itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, url_for
from flask_login import current_user

from kernpartner.concerns import queries as concern_queries
from kernpartner.consultations import queries as consultation_queries
from kernpartner.digests import queries as digest_queries
from kernpartner.districts import queries as district_queries
from kernpartner.meetings import queries as meeting_queries
from kernpartner.offers import queries as offer_queries
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.rules import Action, school_year, school_year_label
from kernpartner.web import gate
from kernpartner.web.guard import needs
from kernpartner.web.language import _, ngettext
from kernpartner.web.transaction import database, now, today
from kernpartner.web.wording import day, moment, short_number

bp = Blueprint("start", __name__)
SHOWN = 5


@dataclass(frozen=True)
class Todo:
    """One thing that waits for this person: what, where, and how it stands."""

    label: str
    href: str
    status: str
    kind: str = "warning"
    note: str = ""


@bp.get("/")
@needs(Action.SEE_OWN_ACCOUNT)
def home() -> str:
    """Show what is still to do for this person, and the own organisation's exact counts of this school year."""
    todos: list[Todo] = []
    for action, found in (
        (Action.SEE_OWN_ACCOUNT, _of_an_ambassador),
        (Action.LOG_CONCERN, _of_an_author),
        (Action.ANSWER_CONSULTATION, _of_a_core_partner),
        (Action.SIGN_DIGEST, _of_a_signer),
        (Action.DECIDE_SECOND_GATE, _of_a_weigher),
        (Action.PREPARE_MEETING, _of_a_preparer),
        (Action.READ_DIGEST, _of_a_partner),
        (Action.KEEP_AMBASSADORS, _of_a_keeper),
        (Action.ADMINISTER, _of_an_admin),
    ):
        if current_user.may(action):
            todos += found()
    year = school_year(today())
    counts = (
        concern_queries.own_counts(database(), current_user.chosen, date(year, 8, 1))
        if current_user.may(Action.SEE_OWN_CONCERNS)
        else []
    )
    return render_template("start/home.html", todos=todos, counts=counts, year=school_year_label(year), Action=Action)


def _of_an_author() -> Iterator[Todo]:
    session = database()
    draft = concern_queries.draft(session, current_user.person_id)
    if draft is not None:
        yield Todo(
            _("Maak uw signaal af"),
            url_for("concerns.new"),
            _("Concept"),
            "info",
            _("Bewaard op %(when)s.", when=moment(draft.saved_at)),
        )
    for asked, replies in consultation_queries.asked_by(session, current_user.person_id)[:SHOWN]:
        href = url_for("concerns.one", concern_id=asked.concern_id)
        label = _("Uw vraag bij %(number)s", number=short_number(asked.concern_id))
        if replies:
            yield Todo(label, href, ngettext("1 antwoord", "%(num)d antwoorden", replies), "positive")
        else:
            late = asked.due_on < today()
            status = _("Wacht langer dan afgesproken") if late else _("Wacht op het kernteam")
            yield Todo(
                label,
                href,
                status,
                "warning" if late else "neutral",
                _("Antwoord vóór %(day)s.", day=day(asked.due_on)),
            )
    undecided = concern_queries.undecided(session, current_user.chosen, limit=100)
    if undecided:
        href = (
            url_for("concerns.one", concern_id=undecided[0].id) if len(undecided) == 1 else url_for("concerns.listing")
        )
        label = ngettext("Kies de thema’s van 1 signaal", "Kies de thema’s van %(num)d signalen", len(undecided))
        yield Todo(label, href, _("Voorstel ligt klaar"))


def _of_a_core_partner() -> Iterator[Todo]:
    session = database()
    for asked in consultation_queries.waiting_for(session, current_user.chosen, today())[:SHOWN]:
        late = asked.due_on < today()
        yield Todo(
            _("Geef antwoord bij %(number)s", number=short_number(asked.concern_id)),
            url_for("consultations.one", consultation_id=asked.id),
            _("Wacht langer dan afgesproken") if late else _("Vóór %(day)s", day=day(asked.due_on)),
        )
    lessons = consultation_queries.lessons_waiting(session, current_user.district_id, current_user.chosen)
    if lessons:
        label = ngettext("Lees 1 les en keur die goed", "Lees %(num)d lessen en keur ze goed", len(lessons))
        yield Todo(label, url_for("consultations.listing", _anchor="lessen"), _("Wacht op een tweede organisatie"))


def _of_a_signer() -> Iterator[Todo]:
    waiting = digest_queries.to_sign(database(), current_user.chosen, today())
    if waiting:
        label = ngettext("Lees 1 themabericht na", "Lees %(num)d themaberichten na", len(waiting))
        leaves = min(one.leaves_on for one in waiting)
        # A day that is over is no news; that it still waits is.
        status = _("Wacht op u") if leaves < today() else _("Gaat weg op %(day)s", day=day(leaves))
        yield Todo(label, url_for("digests.listing"), status)


def _of_a_weigher() -> Iterator[Todo]:
    waiting = sum(one.gate is None for one in gate.weighings())
    if waiting:
        label = ngettext("Weeg 1 thema", "Weeg %(num)d thema’s", waiting)
        yield Todo(label, url_for("gate.listing"), _("Komt terug bij meer organisaties"))


def _of_a_preparer() -> Iterator[Todo]:
    at = now()
    for meeting in meeting_queries.meetings_of_district(database(), current_user.district_id):
        if meeting.status in {"planned", "drafted"} and meeting.starts_at >= at:
            drafted = meeting.status == "drafted"
            yield Todo(
                _("Bereid voor: %(title)s", title=meeting.title),
                url_for("meetings.one", meeting_id=meeting.id),
                _("Agenda is een concept") if drafted else _("Agenda komt nog"),
                "warning" if drafted else "neutral",
                moment(meeting.starts_at),
            )


def _of_a_partner() -> Iterator[Todo]:
    session, here = database(), url_for("partners.listing")
    unread = digest_queries.unread(session, current_user.person_id, current_user.chosen)
    if unread:
        label = ngettext("Lees 1 nieuw themabericht", "Lees %(num)d nieuwe themaberichten", unread)
        yield Todo(label, here, _("Nieuw"), "info")
    for one in meeting_queries.invitations_of(session, current_user.person_id, now()):
        if one.answer is None:
            yield Todo(one.title, f"{here}#uitnodigingen", _("Wacht op uw antwoord"), note=moment(one.starts_at))
    old = offer_queries.to_confirm(session, current_user.chosen, today())
    if old:
        label = ngettext("Klopt 1 bijdrage nog?", "Kloppen %(num)d bijdragen nog?", len(old))
        yield Todo(label, f"{here}#bijdragen", _("Een jaar geleden bevestigd"))


def _of_an_ambassador() -> Iterator[Todo]:
    for row in organisation_queries.ambassador_rows(database(), current_user.district_id, today()):
        if row.stale and row.person_id == current_user.person_id:
            yield Todo(
                _("Ververs het contact met %(represents)s", represents=row.represents),
                url_for("ambassadors.listing" if current_user.may(Action.SEE_ORGANISATIONS) else "notices.listing"),
                _("U bent ambassadeur"),
            )


def _of_a_keeper() -> Iterator[Todo]:
    gaps = organisation_queries.without_ambassador(database(), current_user.district_id, today())
    if gaps:
        yield Todo(
            ngettext("Wijs 1 ambassadeur aan", "Wijs %(num)d ambassadeurs aan", len(gaps)),
            url_for("ambassadors.listing"),
            _("Nog niemand om te bellen"),
            note="; ".join(_("Geen ambassadeur voor %(label)s", label=one.label) for one in gaps),
        )


def _of_an_admin() -> Iterator[Todo]:
    words = district_queries.words(database(), current_user.district_id)
    proposed = sum(not word.agreed for word in words)
    if proposed:
        label = ngettext("Beslis over 1 woord", "Beslis over %(num)d woorden", proposed)
        yield Todo(label, url_for("organisations.words"), _("Voorgesteld"))
