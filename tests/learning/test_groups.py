"""Holds the groups of words that return against real rows: what is kept, for whom, and what becomes of them."""

from __future__ import annotations

import json
import uuid
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.models import AuditEntry
from kernpartner.concerns import queries as concern_queries
from kernpartner.concerns.models import ConcernTheme
from kernpartner.concerns.rules import ConcernInput
from kernpartner.concerns.service import log_concern
from kernpartner.learning import queries
from kernpartner.learning.models import EmergentGroup
from kernpartner.learning.rules import due_day, window
from kernpartner.learning.service import GroupGone, Naming, NoWords, find_across, find_own, leave_group, name_group
from kernpartner.themes import queries as theme_queries
from kernpartner.themes.models import FactorTheme
from tests.conftest import NOW, TODAY
from tests.factories import Place, a_place
from tests.learning.schools import log, third_school
from tests.learning.texts import notices

TEXT = "Weer een kind gezien met zijn fatbike op de stoep."
EARLIER = NOW - timedelta(days=120)


def _planted(session: Session, place: Place, *, cases: int = 10, at: datetime = EARLIER) -> None:
    """Log planted concerns at three schools by schools and JGZ, among real notices of the district."""
    third = third_school(session, place)
    for number, text in enumerate(notices()[:60]):
        log(session, place, ("ib", "ib2", "jgz", "worker")[number % 4], text, at, place.school.id)
    for number in range(cases):
        who, school = (("ib", None), ("ib2", None), ("jgz", third.id), ("jgz", place.school.id))[number % 4]
        log(session, place, who, TEXT, at, school)


def _look(session: Session, place: Place, on: object = TODAY) -> int:
    since, before = window(due_day(TODAY))
    return find_across(
        session,
        place.district.id,
        TODAY,
        NOW,
        lambda: concern_queries.unfitting(session, place.district.id, since=since, before=before),
    )


def test_a_planted_group_is_found_and_holds_words_only(session: Session, place: Place) -> None:
    _planted(session, place)
    assert _look(session, place) == 1
    (group,) = queries.groups_across(session, place.district.id)
    assert "fatbike" in group.words and group.found_on == due_day(TODAY)
    columns = {name for name in EmergentGroup.__table__.columns.keys() if "count" in name or "text" in name}  # noqa: SIM118
    assert columns == set()
    assert TEXT not in json.dumps(group.words)


@pytest.mark.parametrize("cases", [8, 9])
def test_below_ten_cases_nobody_across_hears_of_it(session: Session, place: Place, cases: int) -> None:
    _planted(session, place, cases=cases)
    assert _look(session, place) == 0
    assert queries.groups_across(session, place.district.id) == []


def test_what_was_registered_after_the_day_of_the_calendar_waits_for_the_next(session: Session, place: Place) -> None:
    _planted(session, place, at=NOW - timedelta(days=1))
    assert _look(session, place) == 0


def test_nothing_is_added_between_two_days_of_the_calendar(session: Session, place: Place) -> None:
    _planted(session, place, cases=9)
    assert _look(session, place) == 0
    log(session, place, "ib", TEXT, EARLIER)
    assert _look(session, place) == 0


def test_a_concern_with_a_theme_that_is_confirmed_or_waits_does_not_count(session: Session, place: Place) -> None:
    _planted(session, place)
    tagged = session.scalars(select(ConcernTheme.concern_id)).first()
    assert tagged is None
    rows = concern_queries.own_concerns(session, place.school.id)
    fitting = next(row for row in rows if row.text and "fatbike" in row.text)
    session.add(ConcernTheme(concern_id=fitting.id, theme_id=place.themes["zelfbeeld"], state="suggested", spans=[]))
    session.flush()
    assert _look(session, place) == 0


def test_each_organisation_sees_its_own_rows_only(session: Session, place: Place) -> None:
    _planted(session, place, cases=20)
    since, before = window(TODAY)
    for home in (place.school, place.team):
        notes, others = concern_queries.unfitting(
            session, place.district.id, since=since, before=before, organisation_id=home.id
        )
        assert {note.organisation for note in notes} == {str(home.id)}
        find_own(session, place.district.id, home.id, notes, others, TODAY)
    (own,) = queries.groups_of(session, place.district.id, place.school.id)
    assert "fatbike" in own.words
    assert queries.groups_of(session, place.district.id, place.team.id) == []
    assert queries.groups_across(session, place.district.id) == []


def test_looking_again_in_own_rows_keeps_one_group(session: Session, place: Place) -> None:
    _planted(session, place, cases=20)
    since, before = window(TODAY)
    given = concern_queries.unfitting(
        session, place.district.id, since=since, before=before, organisation_id=place.school.id
    )
    for _ in range(2):
        assert find_own(session, place.district.id, place.school.id, *given, TODAY) == 1
    (group,) = queries.groups_of(session, place.district.id, place.school.id)
    with pytest.raises(GroupGone):
        leave_group(
            session, place.actor("ib2"), place.district.id, group.id, NOW, organisation_id=place.other_school.id
        )
    leave_group(session, place.actor("ib"), place.district.id, group.id, NOW, organisation_id=place.school.id)
    assert find_own(session, place.district.id, place.school.id, *given, TODAY) == 0


