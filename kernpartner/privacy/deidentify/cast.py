"""Decides who is who in one text: pupils by number, people with a title or a role by letter."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kernpartner.privacy.deidentify import lists
from kernpartner.privacy.deidentify.placeholders import PEOPLE
from kernpartner.privacy.deidentify.shapes import Span

_PARENTS = frozenset({"vader", "moeder", "papa", "mama", "vdr", "mdr", "ouder", "ouders", "stiefvader", "stiefmoeder"})


@dataclass
class Cast:
    """The people of one text; a person is the set of words that were used for them."""

    text: str
    pupils: list[set[str]] = field(default_factory=list)
    others: list[set[str]] = field(default_factory=list)
    role: dict[int, str] = field(default_factory=dict)

    def identity(self, span: Span) -> tuple[str, int]:
        """Give the group ("pupil" or "other") and number of who is meant; who was not met before is new."""
        words = self._name_words(span)
        group = "other" if self._is_titled(span) else "pupil"
        if group == "pupil" and _is_known(words, self.others) and not _is_known(words, self.pupils):
            group = "other"
        known = self.others if group == "other" else self.pupils
        for number, one in enumerate(known):
            if words & one:
                one.update(words)
                return group, number
        known.append(words)
        if group == "pupil":
            self.role[len(known) - 1] = self._role(span)
        return group, len(known) - 1

    def before(self, span: Span, steps: int = 1) -> str:
        """Give the word or mark that stands a number of steps in front of `span`, in lower case."""
        words = re.findall(r"[^\W\d_][\w'.]*|[(),:]", self.text[max(0, span.start - 60) : span.start])
        return words[-steps].lower().rstrip(".") if len(words) >= steps else ""

    def _name_words(self, span: Span) -> set[str]:
        written = self.text[span.start : span.end].lower()
        parts = re.findall(r"[^\W\d_][\w'-]*", written)
        particles = lists.words_of("words", "particles")
        plain = {part.removesuffix("'s") for part in parts if part not in particles or len(parts) == 1}
        return plain | {word[:-1] for word in plain if word.endswith("s") and len(word) > 3} or {written}

    def _is_titled(self, span: Span) -> bool:
        before = self.before(span)
        if before in {"(", ",", ":"}:
            before = self.before(span, 2)
            return before in PEOPLE and before not in lists.words_of("words", "child_words")
        return before in PEOPLE

    def _role(self, span: Span) -> str:
        after = re.findall(r"[^\W\d_][\w'.]*|[(),]", self.text[span.end : span.end + 40].lower())[:4]
        if after[:1] in (["("], [","]) and len(after) > 1 and after[1] in _PARENTS:
            return "een ouder"
        if after and after[0] in {"van", "("} and lists.words_of("words", "colleagues_of") & set(after):
            return "een collega"
        return ""


def _is_known(words: set[str], people: list[set[str]]) -> bool:
    return any(words & one for one in people)
