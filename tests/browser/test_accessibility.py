"""Looks at every page with axe (WCAG 2.2, A and AA), light and dark, narrow and wide, and whether it fits its width."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page
from werkzeug.routing import Rule

from kernpartner.organisations.rules import Role, may
from kernpartner.web.guard import needed_action
from tests.browser.conftest import Stage
from tests.browser.looking import looked, violations
from tests.factories import _WHO

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# What answers with a file, an address that leads on, or nothing to look at.
NO_PAGE = {
    *("static", "pages.theme", "pages.health", "pages.security_txt", "consultations.standing", "themes.system_map_pdf"),
    *("themes.export",),
    *("meetings.progress", "meetings.paper", "meetings.own_calendar", "meetings.invitation_calendar"),
    *("situations.plain", "meetings.standing", "meetings.minutes_paper"),
    *("partners.digest_pdf", "partners.digest_json", "partners.feed", "mailbox.attachment", "mailbox.html_part"),
}
# Only there in a demo, or behind a secret that only a mail holds: the journey looks at these.
ELSEWHERE = {"mailbox.listing", "mailbox.one", "meetings.invitation", "meetings.poll_link", "partners.ask_to_stop"} | {
    *("guests.read", "guests.ask_in", "notices.ask_to_stop"),
}
# A digest is read when every organisation signed it, minutes exist after the agenda was settled: the journey again.
# A theme that was split is divided in tests/browser/test_themes.py.
LATER = {
    "partners.digest",
    "meetings.after",
    "meetings.screen",
    "meetings.public_outcome",
    "meetings.poll",
    "meetings.action",
} | {"concerns.divide_form"}
FIRST = ("ib", "coordinator", "jgz", "privacy", "admin", "sport")


def _rules(stage: Stage) -> Iterator[Rule]:
    for rule in stage.app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint not in NO_PAGE | ELSEWHERE | LATER:
            yield rule


def _visitor(stage: Stage, endpoint: str) -> str | None:
    action = needed_action(stage.app, endpoint)
    if action is None:
        return None
    return next(who for who in FIRST if may([Role(_WHO[who][1])], action))


def test_every_page_can_be_opened_here(stage: Stage) -> None:
    unknown = {rule.rule: rule.arguments - set(stage.scene.ids) for rule in _rules(stage)}
    assert {rule: missing for rule, missing in unknown.items() if missing} == {}


def test_every_page_passes_light_and_dark_narrow_and_wide(stage: Stage, enter: Callable[..., Page]) -> None:
    visitors: dict[str | None, list[tuple[str, str]]] = {}
    with stage.app.test_request_context():
        for rule in _rules(stage):
            if rule.arguments <= set(stage.scene.ids):
                values = stage.scene.values(rule.endpoint, rule.arguments)
                built = rule.build(values)
                assert built is not None
                visitors.setdefault(_visitor(stage, rule.endpoint), []).append((rule.endpoint, built[1]))
    problems = []
    for who, addresses in visitors.items():
        page = enter(who)
        for endpoint, address in addresses:
            answer = page.goto(address)
            assert answer is not None
            if answer.status != 200:
                problems.append(f"{endpoint}: {answer.status}")
                continue
            problems += looked(page, endpoint)
    assert not problems, "\n".join(problems)


def test_the_states_of_the_concern_form_pass_too(enter: Callable[..., Page]) -> None:
    page = enter("ib")
    page.goto("/signalen/nieuw")
    page.get_by_role("button", name="Volgende stap").click()
    page.wait_for_selector(".error-summary")
    problems = looked(page, "form with errors")
    page.get_by_label("Wat ziet of hoort u?").fill(
        "Slaapt slecht voor de toets. Oma belde vanaf 06 12345678, zij is de enige tandarts van het dorp."
    )
    page.wait_for_selector(".looked")
    problems += looked(page, "form with marks")
    page.get_by_label("11 of 12 jaar").check()
    page.get_by_label("Ja, ik zie dit vaker").check()
    page.get_by_role("button", name="Volgende stap").click()
    page.wait_for_selector("text=Controleren en versturen")
    for details in page.locator("details").all():
        details.locator("summary").click()
    problems += looked(page, "check page")
    page.goto("/bestaat-niet")
    problems += looked(page, "unknown page")
    assert not problems, "\n".join(problems)


def test_a_page_without_a_label_or_contrast_would_fail(enter: Callable[..., Page]) -> None:
    page = enter(None)
    page.goto("/inloggen")
    page.evaluate("document.querySelector('label[for=email]').remove()")
    page.evaluate("document.querySelector('.lead').style.color = '#ddd'")
    assert {problem.split(": ")[1] for problem in violations(page, "spoilt")} >= {"label", "color-contrast"}
