"""Lets random things happen to the themes of a district and keeps, on its own, what must stand beside each concern.

The oracle knows nothing of steps or tables: plain dictionaries, and copies of them for what can be taken back.
"""

from __future__ import annotations

import random
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from kernpartner.concerns import queries, service
from kernpartner.tally import queries as tally
from kernpartner.tally.rules import last_closed
from kernpartner.tally.service import close_periods
from kernpartner.themes import queries as theme_queries
from kernpartner.themes import service as theme_service
from kernpartner.themes.rules.changing import ThemeInput
from tests.concerns.logged import the_input
from tests.factories import Place

Tags = dict[uuid.UUID, str]
WHO = ("ib", "ib2", "jgz", "worker")
STEPS = ("log", "tag", "bulk", "merge", "split", "divide", "retire", "back", "unbatch", "withdraw", "close")
ODDS = (26, 22, 14, 5, 4, 10, 3, 8, 8, 3, 2)


@dataclass
class Held:
    """A concern as the oracle has it: whose it is, its case, its themes, and per theme the moves that still stand."""

    who: str
    case: uuid.UUID
    tags: Tags = field(default_factory=dict)
    moves: dict[uuid.UUID, list[int]] = field(default_factory=dict)


@dataclass
class Done:
    """Something that can be taken back: per concern and theme what stood there before, and the moves it made."""

    kind: str
    who: str
    theme: uuid.UUID | None = None
    heirs: list[uuid.UUID] = field(default_factory=list)
    born: list[uuid.UUID] = field(default_factory=list)
    before: dict[tuple[uuid.UUID, uuid.UUID], str | None] = field(default_factory=dict)
    moves: dict[tuple[uuid.UUID, uuid.UUID], list[int]] = field(default_factory=dict)
    undone: bool = False


