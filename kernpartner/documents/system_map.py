"""Draws the system map: factors in rings and sectors, as one SVG that serves page, PDF and picture."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from pathlib import Path

from kernpartner.documents.system_map_places import (
    CENTRE,
    OUTER,
    SQUASH,
    WIDTH,
    Box,
    MapFactor,
    Places,
    SectorArc,
    on_ring,
    places,
)

COLOURS = Path(__file__).with_name("colours.json")
LINE = 17.0
FONT = 'font-family="Noto Sans, Arial, sans-serif"'
_HUES = 8
_RING_GROUND = ("#ffffff", "#f6fbfc", "#ebf5f6", "#dfeef0")


@dataclass(frozen=True)
class MapTheme:
    """A theme on the map: `number` picks its colour (0 for none), `band` says its released figure in words."""

    id: str
    label: str
    number: int
    band: str = ""


@dataclass(frozen=True)
class MapWords:
    """The words on the map that are not factors or themes."""

    title: str
    description: str
    centre: str = "Prestatiedruk"
    rings: tuple[str, str, str, str] = ("Maatschappelijke norm", "Overtuigingen", "Gedrag", "Uitingsvormen")
    sectors: Mapping[str, str] = field(
        default_factory=lambda: {
            "ontspanning": "De waarde van (ont)spanning",
            "verwachtingen": "Verwachtingen",
            "vergelijken": "Vergelijken",
        }
    )
    district: str = "Kenmerken van de wijk"
    legend: str = "Thema’s"


def drawing(
    factors: Sequence[MapFactor],
    themes: Sequence[MapTheme],
    words: MapWords,
    *,
    bands: Mapping[str, tuple[int, int | None] | None] | None = None,
) -> str:
    """Draw the map as SVG.

    A factor is drawn stronger when a released band (`bands`: theme id -> lowest and highest, None for a gap) of one of
    its themes is known; nothing else decides how heavy it is. Factors with an `href` become links, and then the drawing
    is a group instead of one image, because links inside an image cannot be reached by everybody.
    """
    placed = places(factors, tuple(words.sectors))
    by_id = {theme.id: theme for theme in themes}
    parts = [
        _opening(words, linked=any(factor.href for factor in factors), height=placed.height),
        _ground(placed),
        _centre(words),
        *_ring_labels(words, placed),
        *_sector_labels(words, placed),
        _legend(themes, words, bands or {}),
        _district_heading(words, placed),
        *(_factor(box, by_id, bands or {}) for box in placed.boxes),
        "</svg>",
    ]
    return "\n".join(part for part in parts if part)


def _opening(words: MapWords, *, linked: bool, height: float) -> str:
    role = "group" if linked else "img"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {_n(height)}" width="{WIDTH}" '
        f'height="{_n(height)}" role="{role}" aria-labelledby="kaart-titel kaart-uitleg" class="map" {FONT}>\n'
        f'<title id="kaart-titel">{escape(words.title)}</title>\n'
        f'<desc id="kaart-uitleg">{escape(words.description)}</desc>\n'
        f'<rect class="map-ground" x="0" y="0" width="{WIDTH}" height="{_n(height)}" fill="#ffffff"/>'
    )


def _ground(placed: Places) -> str:
    line = _colour("default", "border-subtle")
    drawn = []
    for ring in (3, 2, 1, 0):
        drawn.append(
            f'<ellipse class="map-ring map-ring--{ring}" cx="{_n(CENTRE[0])}" cy="{_n(CENTRE[1])}" '
            f'rx="{_n(OUTER[ring] * SQUASH)}" ry="{_n(OUTER[ring])}" fill="{_RING_GROUND[ring]}" stroke="#b9d3d6"/>'
        )
    for arc in placed.arcs:
        x, y = on_ring(arc.start, OUTER[3])
        drawn.append(
            f'<line class="map-line" x1="{_n(CENTRE[0])}" y1="{_n(CENTRE[1])}" x2="{_n(x)}" y2="{_n(y)}" '
            f'stroke="{line}" stroke-width="1.5"/>'
        )
    return "\n".join(drawn)


def _centre(words: MapWords) -> str:
    ground = _colour("accent-1", "color-default")
    return (
        f'<ellipse class="map-heart" cx="{_n(CENTRE[0])}" cy="{_n(CENTRE[1])}" rx="96" ry="46" fill="{ground}"/>'
        + _text(
            words.centre,
            CENTRE[0],
            CENTRE[1] + 7,
            size=20,
            bold=True,
            fill="#ffffff",
            middle=True,
            css="map-heart-text",
        )
    )


def _ring_labels(words: MapWords, placed: Places) -> list[str]:
    return [
        f'<rect class="map-plate" x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.width)}" height="{_n(box.height)}" '
        f'rx="4" fill="#ffffff" fill-opacity="0.9"/>'
        + _text(f"{ring}. {label}", box.x + box.width / 2, box.y + 16, size=14, bold=True, middle=True)
        for ring, (label, box) in enumerate(zip(words.rings, placed.ring_labels(words.rings), strict=True))
    ]


def _sector_labels(words: MapWords, placed: Places) -> list[str]:
    drawn = []
    for arc in placed.arcs:
        x, y, anchor = _beside(arc)
        drawn.append(_text(words.sectors[arc.sector], x, y, size=20, bold=True, anchor=anchor))
    return drawn


def _beside(arc: SectorArc) -> tuple[float, float, str]:
    """Give where the name of a sector stands: above the map in the middle, or in a lower corner."""
    x, y = on_ring(arc.middle, OUTER[3])
    if y < CENTRE[1] - OUTER[3] / 2:
        return CENTRE[0], CENTRE[1] - OUTER[3] - 14, "middle"
    if x > CENTRE[0]:
        return WIDTH - 20, CENTRE[1] + OUTER[3] - 20, "end"
    return 20, CENTRE[1] + OUTER[3] - 20, "start"


def _legend(themes: Sequence[MapTheme], words: MapWords, bands: Mapping[str, tuple[int, int | None] | None]) -> str:
    drawn = [_text(words.legend, 20, 32, size=16, bold=True)]
    y = 58.0
    for theme in themes:
        known = bands.get(theme.id) is not None
        look = f'class="map-dot map-hue--{_tone(theme.number)}" fill="{_hue(theme.number, "dot")}"'
        drawn.append(f'<rect {look} x="20" y="{_n(y - 12)}" width="14" height="14" rx="3"/>')
        drawn.append(_text(theme.label, 42, y, size=14, bold=known))
        if theme.band:
            y += 17
            drawn.append(_text(theme.band, 42, y, size=13))
        y += 24
    return "\n".join(drawn)


def _district_heading(words: MapWords, placed: Places) -> str:
    if placed.district_top is None:
        return ""
    return _text(words.district, 20, placed.district_top, size=16, bold=True)


def _factor(box: Box, themes: Mapping[str, MapTheme], bands: Mapping[str, tuple[int, int | None] | None]) -> str:
    own = [themes[theme] for theme in box.factor.themes if theme in themes]
    known = any(bands.get(theme.id) is not None for theme in own)
    number = own[0].number if own else 0
    look = f'class="map-box map-hue--{_tone(number)}{" map-box--known" if known else ""}"'
    fill = _hue(number, "bg") if known else "#ffffff"
    where = f'x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.width)}" height="{_n(box.height)}"'
    edge = f'stroke="{_hue(number, "dot")}" stroke-width="{3 if known else 1.4}"'
    drawn = [f'<rect {look} {where} rx="6" fill="{fill}" {edge}/>']
    for place, theme in enumerate(own[1:3]):
        drawn.append(
            f'<circle class="map-dot map-hue--{_tone(theme.number)}" cx="{_n(box.x + box.width - 8 - 13 * place)}" '
            f'cy="{_n(box.y)}" r="5.5" fill="{_hue(theme.number, "dot")}" stroke="#ffffff" stroke-width="1"/>'
        )
    top = box.y + (box.height - LINE * len(box.lines)) / 2 + 12.5
    for line, written in enumerate(box.lines):
        drawn.append(
            _text(written, box.x + box.width / 2, top + line * LINE, size=13.5, bold=known, middle=True, css="map-word")
        )
    inside = "".join(drawn)
    if not box.factor.href:
        return f"<g>{inside}</g>"
    return f'<a href="{escape(box.factor.href, quote=True)}" class="map-link">{inside}</a>'


def _text(
    written: str,
    x: float,
    y: float,
    *,
    size: float,
    bold: bool = False,
    fill: str = "",
    middle: bool = False,
    anchor: str = "",
    css: str = "map-word",
) -> str:
    where = anchor or ("middle" if middle else "start")
    return (
        f'<text class="{css}" x="{_n(x)}" y="{_n(y)}" font-size="{size:g}" font-weight="{600 if bold else 400}" '
        f'text-anchor="{where}" fill="{fill or _colour("default", "color-document")}">{escape(written)}</text>'
    )


def _hue(number: int, part: str) -> str:
    """Give a colour of a theme: the hues of the tags on the pages, picked by number in the same way."""
    return _colours()[f"--kp-tag-{_tone(number)}-{part}"]


def _tone(number: int) -> int:
    return (number - 1) % _HUES + 1 if number else _HUES


def _colour(role: str, part: str) -> str:
    return _colours()[f"--basis-color-{role}-{part}"]


@lru_cache(maxsize=1)
def _colours() -> dict[str, str]:
    light: dict[str, str] = json.loads(COLOURS.read_text(encoding="utf-8"))["light"]
    return light


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
