"""Decides what a text for a situation must hold, and which first texts a district starts with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import yaml

SHIPPED = Path(__file__).parent / "data" / "texts.yaml"
LABEL_LIMIT = 80
BODY_LIMIT = 3000


class Channel(StrEnum):
    """Where a text is used: said on the phone, written in a mail, or read on a website."""

    PHONE = "phone"
    MAIL = "mail"
    WEBSITE = "website"


class TextProblem(StrEnum):
    """What is wrong with a text; the page words it."""

    LABEL_MISSING = "situation_label_missing"
    LABEL_TOO_LONG = "situation_label_too_long"
    BODY_MISSING = "situation_body_missing"
    BODY_TOO_LONG = "situation_body_too_long"
    CHANNEL_UNKNOWN = "situation_channel_unknown"
    OWNER_UNKNOWN = "situation_owner_unknown"


@dataclass(frozen=True)
class ShippedText:
    """A first text: `owner_types` are kinds of organisation, the first that the district has owns it."""

    slug: str
    label: str
    channel: Channel
    owner_types: tuple[str, ...]
    body: str


def body_problem(body: str) -> TextProblem | None:
    """Say what is wrong with the words of a text, if anything."""
    if not body.strip():
        return TextProblem.BODY_MISSING
    return TextProblem.BODY_TOO_LONG if len(body) > BODY_LIMIT else None


def label_problem(label: str) -> TextProblem | None:
    """Say what is wrong with the name of a situation, if anything."""
    if not label.strip():
        return TextProblem.LABEL_MISSING
    return TextProblem.LABEL_TOO_LONG if len(label) > LABEL_LIMIT else None


@lru_cache(maxsize=1)
def shipped() -> tuple[ShippedText, ...]:
    """Give the first texts of the file, in its order; `{specialist}` and `{team}` stand for names of the district."""
    entries = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    return tuple(
        ShippedText(
            slug=entry["slug"],
            label=entry["label"],
            channel=Channel(entry["channel"]),
            owner_types=tuple(entry["owners"]),
            body="\n\n".join(" ".join(part.split()) for part in entry["body"].strip().split("\n\n")),
        )
        for entry in entries
    )


def filled_in(body: str, *, specialist: str, team: str) -> str:
    """Give a first text with the names that the district has for its specialist partner and neighbourhood team."""
    return body.replace("{specialist}", specialist).replace("{team}", team)
