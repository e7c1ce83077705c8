"""Makes a district in which every page has something to show; plain functions."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.concerns.rules import ConcernInput
from kernpartner.concerns.service import log_concern, retag_many
from kernpartner.consultations import service as consultation_service
from kernpartner.consultations.rules import Ending, ReplyKind
from kernpartner.consultations.rules.talk import USUAL_MINUTES, Step
from kernpartner.digests import queries as digest_queries
from kernpartner.digests import service as digest_service
from kernpartner.digests.models import Digest
from kernpartner.districts import queries as district_queries
from kernpartner.districts import service as district_service
from kernpartner.learning import service as learning_service
from kernpartner.learning.models import EmergentGroup
from kernpartner.meetings.models import AgendaItem
from kernpartner.offers import queries as offer_queries
from kernpartner.organisations import service as organisation_service
from kernpartner.organisations.rules import Contact
from kernpartner.outbox.models import Bounce
from kernpartner.situations import service as situation_service
from kernpartner.steps import queries as step_queries
from kernpartner.steps import service as step_service
from kernpartner.themes import queries as theme_queries
from kernpartner.themes import service as theme_service
from kernpartner.themes.rules.changing import ThemeInput
from tests.conftest import NOW, TODAY
from tests.digests.editions import an_edition
from tests.factories import PASSWORD, Place
from tests.meetings.world import a_world

STORIES = (
    (
        "Leerling slaapt slecht voor de toets en heeft faalangst. Thuis gaat het vooral over cijfers.",
        "scoren-zonder-toetsen",
    ),
    ("Drie clubs per week en geen vrije middag meer. De leerling zegt moe te zijn.", "lanterfantertijd"),
    ("De ouders willen geen lager advies horen.", "lat-omlaag"),
    ("Vindt zichzelf niet goed genoeg en huilt na een fout.", None),
)


@dataclass
class Scene:
    """A district with its people, and the ids that addresses of pages need."""

    place: Place
    ids: dict[str, uuid.UUID | str] = field(default_factory=dict)
    emails: dict[str, str] = field(default_factory=dict)
    # Pages whose address speaks of another thing than the rest: by endpoint.
    own_ids: dict[str, dict[str, uuid.UUID | str]] = field(default_factory=dict)

    def values(self, endpoint: str, names: Collection[str]) -> dict[str, uuid.UUID | str]:
        """Give what the address of a page needs."""
        return {name: self.own_ids.get(endpoint, self.ids).get(name, self.ids[name]) for name in names}


def a_scene(session: Session) -> Scene:
    """Make concerns, consultations in every state, a drafted agenda, digests, ambassadors and proposed words."""
    world = a_world(session)
    place = world.place
    _let_people_in(place)
    scene = Scene(place, {"meeting_id": world.meeting.id, "slug": "lanterfantertijd"})
    scene.emails = {who: person.email for who, person in place.people.items()}
    item = session.scalars(select(AgendaItem.id).where(AgendaItem.meeting_id == world.meeting.id)).first()
    if item is not None:
        scene.ids["item_id"] = item
    _concerns(session, scene)
    _digests(session, scene)
    situation_service.adopt_shipped_texts(session, place.actor("worker"), place.district.id, NOW)
    own = situation_service.TextInput(
        "Fijn dat u belt.", Contact("", "030 123 45 67"), "Een ouder belt", "phone", place.school.id
    )
    scene.ids["text_id"] = situation_service.add_text(session, place.actor("ib"), place.district.id, own, NOW)
    scene.ids["offer_id"] = offer_queries.offers_of(session, place.sport.id, TODAY)[0].offer_id
    organisation_service.appoint_ambassador(
        session,
        person_id=place.people["worker"].id,
        organisation_id=place.team.id,
        represents_id=place.sport.id,
        on=TODAY,
    )
    _steps(session, scene)
    district_service.propose_allowed(session, place.district.id, ["storm", "roos"])
    scene.ids["word_id"] = district_queries.words(session, place.district.id)[0].id
    _changed_themes(session, scene)
    _returning_words(session, scene)
    return scene


def _changed_themes(session: Session, scene: Scene) -> None:
    """Let the history of the themes and of tags have something in it."""
    place, now = scene.place, datetime.now(UTC)
    factor = theme_queries.factors(session, place.district.id)[0]
    theme = theme_queries.theme(session, place.themes["rouw-verlies"])
    given = ThemeInput(theme.label, theme.definition, examples=("Opa is overleden.",))
    theme_service.edit_theme(session, place.actor("coordinator"), theme.id, given, now, seen_version=theme.version)
    scene.ids |= {"factor_id": factor.id, "scheme": "wijkbreed", "change_id": _last_change(session, place)}
    concern_id = scene.ids["closed_concern_id"]
    assert isinstance(concern_id, uuid.UUID)
    scene.ids["batch_id"] = retag_many(
        session, place.actor("ib"), "add", [concern_id], now, to_id=place.themes["slaap-leefstijl"]
    )


def _returning_words(session: Session, scene: Scene) -> None:
    """Let words return: one group waits, another became a theme of which own concerns are looked at again."""
    waits, named = (
        EmergentGroup(district_id=scene.place.district.id, found_on=TODAY, words=words)
        for words in (["fatbike", "stoep"], ["vapen", "fietsenhok"])
    )
    session.add_all([waits, named])
    session.flush()
    scheme = theme_queries.schemes(session, scene.place.district.id)[1]
    naming = learning_service.Naming(scheme.id, "Vapen", "Jongeren die vapen bij school.", ["vapen"], [])
    made = learning_service.name_group(
        session, scene.place.actor("coordinator"), scene.place.district.id, named.id, naming, NOW, TODAY
    )
    scene.ids["group_id"] = waits.id
    slug = theme_queries.theme(session, made).slug
    scene.own_ids |= {"learning.again": {"slug": slug}, "learning.tagged": {"slug": slug}}


def _last_change(session: Session, place: Place) -> uuid.UUID:
    return theme_queries.changes(session, place.district.id)[0].change.id


def _steps(session: Session, scene: Scene) -> None:
    step_service.adopt_shipped_steps(session, scene.place.district.id, NOW)
    found = next(
        (view, one, one.packages[0][0])
        for view in step_queries.next_steps(session, scene.place.district.id)
        for one in view.directions
        if one.packages
    )
    own = step_service.clone_package(session, scene.place.actor("coordinator"), found[2].id, NOW)
    scene.ids |= {"step_id": found[0].step.id, "direction_id": found[1].direction.id, "package_id": own}


def _let_people_in(place: Place) -> None:
    # One hash for all: making each its own costs seconds and proves nothing here.
    hashed = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
    for person in place.people.values():
        person.password_hash = hashed


def _concerns(session: Session, scene: Scene) -> None:
    place, now = scene.place, datetime.now(UTC)
    made = []
    for story, theme in STORIES:
        given = ConcernInput(
            text=story,
            age_band="11-12",
            perspective="professional",
            wider="yes",
            occurred_on=now.date(),
            tried="Een gesprek met de leerling.",
            confirmed=(place.themes[theme],) if theme else (),
        )
        made.append(log_concern(session, place.actor("ib"), given, now))
    asked = consultation_service.ask_advice(session, place.actor("ib"), made[0], "Hoe verlagen wij de druk?", now)
    say = consultation_service.say
    say(session, place.actor("jgz"), asked, ReplyKind.CLARIFYING_QUESTION, "Ziet u dit bij meer kinderen?", now)
    say(session, place.actor("worker"), asked, ReplyKind.ADVICE, "Doe eerst een ouderavond.", now)
    worker = place.actor("worker")
    note = "De druk komt vooral van thuis en uit de klas."
    consultation_service.write_note(session, worker, asked, Step.ANALYSIS, note, now, seen_version=0)
    answers = {"eigen-netwerk": consultation_service.GivenAnswer(("familie", "vrienden-of-buren"), "Er is een oma.")}
    consultation_service.answer_questions(session, worker, asked, answers, now)
    consultation_service.start_live(session, worker, asked, USUAL_MINUTES, now)
    closed = consultation_service.ask_advice(session, place.actor("ib"), made[1], "Wie denkt mee?", now)
    consultation_service.close_consultation(session, place.actor("jgz"), closed, Ending("own_network"), now)
    consultation_service.write_lesson(
        session,
        place.actor("jgz"),
        district_id=place.district.id,
        theme_id=place.themes["scoren-zonder-toetsen"],
        text="Een ouderavond zonder cijfers op tafel hielp.",
        now=now,
    )
    scene.ids |= {"concern_id": made[0], "consultation_id": asked, "closed_concern_id": made[1]}


def _digests(session: Session, scene: Scene) -> None:
    bands: dict[str, tuple[int, int] | None] = {
        "lanterfantertijd": (25, 29),
        "online-leven": (20, 24),
        "zelfbeeld": None,
    }
    an_edition(session, scene.place, date(2026, 2, 2), [date(2025, 10, 1)], bands)
    _words_for_partners(session, scene.place)
    digest_service.compile_due(session, scene.place.district.id, TODAY, NOW)
    session.flush()
    digest = session.scalars(select(Digest).where(Digest.organisation_id == scene.place.sport.id)).first()
    if digest is not None:
        scene.ids["digest_id"] = digest.id


def _words_for_partners(session: Session, place: Place) -> None:
    """Let a paraphrase wait for others, a lesson for its offer, and a mail have come back."""
    block = digest_queries.shown_blocks(session, place.area.id, TODAY)[0]
    digest_service.write_paraphrase(
        session,
        place.actor("jgz"),
        area_id=place.area.id,
        statement_id=block.statement_id,
        text="Leerlingen zeggen clubs af omdat zij na school willen slapen.",
        now=NOW,
    )
    sport = place.people["sport"]
    session.add(
        Bounce(address=sport.email, report="scene", severity="hard", status="5.1.1", words="User unknown", at=NOW)
    )
    session.flush()
