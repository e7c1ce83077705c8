"""Gives the answers that can be chosen at a clarifying question, in words."""

from __future__ import annotations

import uuid

from kernpartner.consultations.rules.clarification import AnswerKind, Question
from kernpartner.organisations import queries as organisation_queries
from kernpartner.web.language import _
from kernpartner.web.transaction import database, today


def answer_choices(question: Question, district_id: uuid.UUID, school_id: uuid.UUID) -> list[tuple[str, str]]:
    """Give (code, words) per answer; for organisations those of the district that are no school, by their id."""
    if question.kind is AnswerKind.ORGANISATIONS:
        found = organisation_queries.organisations(database(), district_id, on=today())
        return [(str(one.id), one.label) for one in found if one.type_slug != "school" or one.id == school_id]
    known = [(choice.code, choice.label) for choice in question.choices]
    return [("", _("Nog geen antwoord")), *known] if question.kind is AnswerKind.ONE else known
