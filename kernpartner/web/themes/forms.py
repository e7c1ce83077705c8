"""Reads what is typed about a theme, says what of it cannot be read, and gives the choices of its form."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_login import current_user
from werkzeug.datastructures import MultiDict

from kernpartner.themes import queries
from kernpartner.themes.rules.changing import LEVELS, ThemeInput, lines
from kernpartner.themes.rules.classifications import CLASSIFICATION_LABELS, CLASSIFICATIONS
from kernpartner.web.language import _
from kernpartner.web.transaction import database, today
from kernpartner.web.wording import typed_day

TEXTS = ("label", "label_en", "definition", "in_scope", "out_of_scope", "next_step", "examples", "partner_names")
DAYS = ("valid_from", "valid_to")


@dataclass
class ThemeForm:
    """A theme as it stands in the form: texts as typed, lists with one entry per line, choices as codes."""

    texts: dict[str, str]
    level: list[str] = field(default_factory=list)
    codes: dict[str, list[str]] = field(default_factory=dict)
    exact: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    reason: str = ""
    version: int = 0

    @classmethod
    def of(cls, theme: Any, matches: Mapping[uuid.UUID, str]) -> ThemeForm:
        """Fill the form with a theme as it is."""
        texts = {name: getattr(theme, name) for name in TEXTS[:6]}
        texts |= {name: "\n".join(getattr(theme, name)) for name in TEXTS[6:]}
        texts |= {name: _written(getattr(theme, name)) for name in DAYS}
        return cls(
            texts,
            list(theme.level),
            {name: list(codes) for name, codes in theme.codes.items()},
            [str(key) for key, kind in matches.items() if kind == "exact"],
            [str(key) for key, kind in matches.items() if kind == "related"],
            version=theme.version,
        )

    @classmethod
    def empty(cls, on: date) -> ThemeForm:
        """Give the form of a new theme, which counts from today unless somebody says otherwise."""
        return cls(dict.fromkeys((*TEXTS, *DAYS), "") | {"valid_from": _written(on)})

    @classmethod
    def from_request(cls, posted: MultiDict[str, str]) -> ThemeForm:
        """Read the form as it was sent."""
        version = posted.get("version", "")
        return cls(
            {name: posted.get(name, "").replace("\r\n", "\n") for name in (*TEXTS, *DAYS)},
            [one for one in posted.getlist("level") if one in LEVELS],
            {name: posted.getlist(f"code-{name}") for name in CLASSIFICATIONS},
            posted.getlist("exact"),
            posted.getlist("related"),
            posted.get("reason", ""),
            int(version) if version.isdigit() and len(version) < 10 else 0,
        )

    def problems(self) -> dict[str, str]:
        """Give the days that cannot be read."""
        return {
            name: _("Schrijf de dag als 1-8-2026.")
            for name in DAYS
            if self.texts[name].strip() and typed_day(self.texts[name]) is None
        }

    def given(self) -> ThemeInput:
        """Give the theme that the form describes."""
        return ThemeInput(
            label=self.texts["label"],
            label_en=self.texts["label_en"],
            definition=self.texts["definition"],
            in_scope=self.texts["in_scope"],
            out_of_scope=self.texts["out_of_scope"],
            next_step=self.texts["next_step"],
            examples=lines(self.texts["examples"]),
            partner_names=lines(self.texts["partner_names"]),
            level=tuple(self.level),
            codes=self.codes,
            valid_from=typed_day(self.texts["valid_from"]),
            valid_to=typed_day(self.texts["valid_to"]),
        )

    def matches(self) -> dict[uuid.UUID, str]:
        """Give the themes of other groups that this one compares with; the same one counts before a neighbour."""
        related = {key: "related" for key in map(_id, self.related) if key is not None}
        return related | {key: "exact" for key in map(_id, self.exact) if key is not None}


def form_choices(scheme_id: uuid.UUID) -> dict[str, Any]:
    """Give what can be chosen in the form of a theme of this group."""
    others = [
        (str(theme.id), theme.label)
        for theme in queries.current_themes(database(), current_user.district_id, today())
        if theme.scheme_id != scheme_id
    ]
    levels = (_("Overtuiging"), _("Gedrag"), _("Uitingsvorm"))
    return {
        "levels": list(zip(LEVELS, levels, strict=True)),
        "classifications": [
            (name, CLASSIFICATION_LABELS[name], _codes(name, codes)) for name, codes in CLASSIFICATIONS.items()
        ],
        "others": others,
    }


def _codes(name: str, codes: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give the codes with their words; the letters of CAP-J stand before theirs, because people know them by those."""
    return [(code, f"{code}. {label}" if name == "capj" else label) for code, label in codes.items()]


def _written(day: date | None) -> str:
    return f"{day.day}-{day.month}-{day.year}" if day is not None else ""


def _id(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None
