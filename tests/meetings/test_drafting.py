"""The draft in 90 minutes: fixed parts, themes that may be shown, guests together, a reason for everything."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kernpartner.meetings.rules.candidates import (
    ActionFacts,
    Around,
    OfferFacts,
    Party,
    QuestionFacts,
    ThemeFacts,
    short,
)
from kernpartner.meetings.rules.drafting import PinnedDoNotFit, Placed, Wishes, drafted
from kernpartner.meetings.rules.ordering import Block, waiting
from kernpartner.meetings.rules.parts import Kind, budget, parts
from kernpartner.meetings.rules.reasons import sentences

SPORT, JOU, DOCK = Party("p-sport", "SportUtrecht"), Party("p-jou", "JoU"), Party("p-dock", "DOCK")
SCHOOL = Party("o-school", "Basisschool De Proef")
AROUND = Around("Buurtteam Proefwijk", today=date(2026, 3, 10))
BAND = {"statement": "s", "period": "2025-2026", "lo": 15, "hi": 19}


def theme(name: str, score: float = 1.0, **more: object) -> ThemeFacts:
    given = {"flag": True, "gate": True, "bands": (BAND,)} | more
    return ThemeFacts(id=name, label=name.title(), score=score, **given)  # type: ignore[arg-type]


def keys(placed: list[Placed]) -> list[str]:
    return [one.draft.key for one in placed if one.on_agenda]


def reasons(placed: list[Placed], key: str) -> list[str]:
    found = next(one for one in placed if one.draft.key == key)
    return sentences(found.why_not, {one.draft.key: one.draft.title for one in placed})


def test_ninety_minutes_hold_ten_fifteen_three_times_fifteen_ten_and_ten() -> None:
    fixed = parts(90)
    assert fixed == {Kind.OPENING: 10, Kind.NUMBERS: 15, Kind.OFFERS: 10, Kind.DECISIONS: 10}
    assert budget(90, fixed) == 45
    placed = drafted(90, [theme(n, offers=(OfferFacts(SPORT, "x"),)) for n in ("a", "b", "c")], [], [], AROUND)
    assert [(one.draft.key, one.minutes) for one in placed if one.on_agenda and one.draft.kind is Kind.THEME] == [
        ("theme:a", 15),
        ("theme:b", 15),
        ("theme:c", 15),
    ]


def test_the_agenda_fills_the_meeting_and_never_more() -> None:
    for minutes in range(30, 245, 5):
        themes = [theme(f"t{n}", 1 + n / 10, offers=(OfferFacts(SPORT, "x"),)) for n in range(12)]
        placed = drafted(minutes, themes, [], [], AROUND)
        assert sum(one.minutes for one in placed if one.on_agenda) <= minutes


def test_without_offers_there_is_no_part_for_them_and_more_time_for_themes() -> None:
    placed = drafted(90, [theme(n) for n in "abcdef"], [], [], AROUND)
    assert "offers" not in keys(placed)
    assert sum(one.minutes for one in placed if one.draft.kind is Kind.THEME) == 55


def test_a_theme_without_a_shown_figure_is_never_on_the_draft_whatever_its_verdict() -> None:
    gap = {"statement": "s", "period": "2025-2026", "lo": None, "hi": None}
    hidden = [
        theme("strong", 3.0, bands=(gap,)),
        theme("weak", 0.1, flag=False, bands=(gap,)),
        theme("nothing", 2.0, bands=()),
        theme("waiting", 2.0, gate=None, bands=()),
    ]
    placed = drafted(90, hidden, [], [], AROUND)
    assert keys(placed) == ["opening", "numbers", "decisions"]
    said = {tuple(reasons(placed, f"theme:{facts.id}")) for facts in hidden}
    assert said == {("Over dit thema wordt (nog) niets getoond.",)}
    assert all(not one.draft.why for one in placed if one.draft.kind is Kind.THEME)


def test_a_theme_waits_for_the_second_gate_as_a_proposal() -> None:
    placed = drafted(90, [theme("a", gate=None), theme("b", gate=False)], [], [], AROUND)
    assert keys(placed) == ["opening", "numbers", "decisions"]
    assert reasons(placed, "theme:a")[0].startswith("Het is een voorstel.")
    assert reasons(placed, "theme:b")[0].startswith("Bij de beoordeling bleek het nog niet helder")


def test_guests_sit_together_with_the_partners_offers_and_do_not_wait() -> None:
    themes = [
        theme("inside", 2.0),
        theme("sport", 1.0, partners=(SPORT,), offers=(OfferFacts(SPORT, "clinics"),)),
        theme("jou", 1.5, partners=(JOU,), offers=(OfferFacts(JOU, "inloop"),)),
    ]
    placed = [one for one in drafted(90, themes, [], [], AROUND) if one.on_agenda]
    blocks = [Block(one.draft.key, one.minutes, frozenset(p.id for p in one.draft.guests)) for one in placed]
    assert waiting(blocks) == 0
    order = [one.draft.key for one in placed]
    assert order[:2] == ["opening", "numbers"]
    assert order[-2:] == ["theme:inside", "decisions"]
    assert order.index("offers") in {3, 4}


def test_a_partner_who_cannot_come_is_no_guest_and_needed_nowhere() -> None:
    around = replace(AROUND, absent=frozenset({SPORT.id}))
    placed = drafted(90, [theme("a", offers=(OfferFacts(SPORT, "x"),), partners=(SPORT, JOU))], [], [], around)
    assert all(SPORT not in one.draft.guests for one in placed)
    assert "offers" not in keys(placed)


def test_what_worked_is_on_the_agenda_when_there_is_something() -> None:
    strong = [theme(n, 3.0, offers=(OfferFacts(SPORT, "x"),)) for n in ("a", "b", "c")]
    learnt = theme("geleerd", 0.2, flag=False, lessons=("Samen aan tafel hielp.",))
    placed = drafted(90, [*strong, learnt], [], [], AROUND)
    assert "lesson:geleerd" in keys(placed)
    carried = drafted(90, [*strong, theme("geleerd", 0.9, lessons=("Samen aan tafel hielp.",))], [], [], AROUND)
    assert "theme:geleerd" in keys(carried)
    assert "lesson:geleerd" not in {one.draft.key for one in carried}


def test_open_actions_come_first_and_a_month_late_gets_its_own_item() -> None:
    late = ActionFacts("1", "Sport uitnodigen", SCHOOL, date(2026, 1, 2))
    fresh = ActionFacts("2", "Folder maken", SCHOOL, date(2026, 5, 1))
    placed = drafted(90, [], [late, fresh], [], AROUND)
    opening = placed[0]
    assert opening.draft.key == "opening"
    assert opening.draft.open_actions == (
        "Sport uitnodigen (Basisschool De Proef, voor 2-1-2026)",
        "Folder maken (Basisschool De Proef, voor 1-5-2026)",
    )
    assert keys(placed) == ["opening", "numbers", "action:1", "decisions"]


def test_an_action_of_somebody_absent_leaves_with_that_reason() -> None:
    late = ActionFacts("1", "Sport uitnodigen", SCHOOL, date(2026, 1, 2))
    placed = drafted(90, [], [late], [], replace(AROUND, absent=frozenset({SCHOOL.id})))
    assert reasons(placed, "action:1") == ["Dit kan niet zonder Basisschool De Proef. Die is er nu niet bij."]


def test_an_action_about_a_theme_on_the_agenda_is_carried_by_that_theme() -> None:
    late = ActionFacts("1", "Sport uitnodigen", SCHOOL, date(2026, 1, 2), theme_id="a")
    placed = drafted(90, [theme("a", open_actions=("Sport uitnodigen",))], [late], [], AROUND)
    assert "action:1" not in {one.draft.key for one in placed}
    item = next(one for one in placed if one.draft.key == "theme:a")
    assert "Er staat één afspraak open." in sentences(item.draft.why)


def test_a_theme_that_returns_is_there_to_decide() -> None:
    first, again = drafted(90, [theme("a"), theme("b", discussed_before=True)], [], [], AROUND)[2:4]
    aims = {one.draft.key: one.draft.aim.value for one in (first, again)}
    assert aims == {"theme:a": "discuss", "theme:b": "decide"}


def test_a_pinned_item_keeps_its_minutes_and_the_rest_is_planned_around_it() -> None:
    themes = [theme(n, 2.0) for n in ("a", "b", "c")] + [theme("laag", 0.1)]
    placed = drafted(90, themes, [], [], AROUND, wishes=Wishes(pinned={"theme:laag": 30}))
    item = next(one for one in placed if one.draft.key == "theme:laag")
    assert (item.on_agenda, item.minutes) == (True, 30)
    assert sum(one.minutes for one in placed if one.on_agenda) <= 90


def test_a_hidden_theme_comes_on_the_agenda_only_by_hand_and_without_a_figure() -> None:
    placed = drafted(90, [theme("stil", bands=())], [], [], AROUND, wishes=Wishes(pinned={"theme:stil": 15}))
    item = next(one for one in placed if one.draft.key == "theme:stil")
    assert item.on_agenda
    assert item.draft.bands == ()
    assert item.draft.why == ()


def test_a_dropped_item_stays_off_and_says_who_decided_that() -> None:
    placed = drafted(90, [theme("a")], [], [], AROUND, wishes=Wishes(dropped=frozenset({"theme:a"})))
    assert reasons(placed, "theme:a") == ["De voorbereider van het overleg heeft dit van de agenda gehaald."]


def test_pinned_items_longer_than_the_meeting_are_refused() -> None:
    with pytest.raises(PinnedDoNotFit):
        drafted(90, [theme("a")], [], [], AROUND, wishes=Wishes(pinned={"theme:a": 80}))


def test_a_question_of_somebody_without_an_item_last_time_weighs_more() -> None:
    asked = [QuestionFacts("1", "Hoe bereiken wij ouders?", SCHOOL), QuestionFacts("2", "Wie belt wie?", DOCK)]
    around = replace(AROUND, without_item=frozenset({DOCK.id}))
    placed = drafted(90, [], [], asked, around, settings={"opening": 40, "numbers": 30})
    assert keys(placed) == ["opening", "numbers", "question:2", "decisions"]
    item = next(one for one in placed if one.draft.key == "question:2")
    assert sentences(item.draft.why) == ["DOCK vroeg erom.", "DOCK had vorige keer geen onderwerp."]


def test_every_item_in_or_out_has_a_reason_of_at_most_twenty_words() -> None:
    themes = [theme(f"t{n}", 0.5 + n / 10, lessons=("x",) if n % 3 == 0 else (), gate=n % 4 != 0) for n in range(12)]
    placed = drafted(90, themes, [], [QuestionFacts("1", "Wie belt wie?", DOCK)], AROUND)
    titles = {one.draft.key: one.draft.title for one in placed}
    for one in placed:
        said = sentences(one.draft.why if one.on_agenda else one.why_not, titles)
        assert said, one.draft.key
        for part in " ".join(said).split(". "):
            assert len(part.split()) <= 20, part


def test_a_title_is_cut_at_a_word() -> None:
    assert short("Hoe bereiken wij ouders?") == "Hoe bereiken wij ouders?"
    assert short("woord " * 30).endswith("woord…")
    assert len(short("woord " * 30)) <= 70


def test_the_same_facts_in_another_order_give_the_same_draft() -> None:
    themes = [theme(n, 1.0) for n in "abcdefg"]
    forward, backward = drafted(90, themes, [], [], AROUND), drafted(90, list(reversed(themes)), [], [], AROUND)
    assert keys(forward) == keys(backward)
    assert {one.draft.key: one.why_not for one in forward} == {one.draft.key: one.why_not for one in backward}


def test_the_numbers_name_each_theme_once_with_its_newest_figure() -> None:
    old, gap = {**BAND, "period": "Oud", "lo": 10, "hi": 14}, {**BAND, "period": "Gat", "lo": None, "hi": None}
    themes = [theme("a", bands=(gap, {**BAND, "period": "Nieuw"}, old)), theme("b", bands=(old,))]
    (numbers,) = [one for one in drafted(90, themes, [], [], AROUND) if one.draft.key == "numbers"]
    assert [band["period"] for band in numbers.draft.bands] == ["A, nieuw", "B, oud"]


def test_what_a_partner_can_do_is_one_line_with_all_its_themes() -> None:
    themes = [
        theme("a", offers=(OfferFacts(SPORT, "clinics"), OfferFacts(JOU, "inloop"))),
        theme("b", offers=(OfferFacts(SPORT, "clinics"),)),
    ]
    (offers,) = [one for one in drafted(90, themes, [], [], AROUND) if one.draft.key == "offers"]
    assert offers.draft.offers == (f"{JOU.label}: inloop (A)", f"{SPORT.label}: clinics (A, B)")
