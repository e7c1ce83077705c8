"""Decides when a theme passes the second gate: four answers of a person, all of them yes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class GateAnswers:
    """What a coordinator answers about a theme before it may stand on an agenda as structural.

    `clear`: everybody reads the same in it. `neutral`: it blames nobody. `recognised`: people of the practice
    know it. `shared`: at least two organisations say so.
    """

    clear: bool
    neutral: bool
    recognised: bool
    shared: bool

    @property
    def passed(self) -> bool:
        """Say whether the theme passes: every answer is yes."""
        return self.clear and self.neutral and self.recognised and self.shared
