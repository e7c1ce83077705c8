"""Reads the themes and factors of a district as they are on a day."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kernpartner.themes.models import (
    Factor,
    FactorTheme,
    Scheme,
    TaggerVersion,
    Theme,
    ThemeChange,
    ThemeHeir,
    ThemeMatch,
)


def schemes(session: Session, district_id: uuid.UUID) -> Sequence[Scheme]:
    """Give the schemes of a district in their order."""
    return session.scalars(select(Scheme).where(Scheme.district_id == district_id).order_by(Scheme.position)).all()


def current_themes(session: Session, district_id: uuid.UUID, on: date) -> Sequence[Theme]:
    """Give the themes that can be confirmed on that day, scheme by scheme in their order."""
    return session.scalars(
        select(Theme)
        .join(Scheme, Scheme.id == Theme.scheme_id)
        .where(
            Theme.district_id == district_id,
            Theme.merged_into_id.is_(None),
            Theme.valid_from <= on,
            or_(Theme.valid_to.is_(None), Theme.valid_to >= on),
        )
        .order_by(Scheme.position, Theme.position)
    ).all()


def theme(session: Session, theme_id: uuid.UUID) -> Theme:
    """Give the theme with this id; raises `LookupError` when there is none."""
    found = session.get(Theme, theme_id)
    if found is None:
        raise LookupError(f"no theme {theme_id}")
    return found


def theme_by_slug(session: Session, district_id: uuid.UUID, slug: str) -> Theme | None:
    """Give the theme with this slug, followed to where it was merged into."""
    found = session.scalar(select(Theme).where(Theme.district_id == district_id, Theme.slug == slug))
    while found is not None and found.merged_into_id is not None:
        found = session.get(Theme, found.merged_into_id)
    return found


def theme_ids(session: Session, district_id: uuid.UUID, on: date) -> Mapping[str, uuid.UUID]:
    """Give the ids of the current themes by slug."""
    return {found.slug: found.id for found in current_themes(session, district_id, on)}


def factors(session: Session, district_id: uuid.UUID) -> Sequence[Factor]:
    """Give the factors of a district, scheme by scheme in their order."""
    return session.scalars(
        select(Factor)
        .join(Scheme, Scheme.id == Factor.scheme_id)
        .where(Scheme.district_id == district_id, Factor.gone.is_(False))
        .order_by(Scheme.position, Factor.position)
    ).all()


def factor_themes(session: Session, district_id: uuid.UUID) -> Mapping[uuid.UUID, list[uuid.UUID]]:
    """Give for each factor of the district the ids of the themes it belongs to; of an ended theme its heirs."""
    rows = session.execute(
        select(FactorTheme.factor_id, FactorTheme.theme_id)
        .join(Theme, Theme.id == FactorTheme.theme_id)
        .join(Scheme, Scheme.id == Theme.scheme_id)
        .where(Theme.district_id == district_id)
        .order_by(Scheme.position, Theme.position)
    )
    heirs = _heirs(session, district_id)
    found: dict[uuid.UUID, list[uuid.UUID]] = {}
    for factor_id, theme_id in rows:
        own = found.setdefault(factor_id, [])
        own += [key for key in _ends_in(theme_id, heirs) if key not in own]
    return found


def scheme_themes(session: Session, scheme_id: uuid.UUID) -> Sequence[Theme]:
    """Give every theme that a scheme ever had, in their order."""
    return session.scalars(
        select(Theme).where(Theme.scheme_id == scheme_id).order_by(Theme.position, Theme.valid_from, Theme.id)
    ).all()


def scheme_by_slug(session: Session, district_id: uuid.UUID, slug: str) -> Scheme | None:
    """Give the scheme with this slug, if the district has it."""
    return session.scalar(select(Scheme).where(Scheme.district_id == district_id, Scheme.slug == slug))


def factor_by_slug(session: Session, scheme_id: uuid.UUID, slug: str) -> Factor | None:
    """Give the factor of a scheme with this slug, if it is on the map."""
    return session.scalar(
        select(Factor).where(Factor.scheme_id == scheme_id, Factor.slug == slug, Factor.gone.is_(False))
    )


def own_theme_by_slug(session: Session, district_id: uuid.UUID, slug: str) -> Theme | None:
    """Give the theme that carries this slug itself, also when it has ended."""
    return session.scalar(select(Theme).where(Theme.district_id == district_id, Theme.slug == slug))


def ended_in(session: Session, theme_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, uuid.UUID]:
    """Give for each theme the one it is merged into now, itself when it was not merged."""
    found: dict[uuid.UUID, uuid.UUID] = {}
    for key in theme_ids:
        at, into = key, session.scalar(select(Theme.merged_into_id).where(Theme.id == key))
        while into is not None:
            at, into = into, session.scalar(select(Theme.merged_into_id).where(Theme.id == into))
        found[key] = at
    return found


def heirs(session: Session, theme_id: uuid.UUID) -> Sequence[Theme]:
    """Give the themes in which a theme ended, in their order; empty while it counts and after retiring."""
    return session.scalars(
        select(Theme)
        .join(ThemeHeir, ThemeHeir.heir_id == Theme.id)
        .where(ThemeHeir.theme_id == theme_id)
        .order_by(Theme.position, Theme.label)
    ).all()


def forebears(session: Session, theme_id: uuid.UUID) -> Sequence[Theme]:
    """Give the themes that ended in this one directly, in the order in which they ended."""
    return session.scalars(
        select(Theme)
        .join(ThemeHeir, ThemeHeir.theme_id == Theme.id)
        .where(ThemeHeir.heir_id == theme_id)
        .order_by(Theme.valid_to, Theme.label)
    ).all()


def line_of(session: Session, theme_id: uuid.UUID) -> set[uuid.UUID]:
    """Give the theme and every theme that ended in it, however long ago: what was tied to those is tied to it."""
    found, ahead = {theme_id}, [theme_id]
    while ahead:
        rows = session.scalars(select(ThemeHeir.theme_id).where(ThemeHeir.heir_id.in_(ahead))).all()
        ahead = [key for key in rows if key not in found]
        found.update(ahead)
    return found


def followed(session: Session, theme_ids: Collection[uuid.UUID]) -> list[uuid.UUID]:
    """Give for themes of whatever time what they are now: an ended one gives its heirs, a retired one itself."""
    rows = session.execute(
        select(ThemeHeir.theme_id, ThemeHeir.heir_id)
        .join(Theme, Theme.id == ThemeHeir.theme_id)
        .where(Theme.district_id.in_(select(Theme.district_id).where(Theme.id.in_(theme_ids))))
    )
    heirs: dict[uuid.UUID, list[uuid.UUID]] = {}
    for key, heir in rows:
        heirs.setdefault(key, []).append(heir)
    return sorted({end for key in theme_ids for end in _ends_in(key, heirs)})


@dataclass(frozen=True)
class MatchRow:
    """How a theme compares with a theme of another scheme."""

    theme: Theme
    kind: str


def matches(session: Session, theme_id: uuid.UUID) -> Sequence[MatchRow]:
    """Give the themes of other schemes that a theme compares with, the same ones first."""
    rows = session.execute(
        select(Theme, ThemeMatch.kind)
        .join(
            ThemeMatch,
            or_(
                (ThemeMatch.theme_id == theme_id) & (ThemeMatch.other_id == Theme.id),
                (ThemeMatch.other_id == theme_id) & (ThemeMatch.theme_id == Theme.id),
            ),
        )
        .where(Theme.ending == "")
        .order_by(ThemeMatch.kind, Theme.label)
    )
    return [MatchRow(theme, kind) for theme, kind in rows]


def all_matches(session: Session, district_id: uuid.UUID) -> Sequence[tuple[uuid.UUID, uuid.UUID, str]]:
    """Give every match of the district once: theme, other theme, `exact` or `related`."""
    rows = session.execute(
        select(ThemeMatch.theme_id, ThemeMatch.other_id, ThemeMatch.kind)
        .join(Theme, Theme.id == ThemeMatch.theme_id)
        .where(Theme.district_id == district_id)
        .order_by(ThemeMatch.theme_id, ThemeMatch.other_id)
    )
    return [(one, other, kind) for one, other, kind in rows]


@dataclass(frozen=True)
class ChangeRow:
    """A change of the taxonomy as people read it; `undone` says that it was taken back."""

    change: ThemeChange
    theme_label: str
    theme_slug: str
    undone: bool


def changes(
    session: Session, district_id: uuid.UUID, *, theme_id: uuid.UUID | None = None, limit: int = 100
) -> Sequence[ChangeRow]:
    """Give the history of the taxonomy, or of one theme, newest first."""
    query = (
        select(ThemeChange, Theme.label, Theme.slug)
        .outerjoin(Theme, Theme.id == ThemeChange.theme_id)
        .where(ThemeChange.district_id == district_id)
        .order_by(ThemeChange.at.desc(), ThemeChange.id.desc())
        .limit(limit)
    )
    if theme_id is not None:
        query = query.where(ThemeChange.theme_id == theme_id)
    undone = set(
        session.scalars(
            select(ThemeChange.undoes_id).where(
                ThemeChange.district_id == district_id, ThemeChange.undoes_id.is_not(None)
            )
        )
    )
    return [
        ChangeRow(change, label or "", slug or "", change.id in undone)
        for change, label, slug in session.execute(query)
    ]


def ending_reason(session: Session, theme_id: uuid.UUID) -> str:
    """Give why a theme ended, in the words of who ended it."""
    return (
        session.scalar(
            select(ThemeChange.reason)
            .where(ThemeChange.theme_id == theme_id, ThemeChange.kind.in_(("merged", "split", "retired")))
            .order_by(ThemeChange.at.desc(), ThemeChange.id.desc())
            .limit(1)
        )
        or ""
    )


def _heirs(session: Session, district_id: uuid.UUID) -> Mapping[uuid.UUID, list[uuid.UUID]]:
    found: dict[uuid.UUID, list[uuid.UUID]] = {}
    for key, heir in session.execute(
        select(ThemeHeir.theme_id, ThemeHeir.heir_id)
        .join(Theme, Theme.id == ThemeHeir.heir_id)
        .where(Theme.district_id == district_id)
        .order_by(Theme.position, Theme.id)
    ):
        found.setdefault(key, []).append(heir)
    return found


def _ends_in(theme_id: uuid.UUID, heirs: Mapping[uuid.UUID, list[uuid.UUID]]) -> list[uuid.UUID]:
    """Give where a line ends; what has no heir ends in itself."""
    if theme_id not in heirs:
        return [theme_id]
    return [end for heir in heirs[theme_id] for end in _ends_in(heir, heirs)]


def tagger_in_use(session: Session, district_id: uuid.UUID) -> TaggerVersion | None:
    """Give what the district has learnt and uses now, if it has learnt anything."""
    return session.scalar(
        select(TaggerVersion)
        .where(TaggerVersion.district_id == district_id, TaggerVersion.in_use)
        .order_by(TaggerVersion.made_at.desc())
        .limit(1)
    )
