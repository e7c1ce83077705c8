"""Changes the history of the taxonomy: what a change touched as it was and as it became, so that it can be undone."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.districts import queries as district_queries
from kernpartner.privacy.deidentify import clean
from kernpartner.themes.models import Factor, FactorTheme, Scheme, Theme, ThemeChange, ThemeHeir, ThemeMatch
from kernpartner.themes.rules import taxonomy

THEME_FIELDS = (
    *("scheme_id", "label", "label_en", "number", "position", "definition", "in_scope", "out_of_scope", "next_step"),
    *("level", "partner_names", "examples", "codes", "valid_from", "valid_to", "merged_into_id", "ending"),
)
FACTOR_FIELDS = ("scheme_id", "label", "ring", "sector", "position", "gone")
SCHEME_FIELDS = ("label", "note", "position")
_IDS = frozenset({"scheme_id", "merged_into_id"})
_DAYS = frozenset({"valid_from", "valid_to"})
Snapshot = dict[str, Any]


class ChangedByOther(RuntimeError):
    """Somebody else changed this since the page was opened; nothing was stored."""


@dataclass(frozen=True)
class Touched:
    """Which schemes, themes and factors a change touches."""

    schemes: Collection[uuid.UUID] = ()
    themes: Collection[uuid.UUID] = ()
    factors: Collection[uuid.UUID] = ()


def locked_theme(session: Session, theme_id: uuid.UUID, seen_version: int | None = None) -> Theme:
    """Give the theme with its row locked; raises `LookupError`, and `ChangedByOther` for a version that is past.

    Whoever puts a theme beside a concern holds this row with a lighter lock, so a change waits for those and they for
    the change.
    """
    found = session.scalar(
        select(Theme).where(Theme.id == theme_id).with_for_update(), execution_options={"populate_existing": True}
    )
    if found is None:
        raise LookupError(f"no theme {theme_id}")
    if seen_version is not None and found.version != seen_version:
        raise ChangedByOther(f"theme {found.slug!r} was changed by somebody else")
    return found


def cleaned(session: Session, district_id: uuid.UUID, typed: str, *, before: str = "") -> str:
    """Give what was typed without what identifies; what already stood there stays as it is."""
    typed = typed.strip()
    if not typed or typed == before:
        return typed
    lists = district_queries.word_lists(session, district_id)
    return clean(typed, dataclasses.replace(lists, allowed=lists.allowed | _shipped_words())).text


@lru_cache(maxsize=1)
def _shipped_words() -> frozenset[str]:
    """Give the words of the taxonomy as it ships: names of themes and partners, and of no child."""
    shipped = taxonomy()
    texts = [text for scheme in shipped.schemes for text in (scheme.label, scheme.note)]
    for theme in shipped.themes:
        texts += [theme.label, theme.definition, theme.in_scope, theme.out_of_scope, theme.next_step, *theme.partners]
    texts += [factor.label for factor in shipped.factors]
    return frozenset(word.strip("(),.;:").lower() for text in texts for word in text.split())


def snapshot(session: Session, touched: Touched) -> Snapshot:
    """Give what the database holds of the touched rows, in words that JSON knows; a row that is not there is None."""
    session.flush()
    return {
        "schemes": _rows(session, Scheme, touched.schemes, SCHEME_FIELDS, {}),
        "themes": _rows(session, Theme, touched.themes, THEME_FIELDS, _beside(session, touched.themes)),
        "factors": _rows(session, Factor, touched.factors, FACTOR_FIELDS, _belongs(session, touched.factors)),
    }


def keep(
    session: Session,
    actor: Actor,
    district_id: uuid.UUID,
    kind: str,
    now: datetime,
    *,
    before: Snapshot,
    touched: Touched,
    reason: str = "",
    theme_id: uuid.UUID | None = None,
    undoes_id: uuid.UUID | None = None,
) -> ThemeChange | None:
    """Note a change and raise the versions of what changed; None, and nothing noted, when nothing differs."""
    after = snapshot(session, touched)
    if after == before:
        return None
    for name, model in (("schemes", Scheme), ("themes", Theme), ("factors", Factor)):
        for key, row in after[name].items():
            if row != before[name].get(key):
                held: Any = session.get_one(model, uuid.UUID(key))
                held.version = held.version + 1
    made = ThemeChange(
        district_id=district_id,
        theme_id=theme_id,
        kind=kind,
        at=now,
        person_id=actor.person_id,
        reason=cleaned(session, district_id, reason),
        before=before,
        after=after,
        undoes_id=undoes_id,
    )
    session.add(made)
    session.flush()
    record(session, actor, "theme.changed", "theme", theme_id, now, kind=kind)
    return made


def put_back(session: Session, wanted: Snapshot, only: Snapshot) -> None:
    """Write the fields in which `wanted` differs from `only` back into the rows; a row that was not there ends."""
    for name, model in (("schemes", Scheme), ("themes", Theme), ("factors", Factor)):
        for key, row in wanted[name].items():
            held: Any = session.get_one(model, uuid.UUID(key))
            _write(session, held, row, only[name].get(key) or {})
    session.flush()


def _write(session: Session, held: Any, row: Mapping[str, Any] | None, other: Mapping[str, Any]) -> None:
    if row is None:
        _end(held)
        return
    for field, value in row.items():
        if value == other.get(field):
            continue
        if field in {"heirs", "matches", "themes"}:
            _write_ties(session, held, field, value)
        else:
            setattr(held, field, _typed(field, value))


def _end(held: Any) -> None:
    """Let something that a change brought be as if it never counted; its row stays for what points to it."""
    if isinstance(held, Factor):
        held.gone = True
    elif isinstance(held, Theme):
        held.valid_to = held.valid_from - timedelta(days=1)
        held.ending = "retired"


def _write_ties(session: Session, held: Any, field: str, value: Any) -> None:
    if field == "heirs":
        replace_heirs(session, held.id, [uuid.UUID(key) for key in value])
    elif field == "matches":
        replace_matches(session, held.id, {uuid.UUID(key): kind for key, kind in value.items()})
    else:
        replace_factor_themes(session, held.id, [uuid.UUID(key) for key in value])


def replace_heirs(session: Session, theme_id: uuid.UUID, heirs: Iterable[uuid.UUID]) -> None:
    """Let a theme have exactly these heirs."""
    wanted = set(heirs)
    for tie in session.scalars(select(ThemeHeir).where(ThemeHeir.theme_id == theme_id)).all():
        if tie.heir_id not in wanted:
            session.delete(tie)
        wanted.discard(tie.heir_id)
    session.add_all(ThemeHeir(theme_id=theme_id, heir_id=heir) for heir in sorted(wanted))
    session.flush()


def replace_matches(session: Session, theme_id: uuid.UUID, wanted: Mapping[uuid.UUID, str]) -> None:
    """Let a theme match exactly these others, whichever side a match is kept at."""
    left = dict(wanted)
    for tie in session.scalars(
        select(ThemeMatch).where(or_(ThemeMatch.theme_id == theme_id, ThemeMatch.other_id == theme_id))
    ).all():
        other = tie.other_id if tie.theme_id == theme_id else tie.theme_id
        kind = left.pop(other, None)
        if kind is None:
            session.delete(tie)
        else:
            tie.kind = kind
    session.add_all(ThemeMatch(theme_id=theme_id, other_id=other, kind=kind) for other, kind in sorted(left.items()))
    session.flush()


def replace_factor_themes(session: Session, factor_id: uuid.UUID, themes: Iterable[uuid.UUID]) -> None:
    """Let a factor belong to exactly these themes, in this order."""
    places = {theme: place for place, theme in enumerate(themes)}
    for tie in session.scalars(select(FactorTheme).where(FactorTheme.factor_id == factor_id)).all():
        if tie.theme_id in places:
            tie.position = places.pop(tie.theme_id)
        else:
            session.delete(tie)
    session.add_all(FactorTheme(factor_id=factor_id, theme_id=key, position=place) for key, place in places.items())
    session.flush()


def _rows(
    session: Session,
    model: Any,
    ids: Collection[uuid.UUID],
    fields: tuple[str, ...],
    more: Mapping[uuid.UUID, Mapping[str, Any]],
) -> dict[str, Any]:
    if not ids:
        return {}
    rows = {row.id: row for row in session.scalars(select(model).where(model.id.in_(ids)))}
    return {
        str(key): {field: _plain(getattr(rows[key], field)) for field in fields} | dict(more.get(key, {}))
        if key in rows
        else None
        for key in sorted(ids)
    }


def _beside(session: Session, ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Mapping[str, Any]]:
    found: dict[uuid.UUID, dict[str, Any]] = {key: {"heirs": [], "matches": {}} for key in ids}
    if not ids:
        return found
    for theme, heir in session.execute(
        select(ThemeHeir.theme_id, ThemeHeir.heir_id).where(ThemeHeir.theme_id.in_(ids)).order_by(ThemeHeir.heir_id)
    ):
        found[theme]["heirs"].append(str(heir))
    for one, other, kind in session.execute(
        select(ThemeMatch.theme_id, ThemeMatch.other_id, ThemeMatch.kind)
        .where(or_(ThemeMatch.theme_id.in_(ids), ThemeMatch.other_id.in_(ids)))
        .order_by(ThemeMatch.theme_id, ThemeMatch.other_id)
    ):
        for here, there in ((one, other), (other, one)):
            if here in found:
                found[here]["matches"][str(there)] = kind
    return found


def _belongs(session: Session, ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Mapping[str, Any]]:
    found: dict[uuid.UUID, dict[str, Any]] = {key: {"themes": []} for key in ids}
    if ids:
        for factor, theme in session.execute(
            select(FactorTheme.factor_id, FactorTheme.theme_id)
            .where(FactorTheme.factor_id.in_(ids))
            .order_by(FactorTheme.position, FactorTheme.theme_id)
        ):
            found[factor]["themes"].append(str(theme))
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _typed(field: str, value: Any) -> Any:
    if value is None:
        return None
    if field in _IDS:
        return uuid.UUID(value)
    return date.fromisoformat(value) if field in _DAYS else value
