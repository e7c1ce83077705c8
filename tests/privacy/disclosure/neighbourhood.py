"""Makes neighbourhoods and lets the service's rules publish a school year about them, as lines of an export."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kernpartner.privacy.disclosure import RULE, Atom, Audience, Cell, Rule, Statement, Verdict, audited, proposal

QUARTERS = ("2025-08", "2025-10", "2026-01", "2026-04", "2026-07")
DAYS = ("2025-10-01", "2026-01-01", "2026-04-01", "2026-07-01", "2026-08-01")
KINDS = ("school", "jgz", "buurtteam")
Propose = Callable[[Rule, dict[Atom, int], Cell], Statement]
Audit = Callable[..., Verdict]


def a_theme(schools: int, signals: float, seed: int, quarters: Sequence[str] = QUARTERS[:4]) -> dict[Atom, int]:
    """Make the counts of one theme: each school has about this many cases a year, some schools more."""
    chance = random.Random(seed)
    counts = {
        Atom("area", f"s{number:02}", kind, quarter): 0
        for number in range(schools)
        for kind in KINDS
        for quarter in quarters
    }
    for number in range(schools):
        for _ in range(round(signals * chance.lognormvariate(0, 0.5))):
            kind = chance.choices(KINDS, [55, 25, 20])[0]
            quarter = chance.choices(quarters, [14, 32, 30, 24, 2][: len(quarters)])[0]
            counts[Atom("area", f"s{number:02}", kind, quarter)] += 1
    return counts


@dataclass
class Publisher:
    """Publishes one theme over a school year; each part can be replaced by a faulty one."""

    counts: dict[Atom, int]
    name: str = "theme"
    propose: Propose = proposal
    audit: Audit = audited
    rule: Rule = RULE
    said: list[Statement] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)
    withheld: int = 0

    def publish_year(self) -> Publisher:
        quarters = sorted({atom.period for atom in self.counts})
        waiting: tuple[str, ...] = ()
        for number, quarter in enumerate(quarters[:4]):
            waiting += (quarter,)
            known = {atom: count for atom, count in self.counts.items() if atom.period in quarters[: number + 1]}
            if self._publish(DAYS[number], known, [Cell(Audience.DIGEST, waiting, area="area")])[0].shown:
                waiting = ()
        year = tuple(quarters)
        schools = sorted({atom.school for atom in self.counts})
        self._publish(DAYS[4], self.counts, [Cell(Audience.AGENDA, year, school=school) for school in schools])
        self._publish(DAYS[4], self.counts, [Cell(Audience.CITY, year)])
        return self

    def _publish(self, day: str, counts: dict[Atom, int], cells: list[Cell]) -> Sequence[Statement]:
        wanted = [self.propose(self.rule, counts, cell) for cell in cells]
        verdict = self.audit(counts, self.said, wanted, lambda: 1e6, self.rule)
        self.withheld += verdict.withheld
        for statement in verdict.statements:
            self.said.append(statement)
            self.lines.append(self._line(day, statement))
        return verdict.statements

    def _line(self, day: str, statement: Statement) -> dict[str, Any]:
        cell = statement.cell
        where: dict[str, Any] = {"theme": self.name, "quarter": list(cell.periods)}
        where |= {"area": cell.area} if cell.area else {}
        where |= {"school": cell.school} if cell.school else {}
        name = f"{day} {cell.audience.value} {cell.area or cell.school or ''}"
        line = {"publication": name, "at": day, "audience": cell.audience.value, "where": where}
        if statement.shown:
            return line | {"lo": statement.lo, "hi": statement.hi}
        return line | {"silent": {"floor": 10, "rest": 5}}

    def universe(self) -> list[dict[str, Any]]:
        return [
            {
                "theme": self.name,
                "school": atom.school or "none",
                "org": atom.organisation,
                "area": atom.area,
                "quarter": atom.period,
                "year": "2025-2026",
                "count": count,
            }
            for atom, count in self.counts.items()
        ]
