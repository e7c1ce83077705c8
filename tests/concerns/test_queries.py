"""Finding concerns again: only the own ones, page by page, and counted as the own organisation has them."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from kernpartner.concerns import queries, service
from kernpartner.concerns.models import Concern
from kernpartner.themes import queries as theme_queries
from tests.concerns.logged import logged, the_input
from tests.conftest import NOW, TODAY
from tests.factories import Place


def test_an_organisation_lists_its_own_open_concerns_newest_first(session: Session, place: Place) -> None:
    first, second = logged(session, place), logged(session, place, at=NOW + timedelta(minutes=1))
    gone = logged(session, place)
    service.withdraw_concern(session, place.actor("ib"), gone, NOW)
    logged(session, place, "jgz", school_id=place.school.id)
    assert [found.id for found in queries.own_concerns(session, place.school.id)] == [second, first]
    assert len(queries.own_concerns(session, place.jgz.id)) == 1
    assert queries.own_concerns(session, place.other_school.id) == []
    assert queries.concern(session, gone) is not None
    assert queries.concern(session, uuid.UUID(int=1)) is None


@pytest.mark.parametrize("page", [1, 2, 3, 7])
def test_pages_hold_every_concern_once_also_when_many_came_at_the_same_moment(
    session: Session, place: Place, page: int
) -> None:
    made = [logged(session, place, at=NOW + timedelta(days=number // 4)) for number in range(7)]
    read: list[Concern] = []
    while found := queries.own_concerns(session, place.school.id, limit=page, before=read[-1] if read else None):
        read += found
    assert sorted(concern.id for concern in read) == sorted(made)
    assert [concern.registered_at for concern in read] == sorted((c.registered_at for c in read), reverse=True)


def test_a_list_of_one_theme_holds_what_people_confirmed(session: Session, place: Place) -> None:
    theme = place.themes["zelfbeeld"]
    confirmed, other = logged(session, place, "ib", "zelfbeeld"), logged(session, place)
    service.decide_themes(session, place.actor("ib"), other, confirmed=[], refused=[theme], now=NOW)
    assert [found.id for found in queries.own_concerns(session, place.school.id, theme_id=theme)] == [confirmed]


def test_themes_stand_confirmed_first_then_suggested_then_refused(session: Session, place: Place) -> None:
    number = logged(session, place, text="Slaapt slecht voor de toets en heeft faalangst.")
    waiting = [tag for tag in queries.themes_beside(session, [number])[number] if tag.state == "suggested"]
    assert waiting, "the tagger suggests something for this text"
    assert [found.id for found in queries.undecided(session, place.school.id)] == [number]
    confirmed = place.themes["zelfbeeld"]
    refused = waiting[0].theme_id
    service.decide_themes(session, place.actor("ib"), number, confirmed=[confirmed], refused=[refused], now=NOW)
    tags = queries.themes_beside(session, [number])[number]
    order = ["confirmed", "suggested", "refused"]
    assert [tag.state for tag in tags] == sorted((tag.state for tag in tags), key=order.index)
    by_theme = {tag.theme_id: tag.state for tag in tags}
    assert (by_theme[refused], by_theme[confirmed]) == ("refused", "confirmed")
    assert queries.themes_beside(session, []) == {}


def test_nothing_waits_once_everything_is_decided_or_gone(session: Session, place: Place) -> None:
    text = "Slaapt slecht voor de toets en heeft faalangst."
    decided, gone = logged(session, place, text=text), logged(session, place, text=text)
    assert queries.undecided(session, place.other_school.id) == []
    tags = [tag.theme_id for tag in queries.themes_beside(session, [decided])[decided]]
    service.decide_themes(session, place.actor("ib"), decided, confirmed=tags, refused=[], now=NOW)
    assert [found.id for found in queries.undecided(session, place.school.id)] == [gone]
    session.execute(update(Concern).where(Concern.id == gone).values(text=None))
    assert queries.undecided(session, place.school.id) == [], "nobody can decide about a text that is not there"
    service.withdraw_concern(session, place.actor("ib"), gone, NOW)
    assert queries.undecided(session, place.school.id) == []


def test_own_counts_are_cases_of_the_own_organisation_since_a_day(session: Session, place: Place) -> None:
    old = logged(session, place, "ib", "zelfbeeld", occurred_on=TODAY - timedelta(days=40))
    logged(session, place, "ib", "zelfbeeld", follows=old, occurred_on=TODAY - timedelta(days=40))
    logged(session, place, "ib", "zelfbeeld", "lanterfantertijd")
    logged(session, place, "jgz", "zelfbeeld", school_id=place.school.id)

    def own(since: int) -> list[tuple[uuid.UUID, int]]:
        found = queries.own_counts(session, place.school.id, TODAY - timedelta(days=since))
        return [(row.theme_id, row.count) for row in found]

    themes = place.themes
    assert own(365) == [(themes["zelfbeeld"], 2), (themes["lanterfantertijd"], 1)]
    assert sorted(own(0)) == sorted([(themes["zelfbeeld"], 1), (themes["lanterfantertijd"], 1)])
    assert own(-1) == []


def test_factors_and_ids_from_elsewhere_are_found_again(session: Session, place: Place, elsewhere: Place) -> None:
    factors = [factor.id for factor in theme_queries.factors(session, place.district.id)][:2]
    number = logged(session, place, factors=(*factors, factors[0]))
    assert set(queries.factors_beside(session, number)) == set(factors)
    service.log_concern(session, place.actor("ib"), the_input(), NOW, source="import", external_id="van elders 1")
    assert queries.external_ids(session, place.district.id) == [(place.school.id, "van elders 1")]
    assert queries.external_ids(session, elsewhere.district.id) == []
