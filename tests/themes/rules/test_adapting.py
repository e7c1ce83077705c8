"""Holds what a district learns against what it may learn: from enough organisations, near the shipped, no text."""

from __future__ import annotations

import json

import pytest

from kernpartner.themes.rules import Tagger
from kernpartner.themes.rules.adapting import FEWEST_HOLDERS, Decided, Learnt, applied, learnt_as, learnt_from, written
from kernpartner.themes.rules.lexicon import shipped_lexicon
from kernpartner.themes.rules.weights import shipped_weights

BASE = Tagger.shipped().version


def _learnt(*decided: Decided, fewest_districts: int = 1) -> Learnt:
    return learnt_from(decided, shipped_weights(), shipped_lexicon(), BASE, fewest_districts=fewest_districts)


def _decided(
    number: int, text: str, *confirmed: str, holder: int | None = None, district: str = "a", refused: str = ""
) -> Decided:
    return Decided(
        case=str(number),
        holder=str(number % 5 if holder is None else holder),
        district=district,
        text=text,
        confirmed=frozenset(confirmed),
        refused=frozenset({refused} - {""}),
    )


# A word that nothing shipped knows, for something that people here call bullying.
STRANGE = [_decided(n, f"weer flapdrol en slijmbal gezegd in de rij, dag {n}", "pesten-groep") for n in range(20)]
PLAIN = [_decided(n, f"moeder kan de contributie niet betalen, week {n}", "geldzorgen") for n in range(20, 40)]


def test_nothing_decided_is_nothing_learnt() -> None:
    learnt = _learnt()
    assert learnt.bias == learnt.signs == learnt.lemmas == learnt.rarity == {}
    assert applied(shipped_weights(), learnt) == shipped_weights()


def test_what_people_confirm_becomes_likelier_and_shows_the_word_that_did_it() -> None:
    text = "flapdrol en slijmbal gezegd in de rij"
    before = Tagger.shipped().probabilities(text)["pesten-groep"]
    after = Tagger.of_district(_learnt(*STRANGE, *PLAIN), {}, "x").suggest(text)
    assert after.themes[0].id == "pesten-groep" and after.themes[0].confidence > before + 0.2
    assert any("flapdrol" in words for words in after.themes[0].because)


def test_what_people_refuse_becomes_less_likely() -> None:
    text = "moeder kan de contributie niet betalen"
    refused = [_decided(n, f"{text}, week {n}", refused="geldzorgen") for n in range(30)]
    before = Tagger.shipped().probabilities(text)["geldzorgen"]
    assert Tagger.of_district(_learnt(*refused), {}, "x").probabilities(text)["geldzorgen"] < before - 0.2


@pytest.mark.parametrize("holders", [1, FEWEST_HOLDERS - 1])
def test_a_word_of_too_few_organisations_is_not_kept(holders: int) -> None:
    few = [_decided(n, one.text, "pesten-groep", holder=n % holders) for n, one in enumerate(STRANGE)]
    learnt = _learnt(*few, *PLAIN)
    assert "flapdrol" not in json.dumps(written(learnt))
    assert "contributie" in learnt.lemmas


def test_a_word_of_enough_organisations_is_kept() -> None:
    few = [_decided(n, one.text, "pesten-groep", holder=n % FEWEST_HOLDERS) for n, one in enumerate(STRANGE)]
    assert "flapdrol" in _learnt(*few, *PLAIN).lemmas


def test_for_all_districts_a_word_must_stand_in_two() -> None:
    one = [*STRANGE, *PLAIN]
    assert "flapdrol" not in _learnt(*one, fewest_districts=2).lemmas
    two = [_decided(n, note.text, "pesten-groep", district="ab"[n % 2]) for n, note in enumerate(STRANGE)]
    assert "flapdrol" in _learnt(*two, *PLAIN, fewest_districts=2).lemmas


def test_no_text_and_no_number_stays_in_what_was_learnt() -> None:
    kept = _learnt(*STRANGE, *PLAIN)
    assert all(" " not in lemma and lemma.isalpha() and len(lemma) >= 3 for lemma in (*kept.lemmas, *kept.rarity))
    assert all(note.text not in json.dumps(written(kept)) for note in (*STRANGE, *PLAIN))


def test_order_makes_no_difference_and_writing_loses_nothing() -> None:
    kept = _learnt(*STRANGE, *PLAIN)
    assert written(_learnt(*reversed([*STRANGE, *PLAIN]))) == written(kept)
    assert learnt_as(json.loads(json.dumps(written(kept)))) == kept


def test_what_was_learnt_beside_other_weights_does_not_count() -> None:
    kept = _learnt(*STRANGE, *PLAIN)
    other = Learnt("lexicon-of-last-year", kept.bias, kept.signs, kept.lemmas, kept.rarity)
    text = "hij wordt flapdrol genoemd"
    assert Tagger.of_district(other, {}, "x").probabilities(text) == Tagger.shipped().probabilities(text)


def test_what_still_waits_for_a_decision_teaches_nothing() -> None:
    waiting = [
        Decided(
            str(n),
            str(n % 5),
            "a",
            f"flapdrol geroepen, dag {n}",
            frozenset(),
            frozenset(["zelfbeeld"]),
            frozenset(["pesten-groep"]),
        )
        for n in range(20)
    ]
    learnt = _learnt(*waiting)
    assert set(learnt.bias) == {"zelfbeeld"}
