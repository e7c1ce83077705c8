"""Decides where the factors of the system map stand: in their ring and sector, measured, and never over each other."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from PIL import ImageFont

FONT_FILE = Path(__file__).with_name("fonts") / "NotoSans-SemiBold.ttf"
WIDTH = 1500
HEIGHT = 1100
CENTRE = (750.0, 556.0)
# Radii upright; a ring is `SQUASH` times as wide, because pages are wider than they are high.
INNER = (48.0, 142.0, 256.0, 376.0)
OUTER = (142.0, 256.0, 376.0, 500.0)
SQUASH = 1.44
SIZE = 13.5
LINE = 17.0
_WIDEST = 132.0
_ROOM = (9.0, 7.0)
_APART = 5.0
_TURNS = 90
_STRIP = 34.0
_RINGS = ("0", "1", "2", "3")


@dataclass(frozen=True)
class MapFactor:
    """A factor to draw: ring 0-3 or w, sector, the ids of its themes (the first gives the colour), a link or ""."""

    id: str
    label: str
    ring: str
    sector: str
    themes: tuple[str, ...]
    href: str = ""


@dataclass(frozen=True)
class Box:
    """A rectangle with a factor's words, measured in the font it is drawn in."""

    x: float
    y: float
    width: float
    height: float
    factor: MapFactor
    lines: tuple[str, ...] = ()

    def overlaps(self, other: Box) -> bool:
        """Say whether the two come closer than the room that is kept between boxes."""
        return (
            self.x < other.x + other.width + _APART
            and other.x < self.x + self.width + _APART
            and self.y < other.y + other.height + _APART
            and other.y < self.y + self.height + _APART
        )

    def at(self, x: float, y: float) -> Box:
        """Give the same box with its middle at `x`, `y`."""
        return Box(x - self.width / 2, y - self.height / 2, self.width, self.height, self.factor, self.lines)


@dataclass(frozen=True)
class SectorArc:
    """The part of the circle that a sector has, in degrees clockwise from the right."""

    sector: str
    start: float
    end: float

    @property
    def middle(self) -> float:
        """The direction in the middle."""
        return (self.start + self.end) / 2


@dataclass(frozen=True)
class Places:
    """Where everything stands; `district_top` is where the strip below the rings begins, None without a strip."""

    boxes: tuple[Box, ...]
    arcs: tuple[SectorArc, ...]
    height: float
    district_top: float | None

    def ring_labels(self, labels: Sequence[str]) -> tuple[Box, ...]:
        """Give the plates with the names of the rings, one below the other at the top of their ring."""
        return ring_labels(labels)


def on_ring(degrees: float, radius: float) -> tuple[float, float]:
    """Give the point in a direction at a radius."""
    turn = math.radians(degrees)
    return CENTRE[0] + SQUASH * radius * math.cos(turn), CENTRE[1] + radius * math.sin(turn)


def places(factors: Sequence[MapFactor], sectors: Sequence[str], labels: Sequence[str] = ()) -> Places:
    """Give the place of every factor; see `_placed`, which is asked once for the same factors."""
    return _placed(tuple(factors), tuple(sectors), tuple(labels))


@lru_cache(maxsize=32)
def _placed(factors: tuple[MapFactor, ...], sectors: tuple[str, ...], labels: tuple[str, ...]) -> Places:
    """Place all factors: each as near as possible to its even share of its ring and sector, without overlap.

    Deterministic. Factors of the district, of an unknown sector, or for which a ring has no room left stand in a strip
    below the rings.
    """
    arcs = _arcs(factors, sectors)
    taken = [_heart(), *ring_labels(labels or ("",) * 4)]
    obstacles = len(taken)
    left: list[MapFactor] = []
    for factor, degrees, arc, ring in _wishes(factors, arcs):
        placed = _free_place(measured(factor), degrees, arc, ring, taken)
        if placed is None:
            left.append(factor)
        else:
            taken.append(placed)
    known = {arc.sector for arc in arcs}
    below = [factor for factor in factors if factor.ring not in _RINGS or factor.sector not in known] + left
    strip, bottom = _strip(below)
    order = {factor.id: number for number, factor in enumerate(factors)}
    boxes = sorted([*taken[obstacles:], *strip], key=lambda box: order[box.factor.id])
    return Places(tuple(boxes), arcs, max(float(HEIGHT), bottom), CENTRE[1] + OUTER[3] + _STRIP if below else None)


def measured(factor: MapFactor) -> Box:
    """Give the box of a factor: its words on as few lines as fit the width, as even as they come."""
    words = factor.label.split()
    for count in range(1, len(words) + 1):
        lines = _even(words, count)
        width = max(text_width(line) for line in lines)
        if width <= _WIDEST or count == len(words):
            break
    return Box(0, 0, width + 2 * _ROOM[0], LINE * len(lines) + 2 * _ROOM[1], factor, lines)


@lru_cache(maxsize=4096)
def text_width(written: str) -> float:
    """Measure a line in units of the drawing, in the font and size of the factors."""
    return float(_font().getlength(written)) / 10


