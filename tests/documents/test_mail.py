"""Each mail says the same in text and HTML, in the right language, and lets nothing through unescaped."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from jinja2 import UndefinedError

from kernpartner.documents.mail import TEMPLATES, UnknownMail, known_templates, render

ID = "0192f0c8-1111-7222-8333-444455556666"
CONTEXT: dict[str, Any] = {
    "consultation": ID,
    "digest": ID,
    "meeting": ID,
    "token": "geheim",
    "due_on": "2026-12-08",
    "month": "2026-10-01",
    "starts_at": "2027-01-19T12:00:00+00:00",
    "ends_at": "2027-01-19T13:00:00+00:00",
    "organisation": "SportUtrecht",
    "period": "het derde kwartaal van 2026",
    "area": "Vleuten-De Meern",
    "theme": "Scoren zonder toetsen",
    "theme_slug": "scoren-zonder-toetsen",
    "title": "Kernpartneroverleg Vleuten-De Meern",
    "place": "buurthuis Vleuten",
    "owner": "SportUtrecht",
    "number": "S-3F09A2",
    "lines": [
        {"kind": "consultation_asked", "number": "S-3F09A2", "due_on": "2026-12-08"},
        {"kind": "consultation_answered", "number": "S-3F09A2"},
        {"kind": "consultation_closed", "number": "S-3F09A2"},
        {"kind": "theme_confirmed", "month": "2026-10-01", "theme": "Scoren zonder toetsen"},
        {"kind": "concern_feedback", "month": "2026-10-01", "theme": "Scoren zonder toetsen"},
        {"kind": "action_agreed", "theme": "Scoren zonder toetsen", "owner": "SportUtrecht", "due_on": "2026-12-08"},
        {"kind": "action_done", "theme": "Scoren zonder toetsen", "owner": "SportUtrecht"},
        {"kind": "remind_unanswered", "number": "S-3F09A2", "organisation": "JGZ", "since": "2026-11-20"},
        {"kind": "remind_deadline", "number": "S-3F09A2", "organisation": "JGZ", "due_on": "2026-12-08"},
        {"kind": "remind_overdue", "number": "S-3F09A2", "organisation": "JGZ", "due_on": "2026-12-08"},
        {"kind": "remind_outcome", "number": "S-3F09A2", "due_on": "2026-12-08"},
        {"kind": "remind_action", "organisation": "JGZ", "theme": "", "due_on": "2026-12-08"},
        {"kind": "remind_ambassador", "represents": "DOCK", "confirmed_on": "2026-05-08"},
        {"kind": "remind_offer", "theme": "Scoren zonder toetsen"},
    ],
    "more": 2,
    "topics": ["Scoren zonder toetsen (15 minuten)", "Lanterfantertijd (15 minuten)"],
}
BASE = "https://kernpartner.example.org"
EVERY = sorted(path.name.removesuffix(".j2").split(".") for path in TEMPLATES.glob("*.??.j2"))


class _Page(HTMLParser):
    """Collects what a mail program would show and fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.language = ""
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.language = given.get("lang") or self.language if tag == "html" else self.language
        self._hidden += tag in {"style", "title"}
        if tag == "a":
            self.links.append(given.get("href") or "")
        self.fetched += [value for name, value in attrs if name in {"src", "background", "srcset"} and value]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"style", "title"}

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)


def _read(page: str) -> _Page:
    parser = _Page()
    parser.feed(page)
    return parser


def _squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("template", "language"), EVERY)
def test_text_and_html_of_each_mail_say_the_same(template: str, language: str) -> None:
    mail = render(template, CONTEXT, language=language, base_url=BASE)
    page = _read(mail.html)
    shown = _squeezed(" ".join(page.words))
    letter = _squeezed(mail.text.split("\n-- \n")[0].replace("- ", ""))
    for sentence in re.split(r"(?<=[.?!]) ", letter.split(BASE)[0]):
        assert _squeezed(sentence.removesuffix(":")).rstrip(":") in shown, sentence
    assert page.language == language
    assert mail.subject
    assert "\n" not in mail.subject


@pytest.mark.parametrize(("template", "language"), EVERY)
def test_each_mail_has_at_most_one_link_to_ourselves_and_fetches_nothing(template: str, language: str) -> None:
    mail = render(template, CONTEXT, language=language, base_url=BASE + "/")
    page = _read(mail.html)
    assert len(page.links) == (0 if template == "invitation_cancelled" else 1)
    assert all(link.startswith(BASE + "/") and "//" not in link.removeprefix("https://") for link in page.links)
    assert page.fetched == []
    assert "@import" not in mail.html
    assert "url(" not in mail.html


@pytest.mark.parametrize("template", sorted(known_templates()))
def test_dutch_mails_use_short_sentences_and_no_forbidden_words(template: str) -> None:
    mail = render(template, CONTEXT, language="nl", base_url=BASE)
    for sentence in re.split(r"[.?!:]\s|\n\n|\n- |\n-- \n", mail.text):
        assert len(sentence.split()) <= 24, sentence  # 20 words and at most four of a filled-in name or day
    assert not re.search(r"cliënt|optioneel|teneinde|\bje\b|\bjij\b", mail.text)


def test_what_is_filled_in_is_escaped_in_html_and_plain_in_text() -> None:
    sharp = 'Club <b>&</b> "Co"'
    mail = render("digest_ready", CONTEXT | {"organisation": sharp}, language="nl", base_url=BASE)
    assert sharp in _squeezed(mail.text)
    assert "<b>" not in mail.html
    assert html.escape(sharp, quote=False).split(" ")[1] in mail.html
    assert "&amp;lt;" not in mail.html


def test_a_mail_that_lacks_a_language_comes_in_dutch_and_says_so() -> None:
    mail = render("digest_changed", CONTEXT, language="en", base_url=BASE)
    assert 'lang="nl"' in mail.html


def test_a_missing_value_is_an_error_and_not_an_empty_place() -> None:
    with pytest.raises(UndefinedError):
        render("digest_ready", {"digest": ID}, language="nl", base_url=BASE)


def test_a_mail_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownMail):
        render("../letter", CONTEXT, language="nl", base_url=BASE)


def test_a_digest_mail_carries_no_figure_beside_its_period() -> None:
    for language in ("nl", "en"):
        mail = render("digest_ready", CONTEXT, language=language, base_url=BASE)
        words = mail.text.replace(ID, "").replace(CONTEXT["period"], "")
        assert not re.search(r"\d", words)


def test_the_link_to_stop_stands_under_the_mail_in_text_and_in_html() -> None:
    stop = f"{BASE}/meldingen/stoppen/geheim/answers"
    for language in ("nl", "en"):
        mail = render("consultation_answered", CONTEXT, language=language, base_url=BASE, stop_url=stop)
        assert stop in mail.text and stop in _read(mail.html).links
    assert "stoppen" not in render("consultation_answered", CONTEXT, language="nl", base_url=BASE).text


def test_the_one_mail_knows_a_sentence_for_every_kind_of_news() -> None:
    from kernpartner.notices.rules import KINDS

    assert {line["kind"] for line in CONTEXT["lines"]} == set(KINDS)
    for language in ("nl", "en"):
        text = render("notices_bundle", CONTEXT, language=language, base_url=BASE).text
        assert text.count("\n- ") == len(CONTEXT["lines"]) + 1
