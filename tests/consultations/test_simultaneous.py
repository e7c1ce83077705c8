"""Twenty people write in one talk at the same time, on a PostgreSQL that really commits: no word is lost."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from kernpartner.audit.service import Actor
from kernpartner.consultations import queries, service
from kernpartner.consultations.models import ClarificationAnswer, QuestionSet, Reply, TalkNote
from kernpartner.consultations.rules import Ending, ReplyKind
from kernpartner.consultations.rules.talk import Step
from kernpartner.consultations.service import GivenAnswer
from kernpartner.db.engine import session_factory
from tests.conftest import NOW
from tests.consultations.asked import a_concern, asked
from tests.factories import Place, a_place

PEOPLE = 20
# Words that no cleaning touches, one per writer.
WORDS = tuple(f"gedachte{chr(97 + number)}" for number in range(PEOPLE))


class Room:
    """A talk in a database of its own, and who may write in it."""

    def __init__(self, sessions: sessionmaker[Session], place: Place, number: uuid.UUID) -> None:
        """Keep what every writer needs."""
        self.sessions, self.place, self.number = sessions, place, number
        self.start = threading.Barrier(PEOPLE)

    def actor(self, writer: int) -> Actor:
        """Give one of the three organisations of the core team."""
        return self.place.actor(("ib", "jgz", "worker")[writer % 3])


@pytest.fixture
def room(fresh_database_url: str) -> Iterator[Room]:
    """Give an open talk, committed."""
    sessions = session_factory(fresh_database_url, PEOPLE)
    with sessions.begin() as session:
        place = a_place(session, "tegelijk")
        number = asked(session, place, a_concern(session, place))
    yield Room(sessions, place, number)
    sessions.kw["bind"].dispose()


def _all(room: Room, do: object) -> list[int]:
    with ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(do, range(PEOPLE)))  # type: ignore[arg-type]


def test_twenty_people_write_one_text_and_every_word_of_each_is_in_it(room: Room) -> None:
    def write(writer: int) -> int:
        room.start.wait()
        seen, mine, conflicts = 0, WORDS[writer], 0
        while True:
            try:
                with room.sessions.begin() as session:
                    service.write_note(
                        session, room.actor(writer), room.number, Step.ANALYSIS, mine, NOW, seen_version=seen
                    )
                return conflicts
            except service.NoteChanged as refused:
                # What a person does: reads the other's words, and puts the own words to them.
                assert refused.current is not None
                seen, mine, conflicts = (
                    refused.current.version,
                    f"{refused.current.text} {WORDS[writer]}",
                    conflicts + 1,
                )

    conflicts = sum(_all(room, write))
    with room.sessions() as session:
        text = queries.notes(session, room.number)["analysis"].text
        versions = session.scalars(select(TalkNote.version).order_by(TalkNote.version)).all()
    print(f"{PEOPLE} writers at once: {conflicts} conflicts shown, {len(text.split())} of {PEOPLE} words kept")
    assert sorted(text.split()) == sorted(WORDS)
    assert list(versions) == list(range(1, PEOPLE + 1)), "every version is still there"
    assert conflicts >= PEOPLE - 1, "they really wrote at the same time"


def test_twenty_replies_at_once_are_twenty_replies(room: Room) -> None:
    def speak(writer: int) -> int:
        room.start.wait()
        with room.sessions.begin() as session:
            service.say(session, room.actor(writer), room.number, ReplyKind.ADVICE, WORDS[writer], NOW)
        return 1

    assert sum(_all(room, speak)) == PEOPLE
    with room.sessions() as session:
        assert sorted(text or "" for text in session.scalars(select(Reply.text))) == sorted(WORDS)


def test_of_twenty_first_answers_one_stands_and_the_others_are_told(room: Room) -> None:
    def answer(writer: int) -> int:
        room.start.wait()
        with room.sessions.begin() as session:
            given = {"eigen-netwerk": GivenAnswer(("familie",), WORDS[writer])}
            return len(service.answer_questions(session, room.actor(writer), room.number, given, NOW))

    assert sum(_all(room, answer)) == PEOPLE - 1
    with room.sessions() as session:
        assert session.scalar(select(func.count()).select_from(ClarificationAnswer)) == 1
        assert session.scalar(select(func.count()).select_from(QuestionSet)) == 1


def test_who_writes_while_another_closes_is_kept_or_told_never_lost_in_silence(room: Room) -> None:
    def act(writer: int) -> int:
        room.start.wait()
        try:
            with room.sessions.begin() as session:
                if writer == 7:
                    service.close_consultation(session, room.actor(writer), room.number, Ending("own_network"), NOW)
                    return 0
                service.say(session, room.actor(writer), room.number, ReplyKind.ADVICE, WORDS[writer], NOW)
        except service.ConsultationClosed:
            return 0
        return 1

    said = sum(_all(room, act))
    with room.sessions() as session:
        assert session.scalar(select(func.count()).select_from(Reply)) == said
        assert queries.consultation(session, room.number).status == "closed"  # type: ignore[union-attr]


def test_drafts_of_many_people_are_kept_beside_each_other(room: Room) -> None:
    def keep(writer: int) -> int:
        room.start.wait()
        with room.sessions.begin() as session:
            field = ("advice", "analysis", "analysis_note", "clarifying")[writer // 3 % 4]
            service.save_talk_draft(session, room.actor(writer), room.number, field, WORDS[writer], NOW)
        return 1

    assert sum(_all(room, keep)) == PEOPLE
    with room.sessions() as session:
        for who in ("ib", "jgz", "worker"):
            assert len(queries.drafts(session, room.number, room.place.people[who].id)) == 4
