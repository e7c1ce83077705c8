"""A digest is one page, however much there is to say: less is told, and what is asked stays."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from kernpartner.digests.rules import LISTS, changes, lines_of, to_one_page
from kernpartner.documents import pdf
from kernpartner.documents.digest_sheet import DigestSheet, ThemePart

SENTENCE = "Elke club krijgt een plan voor leerlingen die willen stoppen. Ouders lezen mee en geven hun mening. "
NOTE = (
    "Een getal staat voor een groep van vijf. Onder de tien gevallen tonen wij niets, ook geen nul. "
    "Een geval is geen leerling: één leerling kan vaker voorkomen."
)


def a_sheet(parts: list[dict[str, list[str]]]) -> DigestSheet:
    """Give a digest with these lines, as compiled: what does not fit is left out."""
    whole = [
        {"theme_id": str(at), "label": f"Thema {at}", "lo": 10, "hi": 14, "trend": "more", **part}
        for at, part in enumerate(parts)
    ]
    return DigestSheet(
        organisation="SportUtrecht",
        area="Vleuten-De Meern",
        district="Utrecht",
        period="oktober t/m december 2026",
        parts=tuple(
            ThemePart(
                title=part["label"],
                figure="10 tot en met 14 gevallen",
                period="oktober t/m december 2026",
                trend="Vaker dan in de periode ervoor.",
                **{name: tuple(part[name]) for name in LISTS},
            )
            for part in to_one_page(whole)
        ),
        note=NOTE,
        changes=tuple(f"Thema {at}: vaker dan in de periode ervoor." for at in range(len(parts))),
        before="juli t/m september 2026",
        made_at=datetime(2026, 11, 25, tzinfo=UTC),
        version=1,
        content_hash="fedcba9876543210" * 4,
        answer_url="https://kernpartner.example.org/partner/bijdrage",
        released_on=date(2026, 11, 25),
    )


def read(sheet: DigestSheet) -> PdfReader:
    return PdfReader(io.BytesIO(pdf.digest(sheet)))


@pytest.mark.parametrize("seed", range(12))
def test_a_digest_is_one_page_however_much_there_is_to_say(seed: int) -> None:
    rng = random.Random(seed)
    parts = [
        {
            name: [
                (SENTENCE * 3)[: rng.randint(40, 240)] for _line in range(rng.randint(0, 3 if name != "asked" else 1))
            ]
            for name in LISTS
        }
        for _theme in range(rng.randint(1, 9))
    ]
    assert len(read(a_sheet(parts)).pages) == 1, lines_of([{"lo": 1, **part} for part in parts])


def test_the_fullest_digest_keeps_its_questions_and_is_one_page() -> None:
    parts = [{name: [SENTENCE * 2] * 3 if name != "asked" else [SENTENCE] for name in LISTS} for _theme in range(8)]
    reader = read(a_sheet(parts))
    assert len(reader.pages) == 1
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert text.count("Elke club krijgt een plan") >= 8


@pytest.mark.parametrize("themes", [1, 2, 3, 5])
@pytest.mark.parametrize("letters", [16, 60])
def test_long_names_and_many_changes_take_their_lines_from_what_may_go(themes: int, letters: int) -> None:
    label = "Overgang van basisschool naar voortgezet onderwijs zonder warme overdracht"[:letters]
    whole = [
        {"theme_id": str(at), "label": label, "lo": None, "trend": "unknown"}
        | {name: [SENTENCE * 2] * 3 if name != "asked" else [SENTENCE] for name in LISTS}
        for at in range(themes)
    ]
    before = {"themes": [{"theme_id": str(at), "lo": 10} for at in range(themes)]}
    kept = to_one_page(whole, before)
    told = changes(kept, before)
    assert len(told) >= 2 * themes
    sheet = replace(
        a_sheet([]),
        organisation="Stichting Jeugd- en Jongerenwerk Utrecht Noordoost en Omstreken",
        parts=tuple(
            ThemePart(
                title=label,
                figure="niet getoond",
                period="oktober t/m december 2026",
                trend="Met deze cijfers is dat niet te zeggen.",
                **{name: tuple(part[name]) for name in LISTS},
            )
            for part in kept
        ),
        changes=tuple(f"{label}: het overleg vraagt u nu iets." for _change in told),
    )
    assert len(read(sheet).pages) == 1
