"""Who solved it before, on a real database: what stands beside a theme, and what a search finds and never finds."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from kernpartner.concerns.rules import ConcernInput
from kernpartner.concerns.service import log_concern
from kernpartner.consultations import service as consultation_service
from kernpartner.consultations.models import Lesson
from kernpartner.consultations.queries.lessons import VISIBLE
from kernpartner.consultations.rules import ReplyKind
from kernpartner.offers import service as offer_service
from kernpartner.offers.models import Offer
from kernpartner.offers.rules import OfferInput
from kernpartner.organisations import service as organisation_service
from kernpartner.solutions import queries
from tests.conftest import NOW, TODAY
from tests.factories import LONG_AGO, Place, a_place


@dataclass
class Known:
    """A place with lessons and offers to be found."""

    place: Place
    lessons: dict[str, uuid.UUID]
    offers: dict[str, uuid.UUID]


LESSONS = {
    "avond": (
        "scoren-zonder-toetsen",
        "Twee ouderavonden zonder cijfers op tafel hielpen de ouders kijken naar plezier.",
    ),
    "pesten": ("pesten-groep", "De klas maakte samen een pestprotocol. Wie gepest werd, koos zelf een maatje."),
    "rust": ("lanterfantertijd", "Een vaste rustplek in de pauze gaf vrije tijd terug."),
}


def a_lesson(session: Session, place: Place, slug: str, words: str, *, approved: bool = True) -> uuid.UUID:
    """Write a lesson by the neighbourhood team, approved by JGZ."""
    made = consultation_service.write_lesson(
        session,
        place.actor("worker"),
        district_id=place.district.id,
        theme_id=place.themes[slug],
        text=words,
        now=NOW,
    )
    if approved:
        consultation_service.approve_lesson(session, place.actor("jgz"), made, NOW)
    return made


def an_offer(session: Session, place: Place, who: str, slug: str, form: str) -> uuid.UUID:
    """Let a partner belong to a theme and offer something there."""
    partner = getattr(place, who)
    offer_service.tie_partner(session, theme_id=place.themes[slug], organisation_id=partner.id, on=LONG_AGO)
    given = OfferInput(theme_id=place.themes[slug], form=form, when_text="elke woensdag")
    return offer_service.make_offer(session, place.actor(who), given, NOW)


@pytest.fixture
def known(session: Session) -> Known:
    place = a_place(session)
    lessons = {name: a_lesson(session, place, slug, words) for name, (slug, words) in LESSONS.items()}
    offers = {
        "beweeg": an_offer(session, place, "sport", "lanterfantertijd", "bewegen zonder wedstrijd in de sporthal"),
        "inloop": an_offer(session, place, "jou", "online-leven", "inloop voor jongeren in het buurthuis"),
    }
    return Known(place, lessons, offers)


def found(session: Session, known: Known, question: str, **more: uuid.UUID | None) -> set[uuid.UUID]:
    return {hit.id for hit in queries.search(session, known.place.district.id, question, TODAY, **more).hits}


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("ouderavonden", "avond"),
        ("ouderavond", "avond"),  # another number
        ("hielp", "avond"),
        ("pestprotocollen", "pesten"),
        ("pestprotocol", "pesten"),
        ("protocol", "pesten"),  # the last part of a compound
        ("rustplekken", "rust"),
        ("pauzes", "rust"),
        ("oudravond", "avond"),  # one letter too few
        ("ouderavnod", "avond"),  # two swapped
        ("oudravont", "avond"),  # two letters wrong
        ("pestprotokol", "pesten"),
        ("pesprotokol", "pesten"),
        ("rustplk", "rust"),
        ("ouders plezier", "avond"),
        ("rustplek in de pauze", "rust"),
        ("RUSTPLEK!", "rust"),
    ],
)
def test_a_lesson_is_found_by_inflected_compound_and_misspelt_words(
    session: Session, known: Known, question: str, name: str
) -> None:
    assert known.lessons[name] in found(session, known, question)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        *(("bewegen", "beweeg"), ("beweeg", "beweeg"), ("sporthallen", "beweeg"), ("sport", "beweeg"), ("hal", None)),
        *(("wedstrijden", "beweeg"), ("inlop", "inloop"), ("buurthuizen", "inloop"), ("woensdag", "inloop")),
    ],
)
def test_an_offer_is_found_too(session: Session, known: Known, question: str, name: str | None) -> None:
    hits = found(session, known, question)
    assert known.offers[name] in hits if name else hits == set()


@pytest.mark.parametrize("question", ["voetbaltoernooi", "zwemles", "xyz", "' | '", "a & b", "!!", "het", "\x01"])
def test_what_stands_nowhere_finds_nothing_and_breaks_nothing(session: Session, known: Known, question: str) -> None:
    assert found(session, known, question) == set()


def test_no_words_give_everything_that_may_be_read_newest_first(session: Session, known: Known) -> None:
    hits = queries.search(session, known.place.district.id, "", TODAY).hits
    assert {hit.id for hit in hits} == {*known.lessons.values(), *known.offers.values()}
    assert [hit.on for hit in hits] == sorted((hit.on for hit in hits), reverse=True)


def test_a_lesson_that_nobody_approved_is_not_found_and_one_that_was_taken_back_is_gone_at_once(
    session: Session, known: Known
) -> None:
    waiting = a_lesson(session, known.place, "zelfbeeld", "Een dansgroep hielp.", approved=False)
    assert found(session, known, "dansgroep") == set()
    consultation_service.approve_lesson(session, known.place.actor("jgz"), waiting, NOW)
    assert found(session, known, "dansgroep") == {waiting}
    consultation_service.withdraw_lesson(session, known.place.actor("jgz"), waiting, NOW)
    assert found(session, known, "dansgroep") == set()
    assert waiting not in found(session, known, "")


def test_who_neither_wrote_nor_approved_a_lesson_does_not_take_it_back(session: Session, known: Known) -> None:
    with pytest.raises(consultation_service.NotYourLesson):
        consultation_service.withdraw_lesson(session, known.place.actor("ib"), known.lessons["rust"], NOW)
    assert known.lessons["rust"] in found(session, known, "rustplek")


def test_an_offer_that_was_withdrawn_or_comes_later_is_not_found(session: Session, known: Known) -> None:
    district = known.place.district.id
    assert queries.search(session, district, "bewegen", TODAY - timedelta(days=1)).hits == []
    offer_service.withdraw_offer(session, known.place.actor("sport"), known.offers["beweeg"], NOW)
    assert found(session, known, "bewegen") == set()


def test_another_districts_lessons_and_offers_are_never_found(session: Session, known: Known) -> None:
    other = a_place(session, "anderewijk")
    a_lesson(session, other, "zelfbeeld", "Een dansgroep hielp.")
    an_offer(session, other, "jou", "online-leven", "dansgroep op zaterdag")
    assert found(session, known, "dansgroep") == set()
    assert len(queries.search(session, other.district.id, "dansgroep", TODAY).hits) == 2


def test_no_concern_question_or_reply_is_ever_found(session: Session, known: Known) -> None:
    place = known.place
    given = ConcernInput(
        text="Leerling speelt graag trombone.",
        age_band="11-12",
        perspective="professional",
        wider="yes",
        occurred_on=TODAY,
        tried="Trombone in de klas.",
    )
    concern = log_concern(session, place.actor("ib"), given, NOW)
    asked = consultation_service.ask_advice(session, place.actor("ib"), concern, "Wie kent een tromboneles?", NOW)
    consultation_service.say(session, place.actor("jgz"), asked, ReplyKind.ADVICE, "Trombone bij de harmonie.", NOW)
    assert found(session, known, "trombone") == set()
    assert found(session, known, "harmonie") == set()


def test_a_search_can_be_kept_to_a_theme_or_an_organisation(session: Session, known: Known) -> None:
    place = known.place
    theme = place.themes["lanterfantertijd"]
    assert found(session, known, "", theme_id=theme) == {known.lessons["rust"], known.offers["beweeg"]}
    assert found(session, known, "", organisation_id=place.sport.id) == {known.offers["beweeg"]}
    assert found(session, known, "inloop", theme_id=theme) == set()


def test_the_name_of_a_theme_finds_what_stands_beside_it(session: Session, known: Known) -> None:
    assert known.lessons["rust"] in found(session, known, "lanterfantertijd")
    assert known.lessons["rust"] in found(session, known, "lanterfantertyd")


def test_the_best_comes_first_and_found_words_are_marked(session: Session, known: Known) -> None:
    theme = "lanterfantertijd"
    lesser = a_lesson(session, known.place, theme, "Wandelen hielp, en na het wandelen een boek. De rustplek was vol.")
    hits = queries.search(session, known.place.district.id, "rustplek pauze", TODAY).hits
    assert hits[0].id == known.lessons["rust"]
    assert f"{queries.OPEN}rustplek{queries.CLOSE}" in hits[0].text
    (hit,) = queries.search(session, known.place.district.id, "wandeling boek", TODAY).hits
    assert hit.id == lesser and f"{queries.OPEN}boek{queries.CLOSE}" in hit.text


def test_some_words_suffice_where_no_text_has_them_all(session: Session, known: Known) -> None:
    result = queries.search(session, known.place.district.id, "rustplek trampoline", TODAY)
    assert result.loosely and {hit.id for hit in result.hits} == {known.lessons["rust"]}
    assert not queries.search(session, known.place.district.id, "rustplek pauze", TODAY).loosely


def test_the_stems_come_from_their_indexes(session: Session, known: Known) -> None:
    session.execute(text("set local enable_seqscan = off"))
    wanted = func.to_tsquery(queries._DUTCH, "'rustplek'")
    for query, index in (
        (select(Lesson.id).where(queries._LESSON_WORDS.op("@@")(wanted), *VISIBLE), "ix_lesson_words"),
        (select(Offer.id).where(queries._OFFER_WORDS.op("@@")(wanted)), "ix_offer_words"),
    ):
        compiled = query.compile(session.connection(), compile_kwargs={"literal_binds": True})
        plan = session.scalars(text(f"explain {str(compiled).replace(':', chr(92) + ':')}")).all()
        assert index in "\n".join(plan), plan


def test_beside_a_theme_stand_its_lessons_offers_ambassador_and_gaps(session: Session, known: Known) -> None:
    place = known.place
    theme = place.themes["lanterfantertijd"]
    offer_service.tie_partner(session, theme_id=theme, organisation_id=place.jou.id, on=LONG_AGO)
    organisation_service.appoint_ambassador(
        session,
        person_id=place.people["worker"].id,
        organisation_id=place.team.id,
        represents_id=place.sport.id,
        on=TODAY,
    )
    (beside,) = queries.beside(session, place.district.id, [theme], TODAY, area_id=place.area.id)
    assert [lesson.id for lesson in beside.lessons] == [known.lessons["rust"]]
    assert [offer.offer_id for offer in beside.offers] == [known.offers["beweeg"]]
    assert [(row.person, row.represents, row.last_confirmed_on) for row in beside.ambassadors] == [
        ("Proef worker", "SportUtrecht", TODAY)
    ]
    assert beside.gaps == ["JoU"]


def test_beside_another_districts_theme_stands_nothing(session: Session, known: Known) -> None:
    other = a_place(session, "anderewijk")
    themes = [other.themes["lanterfantertijd"]]
    assert queries.beside(session, known.place.district.id, themes, TODAY, area_id=None) == []
