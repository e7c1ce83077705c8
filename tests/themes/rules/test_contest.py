"""Holds the contest of champion and challenger: only who is surely better wins, and chance alone seldom does."""

from __future__ import annotations

from kernpartner.themes.rules import Tagger, ThemeSuggestion, Verdict
from kernpartner.themes.rules.adapting import Decided
from kernpartner.themes.rules.contest import FEWEST_HELD, contest, enough, grown, is_held_out


class Says(Tagger):
    """A tagger that is right about the notes that a test names: the numbers in their texts."""

    def __init__(self, right: set[int]) -> None:
        """Take the numbers of the notes that it gets right."""
        self._right = right

    def suggest(self, text: str, allowed: object = None) -> Verdict:
        """Answer `geldzorgen` when it should be right, `zelfbeeld` otherwise."""
        theme = "geldzorgen" if int(text) in self._right else "zelfbeeld"
        return Verdict("suggested", (ThemeSuggestion(theme, 0.9, (), ()),), (), "x")


def _held(number: int) -> list[Decided]:
    return [Decided(str(n), str(n % 4), "a", str(n), frozenset(["geldzorgen"])) for n in range(number)]


def test_a_clear_winner_wins() -> None:
    found = contest(_held(60), Says(set(range(30))), Says(set(range(50))))
    assert found.won and (found.held, found.before, found.after) == (60, 0.5, round(50 / 60, 4))


def test_a_loser_and_an_equal_never_win() -> None:
    assert not contest(_held(60), Says(set(range(50))), Says(set(range(30)))).won
    assert not contest(_held(60), Says(set(range(50))), Says(set(range(50)))).won


def test_one_note_better_is_chance() -> None:
    found = contest(_held(60), Says(set(range(40))), Says(set(range(41))))
    assert found.after > found.before and not found.won


def test_a_better_one_on_too_few_notes_does_not_win() -> None:
    assert not contest(_held(FEWEST_HELD - 1), Says(set()), Says(set(range(100)))).won
    assert not contest([], Says(set()), Says(set())).won


def test_an_equally_good_one_wins_by_chance_in_at_most_one_of_ten() -> None:
    # Both are right about 45 of 60, about notes that have nothing to do with each other.
    wins = 0
    for run in range(60):
        ours = {(n * 7 + run * 13) % 60 for n in range(45)}
        theirs = {(n * 11 + run * 29 + 17) % 60 for n in range(45)}
        wins += contest(_held(60), Says(ours), Says(theirs)).won
    assert wins <= 6


def test_what_waits_for_a_decision_does_not_count_against_anybody() -> None:
    held = [Decided(str(n), "1", "a", str(n), frozenset(), frozenset(), frozenset(["zelfbeeld"])) for n in range(40)]
    found = contest(held, Says(set(range(40))), Says(set()))
    assert found.before == 0.0 and found.after == 1.0


def test_one_in_three_cases_is_held_out_and_always_the_same() -> None:
    held = [n for n in range(3000) if is_held_out(str(n))]
    assert 900 < len(held) < 1100
    assert held == [n for n in range(3000) if is_held_out(str(n))]


def test_too_few_notes_or_organisations_are_not_enough() -> None:
    many = _held(200)
    assert enough(many)
    assert not enough(many[:60])
    assert not enough([Decided(one.case, "1", "a", one.text, one.confirmed) for one in many])


def test_a_new_try_waits_until_a_fifth_more_was_decided() -> None:
    assert grown(100, 0) and grown(120, 100) and not grown(119, 100)
