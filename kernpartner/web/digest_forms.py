"""Writes a frozen digest in the forms in which partners take it: paper, JSON and a feed; the same words in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import current_app, url_for

from kernpartner.documents.digest_sheet import DigestSheet, ThemePart
from kernpartner.web.language import _, chosen
from kernpartner.web.wording import word


def figure(lo: int | None, hi: int | None) -> str:
    """Write a released band in words; what is not shown has one text only."""
    if lo is None or hi is None:
        return _("niet getoond")
    return _("%(lo)s tot en met %(hi)s gevallen", lo=lo, hi=hi)


def note() -> str:
    """Explain the figures, once, in the same words on every form."""
    return _(
        "Een getal staat voor een groep van vijf. Onder de tien gevallen tonen wij niets, ook geen nul. "
        "Een geval is geen leerling: één leerling kan vaker voorkomen."
    )


def changes(content: Mapping[str, Any]) -> list[str]:
    """Say what is new since the last digest, a sentence per change."""
    return [
        word(change["kind"], "digest_change").replace("%(theme)s", change["theme"])
        for change in content.get("changes", ())
    ]


def sheet(found: Any, at: datetime) -> DigestSheet:
    """Give the digest ready to be drawn on paper."""
    content = found.content
    return DigestSheet(
        organisation=content["organisation"],
        area=content["area"],
        district=content["district"],
        period=content["period"],
        parts=tuple(_part(part) for part in content["themes"]),
        note=note(),
        changes=tuple(changes(content)),
        before=content.get("before", ""),
        made_at=found.released_at or at,
        version=found.version,
        content_hash=found.content_hash,
        answer_url=_absolute("partners.new_offer"),
        released_on=found.released_at.date() if found.released_at else None,
        language=chosen(),
    )


def as_json(found: Any) -> dict[str, Any]:
    """Give the digest as it was frozen, with the hash that everybody agreed to."""
    return {
        "id": str(found.id),
        "version": found.version,
        "released": found.released_at.isoformat() if found.released_at else None,
        "hash": found.content_hash,
        "content": found.content,
    }


def feed_entries(digests: Sequence[Any]) -> list[dict[str, str]]:
    """Give the entries of a feed: per theme its released band, and a link to the words, which need signing in.

    A feed is read by whoever has its address, so it holds what is anonymous by itself and nothing that people wrote.
    """
    return [
        {
            "id": f"urn:uuid:{found.id}",
            "title": _("Themabericht voor %(organisation)s", organisation=found.content["organisation"]),
            "summary": f"{found.content['area']}, {found.period_label}",
            "content": "\n".join(
                f"{part['label']} ({part['period']}): {figure(part['lo'], part['hi'])}"
                for part in found.content["themes"]
            ),
            "link": _absolute("partners.digest", digest_id=found.id),
            "updated": found.released_at.isoformat() if found.released_at else "",
        }
        for found in digests
    ]


def _absolute(endpoint: str, **values: Any) -> str:
    base: str = current_app.config["SETTINGS"].base_url
    return base + url_for(endpoint, **values)


def _part(part: dict[str, Any]) -> ThemePart:
    return ThemePart(
        title=part["label"],
        figure=figure(part["lo"], part["hi"]),
        period=part["period"],
        trend=word(part["trend"], "trend"),
        decided=tuple(part["decided"]),
        asked=tuple(part["asked"]),
        paraphrases=tuple(part.get("paraphrases", ())),
        used=tuple(part.get("used", ())),
        lessons=tuple(part["lessons"]),
    )