def ring_labels(labels: Sequence[str]) -> tuple[Box, ...]:
    """Give the plates with the names of the rings, at the top of each ring."""
    plates = []
    for ring, label in enumerate(labels):
        width = text_width(f"{ring}. {label or 'Maatschappelijke norm'}") * 14 / SIZE + 12
        y = CENTRE[1] - OUTER[ring] + 4
        plates.append(Box(CENTRE[0] - width / 2, y, width, 22, MapFactor("", label, str(ring), "", ())))
    return tuple(plates)


def _heart() -> Box:
    return Box(CENTRE[0] - 96, CENTRE[1] - 46, 192, 92, MapFactor("", "", "", "", ()))


def _arcs(factors: Sequence[MapFactor], sectors: Sequence[str]) -> tuple[SectorArc, ...]:
    """Divide the circle: a sector with more factors gets more of it, but none gets less than a fifth."""
    if not sectors:
        return ()
    counts = [sum(1 for one in factors if one.sector == sector and one.ring in _RINGS) for sector in sectors]
    least = min(0.2, 0.9 / len(sectors))
    total = sum(counts) or 1
    shares = [
        least + (1 - least * len(sectors)) * (count / total if sum(counts) else 1 / len(sectors)) for count in counts
    ]
    start = -90 - 360 * shares[0] / 2
    arcs = []
    for sector, share in zip(sectors, shares, strict=True):
        arcs.append(SectorArc(sector, start, start + 360 * share))
        start += 360 * share
    return tuple(arcs)


def _wishes(
    factors: Sequence[MapFactor], arcs: Sequence[SectorArc]
) -> Iterator[tuple[MapFactor, float, SectorArc, int]]:
    """Give for each factor, ring by ring, its even share of the arc, and the arc and ring it must stay in."""
    by_sector = {arc.sector: arc for arc in arcs}
    drawn = [one for one in factors if one.ring in _RINGS and one.sector in by_sector]
    drawn.sort(key=lambda one: (one.ring, list(by_sector).index(one.sector)))
    for (ring, sector), group in groupby(drawn, key=lambda one: (one.ring, one.sector)):
        members = list(group)
        arc = by_sector[sector]
        for number, factor in enumerate(members):
            yield factor, arc.start + (arc.end - arc.start) * (number + 0.5) / len(members), arc, int(ring)


def _free_place(box: Box, wish: float, arc: SectorArc, ring: int, taken: Sequence[Box]) -> Box | None:
    """Give the free place nearest to the wish, inside the arc and the ring; None when there is none."""
    middle = (INNER[ring] + OUTER[ring]) / 2
    swing = (OUTER[ring] - INNER[ring]) / 2
    step = (arc.end - arc.start) / (2 * _TURNS)
    candidates = [
        (abs(turn) * step * middle / 57.3 + abs(shift) * swing, turn, shift)
        for turn in range(-2 * _TURNS, 2 * _TURNS + 1)
        for shift in (0, -0.2, 0.2, -0.4, 0.4, -0.6, 0.6, -0.8, 0.8)
    ]
    for _, turn, shift in sorted(candidates):
        degrees = wish + turn * step
        if not arc.start < degrees < arc.end:
            continue
        here = box.at(*on_ring(degrees, middle + shift * swing))
        if _inside(here) and not any(here.overlaps(other) for other in taken):
            return here
    return None


def _inside(box: Box) -> bool:
    return box.x >= 4 and box.x + box.width <= WIDTH - 4 and box.y >= 4


def _strip(factors: Sequence[MapFactor]) -> tuple[list[Box], float]:
    """Lay factors in rows below the rings; gives the boxes and where the drawing ends."""
    x, y, row = 20.0, CENTRE[1] + OUTER[3] + _STRIP + 14, 0.0
    boxes: list[Box] = []
    for factor in factors:
        box = measured(factor)
        if x + box.width > WIDTH - 20 and x > 20:
            x, y, row = 20.0, y + row + 10, 0.0
        boxes.append(Box(x, y, box.width, box.height, factor, box.lines))
        x += box.width + 14
        row = max(row, box.height)
    return boxes, y + row + 20


def _even(words: Sequence[str], count: int) -> tuple[str, ...]:
    """Break words over `count` lines so that the widest line is as narrow as can be."""
    if count == 1:
        return (" ".join(words),)
    best: tuple[str, ...] | None = None
    for first in range(1, len(words) - count + 2):
        lines = (" ".join(words[:first]), *_even(words[first:], count - 1))
        if best is None or max(map(text_width, lines)) < max(map(text_width, best)):
            best = lines
    assert best is not None, "there are at least as many words as lines"
    return best


@lru_cache(maxsize=1)
def _font() -> ImageFont.FreeTypeFont:
    # Ten times the size, so that widths are not rounded to whole pixels.
    return ImageFont.truetype(str(FONT_FILE), round(SIZE * 10))
