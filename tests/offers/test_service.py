"""What partners offer, on a real database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from kernpartner.audit import queries as audit
from kernpartner.offers import queries, service
from kernpartner.offers.models import Offer
from kernpartner.offers.rules import OfferInput, OfferProblem
from kernpartner.organisations.rules import Contact
from tests.conftest import NOW, TODAY
from tests.factories import LONG_AGO, Place, a_place


@pytest.fixture
def place(session: Session) -> Place:
    made = a_place(session)
    for organisation in (made.sport, made.jou):
        service.tie_partner(
            session, theme_id=made.themes["lanterfantertijd"], organisation_id=organisation.id, on=LONG_AGO
        )
    return made


def offer(place: Place, **more: object) -> OfferInput:
    given = OfferInput(theme_id=place.themes["lanterfantertijd"], form="inloop zonder wedstrijd")
    return replace(given, **more)  # type: ignore[arg-type]


def test_what_a_partner_offers_stands_beside_the_theme(session: Session, place: Place) -> None:
    made = service.make_offer(
        session, place.actor("sport"), offer(place, contact_person_id=place.people["sport"].id), NOW
    )
    (row,) = queries.offers_for(session, place.themes["lanterfantertijd"], TODAY)
    assert (row.offer_id, row.partner_label, row.form) == (made, "SportUtrecht", "inloop zonder wedstrijd")
    assert (row.made_on, row.last_confirmed_on, row.outdated) == (TODAY, TODAY, False)
    assert row.contact_name == "Proef sport"
    assert audit.entries(session, subject_id=made)[0].verb == "offer.made"


def test_a_number_that_was_typed_is_not_kept(session: Session, place: Place) -> None:
    service.make_offer(session, place.actor("sport"), offer(place, contact_text="bel 06-71234567"), NOW)
    (row,) = queries.offers_of(session, place.sport.id, TODAY)
    assert "71234567" not in row.contact_text


def test_an_offer_of_before_it_was_made_is_not_there(session: Session, place: Place) -> None:
    service.make_offer(session, place.actor("sport"), offer(place), NOW)
    assert queries.offers_for(session, place.themes["lanterfantertijd"], TODAY - timedelta(days=1)) == []


def test_a_partner_offers_only_to_its_own_themes(session: Session, place: Place) -> None:
    with pytest.raises(service.NotYourTheme):
        service.make_offer(session, place.actor("sport"), offer(place, theme_id=place.themes["zelfbeeld"]), NOW)


def test_an_offer_without_form_or_with_somebody_elses_contact_is_refused(session: Session, place: Place) -> None:
    with pytest.raises(service.OfferIncomplete) as refused:
        service.make_offer(
            session, place.actor("sport"), offer(place, form="", contact_person_id=place.people["jou"].id), NOW
        )
    assert refused.value.problems == {
        "form": OfferProblem.FORM_MISSING,
        "contact_person_id": OfferProblem.CONTACT_ELSEWHERE,
    }


def test_after_a_year_an_offer_waits_to_be_confirmed(session: Session, place: Place) -> None:
    made = service.make_offer(session, place.actor("sport"), offer(place), NOW)
    later = NOW + timedelta(days=370)
    assert [row.offer_id for row in queries.to_confirm(session, place.sport.id, later.date())] == [made]
    service.confirm_offer(session, place.actor("sport"), made, later)
    assert queries.to_confirm(session, place.sport.id, later.date()) == []
    assert queries.offers_of(session, place.sport.id, later.date())[0].last_confirmed_on == later.date()


def test_a_withdrawn_offer_is_gone_and_stays_gone(session: Session, place: Place) -> None:
    made = service.make_offer(session, place.actor("sport"), offer(place), NOW)
    service.withdraw_offer(session, place.actor("sport"), made, NOW)
    assert queries.offers_for(session, place.themes["lanterfantertijd"], TODAY) == []
    with pytest.raises(service.OfferGone):
        service.confirm_offer(session, place.actor("sport"), made, NOW)


def test_nobody_changes_the_offer_of_another_partner(session: Session, place: Place) -> None:
    made = service.make_offer(session, place.actor("sport"), offer(place), NOW)
    for act in (service.withdraw_offer, service.confirm_offer):
        with pytest.raises(service.NotYourOffer):
            act(session, place.actor("jou"), made, NOW)


def test_an_offer_for_one_area_is_not_shown_in_another(session: Session, place: Place) -> None:
    elsewhere = a_place(session, "elders")
    service.make_offer(session, place.actor("sport"), offer(place, area_id=place.area.id), NOW)
    service.make_offer(session, place.actor("jou"), offer(place), NOW)
    theme = place.themes["lanterfantertijd"]
    assert len(queries.offers_for(session, theme, TODAY, area_id=place.area.id)) == 2
    assert [row.partner_label for row in queries.offers_for(session, theme, TODAY, area_id=elsewhere.area.id)] == [
        "JoU"
    ]


def test_a_partner_belongs_to_a_theme_while_its_tie_holds(session: Session, place: Place) -> None:
    theme = place.themes["lanterfantertijd"]
    assert [found.label for found in queries.partners_for(session, theme, TODAY)] == ["JoU", "SportUtrecht"]
    service.untie_partner(session, theme_id=theme, organisation_id=place.jou.id, on=TODAY)
    assert [found.label for found in queries.partners_for(session, theme, TODAY)] == ["JoU", "SportUtrecht"]
    tomorrow = TODAY + timedelta(days=1)
    assert [found.label for found in queries.partners_for(session, theme, tomorrow)] == ["SportUtrecht"]
    assert queries.themes_of(session, place.jou.id, tomorrow) == []


def test_tying_twice_is_as_once(session: Session, place: Place) -> None:
    service.tie_partner(session, theme_id=place.themes["lanterfantertijd"], organisation_id=place.sport.id, on=TODAY)
    assert queries.themes_of(session, place.sport.id, TODAY) == [place.themes["lanterfantertijd"]]


def test_the_taxonomys_partner_names_tie_the_partners_they_name(session: Session, place: Place) -> None:
    assert service.tie_named_partners(session, place.district.id, LONG_AGO) > 2
    labels = {found.label for found in queries.partners_for(session, place.themes["perceptie-mentale-zorg"], TODAY)}
    assert labels == {"JoU", "SportUtrecht"}


def test_a_kernpartner_can_contribute_but_is_no_partner_of_the_theme(session: Session, place: Place) -> None:
    theme = place.themes["slaap-leefstijl"]
    service.tie_partner(session, theme_id=theme, organisation_id=place.jgz.id, on=LONG_AGO)
    service.make_offer(session, place.actor("jgz"), offer(place, theme_id=theme), NOW)
    assert [row.partner_label for row in queries.offers_for(session, theme, TODAY)] == ["JGZ Proefwijk"]
    assert queries.partners_for(session, theme, TODAY) == []


def test_the_partners_own_number_and_address_stay_as_they_are(session: Session, place: Place) -> None:
    reached = Contact("Team jeugd", "030 123 45 67", "Jeugd@SportUtrecht.example.org ")
    made = service.make_offer(session, place.actor("sport"), offer(place, contact=reached), NOW)
    (row,) = queries.offers_of(session, place.sport.id, TODAY)
    assert row.contact == Contact("Team jeugd", "030 123 45 67", "jeugd@sportutrecht.example.org")
    service.set_contact(session, place.actor("sport"), made, Contact("Balie", "06 12345678"), NOW)
    (row,) = queries.offers_of(session, place.sport.id, TODAY)
    assert row.contact == Contact("Balie", "06 12345678", "")
    assert [line.verb for line in audit.entries(session, subject_id=made)] == ["offer.changed", "offer.made"]


def test_a_name_in_the_function_is_taken_out_and_a_wrong_number_is_refused(session: Session, place: Place) -> None:
    given = offer(place, contact=Contact("Balie, vraag naar Jovanka Quistrel"))
    service.make_offer(session, place.actor("sport"), given, NOW)
    (row,) = queries.offers_of(session, place.sport.id, TODAY)
    assert "Quistrel" not in row.contact.function and row.contact.function.startswith("Balie")
    with pytest.raises(service.OfferIncomplete) as refused:
        service.make_offer(session, place.actor("sport"), offer(place, contact=Contact(phone="bel mij")), NOW)
    assert set(refused.value.problems) == {"contact_phone"}


def test_another_partner_does_not_change_the_contact(session: Session, place: Place) -> None:
    made = service.make_offer(session, place.actor("sport"), offer(place), NOW)
    with pytest.raises(service.NotYourOffer):
        service.set_contact(session, place.actor("jou"), made, Contact(phone="030 1234567"), NOW)


def test_a_form_that_was_sent_twice_is_one_offer(session: Session, place: Place) -> None:
    first = service.make_offer(session, place.actor("sport"), offer(place), NOW)
    again = service.make_offer(session, place.actor("sport"), offer(place), NOW + timedelta(days=30))
    (row,) = queries.offers_of(session, place.sport.id, TODAY + timedelta(days=30))
    assert first == again == row.offer_id
    assert row.last_confirmed_on == TODAY + timedelta(days=30)
    other = service.make_offer(session, place.actor("sport"), offer(place, when_text="op woensdag"), NOW)
    assert other != first
    assert service.make_offer(session, place.actor("jou"), offer(place), NOW) not in {first, other}


def test_what_another_withdrew_meanwhile_is_not_confirmed(session: Session, place: Place) -> None:
    made = service.make_offer(session, place.actor("sport"), offer(place), NOW)
    assert session.get(Offer, made) is not None
    session.execute(
        update(Offer).where(Offer.id == made).values(withdrawn_on=TODAY).execution_options(synchronize_session=False)
    )
    with pytest.raises(service.OfferGone):
        service.confirm_offer(session, place.actor("sport"), made, NOW)
