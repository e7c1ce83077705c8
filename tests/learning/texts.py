"""Makes notes for tests of words that return: planted ones, and real everyday notices in which nothing returns."""

from __future__ import annotations

import json
import random
from functools import lru_cache
from pathlib import Path

from kernpartner.learning.rules import Note

_KINDS = ("school", "jgz", "buurtteam")
_ROOT = Path(__file__).parents[2]


@lru_cache(maxsize=1)
def notices() -> tuple[str, ...]:
    """Give every note of this project that was labelled as speaking of no theme."""
    lines = (_ROOT / "scripts" / "themes" / "examples.txt").read_text("utf-8").splitlines()
    found = [line.split("|", 1)[1].strip() for line in lines if line.startswith(("|", " |"))]
    for name in ("themes-own", "themes-fresh", "signals-dev", "blind-one"):
        rows = map(json.loads, (_ROOT / "tests" / "data" / f"{name}.jsonl").read_text("utf-8").splitlines())
        found += [row["text"] for row in rows if not row["themes"]]
    return tuple(found)


def noise(count: int, *, seed: int = 0) -> list[Note]:
    """Give that many different notices (at most about 200) of six organisations at four schools."""
    return [
        Note(
            case=f"n{seed}-{number}",
            organisation=f"o{number % 6}",
            kind=_KINDS[number % 6 % 3],
            school=f"o{number % 4}",
            text=text,
        )
        for number, text in enumerate(random.Random(seed).sample(notices(), count))
    ]


def planted(count: int, text: str, *, schools: int, kinds: int, start: int = 0) -> list[Note]:
    """Give the same text as that many cases, spread over this many schools and types of organisations."""
    return [
        Note(
            case=f"p{start + number}",
            organisation=f"{_KINDS[number % kinds]}-{number % schools}",
            kind=_KINDS[number % kinds],
            school=f"school-{number % schools}",
            text=text,
        )
        for number in range(count)
    ]
