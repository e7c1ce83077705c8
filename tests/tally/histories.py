"""Makes random histories of cases and keeps, on its own, what the counts must be after them."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from kernpartner.tally.rules import Case
from kernpartner.tally.service import count_case


def fixed_id(name: str) -> uuid.UUID:
    """Give the same id for the same name, so that a failing history can be read."""
    return uuid.uuid5(uuid.NAMESPACE_OID, name)


@dataclass
class History:
    """A world of cases that things happen to; `held` is the truth that the counts are compared with."""

    seed: int
    areas: list[uuid.UUID]
    schools: list[uuid.UUID]
    organisations: list[uuid.UUID]
    themes: list[uuid.UUID]
    held: dict[uuid.UUID, tuple[Case, set[uuid.UUID]]] = field(default_factory=dict)
    day: date = date(2025, 8, 20)
    steps: int = 0

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    @property
    def now(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 12, tzinfo=UTC)

    def step(self, session: Session) -> None:
        """Let one random thing happen: a log, a retag, a withdrawal, a merge, a split or a move; or a repeat."""
        self.steps += 1
        kind = self.random.choices(
            ["log", "retag", "withdraw", "merge", "split", "move", "redate"], [50, 20, 8, 4, 4, 8, 4]
        )[0]
        if kind == "log" or not self.held:
            case, themes = self._new_case(), set(self.random.sample(self.themes, self.random.randint(1, 3)))
            kind = "log"
        else:
            case, before = self.held[self.random.choice(sorted(self.held))]
            case, themes = self._changed(kind, case, before)
        self.held[case.id] = (case, themes)
        event = f"{self.seed}:{self.steps}"
        for repeat in range(1 + (self.random.random() < 0.2)):
            fresh = count_case(session, event_id=event, kind=kind, case=case, themes=themes, now=self.now)
            assert fresh == (repeat == 0)
        self.day += timedelta(days=self.random.choice([0, 0, 0, 1, 2]))

    def truth(self) -> list[tuple[Any, ...]]:
        """Give what holds now, in the shape of the recount from concerns."""
        return [
            (case.id, case.area_id, case.school_id, case.organisation_id, case.occurred, case.registered, theme)
            for case, themes in self.held.values()
            for theme in themes
        ]

    def _new_case(self) -> Case:
        return Case(
            id=fixed_id(f"case {self.seed} {self.steps}"),
            area_id=self.random.choice(self.areas),
            school_id=self.random.choice([*self.schools, None]),
            organisation_id=self.random.choice(self.organisations),
            occurred=self.day - timedelta(days=self.random.randint(0, 60)),
            registered=self.day - timedelta(days=self.random.choice([0, 0, 0, 40])),
        )

    def _changed(self, kind: str, case: Case, before: set[uuid.UUID]) -> tuple[Case, set[uuid.UUID]]:
        one, other = self.random.sample(self.themes, 2)
        if kind == "retag":
            return case, set(self.random.sample(self.themes, self.random.randint(0, 3)))
        if kind == "withdraw":
            return case, set()
        if kind == "merge":
            return case, {other if theme == one else theme for theme in before}
        if kind == "split":
            return case, {self.random.choice([one, other]) if theme == one else theme for theme in before}
        if kind == "redate":
            return replace(case, occurred=case.occurred - timedelta(days=31)), before
        return replace(case, area_id=self.random.choice(self.areas)), before


def a_history(seed: int) -> History:
    """Make a small world: two areas, three schools, three organisations, four themes."""
    return History(
        seed,
        areas=[fixed_id(f"area {k}") for k in range(2)],
        schools=[fixed_id(f"school {k}") for k in range(3)],
        organisations=[fixed_id(f"organisation {k}") for k in range(3)],
        themes=[fixed_id(f"theme {k}") for k in range(4)],
    )
