"""Changes released figures into digests: one per partner, area and edition, frozen with the hash of what it says."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kernpartner.actions import queries as action_queries
from kernpartner.audit.service import WORKER, record
from kernpartner.consultations import queries as consultation_queries
from kernpartner.db.uuid7 import uuid7
from kernpartner.digests import queries
from kernpartner.digests.models import Digest
from kernpartner.digests.rules import LESSON_DELAY, changes, leaves_on, seal, to_one_page
from kernpartner.digests.service.signing import ask_to_sign
from kernpartner.districts import queries as district_queries
from kernpartner.districts.models import Area
from kernpartner.meetings import queries as meeting_queries
from kernpartner.offers import queries as offer_queries
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.models import Organisation
from kernpartner.publications import queries as publication_queries
from kernpartner.publications.queries import Band, EditionRow
from kernpartner.publications.rules import months_in, trend
from kernpartner.themes import queries as theme_queries
from kernpartner.themes.models import Theme

LESSONS_TOLD = 3
DECISIONS_TOLD = 3
PARAPHRASES_TOLD = 2
USES_TOLD = 2


@dataclass(frozen=True)
class _Facts:
    """What all digests of one area and edition are made from, read once."""

    area: Area
    edition: EditionRow
    bands: Sequence[Band]
    questions: Mapping[tuple[uuid.UUID, uuid.UUID], list[str]]
    on: date
    words: dict[uuid.UUID, Sequence[str]] = field(default_factory=dict)

    def paraphrases(self, session: Session, theme: Theme) -> Sequence[str]:
        """Give what may be told of a theme, read once for all partners."""
        if theme.id not in self.words:
            self.words[theme.id] = queries.to_tell(session, self.area.id, theme.id, self.on)
        return self.words[theme.id]


def compile_due(session: Session, district_id: uuid.UUID, on: date, now: datetime) -> int:
    """Compile the digests of the newest edition of each area that are not there yet; give how many.

    Only the newest: what an older one would say stands in it too, and nobody signs the past. Twice is as
    once: a digest that is there is never compiled again, whatever was learnt since.
    """
    compiled: list[Digest] = []
    for area in district_queries.areas(session, district_id):
        editions = publication_queries.editions(session, audience="digest", area_id=area.id, on=on)
        if not editions:
            continue
        edition = editions[0]
        facts = _Facts(
            area,
            edition,
            publication_queries.released_bands(session, audience="digest", area_id=area.id, on=on),
            _questions(session, area, now),
            on,
        )
        for partner in _partners(session, district_id, area, on):
            content = _content(session, partner, facts)
            made = _keep(session, partner, area, edition, content, on, now) if content["themes"] else None
            if made is not None:
                compiled.append(made)
    _ask(session, compiled, on, now)
    for made in compiled:
        record(session, WORKER, "digest.compiled", "digest", made.id, now, hash=made.content_hash)
    return len(compiled)


def _partners(session: Session, district_id: uuid.UUID, area: Area, on: date) -> Sequence[Organisation]:
    """Give who reads digests about an area: organisations of it or of no area, without figures of their own."""
    core = {kind.slug for kind in organisation_queries.types(session) if kind.is_core_partner}
    everybody = organisation_queries.organisations(session, district_id, on=on)
    return [one for one in everybody if one.type_slug not in core and one.area_id in (None, area.id)]


def _content(session: Session, partner: Organisation, facts: _Facts) -> dict[str, Any]:
    """Give what a partner reads: its own themes by name, with figures from this edition and nothing newer."""
    area, edition = facts.area, facts.edition
    mine = set(offer_queries.themes_of(session, partner.id, facts.on))
    last = queries.last_told(session, partner.id, area.id)
    before = last.content if last is not None else None
    themes = [theme for theme in theme_queries.current_themes(session, area.district_id, facts.on) if theme.id in mine]
    themes.sort(key=lambda theme: theme.label.casefold())
    parts = to_one_page([_part(session, theme, partner, facts, _told(before, theme)) for theme in themes], before)
    return {
        "organisation": partner.label,
        "area": area.label,
        "district": district_queries.district(session, area.district_id).label,
        "period": edition.label,
        "edition": str(edition.id),
        "before": last.period_label if last is not None else "",
        "changes": changes(parts, before),
        "themes": parts,
    }


def _told(before: Mapping[str, Any] | None, theme: Theme) -> frozenset[str]:
    """Give the lines about a theme that stood in the last digest: words are told once, what is asked stays."""
    parts = before["themes"] if before is not None else ()
    return frozenset(
        line
        for part in parts
        if part["theme_id"] == str(theme.id)
        for name in ("paraphrases", "used", "lessons")
        for line in part.get(name, ())
    )


def _part(session: Session, theme: Theme, partner: Organisation, facts: _Facts, told: frozenset[str]) -> dict[str, Any]:
    """Give what a partner reads about one theme; without a statement it reads the same as with one not shown."""
    edition = facts.edition
    own = [band for band in facts.bands if band.theme_id == theme.id]
    now = next((band for band in own if band.edition_id == edition.id), None)
    before = next((band for band in reversed(own) if band.edition_id != edition.id), None)
    shown = now if now is not None and now.lo is not None else None
    used = _used(session, theme, partner, facts.on)
    return {
        "theme_id": str(theme.id),
        "slug": theme.slug,
        "label": theme.label,
        "period": shown.period_label if shown else edition.label,
        "lo": shown.lo if shown else None,
        "hi": shown.hi if shown else None,
        "trend": _trend(now, before),
        "before": {"period": before.period_label, "lo": before.lo, "hi": before.hi} if before else None,
        "decided": _decided(session, theme, facts.area, facts.on),
        "asked": [*facts.questions.get((theme.id, partner.id), ()), *_agreed(session, theme, partner, facts.area)],
        "paraphrases": _new(facts.paraphrases(session, theme), told)[:PARAPHRASES_TOLD],
        "used": _new(used, told)[:USES_TOLD],
        "lessons": _new(_lessons(session, theme, facts.on), told.union(used))[:LESSONS_TOLD] if shown else [],
    }


def _new(lines: Sequence[str], told: Collection[str]) -> list[str]:
    return [line for line in lines if line not in told]


def _trend(now: Band | None, before: Band | None) -> str:
    """Compare with the block before, per month, from nothing but the two bands; `first` when there is none."""
    if before is None:
        return "first"
    if now is None:
        return "unknown"
    return trend((before.lo, before.hi), months_in(before.periods), (now.lo, now.hi), months_in(now.periods)).value


def _decided(session: Session, theme: Theme, area: Area, on: date) -> list[str]:
    """Give what meetings of the whole area decided about the theme; a school's own meeting stays in the school."""
    found = meeting_queries.decisions_about(session, theme.id)
    told = [
        decision.text
        for decision, meeting in found
        if meeting.school_id is None and meeting.area_id == area.id and decision.decided_at.date() <= on
    ]
    return told[:DECISIONS_TOLD]


