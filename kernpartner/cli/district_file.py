"""Reads a file with the organisations of a district and stores them; doing it twice is as doing it once."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kernpartner.cli.place import LOCAL
from kernpartner.organisations.rules import Contact, contact_problems

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# Kind of organisation → (label, sits in core teams, logs concerns). Others may stand in a file; they get their slug.
TYPES: dict[str, tuple[str, bool, bool]] = {
    "school": ("School", True, True),
    "jgz": ("Jeugdgezondheidszorg", True, True),
    "buurtteam": ("Buurtteam", True, True),
    "leerplicht": ("Leerplicht", True, True),
    "swv": ("Samenwerkingsverband", True, True),
    "partner": ("Partner", False, False),
}
NOT_GIVEN = Contact()
SECTORS = {"basisschool": "po", "vo-school": "vo"}


class BadFile(ValueError):
    """The file cannot be used; the message says where and why."""


@dataclass(frozen=True)
class OrganisationLine:
    """One organisation as the file has it; `contributes` are pairs of theme slug and form."""

    slug: str
    label: str
    type_slug: str
    sector: str | None
    neighbourhood: str | None
    pupils: int | None
    identifying: bool
    aliases: tuple[str, ...]
    contributes: tuple[tuple[str, str], ...]
    contact: Contact = NOT_GIVEN


@dataclass(frozen=True)
class DistrictFile:
    """A district with its organisations, and the names that point to nobody."""

    slug: str
    label: str
    organisations: tuple[OrganisationLine, ...]
    allowed: tuple[str, ...]
    specialist: str = ""


def read_district(path: Path) -> DistrictFile:
    """Read a YAML file of the shape that `docs/` shows; raises `BadFile`."""
    import yaml

    try:
        given = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise BadFile(f"{path.name} is no YAML: {' '.join(str(problem).split())}") from None
    if not isinstance(given, dict) or not isinstance(given.get("district"), str):
        raise BadFile(f'{path.name} must name its district: "district: ..."')
    label = given["district"]
    return DistrictFile(
        slug=slug_of(label),
        label=label,
        organisations=tuple(_organisations(given)),
        allowed=tuple(word for words in (given.get("not_identifying") or {}).values() for word in words),
        specialist=str(given.get("specialist") or ""),
    )


def slug_of(label: str) -> str:
    """Write a label as a slug: "Vleuten-De Meern" becomes "vleuten-de-meern"."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def store_district(session: Session, given: DistrictFile, on: date, now: datetime) -> uuid.UUID:
    """Store the district, its organisations (valid from `on`), their core teams, themes, words, offers and texts."""
    from kernpartner.audit.service import Actor
    from kernpartner.districts import queries as districts
    from kernpartner.districts import service as district_service
    from kernpartner.situations import service as situation_service
    from kernpartner.steps import service as step_service
    from kernpartner.themes import service as theme_service

    found = districts.district_of(session, given.slug)
    if found is None:
        found = district_service.create_district(session, Actor(), slug=given.slug, label=given.label, now=now)
    theme_service.adopt_shipped_taxonomy(session, found.id, on)
    made = _store_organisations(session, given, found.id, on)
    _seat(session, given, made, on)
    _store_words(session, given, found.id)
    _store_offers(session, given, found.id, made, on, now)
    step_service.adopt_shipped_steps(session, found.id, now)
    situation_service.adopt_shipped_texts(session, Actor(), found.id, now, specialist=given.specialist)
    return found.id


def _organisations(given: Mapping[str, Any]) -> Iterator[OrganisationLine]:
    for group in ("organisations", "authorities", "partners"):
        for number, entry in enumerate(given.get(group) or (), start=1):
            where = f"{group}, entry {number}"
            if not isinstance(entry, dict) or not all(isinstance(entry.get(key), str) for key in ("slug", "label")):
                raise BadFile(f"{where}: an organisation needs a slug and a label")
            try:
                yield _line(entry, "partner" if group == "partners" else "")
            except (KeyError, TypeError, ValueError) as problem:
                raise BadFile(f"{where} ({entry['slug']}): {type(problem).__name__}: {problem}") from None


