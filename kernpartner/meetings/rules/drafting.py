"""Decides a whole draft: which items, how long, in which order, and why; pure, from facts to items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kernpartner.meetings.rules.candidates import (
    ActionFacts,
    Around,
    ItemDraft,
    Party,
    QuestionFacts,
    ThemeFacts,
    action_item,
    lesson_item,
    offers_line,
    overdue,
    question_item,
    theme_item,
)
from kernpartner.meetings.rules.explaining import left_out
from kernpartner.meetings.rules.ordering import Block, ordered
from kernpartner.meetings.rules.parts import Aim, Kind, budget, parts
from kernpartner.meetings.rules.planner import MAX_CANDIDATES, Candidate, Problem, Search
from kernpartner.meetings.rules.reasons import Reason, Why, WhyNot, reason


@dataclass(frozen=True)
class Wishes:
    """What people decided: the minutes of what has to stay, what has to go, and the minutes of fixed parts.

    `merged` says of an item that went within which other item it is discussed.
    """

    pinned: Mapping[str, int] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    fixed: Mapping[str, int] = field(default_factory=dict)
    merged: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Placed:
    """An item with its place: minutes and position on the agenda, or why it is not on it."""

    draft: ItemDraft
    on_agenda: bool
    minutes: int = 0
    position: int = 0
    why_not: tuple[Reason, ...] = ()


class PinnedDoNotFit(ValueError):
    """What people pinned takes more minutes than the meeting has."""


def drafted(
    minutes: int,
    themes: Sequence[ThemeFacts],
    actions: Sequence[ActionFacts],
    questions: Sequence[QuestionFacts],
    around: Around,
    *,
    settings: Mapping[str, int] | None = None,
    wishes: Wishes = Wishes(),
) -> list[Placed]:
    """Give the whole agenda in order, and behind it what is not on it with its reason.

    Raises `PinnedDoNotFit`. The same facts always give the same draft.
    """
    items = _merged(chosen_among(themes, actions, questions, around), wishes.merged)
    offering = [p for p in _offering(themes) if p.id not in around.absent]
    fixed = parts(minutes, {**(settings or {}), **wishes.fixed}, offers=bool(offering))
    candidates = [item.candidate for item in items if item.candidate is not None]
    candidates.sort(key=lambda candidate: (candidate.id not in wishes.pinned, -candidate.urgency, candidate.id))
    by_hand = _chosen_by_hand(items, wishes)
    problem = Problem(
        candidates=(*by_hand, *candidates[: MAX_CANDIDATES - len(by_hand)]),
        budget=budget(minutes, fixed),
        absent=around.absent,
        pinned=wishes.pinned,
        dropped=wishes.dropped,
    )
    search = Search(problem)
    best = search.best()
    if best is None:
        raise PinnedDoNotFit("what was pinned takes more minutes than there are")
    names = {party.id: party.label for party in _parties(actions, questions)}
    out = left_out(problem, search, best, names)
    chosen = [item for item in items if item.key in best.minutes]
    agenda = _in_order(chosen, best.minutes, fixed, _fixed_items(fixed, themes, actions, offering, around))
    rest = [item for item in items if item.key not in best.minutes]
    return agenda + [Placed(item, False, why_not=(_why_not(item, out, wishes),)) for item in rest]


def chosen_among(
    themes: Sequence[ThemeFacts],
    actions: Sequence[ActionFacts],
    questions: Sequence[QuestionFacts],
    around: Around,
) -> list[ItemDraft]:
    """Give every theme, and what else could be an item; only those with a candidate are chosen among."""
    items = [theme_item(facts, around) for facts in themes]
    carried = {item.theme_id for item in items if item.candidate is not None and item.theme_id is not None}
    items += [lesson_item(facts, around) for facts in themes if facts.lessons and facts.id not in carried]
    items += [action_item(facts, around) for facts in actions if overdue(facts, around.today, carried)]
    items += [question_item(facts, around) for facts in questions]
    return items


def _merged(items: Sequence[ItemDraft], merged: Mapping[str, str]) -> list[ItemDraft]:
    """Let items that people merged carry along what belongs to the ones within them."""
    by_key = {item.key: item for item in items}
    for key, into in merged.items():
        if key in by_key and into in by_key:
            by_key[into] = _joined(by_key[into], by_key[key])
    return list(by_key.values())


def _joined(into: ItemDraft, item: ItemDraft) -> ItemDraft:
    parties = {party.id: party for party in (*into.guests, *item.guests)}
    candidate = into.candidate
    if candidate is not None and item.candidate is not None:
        meets = candidate.meets | item.candidate.meets
        candidate = replace(candidate, guests=frozenset(parties), meets=meets)
    return replace(
        into,
        bands=(*into.bands, *({**band, "period": f"{item.title}, {_small(band['period'])}"} for band in item.bands)),
        lessons=tuple(dict.fromkeys((*into.lessons, *item.lessons))),
        offers=tuple(dict.fromkeys((*into.offers, *item.offers))),
        open_actions=tuple(dict.fromkeys((*into.open_actions, *item.open_actions))),
        guests=tuple(sorted(parties.values(), key=lambda party: (party.label, party.id))),
        candidate=candidate,
    )


def _chosen_by_hand(items: Sequence[ItemDraft], wishes: Wishes) -> list[Candidate]:
    """Give what people keep on the agenda though the facts make it no candidate: it takes minutes all the same."""
    guests = {item.key: frozenset(party.id for party in item.guests) for item in items}
    known = {item.key for item in items if item.candidate is not None}
    return [Candidate(key, urgency=0, guests=guests.get(key, frozenset())) for key in wishes.pinned if key not in known]


def _why_not(item: ItemDraft, out: Mapping[str, Reason], wishes: Wishes) -> Reason:
    if item.key in wishes.merged:
        return reason(WhyNot.MERGED_INTO, into=wishes.merged[item.key])
    if item.key in wishes.dropped:
        return reason(WhyNot.POSTPONED_BY_CHAIR)
    if item.out is not None:
        return item.out
    return out.get(item.key, reason(WhyNot.ITEM_LIMIT))


def _offering(themes: Sequence[ThemeFacts]) -> list[Party]:
    parties = {offer.partner.id: offer.partner for facts in themes for offer in facts.offers}
    return sorted(parties.values(), key=lambda party: (party.label, party.id))


def _parties(actions: Sequence[ActionFacts], questions: Sequence[QuestionFacts]) -> list[Party]:
    return [facts.owner for facts in actions] + [facts.asked_by for facts in questions]


def _fixed_items(
    fixed: Mapping[Kind, int],
    themes: Sequence[ThemeFacts],
    actions: Sequence[ActionFacts],
    offering: Sequence[Party],
    around: Around,
) -> dict[Kind, ItemDraft]:
    shown = [facts for facts in themes if facts.shown]
    found = {
        Kind.OPENING: ItemDraft(
            key=Kind.OPENING.value,
            kind=Kind.OPENING,
            title="Welkom en open afspraken",
            aim=Aim.INFORM,
            question="Wat is er gedaan met de afspraken van vorige keer?",
            desired_result="Van elke afspraak is duidelijk: klaar, nog open of vervallen.",
            open_actions=tuple(_with_owner(facts) for facts in actions),
        ),
        Kind.NUMBERS: ItemDraft(
            key=Kind.NUMBERS.value,
            kind=Kind.NUMBERS,
            title="Aantallen en nieuwe thema’s",
            aim=Aim.INFORM,
            question="Wat valt op, en wat weet alleen uw eigen organisatie?",
            desired_result="Iedereen kent de aantallen en vult ze aan met wat de eigen organisatie ziet.",
            bands=tuple(_named(facts, band) for facts in shown for band in _newest(facts)),
        ),
        Kind.OFFERS: ItemDraft(
            key=Kind.OFFERS.value,
            kind=Kind.OFFERS,
            title="Wat partners kunnen doen",
            aim=Aim.INFORM,
            question=f"Wat {'kan' if len(offering) == 1 else 'kunnen'} {offers_line(offering)} dit jaar doen?",
            desired_result="Bij elk aanbod staat wie contact opneemt.",
            offers=_offers_with_themes(themes),
            guests=tuple(offering),
        ),
        Kind.DECISIONS: ItemDraft(
            key=Kind.DECISIONS.value,
            kind=Kind.DECISIONS,
            title="Afspraken en wie doet wat",
            aim=Aim.DECIDE,
            question="Wie doet wat, en wanneer is het klaar?",
            desired_result="Elke afspraak heeft een eigenaar en een datum.",
        ),
    }
    return {
        kind: replace(found[kind], brought_in_by=around.chair, why=(reason(Why.FIXED, part=kind.value),))
        for kind in fixed
    }


def _newest(facts: ThemeFacts) -> Sequence[Mapping[str, Any]]:
    """Give the newest figure of a theme: one line each can be read aloud, its past stands at the item itself."""
    return [band for band in facts.bands if band["lo"] is not None][:1]


def _offers_with_themes(themes: Sequence[ThemeFacts]) -> tuple[str, ...]:
    """Give one line per thing that a partner can do, with every theme it is meant for."""
    found: dict[str, list[str]] = {}
    for facts in themes:
        for offer in facts.offers:
            found.setdefault(f"{offer.partner.label}: {offer.title}", []).append(facts.label)
    return tuple(f"{line} ({', '.join(dict.fromkeys(labels))})" for line, labels in sorted(found.items()))


def _with_owner(facts: ActionFacts) -> str:
    due = f", voor {facts.due_on.day}-{facts.due_on.month}-{facts.due_on.year}" if facts.due_on else ""
    return f"{facts.text} ({facts.owner.label}{due})"


def _named(facts: ThemeFacts, band: Mapping[str, Any]) -> dict[str, Any]:
    return {**band, "period": f"{facts.label}, {_small(band['period'])}"}


def _small(words: str) -> str:
    """Let words that stood alone go on within a line."""
    return words[:1].lower() + words[1:]


def _in_order(
    chosen: Sequence[ItemDraft],
    minutes: Mapping[str, int],
    fixed: Mapping[Kind, int],
    fixed_items: Mapping[Kind, ItemDraft],
) -> list[Placed]:
    """Put opening and numbers first, decisions last, and between them guests together."""
    by_worth = sorted(chosen, key=lambda item: (-_worth(item, minutes[item.key]), item.key))
    blocks = [
        Block(item.key, minutes[item.key], frozenset(p.id for p in item.guests), rank)
        for rank, item in enumerate(by_worth)
    ]
    if Kind.OFFERS in fixed_items:
        offers = fixed_items[Kind.OFFERS]
        blocks.append(Block(offers.key, fixed[Kind.OFFERS], frozenset(p.id for p in offers.guests), rank=len(by_worth)))
    drafts = {item.key: item for item in (*chosen, *fixed_items.values())}
    lengths = {**minutes, **{kind.value: length for kind, length in fixed.items()}}
    keys = [Kind.OPENING.value, Kind.NUMBERS.value, *ordered(blocks), Kind.DECISIONS.value]
    return [
        Placed(drafts[key], True, lengths[key], position)
        for position, key in enumerate(keys, start=1)
        if lengths[key] > 0
    ]


def _worth(item: ItemDraft, minutes: int) -> int:
    return item.candidate.value(minutes) if item.candidate is not None else 0
