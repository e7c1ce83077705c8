"""What partners read is plain Dutch (B1): short sentences and usual words on every page that we write for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from statistics import mean
from typing import Any

import html5lib
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.digests import service
from kernpartner.digests.models import Digest
from kernpartner.digests.rules import leaves_on
from tests.conftest import NOW, TODAY
from tests.digests.conftest import place as digest_place
from tests.factories import Place

place = digest_place
SignedIn = Callable[[str], FlaskClient]
HTML = "{http://www.w3.org/1999/xhtml}"
BLOCKS = {f"{HTML}{name}" for name in ("p", "li", "dt", "dd", "h1", "h2", "h3", "th", "td", "legend", "label", "small")}
FORBIDDEN = re.compile(
    r"cliënt|optioneel|teneinde|middels|derhalve|\bje\b|\bjij\b|significant|aggregaat|indien|gaarne|betreffende|"
    r"aantonen|signalering",
    re.IGNORECASE,
)
MOST_WORDS, USUAL_WORDS = 20, 12


@pytest.fixture
def digest(session: Session, place: Place) -> Digest:
    """Release SportUtrecht's digest."""
    service.compile_due(session, place.district.id, TODAY, NOW)
    for who in ("ib", "ib2", "jgz", "worker"):
        service.sign_all(session, place.actor(who), NOW)
    service.release_signed(session, place.district.id, leaves_on(TODAY, TODAY), NOW)
    session.commit()
    return session.scalars(select(Digest).where(Digest.organisation_id == place.sport.id)).one()


def sentences(page: str) -> Iterator[str]:
    """Give the sentences of the part of a page that is its own, block by block."""
    main = next(html5lib.parse(page).iter(f"{HTML}main"))
    for block in main.iter():
        if block.tag in BLOCKS and not any(inner.tag in BLOCKS for inner in block.iter() if inner is not block):
            said = " ".join("".join(block.itertext()).split())
            yield from (one for one in re.split(r"(?<=[.?!:])\s", said) if one)


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("sport", "/partner"),
        ("sport", "/partner/post"),
        ("sport", "/partner/bijdrage"),
        ("sport", "/themaberichten/{id}"),
        ("ib", "/themaberichten/tekenen"),
        ("ib", "/themaberichten/woorden"),
        ("coordinator", "/mail-kwam-terug"),
    ],
)
def test_every_page_uses_short_sentences_and_usual_words(
    signed_in: SignedIn, digest: Digest, who: str, path: str
) -> None:
    answer: Any = signed_in(who).get(path.format(id=digest.id))
    assert answer.status_code == 200
    said = list(sentences(answer.text))
    assert said
    lengths = {one: len(one.split()) for one in said}
    assert [one for one, words in lengths.items() if words > MOST_WORDS] == []
    assert mean(lengths.values()) <= USUAL_WORDS
    assert [one for one in said if FORBIDDEN.search(one)] == []
