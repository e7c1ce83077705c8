"""Holds the shipped tagger against concerns as people write them, and against what it promises about its answers."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernpartner.themes.rules import Tagger, Verdict, taxonomy

TAGGER = Tagger.shipped()
OWN = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "data" / "themes-own.jsonl").read_text("utf-8").splitlines()
]
SLUGS = {theme.id for theme in taxonomy().themes}


def _themes(text: str) -> set[str]:
    return {theme.id for theme in TAGGER.suggest(text).themes}


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Moeder kan de contributie en de ouderbijdrage niet betalen.", "geldzorgen"),
        ("wordt gepest in de klas, niemand wil naast m zitten", "pesten-groep"),
        ("Vader is vorige maand overleden.", "rouw-verlies"),
        ("Ouders willen een onderzoek naar ADHD en een psycholoog.", "perceptie-mentale-zorg"),
        ("Ze komt al weken niet meer naar school.", "verzuim-thuiszitten"),
        ("Groepje jongens vapet en blowt achter de fietsenstalling.", "straat-middelen"),
        ("Het gezin is gevlucht, moeder spreekt geen Nederlands.", "taal-nieuwkomer"),
        ("Gamet tot diep in de nacht op zijn PlayStation.", "online-leven"),
        ("Ouders gaan scheiden en hij woont om de week bij vader.", "scheiding-thuissituatie"),
        ("Selectietraining, turnen, piano: hij heeft geen vrije middag meer.", "lanterfantertijd"),
    ],
)
def test_a_plain_concern_gets_its_theme(text: str, theme: str) -> None:
    assert theme in _themes(text)


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Er is geen sprake van pesten, hij is vaak ziek thuis en komt te laat.", "pesten-groep"),
        ("De lat van het doel is gebroken.", "lat-omlaag"),
        ("Afval scheiden gaat goed in de klas.", "scheiding-thuissituatie"),
        ("Ze scoorde drie keer in de wedstrijd.", "scoren-zonder-toetsen"),
        ("Schulden zijn er niet.", "geldzorgen"),
    ],
)
def test_denial_and_other_senses_do_not_fool_it(text: str, theme: str) -> None:
    assert theme not in _themes(text)


@pytest.mark.parametrize("text", ["", "   ", "ok", "Kan het overleg een half uur later?", "1234 !!", "🙂🙂"])
def test_a_text_about_nothing_fits_nothing(text: str) -> None:
    verdict = TAGGER.suggest(text)
    assert verdict.verdict == "nothing_fits" and verdict.themes == () and verdict.factors == ()


def test_the_two_silences_are_two() -> None:
    assert {TAGGER.suggest(row["text"]).verdict for row in OWN} == {"suggested", "nothing_fits", "not_sure"}


@pytest.mark.parametrize("row", OWN, ids=lambda row: str(row["id"]))
def test_every_suggestion_shows_words_that_stand_in_the_text(row: dict[str, str]) -> None:
    verdict = TAGGER.suggest(row["text"])
    for one in (*verdict.themes, *verdict.factors):
        assert one.because and len(one.because) == len(one.spans)
        assert list(one.spans) == sorted(one.spans)
        for words, (start, end) in zip(one.because, one.spans, strict=True):
            assert row["text"][start:end] == words and words.strip() == words


def test_without_its_reasons_a_suggestion_goes_in_nine_of_ten_cases() -> None:
    asked = gone = 0
    for row in OWN:
        for theme in TAGGER.suggest(row["text"]).themes:
            text = row["text"]
            for start, end in reversed(theme.spans):
                text = text[:start] + text[end:]
            asked += 1
            gone += theme.id not in _themes(text)
    assert asked > 80
    assert gone / asked >= 0.9


def test_it_reaches_the_level_it_was_accepted_with_on_notes_it_did_not_learn_from() -> None:
    hits = wrong = missed = 0
    empty = [row for row in OWN if not row["themes"]]
    for row in OWN:
        found, wanted = _themes(row["text"]), set(row["themes"])
        hits += len(found & wanted)
        wrong += len(found - wanted)
        missed += len(wanted - found)
    assert 2 * hits / (2 * hits + wrong + missed) >= 0.80
    assert sum(not _themes(row["text"]) for row in empty) / len(empty) >= 0.94


def test_only_allowed_themes_are_suggested() -> None:
    text = "Vader is overleden en moeder kan de huur niet betalen."
    assert {theme.id for theme in TAGGER.suggest(text, allowed={"geldzorgen": 1}.keys()).themes} == {"geldzorgen"}
    assert TAGGER.suggest(text, allowed=()).themes == ()


def test_factors_belong_to_a_theme_that_is_suggested() -> None:
    themes_of = {factor.id: set(factor.themes) for factor in taxonomy().factors}
    for row in OWN:
        verdict = TAGGER.suggest(row["text"])
        for factor in verdict.factors:
            assert themes_of[factor.id] & {theme.id for theme in verdict.themes}


def test_the_most_likely_theme_comes_first_and_three_is_the_most() -> None:
    for row in OWN:
        chances = [theme.confidence for theme in TAGGER.suggest(row["text"]).themes]
        assert chances == sorted(chances, reverse=True) and len(chances) <= 3
        assert all(0 <= chance <= 1 for chance in chances)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gets_an_answer_twice_the_same(text: str) -> None:
    first = TAGGER.suggest(text)
    assert isinstance(first, Verdict) and first == TAGGER.suggest(text)
    assert {theme.id for theme in first.themes} <= SLUGS


def test_a_long_note_is_read_within_the_time_of_a_keystroke() -> None:
    text = " ".join(row["text"] for row in OWN[:12])
    TAGGER.suggest(text)
    times = []
    for _ in range(10):
        start = time.process_time()
        TAGGER.suggest(text)
        times.append(time.process_time() - start)
    assert min(times) < 0.1


def test_the_version_names_the_content() -> None:
    assert re.fullmatch(r"lexicon-[0-9a-f]{12}", TAGGER.version)
    assert TAGGER.suggest("pesten").version == TAGGER.version


def test_suggesting_loads_no_learning_library() -> None:
    code = (
        "import sys; from kernpartner.themes.rules import Tagger; Tagger.shipped().suggest('wordt gepest'); "
        "print(any(name.split('.')[0] in ('sklearn', 'scipy', 'numpy') for name in sys.modules))"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3]
    )
    assert said.stdout.strip() == "False"
