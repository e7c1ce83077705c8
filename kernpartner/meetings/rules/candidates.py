"""Decides which facts become a candidate for the agenda, in which words, and what it is worth."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from kernpartner.meetings.rules.parts import Aim, Kind
from kernpartner.meetings.rules.planner import Candidate
from kernpartner.meetings.rules.reasons import Reason, Why, WhyNot, listed, reason

WORKED = "worked"
# Thousandths. A theme on the calibrated line is worth 850; what people added weighs less than what recurs.
_HIGHEST_SCORE = 3.0
_PER_OPEN_ACTION, _MOST_OPEN_ACTIONS = 150, 2
_NO_ITEM_LAST_TIME = 100
_LESSON, _QUESTION, _QUESTION_OF_NEWCOMER = 600, 700, 900
_OVERDUE, _PER_MONTH_OVERDUE, _MOST_OVERDUE = 500, 50, 1000
OVERDUE_AFTER_DAYS = 30


@dataclass(frozen=True)
class Party:
    """An organisation as an agenda names it."""

    id: str
    label: str


@dataclass(frozen=True)
class OfferFacts:
    """What a partner can do for a theme, in its own words."""

    partner: Party
    title: str


@dataclass(frozen=True)
class ThemeFacts:
    """What is known of a theme for one meeting; `bands` are released (`lo` is None where nothing is shown).

    `flag` says whether the theme recurs, `not_flagged` why not, `gate` whether it passed the second gate
    (None: nobody judged yet).
    """

    id: str
    label: str
    next_step: str = ""
    score: float = 0.0
    flag: bool = False
    gate: bool | None = None
    not_flagged: WhyNot = WhyNot.NOT_JUDGED
    bands: tuple[dict[str, Any], ...] = ()
    lessons: tuple[str, ...] = ()
    offers: tuple[OfferFacts, ...] = ()
    partners: tuple[Party, ...] = ()
    open_actions: tuple[str, ...] = ()
    discussed_before: bool = False

    @property
    def shown(self) -> bool:
        """Say whether at least one figure of this theme was released for this audience."""
        return any(band.get("lo") is not None for band in self.bands)


@dataclass(frozen=True)
class ActionFacts:
    """An open action as far as the agenda needs it."""

    id: str
    text: str
    owner: Party
    due_on: date | None = None
    theme_id: str | None = None


@dataclass(frozen=True)
class QuestionFacts:
    """A question that a member wants to discuss."""

    id: str
    text: str
    asked_by: Party
    theme_id: str | None = None


@dataclass(frozen=True)
class ItemDraft:
    """An item as the worker words it; `candidate` is what is chosen among, `out` why it is no candidate."""

    key: str
    kind: Kind
    title: str
    theme_id: str | None = None
    aim: Aim = Aim.DISCUSS
    question: str = ""
    brought_in_by: str = ""
    desired_result: str = ""
    bands: tuple[dict[str, Any], ...] = ()
    lessons: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    guests: tuple[Party, ...] = ()
    open_actions: tuple[str, ...] = ()
    why: tuple[Reason, ...] = ()
    candidate: Candidate | None = None
    out: Reason | None = None


@dataclass(frozen=True)
class Around:
    """What holds for the whole meeting: who brings in, who is absent, who had no item last time."""

    chair: str
    absent: frozenset[str] = frozenset()
    without_item: frozenset[str] = frozenset()
    today: date = field(default_factory=lambda: date.min)


def theme_item(facts: ThemeFacts, around: Around) -> ItemDraft:
    """Word a theme and weigh it; it is a candidate only when it is shown, recurs and passed the second gate."""
    guests = _guests(facts, around)
    newcomers = [party.label for party in guests if party.id in around.without_item]
    draft = ItemDraft(
        key=f"theme:{facts.id}",
        kind=Kind.THEME,
        title=facts.label,
        theme_id=facts.id,
        aim=Aim.DECIDE if facts.discussed_before else Aim.DISCUSS,
        question=_theme_question(facts),
        brought_in_by=around.chair,
        desired_result=_theme_result(facts),
        bands=facts.bands,
        lessons=facts.lessons,
        offers=tuple(f"{offer.partner.label}: {offer.title}" for offer in facts.offers),
        guests=guests,
        open_actions=facts.open_actions,
        why=_theme_why(facts, newcomers),
    )
    out = _theme_out(facts)
    if out is not None:
        return replace(draft, out=reason(out))
    offering = {offer.partner.id for offer in facts.offers} - around.absent
    candidate = Candidate(
        id=draft.key,
        urgency=_theme_urgency(facts, bool(newcomers)),
        need=20 if facts.open_actions or facts.lessons else 15,
        guests=frozenset(party.id for party in guests),
        meets=frozenset(offering | ({WORKED} if facts.lessons else set())),
    )
    return replace(draft, candidate=candidate)


def lesson_item(facts: ThemeFacts, around: Around) -> ItemDraft:
    """Word what worked for a theme that is no candidate itself: one success to learn from."""
    key = f"lesson:{facts.id}"
    return ItemDraft(
        key=key,
        kind=Kind.LESSON,
        title=f"Wat werkte bij {facts.label.lower()}",
        theme_id=facts.id,
        aim=Aim.INFORM,
        question="Wat werkte hier, en waar kunnen wij dat ook doen?",
        brought_in_by=around.chair,
        desired_result="Iedereen weet wat werkte en wie u daarover kunt bellen.",
        lessons=facts.lessons,
        why=(reason(Why.WORKED),),
        candidate=Candidate(id=key, urgency=_LESSON, need=10, meets=frozenset({WORKED})),
    )


def action_item(facts: ActionFacts, around: Around) -> ItemDraft:
    """Word an action that should have been done for a while: what does its owner need?"""
    assert facts.due_on is not None
    late = max(0, (around.today - facts.due_on).days)
    key = f"action:{facts.id}"
    return ItemDraft(
        key=key,
        kind=Kind.ACTION,
        title=f"Afspraak: {short(facts.text)}",
        theme_id=facts.theme_id,
        aim=Aim.DECIDE,
        question="Wat is nodig om deze afspraak af te ronden? Of laten wij haar los?",
        brought_in_by=facts.owner.label,
        desired_result="De afspraak heeft een nieuwe datum, een andere eigenaar, of vervalt.",
        open_actions=(facts.text,),
        why=(reason(Why.OVERDUE, due_on=facts.due_on.isoformat()),),
        candidate=Candidate(
            id=key,
            urgency=min(_MOST_OVERDUE, _OVERDUE + _PER_MONTH_OVERDUE * (late // 30)),
            need=10,
            needs=frozenset({facts.owner.id}),
        ),
    )


def question_item(facts: QuestionFacts, around: Around) -> ItemDraft:
    """Word a question that a member entered; whoever had no item last time gets a little more weight."""
    key = f"question:{facts.id}"
    newcomer = facts.asked_by.id in around.without_item
    why = [reason(Why.ASKED_BY, organisation=facts.asked_by.label)]
    if newcomer:
        why.append(reason(Why.NO_ITEM_LAST_TIME, partners=[facts.asked_by.label]))
    return ItemDraft(
        key=key,
        kind=Kind.QUESTION,
        title=short(facts.text),
        theme_id=facts.theme_id,
        question=facts.text,
        brought_in_by=facts.asked_by.label,
        desired_result="Wie de vraag stelde, kan ermee verder.",
        why=tuple(why),
        candidate=Candidate(
            id=key,
            urgency=_QUESTION_OF_NEWCOMER if newcomer else _QUESTION,
            needs=frozenset({facts.asked_by.id}),
        ),
    )


def overdue(facts: ActionFacts, today: date, themes: Collection[str]) -> bool:
    """Say whether an action deserves its own item: a month too late, and no theme item carries it already."""
    late = facts.due_on is not None and (today - facts.due_on).days >= OVERDUE_AFTER_DAYS
    return late and facts.theme_id not in themes


def short(text: str, longest: int = 70) -> str:
    """Give the beginning of a text, cut at a word, for a title."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    return line[: longest - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def _guests(facts: ThemeFacts, around: Around) -> tuple[Party, ...]:
    parties = {party.id: party for party in (*facts.partners, *(offer.partner for offer in facts.offers))}
    return tuple(sorted((p for p in parties.values() if p.id not in around.absent), key=lambda p: (p.label, p.id)))


