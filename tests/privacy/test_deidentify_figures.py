"""What the de-identification reaches on the labelled sets must not fall; the floors are no goals."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from kernpartner.privacy.deidentify import hints_in_clean

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("deidentify_benchmark", ROOT / "benchmarks/deidentify.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("name", "lower", "names", "structured", "groups", "wrong"),
    [
        ("signals-dev.jsonl", False, 99, 100, 98, 1.0),
        ("signals-dev.jsonl", True, 98, 100, 90, 1.0),
        ("notes-own.txt", False, 96, 98, 95, 3.0),
        ("notes-more.txt", False, 97, 98, 95, 4.0),
        ("notes-held-out.txt", False, 98, 100, 95, 2.0),
        ("notes-third.txt", True, 95, 100, 95, 3.0),
        ("notes-fourth.txt", True, 91, 100, 95, 3.0),
        ("notes-fifth.txt", False, 98, 100, 90, 3.0),
        ("notes-hurried.txt", True, 98, 100, 90, 4.0),
        ("notes-hurried-two.txt", True, 93, 100, 85, 4.5),
    ],
)
def test_the_labelled_sets_keep_their_level(
    benchmark: ModuleType, name: str, lower: bool, names: float, structured: float, groups: float, wrong: float
) -> None:
    notes = benchmark.notes_in(ROOT / "tests/data" / name)
    if lower:
        notes = [benchmark.lowered(note) for note in notes]
    score = benchmark.Score()
    from kernpartner.privacy.deidentify import clean

    for note in notes:
        benchmark.add(score, note, [(one.start, one.end, one.label) for one in clean(note.text).findings])
    assert score.share(("person",)) >= names, score.misses
    assert score.share(benchmark.STRUCTURED) >= structured, score.misses
    assert score.share(benchmark.GROUPS) >= groups, score.misses
    assert 1000 * score.wrong / score.words <= wrong, score.wrongs


def test_phrases_that_identify_in_combination_get_a_hint(benchmark: ModuleType) -> None:
    notes = benchmark.notes_in(ROOT / "tests/data/signals-dev.jsonl")
    wanted = found = 0
    for note in notes:
        hints = hints_in_clean(note.text)
        wanted += len(note.quasi)
        found += sum(any(hint.start < end and start < hint.end for hint in hints) for start, end in note.quasi)
    assert found >= 0.9 * wanted


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Zij is de enige leerling met een taststok.", "enige"),
        ("Hij komt met zijn rolstoel de lift niet in.", "hulpmiddel"),
        ("Broertje heeft taaislijmziekte.", "zeldzame-aandoening"),
        ("Moeder is raadslid en kent iedereen.", "rol-van-ouder"),
        ("Vader heeft de viskraam op de markt.", "rol-van-ouder"),
        ("Het is een drieling, alle drie bij ons.", "gezinsvorm"),
        ("Het stond in de krant, met foto.", "nieuws"),
        ("Ze wonen op een woonboot.", "woonplek"),
        ("Hij is Nederlands kampioen judo.", "prestatie"),
        ("Zij is hoofdredacteur van de schoolkrant.", "rol-op-school"),
        ("Hij is 1,92 en zit in klas 1.", "uiterlijk"),
        ("Thuis spreken ze Mongools.", "herkomst"),
    ],
)
def test_each_kind_of_hint_says_why_and_what_to_write(text: str, rule: str) -> None:
    hints = hints_in_clean(text)
    assert rule in {hint.rule for hint in hints}
    assert all(hint.why.endswith(".") and hint.suggestion.endswith(".") for hint in hints)


@pytest.mark.parametrize(
    "text",
    [
        "Moeder werkt nachten en vader rijdt taxi.",
        "Hij wil niet meer naar school en slaapt slecht.",
        "De enige manier is rust, volgens de huisarts.",
        "Over 6 wk bespreken we het weer.",
        "Meisje van 11 heeft buikpijn voor elke toets.",
    ],
)
def test_ordinary_sentences_get_no_hint(text: str) -> None:
    assert hints_in_clean(text) == ()
