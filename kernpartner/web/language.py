"""Speaks Dutch, and English to those who ask for it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, request, session
from flask_login import current_user

CATALOGUES = Path(__file__).with_name("translations")
LANGUAGES = ("nl", "en")


def install(app: Flask) -> None:
    """Give every template `_` and the language of the page."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.globals.update(_=_, ngettext=ngettext)
    app.context_processor(lambda: {"language": chosen()})


def chosen() -> str:
    """Give the language of this page: chosen in the address or session, else the person's, else Dutch."""
    if not has_request_context():
        return "nl"
    if "language" not in g:
        wanted = request.args.get("taal") or session.get("language")
        if wanted not in LANGUAGES and not g.get("plain") and current_user.is_authenticated:
            wanted = current_user.language
        g.language = wanted if wanted in LANGUAGES else "nl"
    language: str = g.language
    return language


@lru_cache(maxsize=4)
def _catalogue(language: str) -> NullTranslations:
    return Translations.load(CATALOGUES, [language]) if language != "nl" else NullTranslations()


def _(text: str, **values: object) -> str:
    """Give the text in the language of the page, with `%(name)s` filled in."""
    found: str = _catalogue(chosen()).ugettext(text)
    return found % values if values else found


def ngettext(one: str, many: str, number: int, **values: object) -> str:
    """Give the text for one or for many in the language of the page."""
    found: str = _catalogue(chosen()).ungettext(one, many, number)
    return found % {"num": number, **values}
