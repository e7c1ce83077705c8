"""Editions come out on their day, once, with bands that are true, and never change afterwards."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import date
from itertools import count

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from kernpartner.publications import queries
from kernpartner.publications.models import Edition, PublicationStatement
from kernpartner.publications.service import close_due, release_due
from kernpartner.tally.service import count_case
from tests.publications.worlds import NOW, World, a_world, log_cases, log_year, spread

OCTOBER, NEW_YEAR, APRIL = date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1)
YEAR_ENDS = date(2026, 8, 1)


def release(session: Session, world: World, on: date, seconds: float = 60.0) -> int:
    return release_due(session, world.district_id, on, NOW, budget_seconds=seconds)


def digest(session: Session, world: World, on: date) -> list[tuple[uuid.UUID, str, int | None, int | None]]:
    bands = queries.released_bands(session, audience="digest", area_id=world.place.area.id, on=on)
    return [(b.theme_id, b.period_label, b.lo, b.hi) for b in bands if b.theme_id in world.themes]


def said(session: Session) -> list[tuple[object, ...]]:
    session.expire_all()
    return [
        (s.position, s.id, s.edition_id, s.theme_id, json.dumps(s.selector), s.lo, s.hi, s.previous_hash, s.hash)
        for s in session.scalars(select(PublicationStatement).order_by(PublicationStatement.position))
    ]


def test_a_theme_with_enough_cases_gets_a_band_and_the_others_a_gap(session: Session) -> None:
    world = a_world(session, schools=6, themes=2)
    spread(session, world, world.themes[0], date(2025, 9, 10))
    log_cases(session, world, world.themes[1], date(2025, 9, 10), school=world.schools[0], by=world.place.jgz, times=9)
    released = release(session, world, OCTOBER)
    assert released == len(world.place.themes)
    assert set(digest(session, world, OCTOBER)) == {
        (world.themes[0], "augustus en september 2025", 20, 24),
        (world.themes[1], "augustus en september 2025", None, None),
    }


def test_a_theme_nobody_logged_is_said_as_much_about_as_one_with_nine(session: Session) -> None:
    world = a_world(session, themes=2)
    log_cases(session, world, world.themes[1], date(2025, 9, 10), school=world.schools[0], by=world.place.jgz, times=9)
    release(session, world, OCTOBER)
    rows = session.scalars(select(PublicationStatement)).all()
    assert {row.theme_id for row in rows} == set(world.place.themes.values())
    assert len({json.dumps([row.selector, row.lo, row.hi, row.rule]) for row in rows}) == 1


def test_running_the_calendar_twice_is_as_once(session: Session) -> None:
    world = a_world(session)
    spread(session, world, world.themes[0], date(2025, 9, 10))
    assert release(session, world, OCTOBER) > 0
    before = said(session)
    assert release(session, world, OCTOBER) == 0
    assert release(session, world, date(2025, 12, 31)) == 0
    assert said(session) == before


def test_what_is_not_shown_joins_the_next_quarter_and_its_gap_is_taken_up(session: Session) -> None:
    world = a_world(session, themes=1)
    theme = world.themes[0]
    spread(session, world, theme, date(2025, 9, 10), (1, 0, 0))
    spread(session, world, theme, date(2025, 11, 10), (1, 1, 1))
    release(session, world, NEW_YEAR)
    assert digest(session, world, date(2025, 10, 5)) == [(theme, "augustus en september 2025", None, None)]
    assert digest(session, world, NEW_YEAR) == [(theme, "augustus t/m december 2025", 20, 24)]


def test_nothing_is_carried_over_the_edge_of_the_school_year(session: Session) -> None:
    world = a_world(session, themes=1)
    theme = world.themes[0]
    spread(session, world, theme, date(2026, 5, 10), (1, 0, 0))
    spread(session, world, theme, date(2026, 9, 10), (1, 0, 0))
    release(session, world, date(2026, 10, 1))
    assert all(lo is None for _, _, lo, _ in digest(session, world, date(2026, 10, 1)))


def test_one_busy_school_cannot_carry_a_figure_alone(session: Session) -> None:
    world = a_world(session, themes=1)
    for by in (world.schools[0], world.place.jgz, world.place.team):
        log_cases(session, world, world.themes[0], date(2025, 9, 10), school=world.schools[0], by=by, times=10)
    release(session, world, OCTOBER)
    assert digest(session, world, OCTOBER) == [(world.themes[0], "augustus en september 2025", None, None)]


def test_at_the_end_of_the_year_each_school_has_an_agenda_and_the_district_a_figure(session: Session) -> None:
    world = a_world(session, schools=4, themes=1)
    theme = world.themes[0]
    for month in (9, 11):
        spread(session, world, theme, date(2025, month, 10), (4, 4, 4))
    release(session, world, YEAR_ENDS)
    agenda = queries.released_bands(session, audience="agenda", school_id=world.schools[0].id, on=YEAR_ENDS)
    assert [(b.period_label, b.lo) for b in agenda if b.theme_id == theme] == [("schooljaar 2025-2026", 20)]
    city = queries.released_bands(session, audience="city", district_id=world.district_id, on=YEAR_ENDS)
    assert [(b.lo, b.hi) for b in city if b.theme_id == theme] == [(95, 99)]
    assert len(queries.editions(session, audience="agenda", district_id=world.district_id, on=YEAR_ENDS)) == 4


def test_a_small_school_gets_no_agenda_figures(session: Session) -> None:
    world = a_world(session, schools=4, themes=1)
    world.schools[0].pupils = 80
    spread(session, world, world.themes[0], date(2025, 11, 10), (8, 8, 8))
    release(session, world, YEAR_ENDS)
    small, large = (
        queries.released_bands(session, audience="agenda", school_id=school.id, on=YEAR_ENDS)
        for school in world.schools[:2]
    )
    assert all(band.lo is None for band in small)
    assert any(band.lo is not None for band in large)


def test_an_area_with_too_few_schools_gets_gaps_only(session: Session) -> None:
    world = a_world(session, schools=4, themes=1)
    world.place.district.settings = {"release": {"fewest_schools": 8}}
    spread(session, world, world.themes[0], date(2025, 9, 10), (9, 9, 9))
    release(session, world, OCTOBER)
    assert digest(session, world, OCTOBER) == [(world.themes[0], "augustus en september 2025", None, None)]


def test_without_time_for_the_audit_everything_is_withheld_and_joins_later(session: Session) -> None:
    world = a_world(session, themes=1)
    theme = world.themes[0]
    spread(session, world, theme, date(2025, 9, 10))
    release(session, world, OCTOBER, seconds=0)
    assert digest(session, world, OCTOBER) == [(theme, "augustus en september 2025", None, None)]
    edition = session.scalars(select(Edition)).one()
    assert edition.audit["undecided"] == 1
    release(session, world, NEW_YEAR)
    assert digest(session, world, NEW_YEAR) == [(theme, "augustus t/m december 2025", 20, 24)]


def test_a_long_run_stops_between_editions_and_goes_on_there(session: Session) -> None:
    world = a_world(session, themes=1)
    spread(session, world, world.themes[0], date(2025, 9, 10))
    ticks: Iterator[int] = count(0, 30)
    release_due(
        session,
        world.district_id,
        YEAR_ENDS,
        NOW,
        budget_seconds=1e6,
        run_seconds=100,
        clock=lambda: float(next(ticks)),
    )
    first = said(session)
    assert 0 < len(session.scalars(select(Edition)).all()) < 6
    release(session, world, YEAR_ENDS)
    assert said(session)[: len(first)] == first
    assert queries.editions(session, audience="city", district_id=world.district_id, on=YEAR_ENDS)


def test_late_entries_withdrawals_and_moves_leave_every_edition_as_it_was(session: Session) -> None:
    world = a_world(session, themes=2)
    log_year(session, world, 2025, 60)
    release(session, world, APRIL)
    before = said(session)
    for number, (case, _) in enumerate(list(world.cases.values())[:60]):
        kind, after = [("withdraw", set()), ("retag", {world.themes[1]}), ("merge", {world.themes[0]})][number % 3]
        count_case(session, event_id=f"later {number}", kind=kind, case=case, themes=after, now=NOW)
    log_cases(session, world, world.themes[0], date(2025, 9, 20), school=world.schools[0], by=world.place.jgz, times=7)
    assert release(session, world, APRIL) == 0
    assert said(session) == before
    release(session, world, date(2026, 7, 1))
    assert said(session)[: len(before)] == before
    assert queries.first_broken_statement(session, world.district_id) is None


def test_closing_first_and_releasing_later_gives_the_same_figures(session: Session) -> None:
    world = a_world(session, themes=1)
    spread(session, world, world.themes[0], date(2025, 9, 10))
    assert close_due(session, world.district_id, OCTOBER, NOW) == 1
    assert close_due(session, world.district_id, OCTOBER, NOW) == 0
    log_cases(session, world, world.themes[0], date(2025, 9, 20), school=world.schools[0], by=world.place.jgz, times=20)
    release(session, world, OCTOBER)
    assert digest(session, world, OCTOBER) == [(world.themes[0], "augustus en september 2025", 20, 24)]


@pytest.mark.parametrize("table", ["edition", "publication_statement"])
@pytest.mark.parametrize("change", ["UPDATE {} SET audit = '{{}}'", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_what_was_said_cannot_be_changed_in_the_database(session: Session, table: str, change: str) -> None:
    world = a_world(session, themes=1)
    spread(session, world, world.themes[0], date(2025, 9, 10))
    release(session, world, OCTOBER)
    statement = change.format(table).replace("audit = '{}'", "created_at = now()" if "pub" in table else "audit = '{}'")
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(statement))


def test_trends_compare_the_last_two_blocks_of_a_theme(session: Session) -> None:
    world = a_world(session, themes=1)
    theme = world.themes[0]
    spread(session, world, theme, date(2025, 9, 10), (1, 1, 1))
    spread(session, world, theme, date(2025, 11, 10), (4, 3, 3))
    release(session, world, NEW_YEAR)
    bands = queries.released_bands(session, audience="digest", area_id=world.place.area.id, on=NEW_YEAR)
    assert queries.trends(bands)[theme] == "more"