def _theme_out(facts: ThemeFacts) -> WhyNot | None:
    # Whether a theme recurs is told of shown themes only, so this question comes first.
    if not facts.shown:
        return WhyNot.NOT_SHOWN
    if not facts.flag:
        return facts.not_flagged
    if facts.gate is None:
        return WhyNot.AWAITS_SECOND_GATE
    return None if facts.gate else WhyNot.REFUSED_AT_SECOND_GATE


def _theme_urgency(facts: ThemeFacts, newcomers: bool) -> int:
    weight = round(1000 * min(max(facts.score, 0.0), _HIGHEST_SCORE))
    weight += _PER_OPEN_ACTION * min(len(facts.open_actions), _MOST_OPEN_ACTIONS)
    return weight + (_NO_ITEM_LAST_TIME if newcomers else 0)


def _theme_question(facts: ThemeFacts) -> str:
    if facts.discussed_before:
        return "Wat is er sinds vorige keer veranderd, en wat besluiten wij nu?"
    return "Wat herkent u, en wat pakken wij hier samen aan?"


def _theme_result(facts: ThemeFacts) -> str:
    if facts.next_step:
        return f"Een besluit over de vervolgstap: {facts.next_step.strip().rstrip('.')}."
    return "Eén afspraak met een eigenaar en een datum."


def _theme_why(facts: ThemeFacts, newcomers: Sequence[str]) -> tuple[Reason, ...]:
    why = [
        reason(Why.RELEASED, period=band["period"], lo=band["lo"], hi=band["hi"])
        for band in facts.bands
        if band.get("lo") is not None
    ][:1]
    if facts.shown and facts.flag:
        why.append(reason(Why.RECURS))
    if facts.discussed_before:
        why.append(reason(Why.DISCUSSED_BEFORE))
    if facts.open_actions:
        why.append(reason(Why.OPEN_ACTIONS, number=len(facts.open_actions)))
    if facts.lessons:
        why.append(reason(Why.WORKED))
    if facts.offers:
        why.append(reason(Why.OFFERS, partners=sorted({offer.partner.label for offer in facts.offers})))
    if newcomers:
        why.append(reason(Why.NO_ITEM_LAST_TIME, partners=list(newcomers)))
    return tuple(why)


def offers_line(parties: Sequence[Party]) -> str:
    """Name the partners that tell what they can do: `SportUtrecht en JoU`."""
    return listed([party.label for party in parties])
