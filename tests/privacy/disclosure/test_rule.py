"""Floor 10, rest 5, bands of 5: what of one cell may be shown, and what a gap gives away."""

from __future__ import annotations

import random

import pytest

from kernpartner.privacy.disclosure import (
    RULE,
    Atom,
    Attacker,
    Audience,
    Cell,
    Statement,
    attackers,
    may_show,
    proposal,
)

DIGEST = Cell(Audience.DIGEST, ("q",), area="a")


def counts(**by_place: int) -> dict[Atom, int]:
    """Give counts for places like `s1_jgz=3`."""
    return {Atom("a", name.split("_")[0], name.split("_")[1], "q"): count for name, count in by_place.items()}


@pytest.mark.parametrize(("count", "band"), [(10, (10, 14)), (14, (10, 14)), (15, (15, 19)), (101, (100, 104))])
def test_a_count_falls_in_a_band_of_five(count: int, band: tuple[int, int]) -> None:
    assert RULE.band_of(count) == band


def test_nine_is_not_shown_and_ten_well_spread_is() -> None:
    spread = {"s1_school": 2, "s2_jgz": 2, "s3_school": 2, "s4_buurtteam": 2, "s5_jgz": 1}
    assert not may_show(RULE, counts(**spread), DIGEST)
    assert may_show(RULE, counts(**spread | {"s5_jgz": 2, "s6_buurtteam": 1}), DIGEST)


@pytest.mark.parametrize(
    "lopsided",
    [
        {"s1_school": 8, "s1_jgz": 8, "s2_school": 2, "s3_buurtteam": 2},
        {"s1_jgz": 6, "s2_jgz": 6, "s3_jgz": 6, "s1_school": 2, "s2_school": 2},
        {"s1_school": 4, "s1_buurtteam": 4, "s2_jgz": 4, "s3_jgz": 4, "s2_school": 2, "s3_school": 2},
    ],
    ids=["one school", "one kind of organisation", "one of each"],
)
def test_five_must_remain_without_any_one_contributor(lopsided: dict[str, int]) -> None:
    assert not may_show(RULE, counts(**lopsided), DIGEST)


def test_an_agenda_needs_five_from_others_than_any_one_organisation() -> None:
    agenda = Cell(Audience.AGENDA, ("q",), school="s1")
    assert may_show(RULE, counts(s1_school=5, s1_jgz=5, s2_school=40), agenda)
    assert not may_show(RULE, counts(s1_school=8, s1_jgz=4, s2_school=40), agenda)


def test_gaps_of_zero_and_nine_are_the_same_statement() -> None:
    nothing = {"s1_school": 0, "s2_jgz": 0}
    assert proposal(RULE, counts(**nothing), DIGEST) == proposal(RULE, counts(s1_school=5, s2_jgz=4), DIGEST)
    assert proposal(RULE, counts(**nothing), DIGEST) == Statement(DIGEST)


def test_everybody_who_must_be_withstood_is_tried() -> None:
    found = attackers(counts(s1_school=1, s1_jgz=1, s2_school=1, s2_jgz=1))
    assert {(a.school, a.organisation, a.logged_only) for a in found} == {
        ("", "", False),
        *((school, "", alone) for school in ("s1", "s2") for alone in (False, True)),
        *(("", kind, False) for kind in ("jgz", "school")),
        *((school, "jgz", alone) for school in ("s1", "s2") for alone in (False, True)),
        *((school, "school", False) for school in ("s1", "s2")),
    }


def test_an_attacker_owns_its_own_rows_only() -> None:
    pair = Attacker("s1", "jgz", logged_only=True)
    owned = {
        (atom.school, atom.organisation)
        for atom in counts(s1_school=1, s1_jgz=1, s1_buurtteam=1, s2_jgz=1, s2_school=1)
        if pair.owns(atom)
    }
    assert owned == {("s1", "school"), ("s1", "jgz"), ("s2", "jgz")}


def test_padding_never_makes_a_small_group_of_others_appear() -> None:
    chance = random.Random(5)
    for _ in range(1_000):
        others, padder = chance.randint(1, 4), chance.choice(["one school", "one kind", "both"])
        base = dict.fromkeys([f"s{k}_{kind}" for k in (1, 2, 3) for kind in ("school", "jgz", "buurtteam")], 0)
        for _ in range(others):
            base[chance.choice(["s2_school", "s3_school", "s2_buurtteam", "s3_buurtteam"])] += 1
        own = {"one school": ["s1_school"], "one kind": ["s1_jgz", "s2_jgz"], "both": ["s1_school", "s2_jgz"]}[padder]
        for _ in range(chance.randint(1, 9)):
            base[chance.choice(own)] += 1
            assert not may_show(RULE, counts(**base), DIGEST)
            mine = sum(base[name] for name in own)
            assert RULE.gap_ceiling(mine) - mine >= RULE.narrowest
