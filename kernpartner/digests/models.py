"""Keeps digests with their frozen content, who agreed, who got it, who wants which mail, and words of people."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernpartner.consultations.models import Lesson
from kernpartner.db.base import Base, Keyed
from kernpartner.districts.models import Area, District
from kernpartner.offers.models import Offer
from kernpartner.organisations.models import Organisation, Person
from kernpartner.publications.models import Edition, PublicationStatement
from kernpartner.themes.models import Theme


class Digest(Keyed, Base):
    """What one partner reads about one area after one edition; `content_hash` names what people agree to."""

    __tablename__ = "digest"
    __table_args__ = (
        UniqueConstraint("organisation_id", "area_id", "edition_id"),
        CheckConstraint("status in ('compiled', 'released', 'withheld')", name="status_known"),
        CheckConstraint("(status = 'released') = (released_at is not null)", name="released_has_moment"),
        Index(None, "district_id", "status"),
    )

    district_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(District.id))
    area_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Area.id))
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id))
    edition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Edition.id))
    period_label: Mapped[str]
    leaves_on: Mapped[date]
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    status: Mapped[str] = mapped_column(default="compiled")
    compiled_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]


class Signature(Keyed, Base):
    """What a home organisation said of a digest, with the hash of the content it read."""

    __tablename__ = "digest_signature"
    __table_args__ = (
        CheckConstraint("choice in ('agree', 'change')", name="choice_known"),
        Index(None, "digest_id", "organisation_id", "at"),
    )

    digest_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Digest.id))
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id))
    choice: Mapped[str]
    remark: Mapped[str] = mapped_column(default="")
    content_hash: Mapped[str]
    at: Mapped[datetime]


class Delivery(Keyed, Base):
    """That a digest lies in the application for a person: written once, whatever happens to the mail."""

    __tablename__ = "digest_delivery"
    __table_args__ = (UniqueConstraint("digest_id", "person_id"),)

    digest_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Digest.id))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id), index=True)
    delivered_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class MailWish(Base):
    """Which mail about digests a person wants; `token` stops it in one click without signing in.

    No `themes` or no `areas` means all of them. `feed_token` opens the person's feed in a feed reader, which
    cannot sign in either.
    """

    __tablename__ = "digest_mail_wish"
    __table_args__ = (CheckConstraint("rhythm in ('each', 'quarter', 'year', 'none')", name="rhythm_known"),)

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id), primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    feed_token: Mapped[str] = mapped_column(unique=True)
    stopped_at: Mapped[datetime | None]
    rhythm: Mapped[str] = mapped_column(default="each", server_default="each")
    themes: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    areas: Mapped[list[str]] = mapped_column(default=list, server_default="[]")


class Paraphrase(Keyed, Base):
    """What professionals see behind a shown block, in a person's own words; told once two others approve it."""

    __tablename__ = "paraphrase"
    __table_args__ = (Index(None, "area_id", "theme_id"),)

    district_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(District.id))
    area_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Area.id))
    theme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Theme.id))
    statement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(PublicationStatement.id))
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id))
    written_by: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id))
    written_at: Mapped[datetime]
    text: Mapped[str]
    withdrawn_at: Mapped[datetime | None]


class ParaphraseApproval(Keyed, Base):
    """That a person recognises a paraphrase in more than one case, and nobody in it."""

    __tablename__ = "paraphrase_approval"
    __table_args__ = (UniqueConstraint("paraphrase_id", "person_id"),)

    paraphrase_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Paraphrase.id))
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id))
    at: Mapped[datetime]


class OfferUse(Keyed, Base):
    """That what a partner offers helped, as told in a lesson: named by the organisation that wrote the lesson."""

    __tablename__ = "offer_use"
    __table_args__ = (UniqueConstraint("lesson_id"),)

    lesson_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Lesson.id))
    offer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Offer.id), index=True)
    named_by: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id))
    at: Mapped[datetime]
