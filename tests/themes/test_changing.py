"""Themes change with history, conflict protection, lineage and undo; what was tied to a theme follows it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from kernpartner.concerns import service as concern_service
from kernpartner.consultations import queries as consultation_queries
from kernpartner.consultations import service as consultation_service
from kernpartner.offers import queries as offer_queries
from kernpartner.offers.service import tie_partner
from kernpartner.themes import queries, service
from kernpartner.themes.rules.changing import FactorInput, Problem, ThemeInput
from tests.concerns.logged import counts, logged
from tests.conftest import NOW, TODAY
from tests.factories import Place

LATER = NOW + timedelta(hours=1)


def _merge(session: Session, place: Place, slug: str, into: str) -> object:
    return concern_service.merge_theme(
        session, place.actor("coordinator"), place.themes[slug], place.themes[into], NOW, on=TODAY, reason="Hetzelfde."
    )


def test_who_saw_an_older_version_changes_nothing(session: Session, place: Place) -> None:
    theme = queries.theme(session, place.themes["zelfbeeld"])
    given = ThemeInput("Hoe ik mezelf zie", theme.definition)
    actor = place.actor("coordinator")
    assert service.edit_theme(session, actor, theme.id, given, NOW, seen_version=1)
    assert not service.edit_theme(session, actor, theme.id, given, NOW, seen_version=2)
    with pytest.raises(service.ChangedByOther):
        service.edit_theme(session, actor, theme.id, ThemeInput("Iets anders", "x"), NOW, seen_version=1)
    assert queries.theme(session, theme.id).label == "Hoe ik mezelf zie"
    assert len(queries.changes(session, place.district.id)) == 1


def test_an_edit_is_taken_back_unless_the_same_field_was_changed_since(
    session: Session, place: Place, elsewhere: Place
) -> None:
    theme = queries.theme(session, place.themes["zelfbeeld"])
    actor, before = place.actor("coordinator"), theme.label
    service.edit_theme(session, actor, theme.id, ThemeInput("Een", theme.definition), NOW, seen_version=1)
    first = queries.changes(session, place.district.id)[0].change
    service.edit_theme(session, actor, theme.id, ThemeInput("Een", "Andere uitleg."), LATER, seen_version=2)
    second = queries.changes(session, place.district.id)[0].change
    # Another field was changed since: no obstacle, and it stays.
    service.take_back(session, actor, place.district.id, first.id, LATER)
    assert (theme.label, theme.definition) == (before, "Andere uitleg.")
    with pytest.raises(service.CannotUndo):
        service.take_back(session, actor, place.district.id, first.id, LATER)
    service.take_back(session, actor, place.district.id, second.id, LATER)
    service.edit_theme(
        session, actor, theme.id, ThemeInput("Twee", theme.definition), LATER, seen_version=theme.version
    )
    third = queries.changes(session, place.district.id)[0].change
    service.edit_theme(
        session, actor, theme.id, ThemeInput("Drie", theme.definition), LATER, seen_version=theme.version
    )
    with pytest.raises(service.CannotUndo):
        service.take_back(session, actor, place.district.id, third.id, LATER)
    with pytest.raises(LookupError):
        service.take_back(session, actor, elsewhere.district.id, third.id, LATER)


def test_a_chain_of_merges_leads_to_the_last_and_goes_back_in_order(session: Session, place: Place) -> None:
    logged(session, place, "ib", "geldzorgen")
    first = _merge(session, place, "geldzorgen", "rouw-verlies")
    second = _merge(session, place, "rouw-verlies", "zelfbeeld")
    found = queries.theme_by_slug(session, place.district.id, "geldzorgen")
    assert found is not None and found.slug == "zelfbeeld"
    assert queries.line_of(session, place.themes["zelfbeeld"]) == {
        place.themes[slug] for slug in ("zelfbeeld", "rouw-verlies", "geldzorgen")
    }
    assert counts(session, place) == {"zelfbeeld": 1}
    actor, district = place.actor("coordinator"), place.district.id
    with pytest.raises(service.CannotUndo):
        concern_service.take_back(session, actor, district, first, LATER)  # type: ignore[arg-type]
    concern_service.take_back(session, actor, district, second, LATER)  # type: ignore[arg-type]
    assert counts(session, place) == {"rouw-verlies": 1}
    undo = concern_service.take_back(session, actor, district, first, LATER)  # type: ignore[arg-type]
    assert counts(session, place) == {"geldzorgen": 1}
    # Ending it again is done anew: what people decided since has to go along.
    with pytest.raises(service.CannotUndo):
        concern_service.take_back(session, actor, district, undo, LATER)


def test_a_theme_goes_only_into_another_one_that_counts_here(session: Session, place: Place, elsewhere: Place) -> None:
    for into in (place.themes["zelfbeeld"], elsewhere.themes["geldzorgen"], place.district.id):
        with pytest.raises(service.Incomplete) as wrong:
            concern_service.merge_theme(
                session, place.actor("admin"), place.themes["zelfbeeld"], into, NOW, on=TODAY, reason=""
            )
        assert wrong.value.problems == {"into": Problem.HEIR_MISSING}
    _merge(session, place, "geldzorgen", "zelfbeeld")
    with pytest.raises(service.Incomplete):
        _merge(session, place, "zelfbeeld", "geldzorgen")


def test_offers_partners_and_lessons_follow_the_theme(session: Session, place: Place) -> None:
    tie_partner(session, theme_id=place.themes["geldzorgen"], organisation_id=place.sport.id, on=TODAY)
    lesson = consultation_service.write_lesson(
        session,
        place.actor("ib"),
        district_id=place.district.id,
        theme_id=place.themes["geldzorgen"],
        text="Een budgetmaatje hielp.",
        now=NOW,
    )
    consultation_service.approve_lesson(session, place.actor("jgz"), lesson, NOW)
    into = place.themes["rouw-verlies"]
    change = _merge(session, place, "geldzorgen", "rouw-verlies")
    assert [one.label for one in offer_queries.partners_for(session, into, TODAY)] == ["SportUtrecht"]
    assert list(offer_queries.themes_of(session, place.sport.id, TODAY)) == [into]
    assert [one.text for one in consultation_queries.lessons(session, into)] == ["Een budgetmaatje hielp."]
    concern_service.take_back(session, place.actor("admin"), place.district.id, change, LATER)  # type: ignore[arg-type]
    assert offer_queries.partners_for(session, into, TODAY) == []
    assert list(offer_queries.themes_of(session, place.sport.id, TODAY)) == [place.themes["geldzorgen"]]


def test_factors_of_a_merged_theme_stand_on_the_map_with_its_heir(session: Session, place: Place) -> None:
    _merge(session, place, "lat-omlaag", "zelfbeeld")
    belongs = queries.factor_themes(session, place.district.id)
    assert place.themes["lat-omlaag"] not in {theme for themes in belongs.values() for theme in themes}
    assert all(len(themes) == len(set(themes)) for themes in belongs.values())


def test_a_theme_counts_from_and_until_the_days_that_people_give(session: Session, place: Place) -> None:
    theme = queries.theme(session, place.themes["geldzorgen"])
    given = ThemeInput(
        theme.label, theme.definition, valid_from=TODAY + timedelta(days=2), valid_to=TODAY + timedelta(days=3)
    )
    service.edit_theme(session, place.actor("admin"), theme.id, given, NOW, seen_version=1)
    days = [
        day for day in range(6) if "geldzorgen" in queries.theme_ids(session, place.district.id, TODAY + timedelta(day))
    ]
    assert days == [2, 3]


def test_a_name_typed_anywhere_in_a_theme_or_factor_is_not_kept(session: Session, place: Place) -> None:
    said = "Besproken met Jovanka Quistrel op 06 12345678."
    theme = queries.theme(session, place.themes["geldzorgen"])
    given = ThemeInput(said, said, said, said, said, said, (said,), (said,))
    service.edit_theme(session, place.actor("admin"), theme.id, given, NOW, seen_version=1, reason=said)
    factor = queries.factors(session, place.district.id)[0]
    placed = FactorInput(said, "1", "vergelijken", (theme.id,))
    service.edit_factor(session, place.actor("admin"), factor.id, placed, NOW, seen_version=1, reason=said)
    kept = [queries.taxonomy_of_district(session, place.district.id), factor.label]
    kept += [(row.change.reason, row.change.after) for row in queries.changes(session, place.district.id)]
    assert "Quistrel" not in str(kept) and "12345678" not in str(kept)


def test_the_shipped_words_stay_when_a_theme_is_saved_as_it_was_typed(session: Session, place: Place) -> None:
    made = service.add_theme(
        session,
        place.actor("admin"),
        queries.schemes(session, place.district.id)[1].id,
        ThemeInput("Overgang PO-VO en hobby's", "Winstdenken en de HKU.", partner_names=("Cultuurcampus", "HKU")),
        NOW,
        on=TODAY,
    )
    found = queries.theme(session, made)
    assert (found.label, found.partner_names) == ("Overgang PO-VO en hobby's", ["Cultuurcampus", "HKU"])
    assert found.slug == "overgang-po-vo-en-hobby-s"


def test_a_later_decision_of_a_person_holds_when_a_merge_is_taken_back(session: Session, place: Place) -> None:
    mine = logged(session, place, "ib", "geldzorgen")
    other = logged(session, place, "ib", "geldzorgen")
    change = _merge(session, place, "geldzorgen", "rouw-verlies")
    # The page of before the merge still says the old name.
    concern_service.decide_themes(
        session, place.actor("ib"), mine, confirmed=[], refused=[place.themes["geldzorgen"]], now=LATER
    )
    assert counts(session, place) == {"rouw-verlies": 1}
    concern_service.take_back(session, place.actor("admin"), place.district.id, change, LATER)  # type: ignore[arg-type]
    assert counts(session, place) == {"geldzorgen": 1}
    assert other != mine
