"""Changes districts, areas and the district's word lists."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.db.uuid7 import uuid7
from kernpartner.districts.models import Area, District, DistrictWord


class DistrictExists(ValueError):
    """There is already a district with this slug."""


class WordUnknown(LookupError):
    """The district has no such word on its lists."""


class WordThere(ValueError):
    """The word stands on that list already."""


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
    return len(_add(session, district_id, kind, added))


def add_words_by(
    session: Session,
    actor: Actor,
    district_id: uuid.UUID,
    added: Mapping[str, Iterable[str]],
    now: datetime,
    *,
    what: str = "words_added",
) -> list[uuid.UUID]:
    """Let an admin put words on lists (kind to words); give the ids of the new ones, with which to undo it."""
    new = [made for kind, words in added.items() for made in _add(session, district_id, kind, words)]
    if new:
        record(session, actor, "district.changed", "district", district_id, now, what=what)
    return new


def undo_words(
    session: Session, actor: Actor, district_id: uuid.UUID, ids: Collection[uuid.UUID], now: datetime
) -> int:
    """Take words off that were just added; one that somebody proposed waits once more. Give how many."""
    here = (DistrictWord.district_id == district_id, DistrictWord.id.in_(ids), DistrictWord.agreed)
    waits = update(DistrictWord).where(*here, DistrictWord.times_proposed > 0).values(agreed=False)
    gone = delete(DistrictWord).where(*here, DistrictWord.times_proposed == 0)
    number = sum(len(session.scalars(one.returning(DistrictWord.id)).all()) for one in (waits, gone))
    if number:
        record(session, actor, "district.changed", "district", district_id, now, what="words_undone")
    return number


def _add(session: Session, district_id: uuid.UUID, kind: str, added: Iterable[str]) -> list[uuid.UUID]:
    wanted = {said for said in (_as_listed(kind, word) for word in added) if said}
    if not wanted:
        return []
    row = {"district_id": district_id, "kind": kind, "agreed": True, "times_proposed": 0}
    statement = insert(DistrictWord).values([{**row, "id": uuid7(), "word": word} for word in sorted(wanted)])
    done = session.execute(
        statement.on_conflict_do_update(
            index_elements=["district_id", "kind", "word"], set_={"agreed": True}, where=~DistrictWord.agreed
        ).returning(DistrictWord.id)
    )
    return list(done.scalars())


def _as_listed(kind: str, word: str) -> str:
    """Give a word as the lists hold it; texts are held against lower-case words that may stay."""
    said = " ".join(word.split())
    return said.lower() if kind == "allowed" else said


def propose_allowed(session: Session, district_id: uuid.UUID, proposed: Iterable[str]) -> None:
    """Count that somebody said of these words that they are no names; an admin decides later."""
    propose_words(session, district_id, "allowed", proposed)


def propose_words(session: Session, district_id: uuid.UUID, kind: str, proposed: Iterable[str]) -> None:
    """Count that somebody proposed these words for a list; they count for nobody until an admin agrees.

    Nothing ties a word to a concern or a person: only how often it was proposed is kept.
    """
    for word in sorted({said for said in (_as_listed(kind, one) for one in proposed) if said}):
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


def disagree_word(session: Session, actor: Actor, district_id: uuid.UUID, word_id: uuid.UUID, now: datetime) -> None:
    """Let a word wait for a decision again; raises `WordUnknown`."""
    _word(session, district_id, word_id).agreed = False
    session.flush()
    record(session, actor, "district.changed", "district", district_id, now, what="word_waits")


def change_word(
    session: Session,
    actor: Actor,
    district_id: uuid.UUID,
    word_id: uuid.UUID,
    now: datetime,
    *,
    kind: str,
    to: str,
) -> None:
    """Write a word otherwise or put it on another list; raises `WordUnknown`, `WordThere`."""
    held, said = _word(session, district_id, word_id), _as_listed(kind, to)
    same = (DistrictWord.district_id == district_id, DistrictWord.kind == kind, DistrictWord.word == said)
    if session.scalar(select(DistrictWord.id).where(*same, DistrictWord.id != word_id)) is not None:
        raise WordThere("this word stands on that list already")
    held.kind, held.word = kind, said
    session.flush()
    record(session, actor, "district.changed", "district", district_id, now, what="word_changed")


def restore_word(
    session: Session,
    actor: Actor,
    district_id: uuid.UUID,
    kind: str,
    word: str,
    now: datetime,
    *,
    times: int,
    agreed: bool,
) -> None:
    """Put a word back that was taken off, as often proposed and as much agreed as it was; once is enough."""
    row = {"kind": kind, "word": _as_listed(kind, word), "times_proposed": times, "agreed": agreed}
    statement = insert(DistrictWord).values(id=uuid.uuid4(), district_id=district_id, **row)
    session.execute(statement.on_conflict_do_nothing(index_elements=["district_id", "kind", "word"]))
    record(session, actor, "district.changed", "district", district_id, now, what="word_put_back")


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
