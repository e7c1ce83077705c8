"""Whether the fictional history is always the same, has no text, and holds what was planted."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from kernpartner.cli.example import concern_lines, plan, reporters
from kernpartner.cli.history import Reporter, history, rising, theme_weights
from kernpartner.themes.rules import taxonomy

SINCE, UNTIL = date(2024, 8, 1), date(2026, 11, 24)


def lines(until: date = UNTIL) -> list:
    return list(history(plan()["history"], reporters(), SINCE, until))


def test_the_same_days_give_the_same_history() -> None:
    assert lines() == lines()


def test_a_later_day_only_adds() -> None:
    before, after = lines(), lines(UNTIL + timedelta(days=30))
    assert {line.id + line.organisation for line in before} < {line.id + line.organisation for line in after}
    assert [line for line in after if line.registered <= UNTIL] == before


def test_it_ends_yesterday_and_knows_no_weekend_and_no_summer() -> None:
    found = lines()
    assert max(line.registered for line in found) <= UNTIL
    assert all(line.day.weekday() < 5 and line.day.month != 8 for line in found)


def test_it_holds_no_text_and_only_known_themes() -> None:
    known = {theme.id for theme in taxonomy().themes}
    for line in lines():
        assert line.text is None
        assert line.tried == ""
        assert line.themes
        assert set(line.themes) <= known


def test_no_id_comes_twice_at_an_organisation() -> None:
    keys = Counter((line.organisation, line.id) for line in lines())
    assert set(keys.values()) == {1}


def test_what_is_planted_rises_over_organisations_and_what_is_a_decoy_does_not() -> None:
    found = [line for line in lines() if date(2025, 9, 1) <= line.day < date(2026, 8, 1)]
    before = [line for line in lines() if line.day < date(2025, 8, 1)]
    for theme in plan()["history"]["rising"][1]:
        assert [theme in rising(plan()["history"], year) for year in (2024, 2025, 2026, 2027)] == [0, 1, 1, 0]
        now = {line.organisation for line in found if theme in line.themes}
        assert len(now) >= 8
        assert sum(theme in line.themes for line in found) > 1.8 * sum(theme in line.themes for line in before)
    hobby = plan()["history"]["decoys"]["odd"][0]
    logged = Counter(line.organisation for line in found)
    with_hobby = Counter(line.organisation for line in found if hobby["theme"] in line.themes)
    shares = {organisation: with_hobby[organisation] / logged[organisation] for organisation in logged}
    assert max(shares, key=lambda organisation: shares[organisation]) == hobby["org"]


def test_a_habit_belongs_to_an_organisation() -> None:
    given = plan()["history"]
    one = theme_weights(given, Reporter("de-rietgors", "po"), date(2026, 4, 1))
    other = theme_weights(given, Reporter("de-stokroos", "po"), date(2026, 4, 1))
    assert one != other


def test_the_180_concerns_have_what_their_outcome_needs_but_never_a_made_up_live_talk() -> None:
    found = concern_lines()
    assert len(found) == 180
    assert all(line.action_on for line in found if line.outcome == "small_action")
    assert all(line.reason for line in found if line.outcome == "not_fitting")
    assert not any(line.live_talk_on for line in found)
