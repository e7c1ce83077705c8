"""Reads what a district has learnt: its tagger, the versions of it, its own words, and the groups that were found."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.learning.models import EmergentGroup, ThemeWord
from kernpartner.themes import queries as theme_queries
from kernpartner.themes.models import TaggerVersion, Theme
from kernpartner.themes.rules import Tagger, Verdict
from kernpartner.themes.rules.adapting import learnt_as

OwnWords = tuple[tuple[str, tuple[str, ...]], ...]
# Versions and words never change once they have a key, so a process may keep what it made of them.
_MADE: dict[tuple[uuid.UUID | None, OwnWords], Tagger] = {}
_MOST_MADE = 32


@dataclass(frozen=True)
class Version:
    """A try at learning: when, what was measured, whether it is used now and whether it won and may be used again."""

    id: uuid.UUID
    made_at: datetime
    measured: Mapping[str, Any]
    in_use: bool
    usable: bool


def tagger(session: Session, district_id: uuid.UUID) -> Tagger:
    """Give the tagger of a district: as shipped, with what it learnt and with the words of its own themes."""
    version_id = session.scalar(
        select(TaggerVersion.id)
        .where(TaggerVersion.district_id == district_id, TaggerVersion.in_use)
        .order_by(TaggerVersion.made_at.desc())
        .limit(1)
    )
    own = _own_words(session, district_id)
    if version_id is None and not own:
        return Tagger.shipped()
    found = _MADE.get((version_id, own))
    if found is None:
        if len(_MADE) >= _MOST_MADE:
            _MADE.clear()
        found = _MADE[(version_id, own)] = _made(session, version_id, own)
    return found


def suggest(session: Session, district_id: uuid.UUID, text: str, on: date) -> Verdict:
    """Give what the district's tagger says of a text; only themes that are current on that day."""
    allowed = theme_queries.theme_ids(session, district_id, on).keys()
    return tagger(session, district_id).suggest(text, allowed=allowed)


def versions(session: Session, district_id: uuid.UUID) -> Sequence[Version]:
    """Give every version that was tried for a district, newest first, without the weights that they hold."""
    rows = session.execute(
        select(
            TaggerVersion.id,
            TaggerVersion.made_at,
            TaggerVersion.measured,
            TaggerVersion.in_use,
            TaggerVersion.model["base"].astext,
        )
        .where(TaggerVersion.district_id == district_id)
        .order_by(TaggerVersion.made_at.desc(), TaggerVersion.id.desc())
    )
    base = Tagger.shipped().version
    return [Version(key, at, measured, used, own_base == base) for key, at, measured, used, own_base in rows]


def words_of_theme(session: Session, theme_id: uuid.UUID) -> Sequence[str]:
    """Give the words by which a theme that the district named itself is recognised."""
    return session.scalars(select(ThemeWord.word).where(ThemeWord.theme_id == theme_id).order_by(ThemeWord.word)).all()


def themes_with_words(session: Session, district_id: uuid.UUID, on: date) -> Sequence[Theme]:
    """Give the current themes that the district named itself, the newest first."""
    own = set(session.scalars(select(ThemeWord.theme_id).distinct()))
    found = [theme for theme in theme_queries.current_themes(session, district_id, on) if theme.id in own]
    return sorted(found, key=lambda theme: theme.valid_from, reverse=True)


def groups_across(session: Session, district_id: uuid.UUID) -> Sequence[EmergentGroup]:
    """Give the groups across organisations that wait for a decision, newest first; words only."""
    return _open_groups(session, district_id, None)


def groups_of(session: Session, district_id: uuid.UUID, organisation_id: uuid.UUID) -> Sequence[EmergentGroup]:
    """Give the groups in the rows of one organisation that it did not put aside."""
    return _open_groups(session, district_id, organisation_id)


def group(session: Session, district_id: uuid.UUID, group_id: uuid.UUID) -> EmergentGroup | None:
    """Give a group of the district, if there is one with this id."""
    found = session.get(EmergentGroup, group_id)
    return found if found is not None and found.district_id == district_id else None


def _open_groups(
    session: Session, district_id: uuid.UUID, organisation_id: uuid.UUID | None
) -> Sequence[EmergentGroup]:
    whose = (
        EmergentGroup.organisation_id.is_(None)
        if organisation_id is None
        else EmergentGroup.organisation_id == organisation_id
    )
    return session.scalars(
        select(EmergentGroup)
        .where(EmergentGroup.district_id == district_id, whose, EmergentGroup.state == "open")
        .order_by(EmergentGroup.found_on.desc(), EmergentGroup.id)
    ).all()


def _own_words(session: Session, district_id: uuid.UUID) -> OwnWords:
    """Give per slug the words of the district's own themes; those of a merged theme speak for where it went."""
    rows = session.execute(
        select(ThemeWord.theme_id, ThemeWord.word)
        .join(Theme, Theme.id == ThemeWord.theme_id)
        .where(Theme.district_id == district_id)
    ).all()
    if not rows:
        return ()
    found: dict[str, set[str]] = defaultdict(set)
    for theme_id, word in rows:
        found[_followed(session, theme_id).slug].add(word)
    return tuple((slug, tuple(sorted(words))) for slug, words in sorted(found.items()))


def _followed(session: Session, theme_id: uuid.UUID) -> Theme:
    found = theme_queries.theme(session, theme_id)
    while found.merged_into_id is not None:
        found = theme_queries.theme(session, found.merged_into_id)
    return found


def _made(session: Session, version_id: uuid.UUID | None, own: OwnWords) -> Tagger:
    kept = session.get(TaggerVersion, version_id) if version_id is not None else None
    learnt = learnt_as(kept.model["used"]) if kept is not None and kept.model.get("used") else None
    return Tagger.of_district(learnt, dict(own), f"wijk-{version_id or 'woorden'}")


def forget() -> None:
    """Forget the taggers that this process made."""
    _MADE.clear()
