"""Page, PDF, feed and JSON of a released digest say the bands of the ledger, theme by theme, and no other number."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.digests import queries, service
from kernpartner.digests.models import Digest
from kernpartner.digests.rules import leaves_on
from kernpartner.offers.service import tie_partner
from kernpartner.publications.models import PublicationStatement
from kernpartner.themes.models import Theme
from tests.conftest import NOW, TODAY
from tests.digests.conftest import place as digest_place
from tests.factories import LONG_AGO, Place

place = digest_place
SignedIn = Callable[[str], FlaskClient]
Bands = Mapping[str, tuple[int, int] | None]
ATOM = "{http://www.w3.org/2005/Atom}"
SAID = re.compile(r"niet getoond|(\d+) tot en met (\d+)")


@pytest.fixture
def digest(session: Session, place: Place) -> Digest:
    """Release SportUtrecht's digest with a band, a gap, and a theme of which nothing was ever said."""
    tie_partner(session, theme_id=place.themes["geldzorgen"], organisation_id=place.sport.id, on=LONG_AGO)
    service.compile_due(session, place.district.id, TODAY, NOW)
    for who in ("ib", "ib2", "jgz", "worker"):
        service.sign_all(session, place.actor(who), NOW)
    service.release_signed(session, place.district.id, leaves_on(TODAY, TODAY), NOW)
    session.commit()
    return session.scalars(select(Digest).where(Digest.organisation_id == place.sport.id)).one()


@pytest.fixture
def ledger(session: Session, digest: Digest) -> Bands:
    """Give per theme of the digest what the ledger says in its edition."""
    said = {
        label: (lo, hi) if lo is not None else None
        for label, lo, hi in session.execute(
            select(Theme.label, PublicationStatement.lo, PublicationStatement.hi)
            .join(Theme, Theme.id == PublicationStatement.theme_id)
            .where(PublicationStatement.edition_id == digest.edition_id)
        )
    }
    return {part["label"]: said.get(part["label"]) for part in digest.content["themes"]}


def band(words: str) -> tuple[int, int] | None:
    """Read a band as people do."""
    found = SAID.search(words)
    assert found, words
    return None if found.group(1) is None else (int(found.group(1)), int(found.group(2)))


def after(text: str, labels: list[str]) -> dict[str, str]:
    """Give per label the words from its first place up to the next label."""
    places = sorted((text.index(label), label) for label in labels)
    ends = [*(at for at, _label in places[1:]), len(text)]
    return {label: text[at:end] for (at, label), end in zip(places, ends, strict=True)}


def of_page(page: str, labels: list[str]) -> Bands:
    plain = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main")])
    sections = after(plain[plain.index("Download als PDF") :], labels)
    return {label: band(words) for label, words in sections.items()}


def of_paper(pdf: bytes, labels: list[str]) -> Bands:
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())
    table = text[text.index("in cijfers") : text.index("Een getal staat")]
    return {label: band(words) for label, words in after(table, labels).items()}


def of_feed(feed: str, labels: list[str]) -> Bands:
    entry = ET.fromstring(feed).find(f"{ATOM}entry")
    assert entry is not None
    lines = (entry.findtext(f"{ATOM}content") or "").splitlines()
    return {label: band(next(line for line in lines if line.startswith(label))) for label in labels}


def test_every_form_says_the_bands_of_the_ledger(
    signed_in: SignedIn, digest: Digest, ledger: Bands, session: Session, place: Place
) -> None:
    browser, path, labels = signed_in("sport"), f"/themaberichten/{digest.id}", list(ledger)
    wish = queries.mail_wish(session, place.people["sport"].id)
    assert wish is not None
    assert len(ledger) == 3
    assert sorted(map(str, ledger.values())) == ["(25, 29)", "None", "None"]
    themes = browser.get(f"{path}.json").get_json()["content"]["themes"]
    in_json = {one["label"]: (one["lo"], one["hi"]) if one["lo"] is not None else None for one in themes}
    assert in_json == ledger
    assert of_page(browser.get(path).text, labels) == ledger
    assert of_paper(browser.get(f"{path}.pdf").data, labels) == ledger
    assert of_feed(browser.get(f"/themaberichten/feed/{wish.feed_token}").text, labels) == ledger


def test_a_form_with_another_band_would_be_seen(ledger: Bands, digest: Digest) -> None:
    label = next(label for label, found in ledger.items() if found)
    assert band(f"{label} 30 tot en met 34 gevallen") != ledger[label]
    assert band(f"{label} niet getoond") != ledger[label]
    with pytest.raises(AssertionError):
        band(f"{label} 27 gevallen")
