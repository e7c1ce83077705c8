"""Holds the district's copy of the taxonomy against the shipped one."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.themes import queries, service
from kernpartner.themes.models import Theme
from kernpartner.themes.rules import taxonomy
from tests.conftest import TODAY
from tests.factories import LONG_AGO, a_place


def test_a_district_starts_with_all_shipped_themes_and_factors(session: Session) -> None:
    place = a_place(session)
    assert {theme.slug for theme in queries.current_themes(session, place.district.id, TODAY)} == {
        theme.id for theme in taxonomy().themes
    }
    factors = queries.factors(session, place.district.id)
    assert [factor.slug for factor in factors] == [factor.id for factor in taxonomy().factors]
    belongs = queries.factor_themes(session, place.district.id)
    slugs = {theme.id: theme.slug for theme in queries.current_themes(session, place.district.id, TODAY)}
    for shipped, factor in zip(taxonomy().factors, factors, strict=True):
        assert {slugs[key] for key in belongs[factor.id]} == set(shipped.themes)


def test_adopting_twice_adds_nothing_and_keeps_what_the_district_changed(session: Session) -> None:
    place = a_place(session)
    theme = queries.theme_by_slug(session, place.district.id, "zelfbeeld")
    assert theme is not None
    theme.label = "Hoe ik mezelf zie"
    session.flush()
    assert service.adopt_shipped_taxonomy(session, place.district.id, LONG_AGO) == 0
    assert len(queries.factors(session, place.district.id)) == 43
    assert queries.theme(session, theme.id).label == "Hoe ik mezelf zie"


def test_two_districts_have_each_their_own_copy(session: Session) -> None:
    one, other = a_place(session), a_place(session, "andere-wijk")
    assert set(one.themes.values()).isdisjoint(other.themes.values())


def test_themes_come_scheme_by_scheme_in_their_order(session: Session) -> None:
    place = a_place(session)
    found = [theme.slug for theme in queries.current_themes(session, place.district.id, TODAY)]
    assert found == [theme.id for theme in taxonomy().themes]


def test_a_theme_counts_only_while_it_is_valid(session: Session) -> None:
    place = a_place(session)
    theme = queries.theme(session, place.themes["geldzorgen"])
    theme.valid_to = TODAY
    session.flush()
    assert "geldzorgen" in queries.theme_ids(session, place.district.id, TODAY)
    assert "geldzorgen" not in queries.theme_ids(session, place.district.id, TODAY + timedelta(days=1))
    assert queries.current_themes(session, place.district.id, date(2000, 1, 1)) == []


def test_a_merged_theme_leads_to_where_it_went(session: Session) -> None:
    place = a_place(session)
    merged = session.scalar(select(Theme).where(Theme.id == place.themes["online-leven"]))
    assert merged is not None
    merged.merged_into_id = place.themes["zelfbeeld"]
    session.flush()
    found = queries.theme_by_slug(session, place.district.id, "online-leven")
    assert found is not None and found.slug == "zelfbeeld"
    assert "online-leven" not in queries.theme_ids(session, place.district.id, TODAY)
    assert queries.theme_by_slug(session, place.district.id, "nooit-geweest") is None


def test_what_was_never_learnt_is_not_in_use(session: Session) -> None:
    assert queries.tagger_in_use(session, a_place(session).district.id) is None
