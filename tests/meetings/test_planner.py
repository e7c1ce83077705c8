"""The planner against trying everything, against an integer program, and against its own promises."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from kernpartner.meetings.rules.explaining import left_out
from kernpartner.meetings.rules.planner import Candidate, Problem, Search, TooLarge, plan
from kernpartner.meetings.rules.reasons import sentence
from tests.meetings.oracles import best_by_highs, best_by_trying_everything, random_problem


def test_the_planner_finds_the_same_agenda_as_trying_everything() -> None:
    rng = random.Random(20261125)
    for _ in range(250):
        problem = random_problem(rng, rng.randint(0, 6), rng.choice([0, 10, 25, 45, 65, 75]), max_items=4)
        assert plan(problem) == best_by_trying_everything(problem)


def test_the_planner_finds_the_same_agenda_with_pinned_and_dropped_items() -> None:
    rng = random.Random(7)
    for _ in range(150):
        problem = random_problem(rng, 6, 45, absent=frozenset({"DOCK"}), max_items=3)
        ids = [c.id for c in problem.candidates]
        problem = replace(
            problem,
            pinned={key: rng.choice([5, 10, 25]) for key in rng.sample(ids, rng.randint(0, 4))},
            dropped=frozenset(rng.sample(ids, 1)),
        )
        assert plan(problem) == best_by_trying_everything(problem)


def test_the_planner_is_as_good_as_an_integer_program_on_forty_candidates() -> None:
    rng = random.Random(40)
    for _ in range(25):
        problem = random_problem(rng, 40)
        found = plan(problem)
        assert found is not None
        assert (len(found.met), found.value) == best_by_highs(problem)


def test_the_minutes_never_exceed_what_there_is() -> None:
    rng = random.Random(3)
    for _ in range(200):
        problem = random_problem(rng, 20, rng.randint(0, 90))
        found = plan(problem)
        assert found is not None
        assert found.total <= problem.budget
        assert len(found.minutes) <= problem.max_items


def test_the_order_of_the_candidates_does_not_change_the_agenda() -> None:
    rng = random.Random(11)
    problem = random_problem(rng, 15)
    shuffled = list(problem.candidates)
    rng.shuffle(shuffled)
    assert plan(problem) == plan(replace(problem, candidates=tuple(shuffled)))


def test_half_the_minutes_give_two_thirds_of_the_value() -> None:
    candidate = Candidate("a", urgency=1000, need=20)
    assert [candidate.value(m) for m in (5, 10, 20, 30)] == [0, 660, 1000, 1000]


def test_a_partner_that_offered_something_gets_an_item_even_when_it_is_worth_less() -> None:
    rich = tuple(Candidate(f"rich-{n}", 3000, need=15) for n in range(5))
    offered = Candidate("offered", 100, need=10, meets=frozenset({"JoU"}), guests=frozenset({"JoU"}))
    found = plan(Problem((*rich, offered), 45))
    assert found is not None
    assert "offered" in found.minutes
    assert found.met == {"JoU"}


def test_without_room_for_every_requirement_as_many_as_possible_are_met() -> None:
    both = Candidate("both", 10, meets=frozenset({"JoU", "DOCK"}))
    one = Candidate("one", 5000, meets=frozenset({"worked"}))
    found = plan(Problem((both, one), 10))
    assert found is not None
    assert dict(found.minutes) == {"both": 10}


def test_an_item_that_needs_somebody_absent_is_not_chosen_and_says_so() -> None:
    item = Candidate("a", 900, needs=frozenset({"school"}))
    problem = Problem((item, Candidate("b", 1)), 30, absent=frozenset({"school"}))
    search = Search(problem)
    best = search.best()
    assert best is not None and set(best.minutes) == {"b"}
    out = left_out(problem, search, best, {"school": "De Proef"})
    assert out == {"a": {"code": "absent", "who": ["De Proef"]}}
    assert sentence(out["a"]) == "Dit kan niet zonder De Proef. Die is er nu niet bij."


def test_pinned_items_that_do_not_fit_together_give_no_agenda() -> None:
    problem = Problem((Candidate("a", 10), Candidate("b", 10)), 30, pinned={"a": 20, "b": 15})
    assert plan(problem) is None


def test_a_lengthened_item_pushes_out_another_one() -> None:
    problem = Problem((Candidate("a", 1000, need=10), Candidate("b", 500, need=10)), 30)
    before = plan(problem)
    after = plan(replace(problem, pinned={"b": 30}))
    assert before is not None and set(before.minutes) == {"a", "b"}
    assert after is not None and dict(after.minutes) == {"b": 30}


def test_every_reason_of_an_item_that_is_out_is_true() -> None:
    rng = random.Random(99)
    for _ in range(60):
        problem = random_problem(rng, 9, 45, absent=frozenset({"DOCK"}), dropped=frozenset({"item-03"}))
        search = Search(problem)
        best = search.best()
        assert best is not None
        out = left_out(problem, search, best, {})
        assert set(out) | set(best.minutes) == {c.id for c in problem.candidates}
        for candidate in problem.candidates:
            if candidate.id in best.minutes:
                continue
            why = out[candidate.id]
            if candidate.id in problem.dropped:
                assert why["code"] == "postponed_by_chair"
            elif candidate.needs & problem.absent:
                assert why["code"] == "absent"
            else:
                assert why["code"] == "displaced_by"
                _is_true(problem, candidate.id, why, best.value)


def _is_true(problem: Problem, key: str, why: dict[str, object], value: int) -> None:
    """Solve again in another way: every length of the forced item, pinned one by one, by trying everything."""
    candidate = next(c for c in problem.candidates if c.id == key)
    best = max(
        (len(found.met), found.value)
        for minutes in (10, 15, 20, 30)
        if minutes >= candidate.minimum and (found := plan(replace(problem, pinned={key: minutes}))) is not None
    )
    assert value - best[1] == why["regret"]
    if why["gone"] or why["shorter"]:
        assert sentence(why, {}).startswith("Past alleen als")


def test_an_item_longer_than_the_meeting_says_how_many_minutes_are_missing() -> None:
    problem = Problem((Candidate("a", 1000, minimum=30), Candidate("b", 10)), 20)
    search = Search(problem)
    best = search.best()
    assert best is not None
    assert left_out(problem, search, best, {}) == {"a": {"code": "below_minimum", "short": 10}}


def test_five_pinned_items_leave_no_place_for_a_sixth() -> None:
    candidates = tuple(Candidate(f"c{n}", 10) for n in range(6))
    problem = Problem(candidates, 90, pinned={f"c{n}": 10 for n in range(5)})
    search = Search(problem)
    best = search.best()
    assert best is not None
    assert left_out(problem, search, best, {}) == {"c5": {"code": "item_limit"}}


def test_the_displaced_item_names_what_would_go_and_what_would_shorten() -> None:
    why = {"code": "displaced_by", "gone": ["a"], "shorter": [["b", 10]], "regret": 4, "lost": []}
    titles = {"a": "Overgang naar de brugklas", "b": "Prestatiedruk"}
    assert sentence(why, titles) == (
        "Past alleen als “Overgang naar de brugklas” vervalt en “Prestatiedruk” 10 minuten korter wordt."
    )


def test_too_many_candidates_are_refused_instead_of_guessed_at() -> None:
    with pytest.raises(TooLarge):
        plan(Problem(tuple(Candidate(f"c{n:03}", 1) for n in range(101)), 45))
    with pytest.raises(TooLarge):
        plan(Problem(tuple(Candidate(f"c{n:03}", 10**9) for n in range(100)), 45))
