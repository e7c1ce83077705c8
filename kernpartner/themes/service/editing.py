"""Changes what themes and schemes say, their order and how schemes compare; each change is kept with its reason."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor
from kernpartner.themes import queries
from kernpartner.themes.models import Scheme, Theme
from kernpartner.themes.rules.changing import Problem, ThemeInput, label_problem, moved, slug_for, theme_problems
from kernpartner.themes.rules.classifications import known_codes
from kernpartner.themes.service.recording import (
    ChangedByOther,
    Touched,
    cleaned,
    keep,
    locked_theme,
    replace_matches,
    snapshot,
)


class Incomplete(ValueError):
    """Something is missing or wrong; `problems` says what, per field."""

    def __init__(self, found: Mapping[str, Problem]) -> None:
        super().__init__(", ".join(f"{name}: {what.value}" for name, what in found.items()))
        self.problems = dict(found)


def edit_theme(
    session: Session,
    actor: Actor,
    theme_id: uuid.UUID,
    given: ThemeInput,
    now: datetime,
    *,
    seen_version: int,
    reason: str = "",
    matches: Mapping[uuid.UUID, str] | None = None,
) -> bool:
    """Let a theme say something else; False when nothing differs. Its slug stays, so that old links hold.

    `matches` (ids of themes of other schemes -> `exact` or `related`) replaces the matches; None leaves them.
    Raises `Incomplete`, `ChangedByOther` and `LookupError`.
    """
    theme = locked_theme(session, theme_id, seen_version)
    problems = theme_problems(given, _labels(session, theme.district_id, but=theme.id))
    if problems:
        raise Incomplete(problems)
    # A match stands at both themes; of the other ones only that may change here.
    touched = Touched(themes={theme.id})
    before = snapshot(session, touched)
    write_theme(session, theme, given)
    if matches is not None:
        replace_matches(session, theme.id, _elsewhere(session, theme, matches))
    change = keep(
        session,
        actor,
        theme.district_id,
        "edited",
        now,
        before=before,
        touched=touched,
        reason=reason,
        theme_id=theme.id,
    )
    return change is not None


def add_theme(
    session: Session,
    actor: Actor,
    scheme_id: uuid.UUID,
    given: ThemeInput,
    now: datetime,
    *,
    on: date,
    reason: str = "",
) -> uuid.UUID:
    """Put a new theme at the end of a scheme, counting from `on` unless it says otherwise; give its id.

    Raises `Incomplete`.
    """
    scheme = session.get_one(Scheme, scheme_id)
    problems = theme_problems(given, _labels(session, scheme.district_id))
    if problems:
        raise Incomplete(problems)
    made = new_theme(session, scheme, given, on)
    before = {"schemes": {}, "themes": {str(made.id): None}, "factors": {}}
    touched = Touched(themes={made.id})
    keep(
        session,
        actor,
        scheme.district_id,
        "added",
        now,
        before=before,
        touched=touched,
        reason=reason,
        theme_id=made.id,
    )
    return made.id


def new_theme(session: Session, scheme: Scheme, given: ThemeInput, on: date, slug: str = "") -> Theme:
    """Make the row of a new theme, without noting it in the history."""
    taken = session.scalars(select(Theme.slug).where(Theme.district_id == scheme.district_id)).all()
    last = session.scalar(select(func.max(Theme.position)).where(Theme.scheme_id == scheme.id))
    label = cleaned(session, scheme.district_id, given.label)
    made = Theme(
        district_id=scheme.district_id,
        scheme_id=scheme.id,
        slug=slug or slug_for(label, taken),
        label=label,
        number=None,
        position=0 if last is None else last + 1,
        level=[],
        partner_names=[],
        examples=[],
        codes={},
        valid_from=given.valid_from or on,
    )
    session.add(made)
    write_theme(session, made, given)
    session.flush()
    return made


def write_theme(session: Session, theme: Theme, given: ThemeInput) -> None:
    """Write what is given, cleaned, into the row."""
    for name in ThemeInput.TEXTS:
        before = getattr(theme, name) or ""
        setattr(theme, name, cleaned(session, theme.district_id, getattr(given, name), before=before))
    for name in ThemeInput.LISTS:
        stood = set(getattr(theme, name) or ())
        setattr(
            theme,
            name,
            [one if one in stood else cleaned(session, theme.district_id, one) for one in getattr(given, name)],
        )
    theme.level = list(given.level)
    theme.codes = known_codes(given.codes)
    if given.valid_from is not None:
        theme.valid_from = given.valid_from
    if not theme.ending:
        theme.valid_to = given.valid_to


def move_theme(session: Session, actor: Actor, theme_id: uuid.UUID, *, up: bool, now: datetime) -> bool:
    """Let a current theme stand one place higher or lower in its scheme; False at the edge."""
    theme = locked_theme(session, theme_id)
    row = [one for one in queries.scheme_themes(session, theme.scheme_id) if not one.ending]
    touched = Touched(themes={one.id for one in row})
    before = snapshot(session, touched)
    held = {one.id: one for one in row}
    for place, key in enumerate(moved([one.id for one in row], theme.id, up)):
        held[key].position = place
    change = keep(
        session, actor, theme.district_id, "reordered", now, before=before, touched=touched, theme_id=theme.id
    )
    return change is not None


def edit_scheme(
    session: Session,
    actor: Actor,
    scheme_id: uuid.UUID,
    *,
    label: str,
    note: str,
    now: datetime,
    seen_version: int,
    reason: str = "",
) -> bool:
    """Let a scheme be called and explained otherwise; False when nothing differs. Raises as `edit_theme` does."""
    scheme = session.get_one(Scheme, scheme_id, with_for_update=True, populate_existing=True)
    if scheme.version != seen_version:
        raise ChangedByOther(f"scheme {scheme.slug!r} was changed by somebody else")
    others = [one.label for one in queries.schemes(session, scheme.district_id) if one.id != scheme.id]
    problem = label_problem(label, others)
    if problem is not None:
        raise Incomplete({"label": problem})
    touched = Touched(schemes={scheme.id})
    before = snapshot(session, touched)
    scheme.label = cleaned(session, scheme.district_id, label, before=scheme.label)
    scheme.note = cleaned(session, scheme.district_id, note, before=scheme.note)
    change = keep(
        session, actor, scheme.district_id, "scheme_edited", now, before=before, touched=touched, reason=reason
    )
    return change is not None


def add_scheme(
    session: Session, actor: Actor, district_id: uuid.UUID, *, label: str, note: str, now: datetime, slug: str = ""
) -> uuid.UUID:
    """Put an empty scheme beside the others; give its id. Raises `Incomplete`."""
    others = queries.schemes(session, district_id)
    problem = label_problem(label, [one.label for one in others])
    if problem is not None:
        raise Incomplete({"label": problem})
    label = cleaned(session, district_id, label)
    made = Scheme(
        district_id=district_id,
        slug=slug or slug_for(label, {one.slug for one in others}),
        label=label,
        note=cleaned(session, district_id, note),
        position=max((one.position for one in others), default=-1) + 1,
    )
    session.add(made)
    session.flush()
    before = {"schemes": {str(made.id): None}, "themes": {}, "factors": {}}
    keep(session, actor, district_id, "scheme_added", now, before=before, touched=Touched(schemes={made.id}))
    return made.id


def _labels(session: Session, district_id: uuid.UUID, but: uuid.UUID | None = None) -> list[str]:
    return list(
        session.scalars(
            select(Theme.label).where(Theme.district_id == district_id, Theme.ending == "", Theme.id != but)
            if but is not None
            else select(Theme.label).where(Theme.district_id == district_id, Theme.ending == "")
        )
    )


def _elsewhere(session: Session, theme: Theme, matches: Mapping[uuid.UUID, str]) -> dict[uuid.UUID, str]:
    """Keep the matches with themes of other schemes of the same district."""
    allowed = set(
        session.scalars(
            select(Theme.id).where(
                Theme.district_id == theme.district_id, Theme.scheme_id != theme.scheme_id, Theme.id.in_(matches)
            )
        )
    )
    return {key: kind for key, kind in matches.items() if key in allowed and kind in {"exact", "related"}}
