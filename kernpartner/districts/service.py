"""Changes districts, areas and the district's word lists."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.db.uuid7 import uuid7
from kernpartner.districts.models import Area, District, DistrictWord


class DistrictExists(ValueError):
    """There is already a district with this slug."""


class WordUnknown(LookupError):
    """The district has no such word on its lists."""


def create_district(session: Session, actor: Actor, *, slug: str, label: str, now: datetime) -> District:
    """Make an empty district with one area that covers it; raises `DistrictExists`."""
    if session.scalar(select(District.id).where(District.slug == slug)):
        raise DistrictExists(f"district {slug!r} exists already")
    made = District(slug=slug, label=label, created_at=now, settings={})
    session.add(made)
    session.flush()
    session.add(Area(district_id=made.id, slug=slug, label=label))
    session.flush()
    record(session, actor, "district.changed", "district", made.id, now, what="created")
    return made


def add_words(session: Session, district_id: uuid.UUID, kind: str, added: Iterable[str]) -> int:
    """Put words on an agreed list (`school`, `club`, `street`, `professional`, `allowed`); give how many are new.

    A word that waited since somebody proposed it is agreed from then on, and new as well.
    """
    wanted = {word.strip() for word in added if word.strip()}
    if kind == "allowed":
        # Texts are held against lower-case words.
        wanted = {word.lower() for word in wanted}
    if not wanted:
        return 0
    statement = insert(DistrictWord).values(
        [
            {
                "id": uuid7(),
                "district_id": district_id,
                "kind": kind,
                "word": word,
                "agreed": True,
                "times_proposed": 0,
            }
            for word in sorted(wanted)
        ]
    )
    done = session.execute(
        statement.on_conflict_do_update(
            index_elements=["district_id", "kind", "word"], set_={"agreed": True}, where=~DistrictWord.agreed
        ).returning(DistrictWord.id)
    )
    return len(done.all())


def propose_allowed(session: Session, district_id: uuid.UUID, proposed: Iterable[str]) -> None:
    """Count that somebody said of these words that they are no names; an admin decides later."""
    propose_words(session, district_id, "allowed", (word.lower() for word in proposed))


def propose_words(session: Session, district_id: uuid.UUID, kind: str, proposed: Iterable[str]) -> None:
    """Count that somebody proposed these words for a list; they count for nobody until an admin agrees.

    Nothing ties a word to a concern or a person: only how often it was proposed is kept.
    """
    for word in sorted({" ".join(word.split()) for word in proposed if word.strip()}):
        statement = insert(DistrictWord).values(
            # An id that tells the time would tell at which concern it was proposed.
            id=uuid.uuid4(),
            district_id=district_id,
            kind=kind,
            word=word,
            times_proposed=1,
            agreed=False,
        )
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["district_id", "kind", "word"],
                set_={"times_proposed": DistrictWord.times_proposed + 1},
            )
        )


def agree_word(session: Session, actor: Actor, district_id: uuid.UUID, word_id: uuid.UUID, now: datetime) -> None:
    """Let a proposed word count from now on; raises `WordUnknown`."""
    word = _word(session, district_id, word_id)
    word.agreed = True
    session.flush()
    record(session, actor, "district.changed", "district", district_id, now, what="word_agreed")


def remove_word(session: Session, actor: Actor, district_id: uuid.UUID, word_id: uuid.UUID, now: datetime) -> None:
    """Take a word off the list, or refuse one that was proposed; raises `WordUnknown`."""
    session.delete(_word(session, district_id, word_id))
    session.flush()
    record(session, actor, "district.changed", "district", district_id, now, what="word_removed")


def _word(session: Session, district_id: uuid.UUID, word_id: uuid.UUID) -> DistrictWord:
    found = session.get(DistrictWord, word_id)
    if found is None or found.district_id != district_id:
        raise WordUnknown(f"no word {word_id} in this district")
    return found