def _line(entry: Mapping[str, Any], type_slug: str) -> OrganisationLine:
    kind = str(entry.get("kind", ""))
    type_slug = str(entry.get("org_type") or type_slug or ("school" if kind in SECTORS else kind))
    if not type_slug:
        raise ValueError("it needs an org_type")
    return OrganisationLine(
        slug=entry["slug"],
        label=entry["label"],
        type_slug=type_slug,
        sector=entry.get("sector") or SECTORS.get(kind),
        neighbourhood=entry.get("area"),
        pupils=entry.get("pupils"),
        identifying=bool(entry.get("identifying", True)),
        aliases=tuple(entry.get("aliases") or ()),
        contributes=tuple((one["theme"], one["form"]) for one in entry.get("contributes") or ()),
        contact=_contact(entry.get("contact") or {}),
    )


def _contact(given: Mapping[str, Any]) -> Contact:
    """Read how an organisation is reached (`function`, `phone`, `email`); raises `ValueError` for no contact."""
    found = Contact(*(str(given.get(name, "")) for name in ("function", "phone", "email")))
    wrong = contact_problems(found)
    if wrong:
        raise ValueError("contact: " + ", ".join(f"{name} {what.value}" for name, what in wrong.items()))
    return found


def _store_organisations(
    session: Session, given: DistrictFile, district_id: uuid.UUID, on: date
) -> dict[str, uuid.UUID]:
    from kernpartner.districts import queries as districts
    from kernpartner.organisations import service

    area = districts.areas(session, district_id)[0]
    made: dict[str, uuid.UUID] = {}
    for line in given.organisations:
        label, core, logs = TYPES.get(line.type_slug, (line.type_slug.capitalize(), True, True))
        service.ensure_type(session, slug=line.type_slug, label=label, is_core_partner=core, logs_concerns=logs)
        made[line.slug] = service.add_organisation(
            session,
            district_id=district_id,
            type_slug=line.type_slug,
            slug=line.slug,
            label=line.label,
            valid_from=on,
            area_id=area.id if line.type_slug == "school" else None,
            sector=line.sector,
            neighbourhood=line.neighbourhood,
            pupils=line.pupils,
            identifying=line.identifying,
            aliases=list(line.aliases),
        ).id
    return made


def _seat(session: Session, given: DistrictFile, made: Mapping[str, uuid.UUID], on: date) -> None:
    """Give every core partner of the file a place in the core team of every school of the file."""
    from kernpartner.organisations import service

    schools = [line for line in given.organisations if line.type_slug == "school"]
    others = [line for line in given.organisations if line.type_slug not in {"school", "partner"}]
    for school in schools:
        for other in others:
            service.seat_in_core_team(
                session, school_id=made[school.slug], organisation_id=made[other.slug], valid_from=on
            )


def _store_words(session: Session, given: DistrictFile, district_id: uuid.UUID) -> None:
    from kernpartner.districts import service

    leads_to_a_child = [line for line in given.organisations if line.identifying]
    names = [name for line in leads_to_a_child for name in (line.label, *line.aliases)]
    known = [name for line in given.organisations if not line.identifying for name in (line.label, *line.aliases)]
    service.add_words(session, district_id, "school", names)
    service.add_words(session, district_id, "allowed", [word.lower() for word in (*known, *given.allowed)])


def _store_offers(
    session: Session,
    given: DistrictFile,
    district_id: uuid.UUID,
    made: Mapping[str, uuid.UUID],
    on: date,
    now: datetime,
) -> None:
    """Tie organisations to the themes to which they contribute, and make what they offer there their offers.

    Only where there is no tie yet: what was withdrawn in the application does not come back by a second import.
    """
    from kernpartner.audit.service import Actor
    from kernpartner.offers import queries, service
    from kernpartner.offers.rules import OfferInput
    from kernpartner.themes import queries as themes

    known, day = themes.theme_ids(session, district_id, on), now.astimezone(LOCAL).date()
    for line in given.organisations:
        tied = set(queries.themes_of(session, made[line.slug], day))
        for theme, form in line.contributes:
            if theme not in known:
                raise BadFile(f"{line.slug} contributes to {theme!r}, which is no theme of this district")
            if known[theme] in tied:
                continue
            service.tie_partner(session, theme_id=known[theme], organisation_id=made[line.slug], on=on)
            actor = Actor(organisation_id=made[line.slug])
            service.make_offer(session, actor, OfferInput(theme_id=known[theme], form=form, contact=line.contact), now)
    service.tie_named_partners(session, district_id, on)
