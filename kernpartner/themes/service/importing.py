"""Changes a district's taxonomy to what a file says: shows what would change, and stores all of it or nothing.

A file adds and edits. What it does not hold stays; what ends, ends in the application, where concerns follow.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor
from kernpartner.themes import queries
from kernpartner.themes.models import Factor, Scheme, Theme
from kernpartner.themes.rules import Taxonomy, TaxonomyFactor, TaxonomyScheme, TaxonomyTheme
from kernpartner.themes.rules.changing import ThemeInput
from kernpartner.themes.rules.taxonomy_checks import FileProblem, Wrong
from kernpartner.themes.service.editing import new_theme, write_theme
from kernpartner.themes.service.recording import (
    ChangedByOther,
    Touched,
    cleaned,
    keep,
    replace_factor_themes,
    replace_heirs,
    replace_matches,
    snapshot,
)

_THEME = (
    *("number", "label", "label_en", "definition", "in_scope", "out_of_scope", "next_step", "level", "partners"),
    *("examples", "codes", "exact", "related", "valid_from", "valid_to"),
)
_FACTOR = ("ring", "sector", "themes", "label")


class CannotImport(ValueError):
    """The file says something that cannot be taken over; `problems` says what. Nothing was stored."""

    def __init__(self, found: Sequence[FileProblem]) -> None:
        super().__init__("; ".join(f"{one.of} {one.field}: {one.what.value}".strip() for one in found))
        self.problems = tuple(found)


@dataclass(frozen=True)
class Difference:
    """One thing that a file would change: `kind` scheme, theme or factor; `field` is empty for something new."""

    kind: str
    slug: str
    label: str
    field: str = ""
    old: Any = ""
    new: Any = ""


def import_plan(session: Session, district_id: uuid.UUID, given: Taxonomy) -> list[Difference]:
    """Give what a file would change in a district, in its order, as it would be stored. Raises `CannotImport`."""
    now = queries.taxonomy_of_district(session, district_id)
    problems = list(_problems(now, given))
    if problems:
        raise CannotImport(problems)
    return list(_differences(now, _cleaned(session, district_id, now, given)))


def import_taxonomy(
    session: Session,
    actor: Actor,
    district_id: uuid.UUID,
    given: Taxonomy,
    now: datetime,
    *,
    on: date,
    seen: str | None = None,
    reason: str = "",
) -> int:
    """Take over everything that a file says; give how many differences that made, 0 when it says nothing new.

    `seen` is the `fingerprint` that a preview was made of. Raises `ChangedByOther` when it differs, `CannotImport`.
    """
    if seen is not None and seen != queries.fingerprint(session, district_id):
        raise ChangedByOther("the taxonomy was changed since the preview")
    plan = import_plan(session, district_id, given)
    if not plan:
        return 0
    wanted = _cleaned(session, district_id, queries.taxonomy_of_district(session, district_id), given)
    before = snapshot(session, _touched(session, district_id))
    themes = _write_themes(session, district_id, wanted, on)
    for scheme in wanted.schemes:
        held = queries.scheme_by_slug(session, district_id, scheme.id)
        assert held is not None, "schemes are written before their factors"
        _write_factors(session, held, scheme, themes)
    _write_ties(session, wanted, themes)
    touched = _touched(session, district_id)
    for name, ids in (("schemes", touched.schemes), ("themes", touched.themes), ("factors", touched.factors)):
        before[name] |= {str(key): None for key in ids if str(key) not in before[name]}
    keep(session, actor, district_id, "imported", now, before=before, touched=touched, reason=reason)
    return len(plan)


def _problems(now: Taxonomy, given: Taxonomy) -> Iterator[FileProblem]:
    stands = {theme.id: (scheme.id, theme) for scheme in now.schemes for theme in scheme.themes}
    for scheme in given.schemes:
        for theme in scheme.themes:
            if theme.id not in stands:
                continue
            home, held = stands[theme.id]
            if home != scheme.id:
                yield FileProblem(0, "id", Wrong.OTHER_SCHEME, theme.id)
            if (theme.ending, theme.became) != (held.ending, held.became):
                yield FileProblem(0, "ending", Wrong.ENDS_ELSEWHERE, theme.id)


def _differences(now: Taxonomy, wanted: Taxonomy) -> Iterator[Difference]:
    schemes = {scheme.id: scheme for scheme in now.schemes}
    for scheme in wanted.schemes:
        held = schemes.get(scheme.id)
        if held is None:
            yield Difference("scheme", scheme.id, scheme.label)
        else:
            yield from _fields("scheme", held, scheme, ("label", "note"))
        stood = held or replace(scheme, themes=(), factors=())
        yield from _rows("theme", stood.themes, scheme.themes, _THEME)
        yield from _rows("factor", stood.factors, scheme.factors, _FACTOR)


def _rows(kind: str, stood: Sequence[Any], wanted: Sequence[Any], fields: Sequence[str]) -> Iterator[Difference]:
    known = {row.id: row for row in stood}
    for row in wanted:
        if row.id in known:
            yield from _fields(kind, known[row.id], row, fields)
        else:
            yield Difference(kind, row.id, row.label)
    order = [row.id for row in stood if row.id in {one.id for one in wanted}]
    other = [row.id for row in wanted if row.id in known]
    if order != other:
        yield Difference(kind, "", "", "order", order, other)


def _fields(kind: str, held: Any, wanted: Any, fields: Sequence[str]) -> Iterator[Difference]:
    for name in fields:
        old, new = getattr(held, name), getattr(wanted, name)
        # A file without a first day says nothing about it.
        if old != new and not (name == "valid_from" and new is None):
            yield Difference(kind, wanted.id, wanted.label, name, old, new)


def _cleaned(session: Session, district_id: uuid.UUID, now: Taxonomy, given: Taxonomy) -> Taxonomy:
    """Give what the file says without what identifies; what stands in the district already stays as it is."""
    stands = {text for scheme in now.schemes for text in _texts(scheme)}

    def clean(text: str) -> str:
        return text if text in stands else cleaned(session, district_id, text)

    schemes = []
    for scheme in _both_ways(given).schemes:
        themes = tuple(
            replace(
                theme,
                label=clean(theme.label),
                label_en=clean(theme.label_en),
                definition=clean(theme.definition),
                in_scope=clean(theme.in_scope),
                out_of_scope=clean(theme.out_of_scope),
                next_step=clean(theme.next_step),
                partners=tuple(map(clean, theme.partners)),
                examples=tuple(map(clean, theme.examples)),
            )
            for theme in scheme.themes
        )
        factors = tuple(replace(factor, label=clean(factor.label)) for factor in scheme.factors)
        schemes.append(
            replace(scheme, label=clean(scheme.label), note=clean(scheme.note), themes=themes, factors=factors)
        )
    return Taxonomy(tuple(schemes))


def _texts(scheme: TaxonomyScheme) -> Iterator[str]:
    yield from (scheme.label, scheme.note)
    for theme in scheme.themes:
        yield from (getattr(theme, name) for name in ThemeInput.TEXTS)
        yield from (*theme.partners, *theme.examples)
    yield from (factor.label for factor in scheme.factors)


def _both_ways(given: Taxonomy) -> Taxonomy:
    """Let each match stand at both themes, as it holds both ways."""
    found: dict[tuple[str, str], set[str]] = {}
    for theme in given.themes:
        for kind in ("exact", "related"):
            for other in getattr(theme, kind):
                found.setdefault((theme.id, kind), set()).add(other)
                found.setdefault((other, kind), set()).add(theme.id)

    def whole(theme: TaxonomyTheme) -> TaxonomyTheme:
        exact = found.get((theme.id, "exact"), set())
        related = found.get((theme.id, "related"), set()) - exact
        return replace(theme, exact=tuple(sorted(exact)), related=tuple(sorted(related)))

    return Taxonomy(tuple(replace(scheme, themes=tuple(map(whole, scheme.themes))) for scheme in given.schemes))


def _touched(session: Session, district_id: uuid.UUID) -> Touched:
    schemes = select(Scheme.id).where(Scheme.district_id == district_id)
    return Touched(
        schemes=set(session.scalars(schemes)),
        themes=set(session.scalars(select(Theme.id).where(Theme.district_id == district_id))),
        factors=set(session.scalars(select(Factor.id).where(Factor.scheme_id.in_(schemes)))),
    )


def _write_themes(session: Session, district_id: uuid.UUID, wanted: Taxonomy, on: date) -> dict[str, uuid.UUID]:
    """Write schemes and themes; give the ids of all themes of the district by slug."""
    for place, scheme in enumerate(wanted.schemes):
        held = queries.scheme_by_slug(session, district_id, scheme.id)
        if held is None:
            held = Scheme(district_id=district_id, slug=scheme.id, label=scheme.label, position=place)
            session.add(held)
            session.flush()
        held.label, held.note = scheme.label, scheme.note
        stood = {theme.slug: theme for theme in queries.scheme_themes(session, held.id)}
        for number, entry in enumerate(scheme.themes):
            given = _input(entry)
            theme = stood.get(entry.id) or new_theme(session, held, given, on, entry.id)
            write_theme(session, theme, given)
            theme.number, theme.position = entry.number, number
            if entry.ending:
                theme.ending, theme.valid_to = entry.ending, entry.valid_to
        _behind(list(stood.values()), [entry.id for entry in scheme.themes])
        session.flush()
    rows = session.execute(select(Theme.slug, Theme.id).where(Theme.district_id == district_id))
    return {row.slug: row.id for row in rows}


def _behind(stood: Sequence[Theme], named: Sequence[str]) -> None:
    """Let themes that the file does not hold stand after those it does, in the order they had."""
    left = [theme for theme in stood if theme.slug not in set(named)]
    for place, theme in enumerate(left):
        theme.position = len(named) + place


def _input(entry: TaxonomyTheme) -> ThemeInput:
    return ThemeInput(
        **{name: getattr(entry, name) for name in ThemeInput.TEXTS},
        examples=entry.examples,
        partner_names=entry.partners,
        level=entry.level,
        codes=entry.codes,
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
    )


def _write_factors(session: Session, held: Scheme, scheme: TaxonomyScheme, themes: Mapping[str, uuid.UUID]) -> None:
    stood = {one.slug: one for one in session.scalars(select(Factor).where(Factor.scheme_id == held.id))}
    for number, entry in enumerate(scheme.factors):
        factor = stood.get(entry.id) or _new_factor(session, held, entry)
        factor.label, factor.ring, factor.sector = entry.label, entry.ring, entry.sector
        factor.position, factor.gone = number, False
        replace_factor_themes(session, factor.id, [themes[slug] for slug in entry.themes])


def _new_factor(session: Session, held: Scheme, entry: TaxonomyFactor) -> Factor:
    made = Factor(scheme_id=held.id, slug=entry.id, label=entry.label, ring=entry.ring, sector=entry.sector)
    session.add(made)
    session.flush()
    return made


def _write_ties(session: Session, wanted: Taxonomy, themes: Mapping[str, uuid.UUID]) -> None:
    """Write matches, and the lineage of themes that had ended in the place where the file was made."""
    for theme in wanted.themes:
        kinds = {themes[slug]: kind for kind in ("related", "exact") for slug in getattr(theme, kind)}
        replace_matches(session, themes[theme.id], kinds)
        if theme.ending:
            heirs = [themes[slug] for slug in theme.became]
            replace_heirs(session, themes[theme.id], heirs)
            if theme.ending == "merged" and len(heirs) == 1:
                session.get_one(Theme, themes[theme.id]).merged_into_id = heirs[0]
    session.flush()
