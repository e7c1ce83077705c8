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
from kernpartner.privacy.deidentify import Hint, places_of
from kernpartner.web import removals
from kernpartner.web.removals import TEXTS, CheckedText, Removal
from kernpartner.web.transaction import today
from kernpartner.web.wording import typed_day

FORM_AGE_BANDS = ("4-8", "9-10", "11-12", "13-14", "15-18", "onbekend")
MISSED_LIMIT = 1_000
QUESTION_LIMIT = 1_000


@dataclass(frozen=True)
class Checked:
    """The texts as they would be stored; what was removed and what could still identify stand beside each."""

    texts: tuple[CheckedText, ...]

    @property
    def text(self) -> str:
        """Give the cleaned text of the concern itself."""
        return self.texts[0].text

    @property
    def removals(self) -> tuple[Removal, ...]:
        """Give what was removed, of all texts."""
        return tuple(removal for one in self.texts for removal in one.removals)

    @property
    def hints(self) -> dict[str, list[tuple[Hint, str]]]:
        """Give per rule its hints, each with the words it points at."""
        found: dict[str, list[tuple[Hint, str]]] = {}
        for one in self.texts:
            for hint in one.hints:
                found.setdefault(hint.rule, []).append((hint, one.text[hint.start : hint.end]))
        return found

    def pointed_at(self, rule: str) -> str:
        """Give the words that the hints of a rule point at, as one line that a form can carry."""
        return " / ".join(" ".join(words.split()) for _hint, words in self.hints.get(rule, []))


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
    shown: tuple[str, ...] = ()
    confirmed: tuple[uuid.UUID, ...] = ()
    hint_reasons: dict[str, str] = field(default_factory=dict)
    hints_seen: dict[str, str] = field(default_factory=dict)
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
            tried=values.get("tried", "").replace("\r\n", "\n"),
            day=values.get("day", ""),
            school_id=_uuid(values.get("school_id")),
            advice=values.get("advice") == "ja",
            question=values.get("question", "").replace("\r\n", "\n"),
            missed=values.get("missed", "")[:MISSED_LIMIT],
            keep=tuple(values.getlist("keep")),
            kept=tuple(values.getlist("kept")),
            shown=tuple(values.getlist("shown")),
            confirmed=tuple(filter(None, map(_uuid, values.getlist("confirmed")))),
            hint_reasons={
                name.removeprefix("hint-"): value
                for name, value in values.items()
                if name.startswith("hint-") and value in set(HintReason)
            },
            hints_seen={
                name.removeprefix("gezien-"): value for name, value in values.items() if name.startswith("gezien-")
            },
            removed_count=_number(values.get("removed_count", "")),
        )

    @classmethod
    def from_draft(cls, draft: Any | None) -> ConcernForm:
        """Fill the form from a kept draft, or empty."""
        form = cls(key=uuid.uuid4())
        if draft is None:
            return form
        names = ("text", "tried", "question", "age_band", "wider", "day")
        known = {name: draft.fields.get(name, "") for name in names}
        perspective = draft.fields.get("perspective") or form.perspective
        return replace(form, **known, perspective=perspective, school_id=_uuid(draft.fields.get("school_id")))

    def as_draft(self) -> dict[str, Any]:
        """Give the fields worth keeping: the texts, which the service cleans, and choices and days that are some."""
        return {
            "text": self.text,
            "tried": self.tried,
            "question": self.question,
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
        """Clean the texts with this person's decisions and keep the cleaned texts in the form.

        Of `missed` only the words stay that stand in none of the texts.
        """
        before = self._put_back()
        self.kept = tuple(word for word in self.kept if not places_of(self.missed, [word]))
        lists = lists_for(session, district_id, self.kept)
        marked = [words.strip() for words in re.split(r"[,;\n]", self.missed) if words.strip()]
        typed = {name: getattr(self, name) for name in TEXTS if not self._too_long(name)}
        self.missed = ", ".join(one for one in marked if not any(places_of(text, [one]) for text in typed.values()))
        made = Checked(
            tuple(
                removals.checked(name, text, lists, marked, [one for one in before if one.field == name])
                for name, text in typed.items()
            )
        )
        for one in made.texts:
            setattr(self, one.field, one.text)
        self.removed_count += sum(one.found for one in made.texts)
        self.shown = tuple(removal.value for removal in made.removals)
        return made

    def _too_long(self, name: str) -> bool:
        """Say whether a text is not looked at because it has to be shorter anyway; `problems` knows of the others."""
        return name == "question" and len(self.question) > QUESTION_LIMIT

    def texts(self) -> tuple[str, ...]:
        """Give the texts as they stand in the form now."""
        return tuple(getattr(self, name) for name in TEXTS)

    def open_problems(self, checked: Checked) -> dict[str, str]:
        """Give what the author has not dealt with, by field: words that were not found, and hints.

        A reason that was given for other words than a hint points at now counts no longer.
        """
        found = {"missed": "missed_unknown"} if self.missed else {}
        if self._too_long("question"):
            found["question"] = "question_too_long"
        self.hint_reasons = {
            rule: reason
            for rule, reason in self.hint_reasons.items()
            if rule in checked.hints and self.hints_seen.get(rule, "") in {"", checked.pointed_at(rule)}
        }
        return found | {f"hint-{rule}": "hint_open" for rule in checked.hints if rule not in self.hint_reasons}

    def _put_back(self) -> list[Removal]:
        """Put back each word of which the person said that it is no name; give the removals that stay."""
        wanted = removals.read(self.keep)
        for name in TEXTS:
            setattr(self, name, removals.put_back(getattr(self, name), [one for one in wanted if one.field == name]))
        self.kept = tuple(dict.fromkeys([*self.kept, *(word for one in wanted for word in removals.words_of(one))]))
        self.keep = ()
        gone = {one.value for one in wanted}
        return [one for one in removals.read(self.shown) if one.value not in gone]


def _number(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 6 else 0


def _uuid(value: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(value) if value else None
    except ValueError:
        return None
