"""Documents on paper are tagged, say their language, carry their fonts, and hold every word they were given."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from kernpartner.documents import pdf
from kernpartner.documents.agenda_sheet import AgendaSheet, SheetItem
from kernpartner.documents.digest_sheet import DigestSheet, ThemePart

START = datetime(2027, 1, 19, 12, 0, tzinfo=UTC)
AGENDA = AgendaSheet(
    title="Kernpartneroverleg Vleuten",
    district="Vleuten-De Meern",
    subject="Het jaarlijkse overleg",
    date=date(2027, 1, 19),
    starts_at=START,
    ends_at=START + timedelta(minutes=90),
    place="buurthuis",
    chair="een voorzitter",
    items=(
        SheetItem(
            number=1,
            title="Scoren zonder toetsen",
            start=START,
            end=START + timedelta(minutes=15),
            minutes=15,
            aim="besluiten",
            question="Wat kan anders?",
            brought_in_by="Buurtteam",
            desired_result="Eén aanpassing per school.",
            bands=("Dit schooljaar: 15 tot 19 gevallen",),
            lessons=("Een gesprek zonder cijfer gaf rust.",),
            offers=("SportUtrecht: een beweegmoment",),
            guests=("SportUtrecht",),
            why=("Het thema keerde terug in vijf maanden.",),
            open_actions=("Ouderavond plannen",),
        ),
    ),
    members=("JGZ", "Buurtteam"),
    guests=("SportUtrecht",),
    version=2,
    content_hash="0123456789abcdef" * 4,
    made_at=START,
    share_note="Onder de tien gevallen tonen wij niets.",
)
DIGEST = DigestSheet(
    organisation="SportUtrecht",
    area="Vleuten",
    district="Vleuten-De Meern",
    period="derde kwartaal van 2026",
    parts=(
        ThemePart(
            title="Lanterfantertijd",
            figure="15 tot 19 gevallen",
            period="juli tot en met september 2026",
            trend="Vaker dan in het vorige bericht.",
            decided=("Elke club krijgt een stappenplan.",),
            asked=("Kunt u een beweegmoment aanbieden?",),
            lessons=("Een uur zonder plan hielp.",),
        ),
        ThemePart(title="Zelfbeeld", figure="niet getoond", period="juli tot en met september 2026"),
    ),
    note="Onder de tien gevallen tonen wij niets.",
    made_at=START,
    version=1,
    content_hash="fedcba9876543210" * 4,
    answer_url="https://kernpartner.example.org/partner",
    released_on=date(2026, 11, 1),
)
MAP = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><rect width="100" height="100" fill="#fff"/>'
    '<text x="10" y="50" font-family="Noto Sans" font-size="9">Prestatiedruk</text></svg>'
)


def _read(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


def _words(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def _tags(reader: PdfReader) -> list[str]:
    """Give every structure type, depth first."""
    found: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append(str(node["/S"]))
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def _fonts(reader: PdfReader) -> set[str]:
    names: set[str] = set()
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            names.add(str(font.get_object()["/BaseFont"]).split("+")[-1].split("-")[0])
    return names


@pytest.mark.parametrize(
    ("made", "language"),
    [
        (pdf.agenda(AGENDA), "nl"),
        (pdf.agenda(replace(AGENDA, language="en", version=0, content_hash="")), "en"),
        (pdf.digest(DIGEST), "nl"),
        (pdf.digest(replace(DIGEST, language="en", released_on=None)), "en"),
        (pdf.system_map_sheet(MAP, title="Systeemkaart", description="Vier ringen", made_at=START), "nl"),
    ],
)
def test_each_document_is_tagged_and_says_its_language_and_title(made: bytes, language: str) -> None:
    reader = _read(made)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).split("-")[0] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title
    assert b"pdfuaid" in made
    assert _tags(reader)[0] == "/Document"
    assert "/H1" in _tags(reader)
    assert _fonts(reader) == {"NotoSans"}


def test_an_agenda_holds_every_word_of_its_items_and_a_table_with_headers() -> None:
    reader = _read(pdf.agenda(AGENDA))
    words, tags = _words(reader), _tags(reader)
    item = AGENDA.items[0]
    given = [item.title, item.question, item.desired_result, item.aim, item.brought_in_by]
    for text in [*given, *item.bands, *item.lessons, *item.offers, *item.why, *item.open_actions, *AGENDA.members]:
        assert text in words, text
    assert "13:00" in words
    assert "Vastgesteld, versie 2" in words
    assert tags.count("/TH") == 3
    assert "/LI" in tags


def test_a_draft_says_that_it_is_one() -> None:
    words = _words(_read(pdf.agenda(replace(AGENDA, version=0, content_hash=""))))
    assert "Concept" in words
    assert "Controlegetal" not in words


def test_a_digest_holds_its_bands_in_words_and_what_is_asked() -> None:
    words = _words(_read(pdf.digest(DIGEST)))
    for part in DIGEST.parts:
        for text in (part.title, part.figure, part.trend, *part.decided, *part.asked, *part.lessons):
            assert text in words, text
    assert "Vrijgegeven op 1 november 2026" in words
    assert DIGEST.note in words
    assert "fedcba9876543210" in words


def test_a_digest_of_a_usual_partner_fits_one_page() -> None:
    assert len(_read(pdf.digest(replace(DIGEST, parts=DIGEST.parts * 2))).pages) == 1


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert pdf.digest(DIGEST) == pdf.digest(DIGEST)


def test_typed_words_are_shown_and_never_run() -> None:
    sharp = '#panic("x") *vet* $x$ @ref <b> \\'
    part = replace(DIGEST.parts[0], title=sharp, decided=(sharp,))
    assert _words(_read(pdf.digest(replace(DIGEST, parts=(part,))))).count('#panic("x") *vet* $x$ @ref <b>') == 4


def test_the_system_map_lies_on_a_landscape_page_with_its_words_as_alternative() -> None:
    reader = _read(pdf.system_map_sheet(MAP, title="Systeemkaart", description="Vier ringen", made_at=START))
    box = reader.pages[0].mediabox
    assert box.width > box.height
    assert "/Figure" in _tags(reader)
    assert "Prestatiedruk" in _words(reader)