class World:
    """A district to which random things happen; `held` and `current` are the truth."""

    def __init__(self, session: Session, place: Place, chance: random.Random) -> None:
        self.session, self.place, self.chance = session, place, chance
        self.day = date(2025, 9, 1)
        self.held: dict[uuid.UUID, Held] = {}
        self.current: set[uuid.UUID] = set(place.themes.values())
        self.into: dict[uuid.UUID, uuid.UUID] = {}
        self.heirs: dict[uuid.UUID, list[uuid.UUID]] = {}
        self.changes: dict[uuid.UUID, Done] = {}
        self.batches: dict[uuid.UUID, Done] = {}
        self.frozen: dict[tuple[object, ...], int] = {}
        self.number = 0

    @property
    def now(self) -> datetime:
        """A later moment each time it is asked."""
        self.number += 1
        return datetime(self.day.year, self.day.month, self.day.day, 8, tzinfo=UTC) + timedelta(seconds=self.number)

    def step(self, kind: str) -> None:
        """Let one thing happen, in the product and in the oracle."""
        getattr(self, f"_{kind}")()
        self.day += timedelta(days=self.chance.choice((0, 0, 1, 4, 11)))

    def check(self) -> None:
        """Hold database, ledger and cube against the oracle, and closed periods against what they were."""
        self.session.expire_all()
        beside = queries.themes_beside(self.session, list(self.held))
        for key, held in self.held.items():
            assert {row.theme_id: row.state for row in beside[key] if row.state != "suggested"} == held.tags, key
        assert tally.differences(self.session, queries.counted_truth(self.session)) == []
        assert self._counted() == self._expected()
        current = theme_queries.current_themes(self.session, self.place.district.id, self.day)
        assert {theme.id for theme in current} == self.current
        closed = self._closed()
        assert {key: closed.get(key, 0) for key in self.frozen} == self.frozen

    def _counted(self) -> Counter[uuid.UUID]:
        rows = tally.theme_months(
            self.session, district_id=self.place.district.id, since=date(2020, 1, 1), until=date(2030, 1, 1)
        )
        found: Counter[uuid.UUID] = Counter()
        for row in rows:
            found[row.theme_id] += row.n
        return found

    def _expected(self) -> Counter[uuid.UUID]:
        pairs = {(h.case, theme) for h in self.held.values() for theme, state in h.tags.items() if state == "confirmed"}
        return Counter(theme for _, theme in pairs)

    def _closed(self) -> dict[tuple[object, ...], int]:
        through = tally.closed_through(self.session, self.place.area.id)
        if through is None:
            return {}
        rows = tally.theme_quarters(self.session, area_id=self.place.area.id, until=through)
        return {(row.theme_id, row.school_id, row.organisation_id, row.period): row.n for row in rows}

    def _some(self, number: int) -> list[uuid.UUID]:
        return self.chance.sample(sorted(self.current), min(number, len(self.current)))

    def _mine(self) -> tuple[str, list[uuid.UUID]]:
        who = self.chance.choice(WHO)
        return who, sorted(key for key, held in self.held.items() if held.who == who)

    def _set(self, done: Done | None, concern: uuid.UUID, theme: uuid.UUID, state: str | None) -> None:
        held = self.held[concern]
        was = held.tags.get(theme)
        if was == state:
            return
        self.number += 1
        held.moves.setdefault(theme, []).append(self.number)
        if done is not None:
            done.before.setdefault((concern, theme), was)
            done.moves.setdefault((concern, theme), []).append(self.number)
        self._let(held, theme, state)

    def _let(self, held: Held, theme: uuid.UUID, state: str | None) -> None:
        if state is None:
            held.tags.pop(theme, None)
        else:
            held.tags[theme] = state

    def _log(self) -> None:
        who, mine = self._mine()
        follows = self.chance.choice(mine) if mine and self.chance.random() < 0.25 else None
        themes = self._some(self.chance.randint(0, 3))
        given = the_input(text="Iets over vandaag.", confirmed=tuple(themes), follows=follows, occurred_on=self.day)
        key = service.log_concern(self.session, self.place.actor(who), given, self.now)
        self.held[key] = Held(who, self.held[follows].case if follows else key)
        for theme in themes:
            self._set(None, key, theme, "confirmed")

    def _tag(self) -> None:
        who, mine = self._mine()
        if not mine:
            return
        key, picked = self.chance.choice(mine), self._some(3)
        # Sometimes a page that is old still speaks of a theme that was merged.
        if self.into and self.chance.random() < 0.3:
            picked.append(self.chance.choice(sorted(self.into)))
        confirmed = [theme for theme in picked if self.chance.random() < 0.6]
        refused = [theme for theme in picked if theme not in confirmed]
        service.decide_themes(
            self.session, self.place.actor(who), key, confirmed=confirmed, refused=refused, now=self.now
        )
        for state, themes in (("confirmed", confirmed), ("refused", refused)):
            for theme in themes:
                self._set(None, key, self._now(theme), state)

    def _now(self, theme: uuid.UUID) -> uuid.UUID:
        while theme in self.into:
            theme = self.into[theme]
        return theme

    def _bulk(self) -> None:
        who, mine = self._mine()
        kind = self.chance.choice(("move", "add", "remove"))
        if not mine or len(self.current) < 2:
            return
        chosen = self.chance.sample(mine, self.chance.randint(1, len(mine)))
        # Somebody else's concern slips in: it must stay as it is.
        chosen_and_more = [*chosen, *sorted(set(self.held) - set(mine))[:1]]
        one, other = self._some(2)
        done = Done("batch", who)
        try:
            batch = service.retag_many(
                self.session, self.place.actor(who), kind, chosen_and_more, self.now, from_id=one, to_id=other
            )
        except service.NothingToRetag:
            batch = None
            self._drop_empty_batches()
        for key in sorted(chosen):
            if kind != "add" and self.held[key].tags.get(one) != "confirmed":
                continue
            if kind != "add":
                self._set(done, key, one, "refused")
            if kind != "remove":
                self._set(done, key, other, "confirmed")
        assert bool(done.moves) == (batch is not None)
        if batch is not None:
            self.batches[batch] = done

    def _drop_empty_batches(self) -> None:
        # A page takes back the whole request; here the row alone.
        from kernpartner.concerns.models import RetagBatch

        for row in self.session.query(RetagBatch).filter(RetagBatch.concerns == 0):
            self.session.delete(row)
        self.session.flush()

    def _merge(self) -> None:
        if len(self.current) < 4:
            return
        theme, into = self._some(2)
        change = service.merge_theme(
            self.session, self._keeper(), theme, into, self.now, on=self.day, reason="Te dicht bij elkaar."
        )
        done = Done("merged", "", theme, [into])
        self._fold(done, theme, into)
        self.current.discard(theme)
        self.into[theme] = into
        self.changes[change] = done

    def _fold(self, done: Done, theme: uuid.UUID, into: uuid.UUID) -> None:
        for key in sorted(self.held):
            state = self.held[key].tags.get(theme)
            if state is None:
                continue
            self._set(done, key, theme, None)
            if state == "confirmed":
                self._set(done, key, into, "confirmed")

    def _split(self) -> None:
        if len(self.current) < 4:
            return
        theme, existing = self._some(2)
        label = f"Nieuw thema {self.number}"
        change = service.split_theme(
            self.session,
            self._keeper(),
            theme,
            self.now,
            on=self.day,
            reason="Te breed.",
            existing=[existing],
            new=[ThemeInput(label, "Een deel van wat te breed was.")],
        )
        heirs = [one.id for one in theme_queries.heirs(self.session, theme)]
        born = [heir for heir in heirs if heir != existing]
        assert len(born) == 1
        self.heirs[theme] = heirs
        self.current = (self.current - {theme}) | set(born)
        self.changes[change] = Done("split", "", theme, heirs, born)

    def _divide(self) -> None:
        if not self.heirs:
            return
        theme = self.chance.choice(sorted(self.heirs))
        who, mine = self._mine()
        choices = {
            key: [heir for heir in self.heirs[theme] if self.chance.random() < 0.6]
            for key in mine
            if self.held[key].tags.get(theme) == "confirmed" and self.chance.random() < 0.7
        }
        if not choices:
            return
        batch = service.divide(self.session, self.place.actor(who), theme, choices, self.now)
        done = Done("divide", who, theme)
        for key, heirs in sorted(choices.items()):
            self._set(done, key, theme, None)
            for heir in heirs:
                self._set(done, key, self._now(heir), "confirmed")
        self.batches[batch] = done

    def _retire(self) -> None:
        if len(self.current) < 4:
            return
        theme = self._some(1)[0]
        change = service.retire_theme(
            self.session, self._keeper(), theme, self.now, on=self.day, reason="Komt niet meer voor."
        )
        self.current.discard(theme)
        self.changes[change] = Done("retired", "", theme)

    def _back(self) -> None:
        open_ones = sorted(key for key, done in self.changes.items() if not done.undone)
        if not open_ones:
            return
        key = self.chance.choice(open_ones)
        done = self.changes[key]
        allowed = all(heir in self.current for heir in (*done.heirs, *done.born))
        try:
            service.take_back(self.session, self._keeper(), self.place.district.id, key, self.now)
        except theme_service.CannotUndo:
            assert not allowed
            return
        assert allowed
        done.undone = True
        assert done.theme is not None
        divided = [
            batch
            for batch in self.batches.values()
            if done.kind == "split" and batch.kind == "divide" and batch.theme == done.theme and not batch.undone
        ]
        self._revert([done, *divided])
        for batch in divided:
            batch.undone = True
        self.into.pop(done.theme, None)
        self.heirs.pop(done.theme, None)
        self.current.add(done.theme)
        for born in done.born:
            self._fold(Done("", ""), born, done.theme)
            self.current.discard(born)
            self.into[born] = done.theme

    def _unbatch(self) -> None:
        open_ones = sorted(key for key, done in self.batches.items() if not done.undone)
        if not open_ones:
            return
        key = self.chance.choice(open_ones)
        done = self.batches[key]
        service.undo_batch(self.session, self.place.actor(done.who), key, self.now)
        done.undone = True
        self._revert([done])

    def _revert(self, several: list[Done]) -> None:
        """Go back to what stood there, concern by concern, unless a move of somebody else stands on top."""
        ours: dict[tuple[uuid.UUID, uuid.UUID], list[int]] = {}
        first: dict[tuple[uuid.UUID, uuid.UUID], tuple[int, str | None]] = {}
        for done in several:
            for key, moves in done.moves.items():
                ours.setdefault(key, []).extend(moves)
                if key not in first or moves[0] < first[key][0]:
                    first[key] = (moves[0], done.before[key])
        overtaken = {
            concern
            for (concern, theme), moves in ours.items()
            if concern in self.held and self.held[concern].moves[theme][-1] not in moves
        }
        for (concern, theme), (_, state) in sorted(first.items()):
            if concern in self.held and concern not in overtaken:
                held = self.held[concern]
                held.moves[theme] = [move for move in held.moves[theme] if move not in ours[concern, theme]]
                self._let(held, theme, state)

    def _withdraw(self) -> None:
        who, mine = self._mine()
        # The first of a case keeps its place in the counts; the oracle only knows cases with a first one.
        mine = [key for key in mine if all(h.case != key or k == key for k, h in self.held.items())]
        if mine:
            key = self.chance.choice(mine)
            service.withdraw_concern(self.session, self.place.actor(who), key, self.now)
            del self.held[key]

    def _close(self) -> None:
        close_periods(self.session, [self.place.area.id], last_closed(self.day), self.now)
        self.frozen = self._closed()

    def _keeper(self) -> object:
        return self.place.actor("coordinator")
