"""Changes the groups of words that return: finds them, lets people name them as a theme, or leaves them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.districts import queries as district_queries
from kernpartner.learning.models import EmergentGroup, ThemeWord
from kernpartner.learning.rules import Group, Note, across, due_day, own_groups
from kernpartner.outbox.service import finish_job, start_job
from kernpartner.privacy.deidentify import clean
from kernpartner.themes import service as theme_service
from kernpartner.themes.models import Factor, FactorTheme, Scheme
from kernpartner.themes.rules.changing import ThemeInput
from kernpartner.themes.rules.lexicon import own_word

MOST_WORDS = 12
_ALIKE = 0.5


class GroupGone(LookupError):
    """There is no such group that waits for a decision."""


class NoWords(ValueError):
    """A theme of the district's own needs at least one word by which it is recognised."""


@dataclass(frozen=True)
class Naming:
    """What a person makes of a group: a theme in a scheme, the words that point to it, the factors it belongs to."""

    scheme_id: uuid.UUID
    label: str
    definition: str
    words: Collection[str]
    factors: Collection[uuid.UUID] = ()


def find_across(
    session: Session,
    district_id: uuid.UUID,
    on: date,
    now: datetime,
    given: Callable[[], tuple[Sequence[Note], Sequence[str]]],
) -> int:
    """Look for groups across organisations, once per day of the calendar; give how many are new.

    `given()` gives the concerns that fit nothing and the texts of the others, of the window of that day. What
    was found stays as it was found: nothing is added in between, so nobody sees a threshold being passed.
    """
    due = due_day(on)
    name, period = f"learning.across:{district_id}", due.isoformat()
    if not start_job(session, name, period, now):
        return 0
    notes, others = given()
    known = _words_known(session, district_id, None)
    new = [group for group in across(notes, others) if not _known(group, known)]
    session.add_all(
        EmergentGroup(district_id=district_id, organisation_id=None, found_on=due, words=list(group.words))
        for group in new
    )
    session.flush()
    finish_job(session, name, period, now, {})
    return len(new)


def find_own(
    session: Session,
    district_id: uuid.UUID,
    organisation_id: uuid.UUID,
    notes: Sequence[Note],
    others: Sequence[str],
    on: date,
) -> int:
    """Look for groups in the rows of one organisation; those that nobody decided about are replaced. Gives how many."""
    session.execute(
        delete(EmergentGroup).where(
            EmergentGroup.district_id == district_id,
            EmergentGroup.organisation_id == organisation_id,
            EmergentGroup.state == "open",
        )
    )
    known = _words_known(session, district_id, organisation_id)
    found = [group for group in own_groups(notes, others) if not _known(group, known)]
    session.add_all(
        EmergentGroup(district_id=district_id, organisation_id=organisation_id, found_on=on, words=list(group.words))
        for group in found
    )
    session.flush()
    return len(found)


def name_group(
    session: Session, actor: Actor, district_id: uuid.UUID, group_id: uuid.UUID, given: Naming, now: datetime, on: date
) -> uuid.UUID:
    """Make a theme of a group across organisations, with its words for the tagger; give the theme's id.

    Raises `GroupGone`, `NoWords` and what `themes.service.add_theme` raises. Nothing is tagged by this: each
    organisation is offered its own concerns again.
    """
    group = _locked(session, district_id, group_id, None)
    words = _tidy(session, district_id, given.words)
    if not words:
        raise NoWords("a theme needs a word by which it is recognised")
    theme_id = theme_service.add_theme(
        session, actor, given.scheme_id, ThemeInput(label=given.label, definition=given.definition), now, on=on
    )
    session.add_all(ThemeWord(theme_id=theme_id, word=word) for word in words)
    here = select(Factor.id).join(Scheme, Scheme.id == Factor.scheme_id).where(Scheme.district_id == district_id)
    known = session.scalars(here.where(Factor.id.in_(set(given.factors)))).all() if given.factors else []
    session.add_all(FactorTheme(factor_id=factor_id, theme_id=theme_id) for factor_id in known)
    group.theme_id = theme_id
    _decided(session, actor, group, "named", now)
    return theme_id


def leave_group(
    session: Session,
    actor: Actor,
    district_id: uuid.UUID,
    group_id: uuid.UUID,
    now: datetime,
    *,
    organisation_id: uuid.UUID | None = None,
) -> None:
    """Put a group aside for good; one of an organisation only by that organisation. Raises `GroupGone`."""
    _decided(session, actor, _locked(session, district_id, group_id, organisation_id), "left", now)


def _locked(
    session: Session, district_id: uuid.UUID, group_id: uuid.UUID, organisation_id: uuid.UUID | None
) -> EmergentGroup:
    found = session.scalar(select(EmergentGroup).where(EmergentGroup.id == group_id).with_for_update())
    if (
        found is None
        or found.district_id != district_id
        or found.organisation_id != organisation_id
        or found.state != "open"
    ):
        raise GroupGone(f"no open group {group_id}")
    return found


def _decided(session: Session, actor: Actor, group: EmergentGroup, state: str, now: datetime) -> None:
    group.state, group.decided_by, group.decided_at = state, actor.person_id, now
    session.flush()
    record(session, actor, f"group.{state}", "group", group.id, now)


def _tidy(session: Session, district_id: uuid.UUID, typed: Iterable[str]) -> list[str]:
    """Give the words as they are looked for: cleaned like every typed text, in lower case, each once."""
    lists = district_queries.word_lists(session, district_id)
    kept = [own_word(one) for one in typed if clean(one, lists).text == one]
    return sorted({word for word in kept if word})[:MOST_WORDS]


def _words_known(session: Session, district_id: uuid.UUID, organisation_id: uuid.UUID | None) -> list[set[str]]:
    """Give the words of groups that stand already, were named or were left."""
    whose = (
        EmergentGroup.organisation_id.is_(None)
        if organisation_id is None
        else EmergentGroup.organisation_id == organisation_id
    )
    rows = session.scalars(select(EmergentGroup.words).where(EmergentGroup.district_id == district_id, whose))
    return [set(words) for words in rows]


def _known(group: Group, known: Sequence[set[str]]) -> bool:
    words = set(group.words)
    return any(len(words & other) >= _ALIKE * min(len(words), len(other)) for other in known if other)
