"""Holds the system map against what it promises: measured, no overlap, emphasis by released bands only."""

from __future__ import annotations

import random
import re
import xml.etree.ElementTree as ET
from itertools import combinations
from pathlib import Path

import pytest
import resvg_py
from PIL import Image

from kernpartner.documents import system_map, system_map_places
from kernpartner.documents.system_map import MapTheme, MapWords, drawing
from kernpartner.documents.system_map_places import CENTRE, OUTER, SQUASH, WIDTH, MapFactor, places
from kernpartner.themes.rules import taxonomy

SCHEME = taxonomy().schemes[0]
FACTORS = [MapFactor(f.id, f.label, f.ring, f.sector, f.themes) for f in SCHEME.factors]
THEMES = [MapTheme(t.id, t.label, t.number or 0) for t in SCHEME.themes]
WORDS = MapWords("Systeemkaart", "Ringen & sectoren")
SECTORS = tuple(WORDS.sectors)
FONTS = Path(system_map_places.FONT_FILE).parent
SVG = "{http://www.w3.org/2000/svg}"


def _overlaps(boxes: tuple[system_map_places.Box, ...]) -> list[tuple[str, str]]:
    return [
        (one.factor.id, other.factor.id)
        for one, other in combinations(boxes, 2)
        if one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    ]


def test_no_two_boxes_of_the_shipped_map_overlap() -> None:
    placed = places(FACTORS, SECTORS)
    assert len(placed.boxes) == len(FACTORS) == 43
    assert _overlaps(placed.boxes) == []


@pytest.mark.parametrize("seed", range(6))
def test_no_two_boxes_overlap_wherever_people_move_factors(seed: int) -> None:
    chance = random.Random(seed)
    moved = [
        MapFactor(
            f.id,
            f.label + " en nog wat meer" * chance.randrange(3),
            chance.choice("0123w"),
            chance.choice(SECTORS),
            f.themes,
        )
        for f in FACTORS * 2
    ]
    moved = [MapFactor(f"{number}", f.label, f.ring, f.sector, f.themes) for number, f in enumerate(moved)]
    placed = places(moved, SECTORS)
    assert len(placed.boxes) == len(moved)
    assert _overlaps(placed.boxes) == []
    assert all(box.y + box.height <= placed.height for box in placed.boxes)


def test_every_factor_of_a_ring_stands_inside_the_outer_ring() -> None:
    for box in places(FACTORS, SECTORS).boxes:
        if box.factor.ring != "w":
            x, y = box.x + box.width / 2 - CENTRE[0], box.y + box.height / 2 - CENTRE[1]
            assert (x / SQUASH) ** 2 + y**2 < OUTER[int(box.factor.ring)] ** 2


def test_features_of_the_district_stand_below_the_rings() -> None:
    placed = places(FACTORS, SECTORS)
    for box in placed.boxes:
        assert (box.y > CENTRE[1] + OUTER[3]) == (box.factor.ring == "w")


def test_words_fit_their_box() -> None:
    for box in places(FACTORS, SECTORS).boxes:
        assert " ".join(box.lines) == box.factor.label
        assert max(system_map_places.text_width(line) for line in box.lines) < box.width
        assert box.x >= 0 and box.x + box.width <= WIDTH


def test_the_same_factors_always_stand_in_the_same_place() -> None:
    system_map_places._placed.cache_clear()
    first = places(FACTORS, SECTORS)
    system_map_places._placed.cache_clear()
    assert places(list(FACTORS), SECTORS) == first


def test_without_bands_no_factor_stands_out() -> None:
    assert "map-box--known" not in drawing(FACTORS, THEMES, WORDS)
    assert "map-box--known" not in drawing(FACTORS, THEMES, WORDS, bands={"zelfbeeld": None})


def test_a_released_band_makes_exactly_the_factors_of_that_theme_stand_out() -> None:
    drawn = drawing(FACTORS, THEMES, WORDS, bands={"zelfbeeld": (10, 14)})
    assert drawn.count("map-box--known") == sum("zelfbeeld" in factor.themes for factor in FACTORS)


def test_one_image_has_a_title_a_description_and_a_ground() -> None:
    root = ET.fromstring(drawing(FACTORS, THEMES, WORDS))
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "Systeemkaart"
    assert root.findtext(f"{SVG}desc") == "Ringen & sectoren"
    ground = root.find(f"{SVG}rect")
    assert ground is not None and ground.get("width") == str(WIDTH)


def test_links_make_it_a_group_because_links_in_an_image_cannot_be_reached() -> None:
    linked = [MapFactor(f.id, f.label, f.ring, f.sector, f.themes, f"/themas/{f.themes[0]}?a=1&b=2") for f in FACTORS]
    root = ET.fromstring(drawing(linked, THEMES, WORDS))
    assert root.get("role") == "group"
    links = root.findall(f"{SVG}a")
    assert len(links) == len(FACTORS)
    assert links[0].get("href", "").endswith("?a=1&b=2")


def test_words_are_written_as_words_never_as_markup() -> None:
    odd = [MapFactor("odd", "<script>alert(1)</script> & co", "1", "verwachtingen", ("zelfbeeld",))]
    drawn = drawing(odd, [MapTheme("zelfbeeld", "<b>", 2)], MapWords("<i>", '"'))
    assert "<script" not in drawn and "<b>" not in drawn and "<i>" not in drawn
    ET.fromstring(drawn)


def test_only_what_page_pdf_and_picture_all_draw_is_used() -> None:
    drawn = drawing(FACTORS, THEMES, WORDS, bands={"lat-omlaag": (15, 19)})
    assert not re.search(r"style=|<style|var\(|textPath|dasharray|<foreignObject", drawn)


def test_a_map_without_factors_is_still_a_map() -> None:
    root = ET.fromstring(drawing([], [], WORDS))
    assert root.get("role") == "img"


def test_the_picture_has_words_on_it(tmp_path: Path) -> None:
    fonts = [str(file) for file in sorted(FONTS.glob("*.ttf"))]
    made = resvg_py.svg_to_bytes(
        svg_string=drawing(FACTORS, THEMES, WORDS), font_files=fonts, skip_system_fonts=True, width=750
    )
    path = tmp_path / "map.png"
    path.write_bytes(bytes(made))
    with Image.open(path) as picture:
        box = next(box for box in places(FACTORS, SECTORS).boxes if box.factor.id == "winstdenken")
        half = 750 / WIDTH
        inside = [int(v * half) for v in (box.x + 4, box.y + 4, box.x + box.width - 4, box.y + box.height - 4)]
        darkest = min(picture.convert("L").crop(tuple(inside)).tobytes())  # type: ignore[arg-type]
    assert darkest < 100


def test_the_names_of_the_rings_stand_clear_of_the_boxes() -> None:
    placed = places(FACTORS, SECTORS)
    for plate in placed.ring_labels(WORDS.rings):
        assert not any(plate.overlaps(box) for box in placed.boxes)


def test_colours_are_those_of_the_tags_on_the_pages() -> None:
    dot = system_map._colours()["--kp-tag-2-dot"]
    assert f'fill="{dot}"' in drawing(FACTORS, THEMES, WORDS)
