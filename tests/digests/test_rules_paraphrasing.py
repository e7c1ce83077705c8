"""Which words of people may be told to partners: planted violations are refused, approvals add up, and time passes."""

from __future__ import annotations

import itertools
import uuid
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernpartner.digests.rules import (
    PARAPHRASE_LIMIT,
    Behind,
    ParaphraseProblem,
    approvers_problem,
    is_told,
    paraphrase_problem,
    plainly,
    shares_words,
    told_from,
    wide_enough,
)

WRITER, SECOND, THIRD, FOURTH = (uuid.UUID(int=number) for number in range(1, 5))
SCHOOL, JGZ, TEAM = (uuid.UUID(int=number) for number in range(11, 14))
PLANTED = [
    ("Drie leerlingen zeggen hun club af.", ParaphraseProblem.NUMBER),
    ("Wij zagen het 4 keer.", ParaphraseProblem.NUMBER),
    ("De helft slaapt slecht.", ParaphraseProblem.NUMBER),
    ("Een tweeling stopt met voetbal.", ParaphraseProblem.NUMBER),
    ("Leerlingen uit groep acht willen niet meer naar de club.", ParaphraseProblem.NUMBER),
    ("Een elfjarige stopt met voetbal.", ParaphraseProblem.AGE),
    ("In de brugklas wordt de druk groter.", ParaphraseProblem.AGE),
    ("Kleuters zijn moe na een lange dag.", ParaphraseProblem.AGE),
    ("Jongens durven niet te verliezen.", ParaphraseProblem.SEX),
    ("Een meisje wil de beste zijn.", ParaphraseProblem.SEX),
    ("Zijn broer deed het beter en dat knaagt.", ParaphraseProblem.SEX),
    ("Een moeder vindt rust belangrijk.", ParaphraseProblem.ROLE),
    ("Juffen zien leerlingen die niet stoppen.", ParaphraseProblem.ROLE),
    ("De trainer kiest alleen de besten.", ParaphraseProblem.ROLE),
    ("De jeugdarts hoort klachten over slaap.", ParaphraseProblem.ROLE),
    ("De ib'er hoort klachten over slaap.", ParaphraseProblem.ROLE),
    ("Op maandag zijn leerlingen moe.", ParaphraseProblem.DAY),
    ("Sinds oktober slapen leerlingen slecht.", ParaphraseProblem.DAY),
    ("Met Koningsdag durfde niemand te spelen.", ParaphraseProblem.DAY),
    ("Op deze school telt alleen het cijfer.", ParaphraseProblem.SCHOOL),
    ("Leerlingen vrezen dat het geen havo wordt.", ParaphraseProblem.SCHOOL),
    (" ", ParaphraseProblem.MISSING),
    ("x" * (PARAPHRASE_LIMIT + 1), ParaphraseProblem.TOO_LONG),
]
FINE = [
    "Leerlingen zeggen clubs af omdat zij na school willen slapen.",
    "Jongeren vergelijken zich met wat zij op hun telefoon zien.",
    "Een vrije middag zonder plan geeft rust. Ouders vinden dat spannend.",
    "Wie een fout maakt, wil liever niet meer meedoen.",
]


@pytest.mark.parametrize(("text", "problem"), PLANTED)
def test_what_counts_or_points_at_somebody_is_refused(text: str, problem: ParaphraseProblem) -> None:
    assert paraphrase_problem(text) is problem


@pytest.mark.parametrize("text", FINE)
def test_what_is_said_of_nobody_may_be_told(text: str) -> None:
    assert paraphrase_problem(text) is None


WORDS = ("de", "leerling", "slaapt", "slecht", "en", "wil", "niet", "naar", "club", "want", "moe")


@given(st.lists(st.sampled_from(WORDS), min_size=5))
def test_five_equal_words_are_found_wherever_they_stand(words: list[str]) -> None:
    other = " ".join(["vooraf", *words, "erna"]).upper().replace(" ", ", ")
    assert shares_words(" ".join(words), [other])


def test_four_equal_words_are_no_sentence_of_somebody() -> None:
    assert not shares_words("wil niet meer naar school", ["zij wil niet meer naar de club"])
    assert shares_words("wil niet meer naar de training", ["zij wil niet meer naar de club"])
    assert not shares_words("te kort", ["te kort"])


def test_two_people_of_two_organisations_other_than_the_writer_are_needed() -> None:
    people = [(WRITER, SCHOOL), (SECOND, JGZ), (THIRD, JGZ), (FOURTH, TEAM)]
    for size in range(len(people) + 1):
        for given_by in itertools.combinations(people, size):
            others = [one for one in given_by if one[0] != WRITER]
            enough = len({person for person, _org in others}) >= 2 and len({org for _person, org in others}) >= 2
            assert approvers_problem(WRITER, given_by) is not enough


@given(st.integers(0, 5), st.integers(0, 4))
def test_three_schools_and_two_organisations_stand_behind_what_is_told(schools: int, organisations: int) -> None:
    behind = Behind(
        frozenset(uuid.UUID(int=n) for n in range(schools)), frozenset(uuid.UUID(int=n) for n in range(organisations))
    )
    assert wide_enough(behind) is (schools >= 3 and organisations >= 2)


@given(st.dates(date(2020, 1, 1), date(2050, 1, 1)), st.integers(-10, 600))
def test_it_is_told_a_quarter_late_and_not_for_ever(approved: date, days: int) -> None:
    on = approved + timedelta(days=days)
    assert is_told(approved, on) is (91 <= days <= 91 + 365)
    assert told_from(approved) == approved + timedelta(days=91)


@pytest.mark.parametrize("between", ["\u200b", "\u00ad", "\u2060"])
def test_an_unseen_mark_in_a_word_hides_nothing(between: str) -> None:
    said = "zij willen na school liever rust"
    assert shares_words(said.replace("o", f"o{between}"), [said])
    assert paraphrase_problem(plainly(f"De m{between}oeder zegt dat vaak.")) is ParaphraseProblem.ROLE


def test_joining_words_with_dashes_or_writing_letters_otherwise_hides_no_sentence() -> None:
    said = "één keer wil zij na school rust"
    assert shares_words("één-keer-wil-zij-na-school", [said])
    assert shares_words("e\u0301e\u0301n keer wil zij na school", [said])
