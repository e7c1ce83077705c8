"""Holds the shipped lexicon and taxonomy against each other: every file has a theme, every phrase can be read."""

from __future__ import annotations

import pytest

from kernpartner.themes.rules.lexicon import compiled, shipped_lexicon
from kernpartner.themes.rules.patterns import BadPattern
from kernpartner.themes.rules.taxonomy import data_files, read_yaml, taxonomy
from kernpartner.themes.rules.weights import shipped_weights


def test_every_theme_has_phrases_and_every_file_a_theme() -> None:
    files = {name.removesuffix(".yaml") for name in data_files("lexicon/themes", ".yaml")}
    assert files == {theme.id for theme in taxonomy().themes} == set(shipped_weights().themes)
    assert shipped_lexicon().size > 4000


def test_every_factor_has_phrases() -> None:
    assert set(read_yaml("lexicon", "factors.yaml")) == {factor.id for factor in taxonomy().factors}


def test_the_taxonomy_is_whole() -> None:
    schemes = taxonomy().schemes
    assert [len(scheme.themes) for scheme in schemes] == [5, 10]
    assert [len(scheme.factors) for scheme in schemes] == [43, 0]
    known = {theme.id for theme in taxonomy().themes}
    for factor in taxonomy().factors:
        assert set(factor.themes) <= known and factor.themes
        assert factor.ring in {"0", "1", "2", "3", "w"}
        assert factor.sector in {"ontspanning", "verwachtingen", "vergelijken"}


def test_a_comma_in_a_label_does_not_cut_it() -> None:
    labels = {factor.id: factor.label for factor in taxonomy().factors}
    assert labels["goed-prijzen-slecht-zwijgen"] == "Het goede geprezen, het slechte verzwegen"


def test_a_remark_in_the_lexicon_is_no_phrase() -> None:
    made = compiled({"t": {"strong": "pesten # remark ; not this\n"}}, {}, "", "", {}, {})
    assert made.size == 1


def test_a_phrase_that_cannot_be_read_stops_the_lexicon() -> None:
    with pytest.raises(BadPattern):
        compiled({"t": {"strong": "<nobody>"}}, {}, "", "", {}, {})
