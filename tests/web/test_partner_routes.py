"""For a partner nothing exists but a written list of pages: every other route of the app gives 403 or 404."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from kernpartner.organisations.rules import RIGHTS, Action, Role
from kernpartner.web.guard import PUBLIC, needed_action
from tests.factories import Place

SignedIn = Callable[[str], FlaskClient]
# What a partner may open; a new route of the app is not on this list until somebody writes it here.
OWN = {
    "partners.listing",
    "partners.digest",
    "partners.digest_pdf",
    "partners.digest_json",
    "partners.subscription",
    "partners.subscribe",
    "partners.new_offer",
    "partners.offer_contact",
    "partners.confirm_offer",
    "partners.withdraw_offer",
    "start.home",
}
# What belongs to a person whatever the role: the own account and the own notices.
ACCOUNT = {Action.SEE_OWN_ACCOUNT}


def rules(app: Flask) -> list[tuple[Rule, str]]:
    methods = ("GET", "POST", "PUT", "DELETE", "PATCH")
    return [(rule, method) for rule in app.url_map.iter_rules() for method in methods if method in rule.methods]


def path_of(app: Flask, rule: Rule) -> str:
    made_up: dict[str, object] = {}
    for name, converter in rule._converters.items():
        made_up[name] = uuid.uuid4() if type(converter).__name__ == "UUIDConverter" else 7
        if type(converter).__name__ in {"UnicodeConverter", "PathConverter"}:
            made_up[name] = "verzonnen"
        if type(converter).__name__ == "AnyConverter":
            made_up[name] = sorted(converter.items)[0]
    with app.test_request_context():
        built = app.url_map.bind("localhost").build(rule.endpoint, made_up)
    return str(built)


def is_own(app: Flask, endpoint: str) -> bool:
    return endpoint in OWN or endpoint in PUBLIC or needed_action(app, endpoint) in ACCOUNT


def test_every_other_route_is_closed_to_a_partner(app: Flask, signed_in: SignedIn, place: Place) -> None:
    browser, open_ones = signed_in("sport"), []
    seen = 0
    for rule, method in rules(app):
        if is_own(app, rule.endpoint):
            continue
        seen += 1
        answer = browser.open(path_of(app, rule), method=method)
        if answer.status_code not in {403, 404}:
            open_ones.append((rule.endpoint, method, answer.status_code))
    assert open_ones == []
    assert seen > 50


def test_the_list_names_pages_that_are_there(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} >= OWN


def test_a_partner_has_three_rights_and_the_pages_of_these_are_on_the_list(app: Flask) -> None:
    assert RIGHTS[Role.PARTNER] == {Action.READ_DIGEST, Action.MAKE_OFFER, Action.SEE_OWN_ACCOUNT}
    mine = {Action.READ_DIGEST, Action.MAKE_OFFER}
    assert {r.endpoint for r in app.url_map.iter_rules() if needed_action(app, r.endpoint) in mine} == OWN - {
        "start.home"
    }


@pytest.mark.parametrize("form", ["", ".pdf", ".json"])
def test_a_digest_that_does_not_exist_and_one_of_another_look_the_same(
    signed_in: SignedIn, place: Place, form: str
) -> None:
    assert signed_in("sport").get(f"/themaberichten/{uuid.uuid4()}{form}").status_code == 404
