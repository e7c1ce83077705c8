"""Somebody outside with every edition and some own rows learns of no small group; planted faults are found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kernpartner.privacy import disclosure
from kernpartner.privacy.disclosure import RULE, Attacker, Rule, Statement, Verdict, audited, total
from tests.privacy.disclosure.neighbourhood import DAYS, KINDS, QUARTERS, Publisher, a_theme
from tests.privacy.disclosure.outsider import attack, complaints

CALENDAR = set(DAYS)


def findings(publisher: Publisher) -> int:
    """Publish a school year and let the outsider judge it; give how many objections it has."""
    publisher.publish_year()
    return judged(publisher)


def judged(publisher: Publisher) -> int:
    _, hits = attack(publisher.universe(), publisher.lines)
    return len(hits) + len(complaints(publisher.universe(), publisher.lines, CALENDAR))


@pytest.mark.parametrize(("schools", "signals", "seed"), [(3, 6, 4), (3, 10, 2)])
def test_nobody_bounds_a_small_group_tighter_than_four_wide(schools: int, signals: int, seed: int) -> None:
    publisher = Publisher(a_theme(schools, signals, seed)).publish_year()
    attacked, hits = attack(publisher.universe(), publisher.lines)
    assert attacked > 200 and hits == []
    assert complaints(publisher.universe(), publisher.lines, CALENDAR) == []


@pytest.mark.slow
@pytest.mark.parametrize("schools", [3, 5, 8])
@pytest.mark.parametrize("signals", [2, 6, 14])
def test_nobody_does_in_larger_neighbourhoods_either(schools: int, signals: int) -> None:
    for seed in range(3):
        publisher = Publisher(a_theme(schools, signals, 100 + seed)).publish_year()
        assert attack(publisher.universe(), publisher.lines)[1] == []


def no_audit(_counts: Any, _said: Any, wanted: Any, _left: Any, _rule: Any) -> Verdict:
    return Verdict(tuple(wanted))


def audit_of_one_edition(counts: Any, _said: Any, wanted: Any, left: Any, rule: Any) -> Verdict:
    return audited(counts, [], wanted, left, rule)


def floor_off_by_one(rule: Rule, counts: Any, cell: Any) -> Statement:
    return disclosure.proposal(replace(rule, floor=9), counts, cell)


def rest_skipped(rule: Rule, counts: Any, cell: Any) -> Statement:
    return disclosure.proposal(replace(rule, rest=0), counts, cell)


def reason_shown(publisher: Publisher) -> None:
    publisher.publish_year()
    for line in publisher.lines:
        if "silent" in line:
            line["silent"] = line["silent"] | {"why": "floor"}


def ordered_by_count(publisher: Publisher) -> None:
    publisher.publish_year()
    other = [line | {"where": line["where"] | {"theme": "a theme"}} for line in publisher.lines]
    publisher.lines.extend(other)


def live_count(publisher: Publisher) -> None:
    publisher.publish_year()
    publisher.lines.append(publisher.lines[0] | {"at": "2025-11-12"})


def recomputed(publisher: Publisher) -> None:
    publisher.publish_year()
    publisher.lines.append(publisher.lines[0] | {"publication": "a second version"})


def pairs_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = disclosure.audit.attackers

    def alone(atoms: Any) -> list[Attacker]:
        return [attacker for attacker in whole(atoms) if not (attacker.school and attacker.organisation)]

    monkeypatch.setattr(disclosure.audit, "attackers", alone)


def test_a_floor_that_is_one_too_low_is_found() -> None:
    counts = dict.fromkeys(a_theme(9, 1, 1), 0)
    spread = {(f"s{k:02}", KINDS[k % 3], QUARTERS[0]) for k in range(9)}
    counts |= {atom: 1 for atom in counts if (atom.school, atom.organisation, atom.period) in spread}
    publisher = Publisher(counts, propose=floor_off_by_one, audit=no_audit).publish_year()
    assert sum(counts.values()) == 9
    assert complaints(publisher.universe(), publisher.lines, CALENDAR)


def test_a_rest_that_is_skipped_is_found() -> None:
    assert findings(Publisher(a_theme(3, 6, 4), propose=rest_skipped, audit=no_audit)) > 0


def test_an_audit_per_edition_instead_of_against_the_ledger_is_found() -> None:
    assert findings(Publisher(a_theme(3, 6, 1), audit=audit_of_one_edition)) > 0


def test_pairs_of_insiders_left_out_of_the_audit_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = a_theme(3, 6, 4)
    assert findings(Publisher(counts)) == 0
    pairs_left_out(monkeypatch)
    assert findings(Publisher(counts)) > 0


@pytest.mark.parametrize("fault", [reason_shown, ordered_by_count, live_count, recomputed])
def test_a_publisher_that_says_more_than_it_may_is_found(fault: Callable[[Publisher], None]) -> None:
    publisher = Publisher(a_theme(4, 2, 1))
    fault(publisher)
    assert complaints(publisher.universe(), publisher.lines, CALENDAR)


def test_a_band_is_true_at_the_moment_it_closes() -> None:
    publisher = Publisher(a_theme(4, 14, 2)).publish_year()
    shown = [statement for statement in publisher.said if statement.shown]
    assert shown
    for statement in shown:
        assert statement.lo is not None and statement.hi is not None
        assert RULE.floor <= statement.lo <= total(publisher.counts, statement.cell) <= statement.hi
