"""Measures what learning from confirmed tags brings: micro-F1 on unseen notes after 0, 50, 150 and 500 confirmations.

    python -m benchmarks.themes_curve

All labelled notes of `tests/data` together; six times another twelfth is unseen, the rest is what people confirm, in an
order that looks random. The start is what the example notes of this project teach alone: none of the measured notes
is in it. `learnt` is what a district would have without a contest, `used` what it has: the newcomer only when it surely
won. Notes without a theme are never confirmed, as in real use.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.themes import THEMES, hash_of
from kernpartner.themes.rules.adapting import Decided, Learnt, applied, learnt_from
from kernpartner.themes.rules.contest import contest, enough, is_held_out
from kernpartner.themes.rules.learning import Note, learn
from kernpartner.themes.rules.lexicon import shipped_lexicon
from kernpartner.themes.rules.tagger import Tagger
from kernpartner.themes.rules.weights import Weights
from scripts.train_tagger import labelled, written_examples

DATA = Path(__file__).parents[1] / "tests" / "data"
FILES = ("signals-dev", "themes-own", "blind-one", "themes-fresh", "themes-fresh-two")
CURVE = (0, 50, 150, 500)
PARTS = 12
RUNS = 6
HOLDERS = 12


@dataclass
class Tally:
    """Hits and the number of suggested plus wanted themes; of notes without a theme how many were left empty."""

    hits: int = 0
    total: int = 0
    silent: int = 0
    empty: int = 0

    @property
    def f1(self) -> float:
        """Give micro-F1."""
        return 2 * self.hits / self.total if self.total else 1.0

    def add(self, notes: Sequence[Note], tagger: Tagger) -> Tally:
        """Count the answers to these notes; gives itself."""
        for note in notes:
            said = {theme.id for theme in tagger.suggest(note.text).themes}
            self.hits += len(said & note.themes)
            self.total += len(said) + len(note.themes)
            self.silent += not said and not note.themes
            self.empty += not note.themes
        return self


def confirmed(notes: Sequence[Note]) -> list[Decided]:
    """Give notes as people of a dozen organisations would have confirmed them."""
    return [
        Decided(str(hash_of(note.text)), str(place % HOLDERS), "a", note.text, note.themes)
        for place, note in enumerate(notes)
    ]


def main() -> None:
    """Measure and print."""
    notes = sorted((note for name in FILES for note in labelled(DATA / f"{name}.jsonl")), key=lambda n: hash_of(n.text))
    base = learn(written_examples(), THEMES, shipped_lexicon())
    start = Tagger(shipped_lexicon(), base, "start")
    learnt, used = {n: Tally() for n in CURVE}, {n: Tally() for n in CURVE}
    worse, replaced = dict.fromkeys(CURVE, 0), dict.fromkeys(CURVE, 0)
    for part in range(RUNS):
        unseen = notes[part::PARTS]
        pool = [note for place, note in enumerate(notes) if place % PARTS != part and note.themes]
        before = Tally().add(unseen, start).f1
        for number in CURVE:
            challenger, champion = _after(confirmed(pool[:number]), base, start)
            learnt[number].add(unseen, challenger)
            used[number].add(unseen, champion)
            replaced[number] += champion is not start
            worse[number] += Tally().add(unseen, champion).f1 < before - 0.01
        so_far = ", ".join(f"{number}: {tally.f1:.3f}" for number, tally in used.items())
        print(f"part {part + 1} of {RUNS}: {so_far}", file=sys.stderr)
    _print(len(notes), learnt, used, replaced, worse)


def _after(decided: Sequence[Decided], base: Weights, start: Tagger) -> tuple[Tagger, Tagger]:
    """Give what was learnt from all decisions, and what is used: the start unless the newcomer surely won."""
    if not decided:
        return start, start
    everything = _tagger(base, _learnt(decided, base))
    if not enough(decided):
        return everything, start
    held = [one for one in decided if is_held_out(one.case)]
    judged = _tagger(base, _learnt([one for one in decided if not is_held_out(one.case)], base))
    return everything, everything if contest(held, start, judged).won else start


def _learnt(decided: Sequence[Decided], base: Weights) -> Learnt:
    return learnt_from(decided, base, shipped_lexicon(), "start")


def _tagger(base: Weights, learnt: Learnt) -> Tagger:
    return Tagger(shipped_lexicon(), applied(base, learnt), "learnt")


def _print(
    notes: int, learnt: dict[int, Tally], used: dict[int, Tally], replaced: dict[int, int], worse: dict[int, int]
) -> None:
    print(f"{notes} notes, of which {RUNS} times a twelfth is unseen")
    print("| confirmations | learnt | used | replaced in | used worse in | none left empty |")
    print("|---|---|---|---|---|---|")
    for number in CURVE:
        print(
            f"| {number} | {learnt[number].f1:.3f} | {used[number].f1:.3f} | {replaced[number]}/{RUNS} "
            f"| {worse[number]}/{RUNS} | {used[number].silent}/{used[number].empty} |"
        )


if __name__ == "__main__":
    main()
