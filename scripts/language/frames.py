"""Makes sentences from frames: one choice of each `<x>`, the names left as slots for `training`."""

from __future__ import annotations

import random
import re
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "frames.txt"
_CHOICE = re.compile(r"<(\w)>")


@lru_cache(maxsize=1)
def sections() -> dict[str, list[str]]:
    """Give the lines of each section of the file by its heading."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in _FILE.read_text("utf-8").splitlines():
        if line.startswith("["):
            lines = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return found


def sentences(times: int) -> list[str]:
    """Give each frame `times` times with other choices, with a capital at the start now and then."""
    made = []
    for frame in sections()["frames"] * times:
        line = _CHOICE.sub(lambda slot: random.choice(sections()[slot[1]]), frame).replace(" ,", ",")
        made.append(line[0].upper() + line[1:] if random.random() < 0.4 else line)
    return made + [inverted() for _ in range(20 * times)]


def inverted() -> str:
    """Give a sentence that begins with a time and has its subject behind the verb: "gister was {N} er weer niet"."""
    verb, rest = random.choice(sections()["i"]).split("|")
    subject = random.choice(["{N}", "{N}", "{N} en {N2}", "{F}", "<k>", "<w>", "<b>"])
    line = f"<t> {verb} {subject} {rest}"
    return _CHOICE.sub(lambda slot: random.choice(sections()[slot[1]]), line)