def _named(session: Session, place: Place, group_id: uuid.UUID, *words: str) -> uuid.UUID:
    scheme = theme_queries.schemes(session, place.district.id)[1]
    factor = theme_queries.factors(session, place.district.id)[0]
    given = Naming(scheme.id, "Fatbikes", "Gevaar en gedoe met fatbikes.", words, [factor.id])
    return name_group(session, place.actor("coordinator"), place.district.id, group_id, given, NOW, TODAY)


def test_a_named_group_becomes_a_theme_that_is_suggested_by_its_words(session: Session, place: Place) -> None:
    _planted(session, place)
    _look(session, place)
    (group,) = queries.groups_across(session, place.district.id)
    theme_id = _named(session, place, group.id, "Fatbike", "elektrische step")
    assert queries.groups_across(session, place.district.id) == []
    assert queries.words_of_theme(session, theme_id) == ["elektrische step", "fatbike"]
    assert session.scalars(select(FactorTheme.factor_id).where(FactorTheme.theme_id == theme_id)).all()
    verdict = queries.suggest(session, place.district.id, "Ze scheurt op haar fatbike langs de kleuters.", TODAY)
    assert theme_queries.theme(session, theme_id).slug in {theme.id for theme in verdict.themes}
    assert all("fatbike" in theme.because for theme in verdict.themes if theme.id == "fatbikes")
    assert queries.suggest(session, place.district.id, "Er zijn hier geen fatbikes meer.", TODAY).themes == ()
    assert "group.named" in session.scalars(select(AuditEntry.verb)).all()


def test_naming_tags_nothing_and_offers_each_organisation_its_own_concerns(session: Session, place: Place) -> None:
    _planted(session, place, cases=12)
    _look(session, place)
    (group,) = queries.groups_across(session, place.district.id)
    theme_id = _named(session, place, group.id, "fatbike")
    assert session.scalars(select(ConcernTheme).where(ConcernTheme.theme_id == theme_id)).all() == []
    offered = concern_queries.own_holding(session, place.school.id, ["fatbike"], without_theme=theme_id)
    assert len(offered) == 3 and {concern.organisation_id for concern in offered} == {place.school.id}
    assert [theme.id for theme in queries.themes_with_words(session, place.district.id, TODAY)] == [theme_id]


def test_another_district_knows_nothing_of_it(session: Session, place: Place) -> None:
    _planted(session, place)
    _look(session, place)
    (group,) = queries.groups_across(session, place.district.id)
    other = a_place(session, "elders")
    assert queries.group(session, other.district.id, group.id) is None
    with pytest.raises(GroupGone):
        leave_group(session, other.actor("coordinator"), other.district.id, group.id, NOW)
    _named(session, place, group.id, "fatbike")
    elsewhere = queries.suggest(session, other.district.id, "fatbike fatbike", TODAY)
    assert "fatbikes" not in {theme.id for theme in elsewhere.themes}


def test_a_group_is_decided_about_once_and_does_not_come_back(session: Session, place: Place) -> None:
    _planted(session, place)
    _look(session, place)
    (group,) = queries.groups_across(session, place.district.id)
    leave_group(session, place.actor("coordinator"), place.district.id, group.id, NOW)
    with pytest.raises(GroupGone):
        _named(session, place, group.id, "fatbike")
    later = TODAY + timedelta(days=40)
    since, before = window(due_day(later))
    again = find_across(
        session,
        place.district.id,
        later,
        NOW,
        lambda: concern_queries.unfitting(session, place.district.id, since=since, before=before),
    )
    assert again == 0


def test_a_theme_without_words_is_refused_and_a_name_is_no_word(session: Session, place: Place) -> None:
    _planted(session, place)
    _look(session, place)
    (group,) = queries.groups_across(session, place.district.id)
    for words in ((), (" ", "!!"), ("Lisa de Vries",)):
        with pytest.raises(NoWords):
            _named(session, place, group.id, *words)


def test_people_decide_is_what_is_learnt_from(session: Session, place: Place) -> None:
    text = "Moeder kan de contributie niet betalen."
    given = {"text": text, "age_band": "10-11", "perspective": "professional", "wider": "yes", "occurred_on": TODAY}
    log_concern(session, place.actor("ib"), ConcernInput(**given), NOW)
    assert concern_queries.decided(session, place.district.id) == []
    sure = ConcernInput(**given, confirmed=(place.themes["geldzorgen"],))
    log_concern(session, place.actor("ib2"), sure, NOW)
    refused = ConcernInput(**given, refused=(place.themes["geldzorgen"],))
    log_concern(session, place.actor("jgz"), refused, NOW)
    first, second = concern_queries.decided(session, place.district.id)
    assert (first.confirmed, first.holder) == (frozenset({"geldzorgen"}), str(place.other_school.id))
    assert (second.refused, second.holder) == (frozenset({"geldzorgen"}), str(place.jgz.id))
    assert {one.district for one in (first, second)} == {str(place.district.id)}
    assert len(concern_queries.decided(session)) == 2
