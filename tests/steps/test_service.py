"""Next steps in a district: promoted, worded, rolled out, cloned and adapted; twice is as once."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.steps import queries, service
from kernpartner.steps.models import Package, RollOut
from kernpartner.steps.rules import ASKED, DirectionInput, Part, StepInput, StepProblem, StepStatus
from tests.conftest import NOW
from tests.factories import Place, a_place


@pytest.fixture
def place(session: Session) -> Place:
    return a_place(session)


def promoted(session: Session, place: Place, **more: object) -> uuid.UUID:
    given: dict[str, object] = {
        "theme_id": place.themes["pesten-groep"],
        "title": "Samen op het plein",
        "domains": frozenset({"school", "leeftijdgenoten"}),
        "answers": {test.value: True for test in ASKED},
        "why": "Moeder belde 06-12345678 hierover.",
    }
    return service.promote(
        session,
        place.actor("coordinator"),
        place.district.id,
        StepInput(**given | more),
        NOW,  # type: ignore[arg-type]
    )


def test_a_theme_is_promoted_with_how_each_test_ended_and_words_are_cleaned(session: Session, place: Place) -> None:
    view = queries.next_step(session, promoted(session, place))
    assert view is not None
    assert view.step.tests == dict.fromkeys(
        ("from_sessions", "within_a_year", "lasts", "several_domains", "covers_together"), True
    )
    assert "12345678" not in view.step.why
    with pytest.raises(service.StepRefused):
        promoted(session, place, answers={})
    with pytest.raises(service.StepRefused) as refused:
        promoted(session, place, theme_id=uuid.uuid4(), domains=frozenset({"thuis", "zorg"}))
    assert refused.value.problems == {"theme": StepProblem.THEME_UNKNOWN}


def test_the_shipped_steps_come_once_with_partners_plans_and_packages(session: Session, place: Place) -> None:
    assert service.adopt_shipped_steps(session, place.district.id, NOW) == 5
    assert service.adopt_shipped_steps(session, place.district.id, NOW) == 0
    steps = queries.next_steps(session, place.district.id)
    assert [len(view.directions) for view in steps] == [1, 1, 2, 4, 4]
    clubs = steps[0].directions[0]
    assert set(clubs.partners) == {"SportUtrecht", "JoU"}
    assert clubs.direction.plan[0]["title"] == "Samen beginnen"
    assert queries.covered_domains(session, place.district.id) == {
        *("vrije_tijd", "leeftijdgenoten", "thuis", "school", "zorg"),
    }


def test_a_step_has_at_most_four_directions_and_two_editors_do_not_overwrite_each_other(
    session: Session, place: Place
) -> None:
    step_id, actor = promoted(session, place), place.actor("coordinator")
    given = DirectionInput("Pleinwacht", "Rust op het plein.", partners=(place.sport.id,))
    first = service.add_direction(session, actor, step_id, given, NOW)
    for _ in range(3):
        service.add_direction(session, actor, step_id, given, NOW)
    with pytest.raises(service.StepRefused):
        service.add_direction(session, actor, step_id, given, NOW)
    later = DirectionInput("Pleinwacht", "Bel 06-12345678.", "running", date(2026, 9, 1), date(2027, 6, 1))
    service.change_direction(session, actor, first, later, 1, NOW)
    with pytest.raises(service.StepChangedMeanwhile):
        service.change_direction(session, actor, first, given, 1, NOW)
    found = queries.direction(session, first)
    assert found is not None and "12345678" not in found[1].goal and found[1].version == 2


def test_an_organisation_enters_a_plan_at_any_phase_and_moves_on(session: Session, place: Place) -> None:
    service.adopt_shipped_steps(session, place.district.id, NOW)
    clubs = queries.next_steps(session, place.district.id)[0].directions[0].direction
    service.enter_phase(session, place.actor("ib"), clubs.id, 2, NOW)
    service.enter_phase(session, place.actor("ib"), clubs.id, 3, NOW, status=StepStatus.DONE)
    (row,) = queries.next_steps(session, place.district.id)[0].directions[0].places
    assert (row.label, row.phase, row.roll_out.status) == ("Basisschool De Proef", "Terugkijken", "done")
    assert len(session.scalars(select(RollOut)).all()) == 1
    for phase, status in ((4, StepStatus.RUNNING), (-1, StepStatus.RUNNING), (0, StepStatus.IDEA)):
        with pytest.raises(service.NoSuchStep):
            service.enter_phase(session, place.actor("ib"), clubs.id, phase, NOW, status=status)


def test_a_school_adapts_its_own_copy_and_the_shipped_package_stays(session: Session, place: Place) -> None:
    service.adopt_shipped_steps(session, place.district.id, NOW)
    source = session.scalars(select(Package)).one()
    before = list(source.parts)
    own = service.clone_package(session, place.actor("ib"), source.id, NOW)
    assert service.clone_package(session, place.actor("ib"), source.id, NOW) == own
    parts = [Part("Vooraf", "Vraag het aan 06-12345678."), Part(" ", " ")]
    service.adapt_package(session, place.actor("ib"), own, "Ons pakket", parts, 1, NOW)
    made = queries.package(session, own)
    assert made is not None and (made.title, len(made.parts), made.version) == ("Ons pakket", 1, 2)
    assert "12345678" not in made.parts[0]["text"]
    assert session.get_one(Package, source.id).parts == before
    with pytest.raises(service.StepChangedMeanwhile):
        service.adapt_package(session, place.actor("ib"), own, "Weer anders", parts, 1, NOW)
    for who, key in (("ib2", own), ("ib", source.id)):
        with pytest.raises(service.NoSuchStep):
            service.adapt_package(session, place.actor(who), key, "Van een ander", parts, 2, NOW)
