"""Holds the pages of the themes against what they promise: released figures only, old names lead on, a map."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.concerns import service as concern_service
from kernpartner.concerns.rules import ConcernInput
from kernpartner.offers.service import tie_partner
from kernpartner.organisations import service as organisation_service
from kernpartner.organisations.rules import school_year
from kernpartner.publications.queries import Band
from kernpartner.themes.models import Theme
from kernpartner.themes.rules import taxonomy
from kernpartner.web import themes
from tests.conftest import TODAY
from tests.factories import Place

# The pages read the real day.
NOW = datetime.now(UTC)
THIS_YEAR = school_year(NOW.date())
SignIn = Callable[[str], FlaskClient]


def _page(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.status
    return answer.get_data(as_text=True)


def _band(place: Place, slug: str, lo: int | None, hi: int | None, year: int) -> Band:
    return Band(
        statement_id=uuid.uuid4(),
        theme_id=place.themes[slug],
        period_label=f"oktober t/m december {year}",
        lo=lo,
        hi=hi,
        edition_id=uuid.uuid4(),
        released_on=date(year + 1, 1, 1),
        school_year=year,
        periods=(date(year, 10, 1),),
        area_id=place.area.id,
        school_id=None,
    )


@pytest.fixture
def released(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the ledger say these bands; what may be released is tested where releasing is decided."""

    def say(*bands: Band) -> None:
        monkeypatch.setattr(themes.publication_queries, "released_bands", lambda *_args, **_more: list(bands))

    return say


def test_all_themes_of_both_schemes_are_listed_with_what_they_are_about(signed_in: SignIn) -> None:
    page = _page(signed_in("ib"), "/themas")
    assert page.count("/themas/") >= 15
    assert "Lanterfantertijd" in page and "Rouw en verlies" in page
    assert "Vrije tijd is inspanning geworden" in page


def test_without_a_released_figure_nothing_is_shown_and_why_is_said_once(signed_in: SignIn) -> None:
    page = _page(signed_in("jgz"), "/themas")
    assert page.count("band--gap") == 15
    assert page.count("Zo is niemand te herkennen.") == 1


def test_a_released_band_is_shown_in_words_with_its_trend(
    signed_in: SignIn, place: Place, released: Callable[..., None]
) -> None:
    released(_band(place, "zelfbeeld", 10, 14, THIS_YEAR - 1), _band(place, "zelfbeeld", 20, 24, THIS_YEAR))
    page = _page(signed_in("ib"), "/themas/zelfbeeld")
    assert "20 tot en met 24" in page
    assert "Vaker dan in de periode ervoor." in page
    assert "10 tot en met 14" not in page


def test_a_gap_is_shown_as_a_gap_and_never_as_zero(
    signed_in: SignIn, place: Place, released: Callable[..., None]
) -> None:
    released(_band(place, "zelfbeeld", None, None, THIS_YEAR))
    page = _page(signed_in("coordinator"), "/themas/zelfbeeld")
    assert "niet getoond" in page
    assert "Nog niet te vergelijken." in page


def test_only_the_own_organisation_sees_its_exact_count(signed_in: SignIn, place: Place, session: Session) -> None:
    given = ConcernInput(
        text="Hij vindt zichzelf waardeloos.",
        occurred_on=max(NOW.date() - timedelta(days=1), date(THIS_YEAR, 8, 1)),
        age_band="11-12",
        perspective="professional",
        wider="yes",
        confirmed=(place.themes["zelfbeeld"],),
    )
    concern_service.log_concern(session, place.actor("ib"), given, NOW)
    session.commit()
    assert "1 geval<" in _page(signed_in("ib"), "/themas/zelfbeeld")
    assert "0 gevallen<" in _page(signed_in("ib2"), "/themas/zelfbeeld")


def test_who_sees_no_concerns_sees_no_count_of_the_own_organisation(signed_in: SignIn) -> None:
    page = _page(signed_in("privacy"), "/themas")
    assert "Uw organisatie" not in page


def test_a_partner_does_not_come_in(signed_in: SignIn) -> None:
    assert signed_in("sport").get("/themas").status_code == 403


def test_somebody_who_is_not_signed_in_is_led_to_the_door(client: FlaskClient) -> None:
    assert client.get("/systeemkaart").status_code == 302


def test_the_name_of_a_merged_theme_leads_to_where_it_went(signed_in: SignIn, place: Place, session: Session) -> None:
    old = session.scalar(select(Theme).where(Theme.slug == "online-leven"))
    assert old is not None
    old.merged_into_id = place.themes["zelfbeeld"]
    session.commit()
    answer = signed_in("ib").get("/themas/online-leven")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/themas/zelfbeeld")


def test_a_theme_that_never_was_is_not_found(signed_in: SignIn) -> None:
    assert signed_in("ib").get("/themas/bestaat-niet").status_code == 404


def test_a_theme_shows_its_scope_its_factors_and_the_ambassador_of_its_partner(
    signed_in: SignIn, place: Place, session: Session
) -> None:
    tie_partner(session, theme_id=place.themes["lanterfantertijd"], organisation_id=place.sport.id, on=TODAY)
    organisation_service.appoint_ambassador(
        session,
        person_id=place.people["worker"].id,
        organisation_id=place.team.id,
        represents_id=place.sport.id,
        on=date(2020, 8, 1),
    )
    session.commit()
    page = _page(signed_in("ib"), "/themas/lanterfantertijd")
    assert "volle agenda" in page
    assert "(Online leven)" in page and "(online-leven)" not in page
    assert "Geen rust en speelruimte" in page
    assert "Proef worker" in page and "ambassadeur van SportUtrecht" in page


def test_the_map_holds_every_factor_as_drawing_and_in_the_table(signed_in: SignIn) -> None:
    page = _page(signed_in("ib"), "/systeemkaart")
    assert page.count('class="map-link"') == 43
    assert page.count('data-label="Sector"') == 43
    assert 'role="group"' in page


def test_the_map_comes_as_a_pdf(signed_in: SignIn) -> None:
    answer = signed_in("coordinator").get("/systeemkaart.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")


def test_a_released_band_makes_the_factors_of_its_theme_stand_out(
    signed_in: SignIn, place: Place, released: Callable[..., None]
) -> None:
    assert "map-box--known" not in _page(signed_in("ib"), "/systeemkaart")
    released(_band(place, "lanterfantertijd", 10, 14, THIS_YEAR))
    page = _page(signed_in("ib"), "/systeemkaart")
    own = [factor for factor in taxonomy().factors if "lanterfantertijd" in factor.themes]
    assert page.count("map-box--known") == len(own)
    assert "10 tot en met 14 gevallen" in page
