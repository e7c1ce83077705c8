"""A file of words: lists by name, one word per line, and what is wrong per line."""

from __future__ import annotations

import pytest

from kernpartner.districts.rules import LONGEST, MOST_LINES, LineProblem, read_words


def test_lines_go_to_the_list_they_name_whatever_the_separator() -> None:
    read = read_words(
        '\ufeffsoort;woord\nschool;OBS De Klimboom\nstraat\tSmalle  Einde\n"club","vv Meerhof"\n\n# noot\n'
    )
    assert read.words == {"school": ("OBS De Klimboom",), "street": ("Smalle Einde",), "club": ("vv Meerhof",)}
    assert read.problems == ()


def test_words_that_may_stay_are_kept_in_lower_case_and_once() -> None:
    assert read_words("mag blijven;Roos\nallowed;roos").words == {"allowed": ("roos",)}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("De Klimboom", LineProblem.NO_SEPARATOR),
        ("winkel;De Hoek", LineProblem.KIND_UNKNOWN),
        ("school;", LineProblem.WORD_MISSING),
        ("school; - ", LineProblem.WORD_MISSING),
        ("club;" + "x" * (LONGEST + 1), LineProblem.WORD_LONG),
    ],
)
def test_a_wrong_line_is_named_by_its_number_and_the_others_count(line: str, problem: LineProblem) -> None:
    read = read_words(f"school;De Bron\n{line}\nclub;vv Meerhof")
    assert read.problems == ((2, problem),)
    assert read.words == {"school": ("De Bron",), "club": ("vv Meerhof",)}


def test_a_file_without_end_is_cut_off_and_said_so() -> None:
    read = read_words("school;De Bron\n" * (MOST_LINES + 10))
    assert read.problems == ((MOST_LINES + 1, LineProblem.TOO_MANY),)
