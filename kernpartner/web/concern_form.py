"""Reads the concern form in its two steps and carries what was typed from one to the next."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from kernpartner.concerns.rules import AGE_BANDS, ConcernInput, HintReason, Perspective, Wider, problems
from kernpartner.concerns.service import lists_for
from kernpartner.privacy.deidentify import Finding, Hint, clean, hints_in_clean, places_of
from kernpartner.web.transaction import today
from kernpartner.web.wording import typed_day

FORM_AGE_BANDS = ("4-8", "9-10", "11-12", "13-14", "15-18", "onbekend")
_KEEP = re.compile(r"(\d{1,5}):(\[[^\]]{1,60}\]|[^:]{1,60}):(.{1,200})", re.DOTALL)
# A name can be a common word as well; a telephone number, a date or an address never stays.
_MAY_STAY = frozenset({"person"})


@dataclass(frozen=True)
class Removal:
    """Something that was removed, with where its replacement stands in the cleaned text."""

    finding: Finding
    original: str
    start: int
    end: int

    @property
    def keep(self) -> str:
        """Give the value that says "this is no name" in the form."""
        return f"{self.start}:{self.finding.replacement}:{self.original}"

    @property
    def may_stay(self) -> bool:
        """Say whether an author may decide that this identifies nobody."""
        return self.finding.label in _MAY_STAY


@dataclass(frozen=True)
class Checked:
    """A text as it would be stored, what was removed from it, and what could still identify."""

    text: str
    removals: tuple[Removal, ...]
    hints: tuple[Hint, ...]


@dataclass
class ConcernForm:
    """What stands in the form; every field is what the person typed, however wrong."""

    key: uuid.UUID
    text: str = ""
    age_band: str = ""
    perspective: str = "professional"
    wider: str = ""
    tried: str = ""
    day: str = ""
    school_id: uuid.UUID | None = None
    advice: bool = False
    question: str = ""
    missed: str = ""
    keep: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    confirmed: tuple[uuid.UUID, ...] = ()
    hint_reasons: dict[str, str] = field(default_factory=dict)
    removed_count: int = 0

    @classmethod
    def from_request(cls, values: MultiDict[str, str]) -> ConcernForm:
        """Read the fields of either step; unknown or broken values are left out, texts kept as typed."""
        return cls(
            key=_uuid(values.get("key")) or uuid.uuid4(),
            text=values.get("text", "").replace("\r\n", "\n"),
            age_band=values.get("age_band", ""),
            perspective=values.get("perspective", "professional"),
            wider=values.get("wider", ""),
            tried=values.get("tried", ""),
            day=values.get("day", ""),
            school_id=_uuid(values.get("school_id")),
            advice=values.get("advice") == "ja",
            question=values.get("question", ""),
            missed=values.get("missed", ""),
            keep=tuple(values.getlist("keep")),
            kept=tuple(values.getlist("kept")),
            confirmed=tuple(filter(None, map(_uuid, values.getlist("confirmed")))),
            hint_reasons={
                name.removeprefix("hint-"): value
                for name, value in values.items()
                if name.startswith("hint-") and value in set(HintReason)
            },
            removed_count=_number(values.get("removed_count", "")),
        )

    @classmethod
    def from_draft(cls, draft: Any | None) -> ConcernForm:
        """Fill the form from a kept draft, or empty."""
        form = cls(key=uuid.uuid4())
        if draft is None:
            return form
        known = {name: draft.fields.get(name, "") for name in ("text", "tried", "age_band", "wider", "day")}
        perspective = draft.fields.get("perspective") or form.perspective
        return replace(form, **known, perspective=perspective, school_id=_uuid(draft.fields.get("school_id")))

    def as_draft(self) -> dict[str, Any]:
        """Give the fields worth keeping: the texts, which the service cleans, and choices and days that are some."""
        return {
            "text": self.text,
            "tried": self.tried,
            "age_band": self.age_band if self.age_band in AGE_BANDS else "",
            "wider": self.wider if self.wider in set(Wider) else "",
            "perspective": self.perspective if self.perspective in set(Perspective) else "",
            # Somebody may type a name anywhere: a day that is none is not kept.
            "day": self.day.strip() if typed_day(self.day) else "",
            "school_id": str(self.school_id) if self.school_id else "",
        }

    @property
    def occurred_on(self) -> date | None:
        """Give the day that was typed; today when none was; nothing when it cannot be read."""
        if not self.day.strip():
            return today()
        return typed_day(self.day)

    def as_input(self) -> ConcernInput:
        """Give what the service takes."""
        return ConcernInput(
            text=self.text,
            age_band=self.age_band,
            perspective=self.perspective,
            wider=self.wider,
            occurred_on=self.occurred_on or date.max,
            tried=self.tried,
            school_id=self.school_id,
            kept=self.kept,
            confirmed=self.confirmed,
            hint_reasons=self.hint_reasons,
            removed_count=self.removed_count,
        )

    def problems(self, on: date) -> dict[str, str]:
        """Give what is wrong per field, as codes."""
        found = {name: what.value for name, what in problems(self.as_input(), on).items()}
        if self.occurred_on is None:
            found["occurred_on"] = "date_unreadable"
        return found

    def checked(self, session: Session, district_id: uuid.UUID) -> Checked:
        """Clean the text with this person's decisions and keep the cleaned text in the form."""
        self._put_back()
        lists = lists_for(session, district_id, self.kept)
        cleaned = clean(self.text, lists, remove=self._missed())
        removals, shift = [], 0
        for finding in cleaned.findings:
            start = finding.start + shift
            end = start + len(finding.replacement)
            removals.append(Removal(finding, self.text[finding.start : finding.end], start, end))
            shift += len(finding.replacement) - (finding.end - finding.start)
        self.text = cleaned.text
        self.tried = clean(self.tried, lists).text
        self.question = clean(self.question, lists).text
        self.missed = ""
        self.removed_count += len(removals)
        return Checked(cleaned.text, tuple(removals), hints_in_clean(cleaned.text))

    def open_hints(self, hints: tuple[Hint, ...]) -> dict[str, str]:
        """Give the hints that the author has not dealt with, as problems by field."""
        return {f"hint-{hint.rule}": "hint_open" for hint in hints if hint.rule not in self.hint_reasons}

    def _put_back(self) -> None:
        """Put back each word of which the person said that it is no name, where its replacement stands now."""
        wanted = [found for found in map(_KEEP.fullmatch, self.keep) if found]
        for start, replacement, original in sorted((int(w[1]), w[2], w[3]) for w in wanted)[::-1]:
            places = [found.start() for found in re.finditer(re.escape(replacement), self.text)]
            if places:
                at = min(places, key=lambda place: abs(place - start))
                self.text = self.text[:at] + original + self.text[at + len(replacement) :]
        # The cleaning compares words, and only one with a capital can be taken for a name.
        self.kept += tuple(word for found in wanted for word in found[3].split() if word[:1].isupper())
        self.kept = tuple(dict.fromkeys(self.kept))
        self.keep = ()

    def _missed(self) -> list[tuple[int, int]]:
        """Give where the words stand that the person says were missed."""
        return places_of(self.text, re.split(r"[,;\n]", self.missed))


def _number(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 6 else 0


def _uuid(value: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(value) if value else None
    except ValueError:
        return None
