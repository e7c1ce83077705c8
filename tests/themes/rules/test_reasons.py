"""Holds every suggestion to its reasons: they stand in the text, whatever it is, and a reader understands them."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kernpartner.themes.rules import Tagger
from kernpartner.themes.rules.lexicon import shipped_lexicon
from kernpartner.themes.rules.words import lemma_of, plain

TAGGER = Tagger.of_district(None, {"fatbikes": ["fatbike", "elektrische step"]}, "test")
NOTES = [
    json.loads(line)["text"]
    for name in ("themes-own", "themes-fresh", "themes-fresh-two", "blind-one")
    for line in (Path(__file__).parents[2] / "data" / f"{name}.jsonl").read_text("utf-8").splitlines()
]
PIECES = sorted({piece.strip() for note in NOTES for piece in note.replace("?", ".").split(".") if piece.strip()})
ODD = ["ｆａｔｂｉｋｅ", "één fatbike!", "ﬁets", "İnstagram", "’s nachts", "elektrische step...", "\n\n", "\t", "🙂"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, *ODD]), min_size=1, max_size=5), st.sampled_from([". ", " ", ", ", "\n"]))
def test_reasons_are_pieces_of_the_text_in_its_order(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    verdict = TAGGER.suggest(text)
    for one in (*verdict.themes, *verdict.factors):
        assert one.because
        assert list(one.because) == [text[start:end] for start, end in one.spans]
        assert all(start < end for start, end in one.spans)
        assert all(before[1] <= after[0] for before, after in zip(one.spans, one.spans[1:], strict=False))


def test_no_suggestion_rests_on_general_words_alone() -> None:
    quiet = shipped_lexicon().saying_little | shipped_lexicon().saying_nothing
    for note in NOTES:
        for theme in TAGGER.suggest(note).themes:
            words = {plain(word) for reason in theme.because for word in reason.split()}
            assert any(word not in quiet and lemma_of(word) not in quiet for word in words) or len(words) > 1
