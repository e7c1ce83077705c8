"""Counts follow every change of a case, repeats change nothing, and closed periods stay as they were."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from kernpartner.tally import queries
from kernpartner.tally.models import TallyCube, TallyDelta
from kernpartner.tally.rules import Case, Entry
from kernpartner.tally.service import close_periods, count_case, count_cases, rebuild_cube
from tests.factories import Place, a_place
from tests.tally.histories import a_history

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
AUTUMN, WINTER = date(2025, 10, 1), date(2026, 1, 1)


def a_case(place: Place, registered: date = date(2025, 11, 3), **changes: object) -> Case:
    case = Case(uuid.uuid4(), place.area.id, place.school.id, place.jgz.id, date(2025, 10, 30), registered)
    return replace(case, **changes)  # type: ignore[arg-type]


def enter(session: Session, case: Case, themes: set[uuid.UUID], kind: str = "log") -> bool:
    return count_case(session, event_id=str(uuid.uuid4()), kind=kind, case=case, themes=themes, now=NOW)


def released(session: Session, place: Place) -> dict[tuple[uuid.UUID, date], int]:
    rows = queries.theme_quarters(session, area_id=place.area.id)
    return {(row.theme_id, row.period): row.n for row in rows}


def months(session: Session, place: Place) -> dict[tuple[uuid.UUID, date], int]:
    rows = queries.theme_months(session, area_id=place.area.id, since=date(2025, 1, 1), until=date(2026, 12, 1))
    return {(row.theme_id, row.month): row.n for row in rows}


def two_themes(place: Place) -> tuple[uuid.UUID, uuid.UUID]:
    one, other = sorted(place.themes.values())[:2]
    return one, other


def test_a_case_counts_in_the_month_it_happened_and_in_the_period_it_was_registered(session: Session) -> None:
    place = a_place(session)
    one, _ = two_themes(place)
    enter(session, a_case(place), {one})
    assert months(session, place) == {(one, date(2025, 10, 1)): 1}
    assert released(session, place) == {(one, AUTUMN): 1}
    row = queries.theme_quarters(session, district_id=place.district.id)[0]
    assert (row.school_id, row.organisation_type, row.year_quarter) == (place.school.id, "jgz", (2025, 4))


def test_a_repeated_event_changes_nothing(session: Session) -> None:
    place = a_place(session)
    one, other = two_themes(place)
    case = a_case(place)
    assert count_case(session, event_id="e", kind="log", case=case, themes={one}, now=NOW)
    assert not count_case(session, event_id="e", kind="log", case=case, themes={one, other}, now=NOW)
    assert released(session, place) == {(one, AUTUMN): 1}


def test_a_retag_writes_only_what_differs(session: Session) -> None:
    place = a_place(session)
    one, other = two_themes(place)
    case = a_case(place)
    enter(session, case, {one})
    enter(session, case, {one, other}, "retag")
    assert len(session.scalars(select(TallyDelta)).all()) == 2
    enter(session, case, {other}, "retag")
    assert released(session, place) == {(other, AUTUMN): 1}


def test_a_withdrawn_case_counts_for_nothing(session: Session) -> None:
    place = a_place(session)
    case = a_case(place, school_id=None)
    enter(session, case, set(two_themes(place)))
    enter(session, case, set(), "withdraw")
    assert released(session, place) == {} and months(session, place) == {}


def test_a_case_that_moves_is_taken_from_the_old_place_and_added_to_the_new(session: Session) -> None:
    place = a_place(session)
    other_place = a_place(session, "buurwijk")
    one, _ = two_themes(place)
    case = a_case(place)
    enter(session, case, {one})
    enter(session, replace(case, area_id=other_place.area.id), {one}, "move")
    assert released(session, place) == {}
    assert released(session, other_place) == {(one, AUTUMN): 1}


def test_nothing_that_happens_later_changes_a_closed_period(session: Session) -> None:
    place = a_place(session)
    one, other = two_themes(place)
    cases = [a_case(place) for _ in range(4)]
    for case in cases:
        enter(session, case, {one})
    close_periods(session, [place.area.id], AUTUMN, NOW)
    enter(session, cases[0], set(), "withdraw")
    enter(session, cases[1], {other}, "merge")
    enter(session, replace(cases[2], area_id=uuid.uuid4()), {one}, "move")
    assert released(session, place) == {(one, AUTUMN): 4}
    assert months(session, place) == {(one, date(2025, 10, 1)): 1, (other, date(2025, 10, 1)): 1}


def test_news_about_a_closed_period_joins_the_first_open_one_of_the_school_year(session: Session) -> None:
    place = a_place(session)
    one, other = two_themes(place)
    case = a_case(place)
    enter(session, case, {one})
    close_periods(session, [place.area.id], AUTUMN, NOW)
    enter(session, case, {one, other}, "retag")
    enter(session, a_case(place), {one})
    assert released(session, place) == {(one, AUTUMN): 1, (other, WINTER): 1, (one, WINTER): 1}


def test_news_about_a_closed_school_year_reaches_no_figure(session: Session) -> None:
    place = a_place(session)
    one, _ = two_themes(place)
    close_periods(session, [place.area.id], date(2025, 7, 1), NOW)
    enter(session, a_case(place, registered=date(2025, 5, 3)), {one})
    assert released(session, place) == {}
    assert months(session, place) == {(one, date(2025, 10, 1)): 1}


def test_a_theme_taken_off_and_put_back_is_not_counted_in_two_periods(session: Session) -> None:
    place = a_place(session)
    one, _ = two_themes(place)
    case = a_case(place)
    enter(session, case, {one})
    close_periods(session, [place.area.id], AUTUMN, NOW)
    enter(session, case, set(), "retag")
    enter(session, case, {one}, "retag")
    assert released(session, place) == {(one, AUTUMN): 1}


def test_a_closed_period_cannot_be_opened_again(session: Session) -> None:
    place = a_place(session)
    assert close_periods(session, [place.area.id], WINTER, NOW) == 1
    assert close_periods(session, [place.area.id], AUTUMN, NOW) == 0
    assert queries.closed_through(session, place.area.id) == WINTER


def test_many_cases_at_once_count_the_same_as_one_by_one(session: Session) -> None:
    place = a_place(session)
    one, other = two_themes(place)
    cases = [a_case(place) for _ in range(30)]
    entries = [Entry(f"log {case.id}", "log", case, {one}) for case in cases]
    entries += [Entry(f"retag {case.id}", "retag", case, {other}) for case in cases[:10]]
    assert count_cases(session, [*entries, entries[0]], now=NOW) == 40
    assert released(session, place) == {(one, AUTUMN): 20, (other, AUTUMN): 10}


def test_any_history_gives_the_same_counts_as_a_recount_and_a_rebuild(session: Session) -> None:
    for seed in range(6):
        history = a_history(seed)
        for step in range(40):
            history.step(session)
            if step in {15, 30}:
                close_periods(session, history.areas, AUTUMN if step == 30 else date(2025, 8, 1), NOW)
                before = frozen(session)
        assert frozen(session) == before
        assert queries.differences(session, history.truth()) == []
        cells = cube(session)
        rebuild_cube(session)
        assert cube(session) == {key: values for key, values in cells.items() if key in cube(session)}
        assert all(not any(values) for key, values in cells.items() if key not in cube(session))
        for table in ("tally_delta", "tally_event", "tally_cube", "tally_closing"):
            session.execute(text(f"DELETE FROM {table}"))


def test_a_difference_is_found_in_cube_and_ledger(session: Session) -> None:
    history = a_history(1)
    for _ in range(20):
        history.step(session)
    truth = history.truth()
    assert [found.between for found in queries.differences(session, truth[1:])] == ["ledger"]
    session.execute(text("UPDATE tally_cube SET n = n + 1 WHERE ctid = (SELECT min(ctid) FROM tally_cube)"))
    assert [found.between for found in queries.differences(session, truth)] == ["cube"]


def cube(session: Session) -> dict[tuple[object, ...], tuple[int, int]]:
    session.expire_all()
    return {
        (c.area_id, c.month, c.theme_id, c.organisation_id, c.school_id, c.period): (c.n, c.closed_n)
        for c in session.scalars(select(TallyCube))
    }


def frozen(session: Session) -> dict[tuple[object, ...], int]:
    """Give what the first closed period held when it closed."""
    return {key: values[1] for key, values in cube(session).items() if key[5] <= date(2025, 8, 1) and values[1]}
