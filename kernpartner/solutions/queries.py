"""Reads who solved it before: what stands beside a theme, and what a search in lessons and offers finds.

Only approved lessons and standing offers of one district are read here; never a concern, a question or a reply.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, literal_column, or_, select, union, union_all
from sqlalchemy.orm import Session

from kernpartner.consultations import queries as consultation_queries
from kernpartner.consultations.models import Lesson
from kernpartner.consultations.queries.lessons import VISIBLE
from kernpartner.offers import queries as offer_queries
from kernpartner.offers.models import Offer
from kernpartner.offers.queries import OfferRow
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.models import Organisation
from kernpartner.organisations.queries import AmbassadorRow, holds
from kernpartner.solutions.rules import Meaning, meaning, words_of
from kernpartner.themes import queries as theme_queries
from kernpartner.themes.models import Theme

# What stands around a found word; the page escapes the text and makes marks of these.
OPEN, CLOSE = "\u27e6", "\u27e7"
MOST_FOUND = 50
_DUTCH: ColumnElement[Any] = literal_column("'dutch'::regconfig")
_LESSON_WORDS = func.to_tsvector(_DUTCH, Lesson.text)
_OFFER_TEXT = Offer.form.op("||")(literal_column("' '")).op("||")(Offer.when_text)
_OFFER_WORDS = func.to_tsvector(_DUTCH, _OFFER_TEXT)


@dataclass(frozen=True)
class Beside:
    """What stands beside one theme: lessons, offers, whom to call, and partners for whom nobody is to be called."""

    theme_id: uuid.UUID
    label: str
    slug: str
    lessons: Sequence[Lesson]
    offers: Sequence[OfferRow]
    ambassadors: Sequence[AmbassadorRow]
    gaps: Sequence[str]


@dataclass(frozen=True)
class Hit:
    """A lesson or an offer that was found; `text` has `OPEN` and `CLOSE` around each found word."""

    kind: str
    id: uuid.UUID
    theme_id: uuid.UUID
    theme_label: str
    theme_slug: str
    organisation_label: str
    text: str
    on: date


@dataclass(frozen=True)
class Found:
    """What a search found, best first; `loosely` says that no text holds all the words, so some sufficed."""

    hits: Sequence[Hit]
    loosely: bool = False


def beside(
    session: Session, district_id: uuid.UUID, theme_ids: Iterable[uuid.UUID], on: date, *, area_id: uuid.UUID | None
) -> Sequence[Beside]:
    """Give what is known beside each of these themes, in their order."""
    found = []
    for theme in (session.get(Theme, theme_id) for theme_id in theme_ids):
        if theme is None or theme.district_id != district_id:
            continue
        partners = offer_queries.partners_for(session, theme.id, on)
        voices = organisation_queries.ambassador_rows(
            session, district_id, on, represents=[partner.id for partner in partners]
        )
        spoken_for = {voice.represents_id for voice in voices}
        found.append(
            Beside(
                theme_id=theme.id,
                label=theme.label,
                slug=theme.slug,
                lessons=consultation_queries.lessons(session, theme.id),
                offers=offer_queries.offers_for(session, theme.id, on, area_id=area_id),
                ambassadors=voices,
                gaps=[partner.label for partner in partners if partner.id not in spoken_for],
            )
        )
    return found


def search(
    session: Session,
    district_id: uuid.UUID,
    question: str,
    on: date,
    *,
    theme_id: uuid.UUID | None = None,
    organisation_id: uuid.UUID | None = None,
) -> Found:
    """Find lessons and offers of a district; without words everything there is, the newest first.

    A text is found by inflected words (stems), compounds and misspelt words; a word also means the themes of that
    name. All words must be found; where no text has them all, some suffice.
    """
    words = words_of(question)
    if question.strip() and not words:
        return Found([])
    line = theme_queries.line_of(session, theme_id) if theme_id is not None else set()
    visible = _visible(district_id, on, line, organisation_id)
    if not words:
        return Found(_hits(session, visible, "", [], []))
    vocabulary = _vocabulary(session, visible)
    stems = _stems(session, words)
    meanings = [meaning(word, vocabulary, stems[word]) for word in words]
    themes = _themes_named(session, district_id, words)
    for loosely, joined in ((False, " & "), (True, " | ")):
        wanted = joined.join(_either(one) for one in meanings)
        hits = _hits(session, visible, wanted, meanings, themes)
        if hits:
            return Found(hits, loosely)
    return Found([])


def _visible(
    district_id: uuid.UUID, on: date, themes: Collection[uuid.UUID], organisation_id: uuid.UUID | None
) -> list[Select[str, uuid.UUID, uuid.UUID, str, date]]:
    """Give the two questions that say what may be read at all: approved lessons, and offers that stand.

    Without themes: of every theme.
    """
    lesson_day = cast(func.timezone("Europe/Amsterdam", Lesson.approved_at), Theme.valid_from.type)
    lessons = (
        select(literal("lesson", String), Lesson.id, Lesson.theme_id, Organisation.label, lesson_day)
        .join(Organisation, Organisation.id == Lesson.organisation_id)
        .where(Lesson.district_id == district_id, *VISIBLE)
    )
    offers = (
        select(literal("offer", String), Offer.id, Offer.theme_id, Organisation.label, Offer.last_confirmed_on)
        .join(Organisation, Organisation.id == Offer.organisation_id)
        .where(
            Organisation.district_id == district_id,
            holds(Organisation, on),
            Offer.made_on <= on,
            or_(Offer.withdrawn_on.is_(None), Offer.withdrawn_on > on),
        )
    )
    if themes:
        lessons, offers = lessons.where(Lesson.theme_id.in_(themes)), offers.where(Offer.theme_id.in_(themes))
    if organisation_id is not None:
        lessons = lessons.where(Lesson.organisation_id == organisation_id)
        offers = offers.where(Offer.organisation_id == organisation_id)
    return [lessons, offers]


def _vocabulary(session: Session, visible: Sequence[Select[str, uuid.UUID, uuid.UUID, str, date]]) -> set[str]:
    """Give the words that stand in the texts that may be read, and their stems."""
    simple: ColumnElement[Any] = literal_column("'simple'::regconfig")
    words = [
        query.with_only_columns(func.unnest(func.tsvector_to_array(func.to_tsvector(language, text))))
        for query, text in zip(visible, (Lesson.text, _OFFER_TEXT), strict=True)
        for language in (simple, _DUTCH)
    ]
    return set(session.scalars(union(*words)))


def _stems(session: Session, words: Sequence[str]) -> dict[str, str]:
    """Give the Dutch stem of each word; a word without one is its own."""
    stemmer: ColumnElement[Any] = literal_column("'dutch_stem'::regdictionary")
    asked = select(*(func.ts_lexize(stemmer, word) for word in words))
    return {word: (stems or [word])[0] for word, stems in zip(words, session.execute(asked).one(), strict=True)}


def _themes_named(session: Session, district_id: uuid.UUID, words: Sequence[str]) -> list[uuid.UUID]:
    """Give the themes in whose name each of the words stands, spelt well or nearly so."""
    found = []
    for theme_id, label in session.execute(select(Theme.id, Theme.label).where(Theme.district_id == district_id)):
        named = set(words_of(label))
        if named and all((one := meaning(word, named)).alike | one.parts | one.near for word in words):
            found.append(theme_id)
    return found


def _either(one: Meaning) -> str:
    """Write a word and its spellings as a query of PostgreSQL; all of them are letters and digits only."""
    return "(" + " | ".join(f"'{word}'" for word in sorted(one.every)) + ")"


def _hits(
    session: Session,
    visible: Sequence[Select[str, uuid.UUID, uuid.UUID, str, date]],
    wanted: str,
    meanings: Sequence[Meaning],
    themes: Sequence[uuid.UUID],
) -> list[Hit]:
    """Ask both questions with the words, put them together, and give the best first, then the newest."""
    sure = " | ".join(f"'{one.word}'" for one in meanings)
    texts = ((_LESSON_WORDS, Lesson.text, Lesson.theme_id), (_OFFER_WORDS, _OFFER_TEXT, Offer.theme_id))
    asked = [_asked(query, *text, wanted, sure, themes) for query, text in zip(visible, texts, strict=True)]
    rows = session.execute(union_all(*asked)).all()
    labels = {theme.id: theme for theme in session.scalars(select(Theme).where(Theme.id.in_({row[2] for row in rows})))}
    best = sorted(rows, key=lambda row: (-float(row[6]), -row[4].toordinal(), str(row[1])))[:MOST_FOUND]
    return [
        Hit(kind, id_, theme, labels[theme].label, labels[theme].slug, label, text.strip(), _day(on))
        for kind, id_, theme, label, on, text, _rank in best
    ]


def _asked(
    query: Select[str, uuid.UUID, uuid.UUID, str, date],
    vector: ColumnElement[object],
    text: Any,
    theme: Any,
    wanted: str,
    sure: str,
    themes: Sequence[uuid.UUID],
) -> Select[str, uuid.UUID, uuid.UUID, str, date, str, float]:
    if not wanted:
        return query.add_columns(text, literal_column("0.0"))
    looked_for, itself = func.to_tsquery(_DUTCH, wanted), func.to_tsquery(_DUTCH, sure)
    marked = func.ts_headline(_DUTCH, text, looked_for, f"StartSel={OPEN}, StopSel={CLOSE}, HighlightAll=true")
    rank = func.ts_rank(vector, looked_for) + 2 * func.ts_rank(vector, itself)
    return query.where(or_(vector.op("@@")(looked_for), theme.in_(themes))).add_columns(marked, rank)


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