def _questions(session: Session, area: Area, now: datetime) -> Mapping[tuple[uuid.UUID, uuid.UUID], list[str]]:
    """Give per theme and partner what coming meetings of the area ask: the questions on their settled agendas."""
    asked: dict[tuple[uuid.UUID, uuid.UUID], list[str]] = {}
    for meeting in meeting_queries.meetings_of_district(session, area.district_id):
        wanted = meeting.status == "settled" and meeting.school_id is None and meeting.area_id == area.id
        if not wanted or meeting.starts_at <= now:
            continue
        for one in meeting_queries.agenda(session, meeting).items:
            if one.item.theme_id is None or not one.item.question:
                continue
            for guest in one.item.guests:
                asked.setdefault((one.item.theme_id, uuid.UUID(guest["id"])), []).append(one.item.question)
    return asked


def _agreed(session: Session, theme: Theme, partner: Organisation, area: Area) -> list[str]:
    """Give what the partner agreed to do for the theme in the area and has not done yet.

    What was agreed in a school stays in the school: everybody who signs the digest of its area would read it.
    """
    rows = [row for row in action_queries.actions_of_owner(session, partner.id) if row.theme_id == theme.id]
    return [row.text for row in rows if row.school_id is None and _is_about(session, row.meeting_id, area)]


def _is_about(session: Session, meeting_id: uuid.UUID | None, area: Area) -> bool:
    """Say whether something was agreed for this area: in its meeting, or in none."""
    found = meeting_queries.meeting(session, meeting_id) if meeting_id is not None else None
    return found is None or (found.area_id == area.id and found.school_id is None)


def _lessons(session: Session, theme: Theme, on: date) -> list[str]:
    """Give the newest approved lessons of the theme, a quarter after their approval and never sooner."""
    return [
        lesson.text
        for lesson in consultation_queries.lessons(session, theme.id)
        if lesson.approved_at is not None and lesson.approved_at.date() + LESSON_DELAY <= on
    ]


def _used(session: Session, theme: Theme, partner: Organisation, on: date) -> list[str]:
    """Give the lessons of the theme in which an offer of this partner helped, as late as the others."""
    mine = [offer.offer_id for offer in offer_queries.offers_of(session, partner.id, on) if offer.theme_id == theme.id]
    found = queries.lessons_by_offer(session, theme.id, mine, on)
    return list(dict.fromkeys(lesson.text for lessons in found.values() for lesson in lessons))


def _keep(
    session: Session,
    partner: Organisation,
    area: Area,
    edition: EditionRow,
    content: dict[str, Any],
    on: date,
    now: datetime,
) -> Digest | None:
    """Write the digest unless it is there; its id and content never depend on who comes first."""
    row = session.execute(
        insert(Digest)
        .values(
            id=uuid7(),
            district_id=area.district_id,
            area_id=area.id,
            organisation_id=partner.id,
            edition_id=edition.id,
            period_label=edition.label,
            leaves_on=leaves_on(edition.on, on),
            content=content,
            content_hash=seal(content),
            version=1,
            status="compiled",
            compiled_at=now,
        )
        .on_conflict_do_nothing(index_elements=["organisation_id", "area_id", "edition_id"])
        .returning(Digest.id)
    ).first()
    return session.get_one(Digest, row.id) if row is not None else None


def _ask(session: Session, compiled: Sequence[Digest], on: date, now: datetime) -> None:
    for made in compiled:
        for organisation in queries.signers(session, made.district_id, made.area_id, on):
            ask_to_sign(session, made, organisation.id, organisation.label, now)
