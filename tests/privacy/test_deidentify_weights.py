"""The weights that ship give what the model was trained to give, and remember no word that may be a name."""

from __future__ import annotations

from itertools import pairwise, product
from math import exp
from pathlib import Path

import pytest

from kernpartner.privacy.deidentify import lexicon, tagger, weights
from kernpartner.privacy.deidentify.tokens import Token, tokens_of

NOTE = "Fenna en thijmen zaten bij juf Anja. Wie is er <3 jarig?\nDe zus van K. de Wit belt, max 2 uur (roos ook)."


def sentences() -> list[list[Token]]:
    return list(tagger.sentences(tokens_of(NOTE, lexicon.shipped())))


def test_sums_of_groups_are_the_sums_of_all_that_is_written_out() -> None:
    scorer, words = weights.shipped(), lexicon.shipped()
    for sentence, typed in product(sentences(), ("tidy", "loose", "SHOUT")):
        looks = [tagger._own(token, words) for token in sentence]
        quick = scorer.of_looks(looks, [token.opens for token in sentence], [token.low for token in sentence], typed)
        assert quick == pytest.approx(scorer.of_names(tagger.features(sentence, words, typed)), abs=1e-9)


def test_forward_and_backward_give_the_share_of_all_ways_to_label_a_sentence() -> None:
    steps = (1.3, 0.4, 0.7, 2.0)
    pulls = {"a": -1.2, "b": 0.8, "c": 0.1, "d": 2.0}
    factor = {("O", "O"): steps[0], ("O", "N"): steps[1], ("N", "O"): steps[2], ("N", "N"): steps[3]}
    weighed = {}
    for way in product("ON", repeat=4):
        weight = 1.0
        for before, after in pairwise(way):
            weight *= factor[before, after]
        for label, pull in zip(way, pulls.values(), strict=True):
            weight *= exp(pull) if label == "N" else 1.0
        weighed[way] = weight
    total = sum(weighed.values())
    wanted = [sum(weight for way, weight in weighed.items() if way[at] == "N") / total for at in range(4)]
    assert weights.Scorer(pulls, steps).of_names([[name] for name in pulls]) == pytest.approx(wanted)


def test_nothing_of_a_note_stays_behind_but_everyday_words() -> None:
    from kernpartner.privacy.deidentify import clean, tokens

    clean("Xanthippe Wolderwijd woont aan de Krompreuvelgaarde 12, zegt zwabbermans.")
    kept = [word for key in weights.shipped()._kept for word in key]
    for side in weights.shipped()._sides.values():
        kept += [*side.left, *side.right, *side.second, *side.fourth]
        kept += [word for pairs in (side.between, side.cued) for pair in pairs for word in pair]
    kept += [word for key in tagger._EVERYDAY for word in key] + list(tokens._EVERYDAY)
    for name in ("xanthippe", "wolderwijd", "krompreuvelgaarde", "zwabbermans"):
        assert not any(name in word.lower() for word in kept)


def test_the_weights_lie_in_the_package() -> None:
    assert (Path(weights.__file__).parent / "data/tagger.xz").exists()
    assert len(weights.shipped().weights) > 5_000
