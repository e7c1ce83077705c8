"""Tests of the two languages: the English catalogue is whole where it has to be, and compiled from what is written."""

from __future__ import annotations

import io
import re

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from kernpartner.web.language import CATALOGUES

CATALOGUE = CATALOGUES / "en" / "LC_MESSAGES" / "messages.po"
# The shell, signing in, the start page, the concern form and its consultation, errors and the pages about this website.
WHOLE = re.compile(
    r"templates/(_parts|base|login/|start/|concerns/|consultations/|errors/|static-pages/|organisations/|audit/)"
    r"|kernpartner/web/(shell|login|start|concerns/|concern_form|errors|pages|organisations|audit|verbs|wording)"
)


def _messages() -> list[tuple[str, str, list[str]]]:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="en")
    found = []
    for message in catalogue:
        if not message.id:
            continue
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        said = [message.string] if isinstance(message.string, str) else list(message.string or ())
        places = [place for place, _line in message.locations]
        found += [(one, said[at] if at < len(said) else "", places) for at, one in enumerate(ids)]
    return found


def test_the_compiled_catalogue_is_made_of_the_written_one() -> None:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="en")
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    assert buffer.getvalue() == CATALOGUE.with_suffix(".mo").read_bytes(), "run scripts/build_catalogue.py"


def test_the_pages_that_everybody_meets_have_an_english_text_for_every_sentence() -> None:
    missing = [text for text, said, places in _messages() if not said and any(map(WHOLE.match, places))]
    assert missing == []


def test_a_translation_fills_in_the_same_things() -> None:
    holes = re.compile(r"%\(\w+\)s|%\(num\)d")
    for text, said, _places in _messages():
        if said:
            assert set(holes.findall(said)) == set(holes.findall(text)), text


@pytest.mark.parametrize("word", ["optioneel", "teneinde", "adresseren", "onderhavig", "kennismaking", "cliënt"])
def test_no_page_uses_a_word_that_people_do_not(word: str) -> None:
    assert [text for text, _said, _places in _messages() if re.search(rf"\b{word}", text, re.IGNORECASE)] == []


def test_no_sentence_is_longer_than_twenty_words() -> None:
    long = []
    for text, _said, places in _messages():
        if any(map(WHOLE.match, places)):
            for sentence in re.split(r"[.?!:;]\s+", re.sub(r"%\(\w+\)[sd]", "iets", text)):
                if len(re.findall(r"[\w’'-]+", sentence)) > 20:
                    long.append(sentence)
    assert long == []
