"""Decides why a candidate was left out: it is solved once more with that candidate forced in."""

from __future__ import annotations

from collections.abc import Mapping

from kernpartner.meetings.rules.planner import Candidate, Plan, Problem, Search
from kernpartner.meetings.rules.reasons import Reason, WhyNot, reason


def left_out(problem: Problem, search: Search, best: Plan, names: Mapping[str, str]) -> dict[str, Reason]:
    """Give for each candidate that was not chosen its one true reason.

    `search` is the search of this problem and `best` its outcome; `names` says what people who are absent
    are called. A displaced item carries what would have to go (`gone`), become shorter (`shorter`, minutes),
    which requirements would be lost (`lost`), and how much value that would cost (`regret`).
    """
    return {
        candidate.id: _reason(candidate, problem, search, best, names)
        for candidate in problem.candidates
        if candidate.id not in best.minutes
    }


def _reason(candidate: Candidate, problem: Problem, search: Search, best: Plan, names: Mapping[str, str]) -> Reason:
    if candidate.id in problem.dropped:
        return reason(WhyNot.POSTPONED_BY_CHAIR)
    absent = sorted(names.get(who, who) for who in candidate.needs & problem.absent)
    if absent:
        return reason(WhyNot.ABSENT, who=absent)
    sure = [minutes for key, minutes in problem.pinned.items() if key in best.minutes]
    short = candidate.minimum - (problem.budget - sum(sure))
    if short > 0:
        return reason(WhyNot.BELOW_MINIMUM, short=short)
    if len(sure) >= problem.max_items:
        return reason(WhyNot.ITEM_LIMIT)
    forced = search.with_forced(candidate.id)
    if forced is None:
        return reason(WhyNot.BELOW_MINIMUM, short=max(5, short))
    return displaced(best, forced)


def displaced(best: Plan, forced: Plan) -> Reason:
    """Give what a forced item would push out of the best plan, in the order of the ids."""
    gone = [key for key in best.minutes if key not in forced.minutes]
    shorter = [
        [key, minutes - forced.minutes[key]]
        for key, minutes in best.minutes.items()
        if key in forced.minutes and forced.minutes[key] < minutes
    ]
    return reason(
        WhyNot.DISPLACED_BY,
        gone=gone,
        shorter=shorter,
        regret=best.value - forced.value,
        lost=sorted(best.met - forced.met),
    )
