"""Decides how a mail looks: one set of words per template and language becomes subject, text and HTML."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "mail"
COLOURS = Path(__file__).with_name("colours.json")
LOCAL = ZoneInfo("Europe/Amsterdam")
# Marks that no page may hold (XML 1.0, production 2): one of them in a name would keep the whole mail from going.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# What each mail's template has to say; `button` and `path` may be missing where there is nothing to open.
_WORDS = ("subject", "heading", "paragraphs", "why")


class UnknownMail(LookupError):
    """There is no mail with this name."""


@dataclass(frozen=True)
class RenderedMail:
    """A mail ready to be sent: subject of one line, plain text, and HTML that says the same."""

    subject: str
    text: str
    html: str


def render(template: str, context: dict[str, Any], *, language: str, base_url: str, stop_url: str = "") -> RenderedMail:
    """Make the mail `templates/mail/<template>.<language>.j2` with these values; Dutch where a language lacks.

    Text and HTML come from the same words, so they cannot differ. The one button links to a path under
    `base_url`; `stop_url` is where the reader stops such mails. Raises `UnknownMail`, and
    `jinja2.UndefinedError` when a value is missing.
    """
    spoken, words = _words(template, context, language)
    button = getattr(words, "button", "")
    parts = {name: getattr(words, name) for name in _WORDS}
    parts.update(
        language=spoken,
        items=getattr(words, "items", []),
        button=button,
        link=base_url.rstrip("/") + words.path if button else "",
        base_url=base_url.rstrip("/"),
        stop_url=stop_url,
        colours=_colours(),
    )
    subject = " ".join(str(parts["subject"]).split())
    text = _environment().get_template("letter.txt.j2").render(parts)
    mjml = _UNSEEN.sub(" ", _environment().get_template("letter.mjml.j2").render(parts))
    return RenderedMail(subject, _UNSEEN.sub(" ", text).strip() + "\n", _html(mjml, spoken))


def known_templates() -> frozenset[str]:
    """Give the names of all mails."""
    return frozenset(path.name.split(".")[0] for path in TEMPLATES.glob("*.nl.j2"))


def day(value: str | date, language: str) -> str:
    """Write an ISO date or a day in full: `dinsdag 24 november 2026`."""
    on = date.fromisoformat(value) if isinstance(value, str) else value
    return format_date(on, "EEEE d MMMM y", locale=language)


def moment(value: str | datetime, language: str) -> str:
    """Write an ISO moment as the clock on the wall has it: `dinsdag 24 november 2026, 13:00`."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return format_datetime(at, "EEEE d MMMM y, HH:mm", tzinfo=LOCAL, locale=language)


def month(value: str | date, language: str) -> str:
    """Write the month of an ISO date: `oktober`."""
    on = date.fromisoformat(value) if isinstance(value, str) else value
    return format_date(on, "MMMM", locale=language)


def _words(template: str, context: dict[str, Any], language: str) -> tuple[str, Any]:
    for spoken in dict.fromkeys((language, "nl")):
        try:
            found = _environment().get_template(f"{template}.{spoken}.j2")
        except TemplateNotFound:
            continue
        return spoken, found.make_module({**context, "language": spoken})
    raise UnknownMail(f"no mail is called {template!r}")


def _html(mjml: str, language: str) -> str:
    from mjml import mjml2html

    made: str = mjml2html(mjml)
    # mrml gives the page no title and no writing direction; mail programs read both aloud or lay out by them.
    assert f'lang="{language}"' in made, "the mail says in which language it is"
    return made


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        # Words and the text part are plain text, where escaping would spoil names; only the HTML escapes.
        autoescape=lambda name: bool(name and name.startswith("letter.mjml")),  # noqa: S701
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(dag=day, moment=moment, maand=month)
    return made


@lru_cache(maxsize=1)
def _colours() -> dict[str, dict[str, str]]:
    """Give per scheme the few colours a mail uses, from the theme that the pages use too."""
    themes = json.loads(COLOURS.read_text(encoding="utf-8"))
    names = {
        "page": "default-bg-default",
        "paper": "default-bg-document",
        "ink": "default-color-document",
        "quiet": "default-color-subtle",
        "line": "default-border-subtle",
        "bar": "action-1-inverse-bg-document",
        "bar_ink": "action-1-inverse-color-document",
        "button": "action-1-inverse-bg-default",
        "button_ink": "action-1-inverse-color-default",
        "link": "action-2-color-default",
    }
    return {
        scheme: {short: themes[scheme][f"--basis-color-{name}"] for short, name in names.items()} for scheme in themes
    }
