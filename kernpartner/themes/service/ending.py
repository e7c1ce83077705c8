"""Changes which themes count: merges, splits and retires them with their lineage, and takes any change back.

Only the taxonomy changes here. `concerns.service` calls this and lets the themes beside concerns, and the exact
counts, follow in the same transaction; the doors call that one.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor
from kernpartner.themes.models import Scheme, Theme, ThemeChange
from kernpartner.themes.rules.changing import Ending, Problem, ThemeInput, theme_problems
from kernpartner.themes.service.editing import Incomplete, new_theme
from kernpartner.themes.service.recording import (
    Snapshot,
    Touched,
    keep,
    locked_theme,
    put_back,
    replace_heirs,
    snapshot,
)

FEWEST_HEIRS = 2


class CannotUndo(RuntimeError):
    """What this change touched was changed again since; that has to be taken back first."""


def merge_theme(
    session: Session,
    actor: Actor,
    theme_id: uuid.UUID,
    into_id: uuid.UUID,
    now: datetime,
    *,
    on: date,
    reason: str,
    seen_version: int | None = None,
) -> ThemeChange:
    """Let a current theme end in another current theme of the district. Raises `Incomplete`, `ChangedByOther`."""
    held = _locked(session, {theme_id, into_id}, theme_id, seen_version)
    theme, into = held[theme_id], held.get(into_id)
    if into is None or into is theme or into.ending or into.district_id != theme.district_id or theme.ending:
        raise Incomplete({"into": Problem.HEIR_MISSING})
    touched = Touched(themes={theme.id})
    before = snapshot(session, touched)
    _end(session, theme, Ending.MERGED, [into.id], on)
    theme.merged_into_id = into.id
    return _kept(session, actor, theme, "merged", now, before, touched, reason)


def split_theme(
    session: Session,
    actor: Actor,
    theme_id: uuid.UUID,
    now: datetime,
    *,
    on: date,
    reason: str,
    existing: Collection[uuid.UUID] = (),
    new: Sequence[ThemeInput] = (),
    seen_version: int | None = None,
) -> ThemeChange:
    """Let a current theme end in at least two: current themes of the district and new ones in its own scheme.

    Raises `Incomplete` (fields `heirs`, and `new-0-label` and so on) and `ChangedByOther`.
    """
    held = _locked(session, {theme_id, *existing}, theme_id, seen_version)
    theme = held.pop(theme_id)
    heirs = [one for one in held.values() if not one.ending and one.district_id == theme.district_id]
    problems = _split_problems(session, theme, len(heirs) + len(new), new)
    if problems:
        raise Incomplete(problems)
    scheme = session.get_one(Scheme, theme.scheme_id)
    before = snapshot(session, Touched(themes={theme.id}))
    made = [new_theme(session, scheme, one, on) for one in new]
    before["themes"] |= {str(one.id): None for one in made}
    _end(session, theme, Ending.SPLIT, [one.id for one in (*heirs, *made)], on)
    touched = Touched(themes={theme.id, *(one.id for one in made)})
    return _kept(session, actor, theme, "split", now, before, touched, reason)


def retire_theme(
    session: Session,
    actor: Actor,
    theme_id: uuid.UUID,
    now: datetime,
    *,
    on: date,
    reason: str,
    seen_version: int | None = None,
) -> ThemeChange:
    """Let a current theme end without an heir; its page says why, so a reason is needed. Raises as merging does."""
    theme = locked_theme(session, theme_id, seen_version)
    problems = {}
    if theme.ending:
        problems["theme"] = Problem.THEME_UNKNOWN
    if not reason.strip():
        problems["reason"] = Problem.REASON_MISSING
    if problems:
        raise Incomplete(problems)
    touched = Touched(themes={theme.id})
    before = snapshot(session, touched)
    _end(session, theme, Ending.RETIRED, [], on)
    return _kept(session, actor, theme, "retired", now, before, touched, reason)


def take_back(
    session: Session, actor: Actor, district_id: uuid.UUID, change_id: uuid.UUID, now: datetime, *, reason: str = ""
) -> tuple[ThemeChange, ThemeChange]:
    """Put back what a change changed; give that change and the new one that undoes it.

    New themes of a split that is taken back end in the theme that was split. Raises `LookupError`, and `CannotUndo`
    when a touched field was changed since, when an heir has ended since, when it was taken back already, or when it
    would let a theme end again: what people decided since has to go along, so that is done anew.
    """
    change = session.scalar(
        select(ThemeChange).where(ThemeChange.id == change_id, ThemeChange.district_id == district_id)
    )
    if change is None:
        raise LookupError(f"no change {change_id} in this district")
    touched = _touched(change)
    for key in sorted(touched.themes):
        locked_theme(session, key)
    current = snapshot(session, touched)
    if _undone(session, change) or _ends_again(change) or _differs(change, current) or _heirs_ended(session, change):
        raise CannotUndo(f"what change {change_id} touched was changed since")
    put_back(session, change.before, change.after)
    if change.kind == "split":
        _fold_back(session, change)
    made = keep(
        session,
        actor,
        district_id,
        "undone",
        now,
        before=current,
        touched=touched,
        reason=reason,
        theme_id=change.theme_id,
        undoes_id=change.id,
    )
    assert made is not None, "a change that changed nothing was never kept"
    return change, made


def born(change: ThemeChange) -> list[uuid.UUID]:
    """Give the themes that a change brought."""
    return [uuid.UUID(key) for key, row in change.before["themes"].items() if row is None]


def _split_problems(session: Session, theme: Theme, number: int, new: Sequence[ThemeInput]) -> dict[str, Problem]:
    found: dict[str, Problem] = {}
    if theme.ending:
        found["theme"] = Problem.THEME_UNKNOWN
    if number < FEWEST_HEIRS:
        found["heirs"] = Problem.HEIRS_TOO_FEW
    taken = list(session.scalars(select(Theme.label).where(Theme.district_id == theme.district_id, Theme.ending == "")))
    for place, given in enumerate(new):
        found |= {f"new-{place}-{name}": what for name, what in theme_problems(given, taken).items()}
        taken.append(given.label)
    return found


def _locked(
    session: Session, ids: Collection[uuid.UUID], theme_id: uuid.UUID, seen_version: int | None
) -> dict[uuid.UUID, Theme]:
    """Lock the themes that exist in the order of their ids, so that two changes never wait for each other in a ring."""
    known = set(session.scalars(select(Theme.id).where(Theme.id.in_(ids))))
    held = {
        key: locked_theme(session, key, seen_version if key == theme_id else None) for key in sorted(known | {theme_id})
    }
    return {theme_id: held[theme_id]} | held


def _end(session: Session, theme: Theme, ending: Ending, heirs: Collection[uuid.UUID], on: date) -> None:
    # It counts until the day before; one that began on this very day then never counted.
    theme.ending = ending.value
    theme.valid_to = on - timedelta(days=1)
    replace_heirs(session, theme.id, heirs)


def _kept(
    session: Session,
    actor: Actor,
    theme: Theme,
    kind: str,
    now: datetime,
    before: Snapshot,
    touched: Touched,
    reason: str,
) -> ThemeChange:
    made = keep(
        session,
        actor,
        theme.district_id,
        kind,
        now,
        before=before,
        touched=touched,
        reason=reason,
        theme_id=theme.id,
    )
    assert made is not None, "a theme that ends differs from one that counts"
    return made


def _touched(change: ThemeChange) -> Touched:
    ids = {name: {uuid.UUID(key) for key in change.after[name]} for name in ("schemes", "themes", "factors")}
    return Touched(schemes=ids["schemes"], themes=ids["themes"], factors=ids["factors"])


def _undone(session: Session, change: ThemeChange) -> bool:
    return session.scalar(select(ThemeChange.id).where(ThemeChange.undoes_id == change.id)) is not None


def _ends_again(change: ThemeChange) -> bool:
    return change.kind == "undone" and any(
        row["ending"] != (change.before["themes"].get(key) or row)["ending"]
        for key, row in change.after["themes"].items()
    )


def _differs(change: ThemeChange, current: Snapshot) -> bool:
    """Say whether a field that the change wrote has another value now; other fields may have changed."""
    for name, rows in change.after.items():
        for key, row in rows.items():
            before, now = change.before[name].get(key), current[name].get(key)
            if before is None:
                before = {}
            fields = [field for field in row if row[field] != before.get(field)]
            if now is None or any(now.get(field) != row[field] for field in fields):
                return True
    return False


def _heirs_ended(session: Session, change: ThemeChange) -> bool:
    """Say whether a theme in which this change let another one end has itself ended since."""
    heirs = {
        uuid.UUID(heir)
        for key, row in change.after["themes"].items()
        for heir in row["heirs"]
        if heir not in ((change.before["themes"].get(key) or {}).get("heirs") or ())
    }
    if not heirs:
        return False
    return session.scalar(select(Theme.id).where(Theme.id.in_(heirs), Theme.ending != "").limit(1)) is not None


def _fold_back(session: Session, change: ThemeChange) -> None:
    """Let the new themes of a split end in the theme that is whole again: they were a part of it."""
    for key in born(change):
        theme = session.get_one(Theme, key)
        theme.ending = Ending.MERGED.value
        theme.merged_into_id = change.theme_id
        replace_heirs(session, theme.id, [change.theme_id] if change.theme_id else [])
