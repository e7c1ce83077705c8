"""Takes which mail about digests somebody wants, stops it in one click, and gives the feed by a secret address."""

from __future__ import annotations

import re
import uuid

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.digests import queries, service
from kernpartner.digests.rules import Rhythm, Wish
from kernpartner.organisations.rules import Action
from kernpartner.web import digest_forms
from kernpartner.web.guard import needs
from kernpartner.web.language import _
from kernpartner.web.partners.door import bp, known, own_areas, own_themes
from kernpartner.web.transaction import commit, database, now, today
from kernpartner.web.wording import choices

# Marks that no XML may hold (XML 1.0, production 2): one of them in a name would close the whole feed.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@bp.get("/partner/post")
@needs(Action.READ_DIGEST)
def subscription() -> str:
    """Show which mail about digests this person gets, to change it."""
    wish = queries.wish_of(queries.mail_wish(database(), current_user.person_id))
    themes = own_themes()
    areas = own_areas()
    return render_template(
        "partners/subscription.html",
        rhythms=choices("rhythm"),
        rhythm=wish.rhythm.value,
        themes=[(theme.id, theme.label) for theme in themes],
        chosen_themes=wish.themes or {theme.id for theme in themes},
        areas=[(area.id, area.label) for area in areas],
        chosen_areas=wish.areas or {area.id for area in areas},
    )


@bp.post("/partner/post")
@needs(Action.READ_DIGEST)
def subscribe() -> Response:
    """Keep the choice (`rhythm`, `theme`, `area`); all ticked or none ticked is all, those to come included."""
    themes = {theme.id for theme in own_themes()}
    areas = {area.id for area in own_areas()}
    given = request.form.get("rhythm", "")
    rhythm = Rhythm(given) if given in set(Rhythm) else Rhythm.EACH
    wish = Wish(rhythm, _some("theme", themes), _some("area", areas))
    service.subscribe(database(), current_user.person_id, wish, now())
    commit()
    flash(_("Uw keuze is bewaard."))
    return redirect(url_for("partners.listing", _anchor="post"))


@bp.get("/themaberichten/feed/<token>")
def feed(token: str) -> Response:
    """Give the person's feed (Atom, RFC 4287); the secret in the address stands for signing in."""
    wish = queries.mail_wish_by_feed(database(), token)
    if wish is None:
        abort(404)
    entries = digest_forms.feed_entries(queries.feed_of(database(), wish, today()))
    updated = max((entry["updated"] for entry in entries), default="1970-01-01T00:00:00+00:00")
    page = render_template("partners/feed.xml", entries=entries, updated=updated, token=token)
    answer = make_response(_UNSEEN.sub(" ", page))
    answer.mimetype = "application/atom+xml"
    return answer


@bp.get("/themaberichten/stoppen/<token>")
def ask_to_stop(token: str) -> str:
    """Ask whether the mails about digests should stop; nothing changes yet, because mail programs open links."""
    if queries.mail_wish_by_token(database(), token) is None:
        abort(404)
    return render_template("partners/stop.html", token=token, stopped=False)


@bp.post("/themaberichten/stoppen/<token>")
def stop_mails(token: str) -> str:
    """Stop the mails about digests at once; mail programs post here by themselves (RFC 8058)."""
    if not service.stop_mails(database(), token, now()):
        abort(404)
    page = render_template("partners/stop.html", token=token, stopped=True)
    commit()
    return page


def _some(name: str, allowed: set[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Give what was ticked, or nothing when that is all there is: what comes later then belongs to it too."""
    ticked = {found for value in request.form.getlist(name) if (found := known(value, allowed))}
    return frozenset() if ticked == allowed else frozenset(ticked)


def _without_token(state: BlueprintSetupState) -> None:
    """Mail programs that stop a mailing for somebody have no form of ours; the secret in the address guards it."""
    state.app.extensions["csrf"].exempt(stop_mails)


bp.record_once(_without_token)
