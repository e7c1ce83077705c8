"""The quick audit answers as the plain one: same editions, same broken and safe attackers."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from kernpartner.privacy.disclosure import RULE, Atom, Audience, Cell, Counts, Statement, attackers, may_show, total
from kernpartner.privacy.disclosure.audit import Audit
from kernpartner.privacy.disclosure.board import Board, lay_out
from kernpartner.privacy.disclosure.cells import Attacker
from tests.privacy.disclosure import plain
from tests.privacy.disclosure.neighbourhood import KINDS, QUARTERS, Publisher, a_theme

FOREVER = lambda: 1e6  # noqa: E731  # a clock that never runs out


@pytest.mark.parametrize(
    ("schools", "signals", "seed"), [(3, 6, 4), (3, 10, 2), (3, 6, 1), (4, 9, 5), (5, 6, 100), (8, 14, 101)]
)
def test_a_school_year_is_published_as_the_plain_audit_would(schools: int, signals: float, seed: int) -> None:
    counts = a_theme(schools, signals, seed)
    quick, slow = Publisher(counts).publish_year(), Publisher(counts, audit=plain.audited).publish_year()
    assert quick.said == slow.said and quick.withheld == slow.withheld


def a_board(seed: int) -> tuple[Counts, Board]:
    """Make a theme about which more is said than the rule would: bands, nearly exact figures, gaps of any size."""
    chance = random.Random(seed)
    quarters = QUARTERS[: chance.randint(1, 3)]
    schools = [f"s{k}" for k in range(chance.randint(2, 4))]
    most = chance.choice((1, 2, 4))
    counts = {
        Atom("area", school, kind, quarter): chance.randint(0, most)
        for school in [*schools, ""]
        for kind in KINDS
        if school or kind != "school"
        for quarter in quarters
    }
    cells = [Cell(Audience.DIGEST, quarters[:number], area="area") for number in range(1, len(quarters) + 1)]
    cells += [Cell(Audience.AGENDA, quarters, school=school) for school in schools]
    cells.append(Cell(Audience.CITY, quarters))
    said = []
    for cell in cells:
        lo, hi = RULE.band_of(total(counts, cell))
        kind = chance.choice(("band", "narrow", "narrow", "gap")) if may_show(RULE, counts, cell) else "gap"
        if kind == "narrow":
            lo, hi = total(counts, cell), total(counts, cell) + chance.randint(0, 1)
        said.append(Statement(cell) if kind == "gap" else Statement(cell, lo, hi))
    return counts, lay_out(RULE, counts, said, cells)


def quick_answer(board: Board, attacker: Attacker) -> str:
    return "safe" if Audit(RULE, board, FOREVER).first_broken([attacker]) is None else "broken"


def plain_answer(board: Board, attacker: Attacker) -> str:
    found = plain.Audit(RULE, board, FOREVER, board.truth[None, :]).first_broken([attacker])
    return "safe" if found is None else "broken"


def test_every_attacker_gets_the_answer_of_the_plain_audit() -> None:
    answers = Counter[str]()
    for seed in range(14):
        counts, board = a_board(seed)
        # One audit for all, so that what one attacker leaves behind may not mislead the next.
        shared = Audit(RULE, board, FOREVER)
        for attacker in attackers(counts):
            expected = plain_answer(board, attacker)
            assert quick_answer(board, attacker) == expected, (seed, attacker)
            assert (shared.first_broken([attacker]) is not None) == (expected == "broken"), (seed, attacker)
            answers[expected] += 1
    assert answers["safe"] > 20 and answers["broken"] > 10
