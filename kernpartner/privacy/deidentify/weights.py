"""Decides from trained weights how likely each word of a sentence is part of a name (a conditional random field).

Sums the weights of what is seen of a word, then runs forward and backward over the sentence (Lafferty, McCallum and
Pereira 2001). What the weights are called is made in `tagger.features`; `Scorer` gives the same sums without writing
every name out, because that takes most of the time. It remembers sums of everyday words and classes only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from math import exp

from kernpartner.privacy.deidentify import lists

# A word as it is looked at: itself when it is common (else its class), class, shape, cue.
Look = tuple[str, str, str, str]
EDGE: Look = ("^", "^", "^", "")
TAILED = frozenset("UTCMmkcFfLl#")
_MOST_KEPT = 20_000
_NOTHING = 1e-300


@lru_cache(maxsize=1)
def shipped() -> Scorer:
    """Give the weights that ship, read once per process."""
    first, *lines = lists.tagger_weights().split("\n")
    cells = (line.rsplit("\t", 1) for line in lines)
    weights = {name.replace("\\n", "\n"): float(weight) for name, weight in cells}
    oo, on, no, nn = (exp(float(weight)) for weight in first.split("\t"))
    return Scorer(weights, (oo, on, no, nn))


class Sides:
    """The sums of what can stand around a word of one class and shape, kept by the words beside it.

    A sum of nothing is kept as a number just above it, so that it counts as known.
    """

    __slots__ = ("between", "cued", "fourth", "kind", "left", "right", "scorer", "second", "shape")

    def __init__(self, scorer: Scorer, kind: str, shape: str) -> None:
        self.scorer, self.kind, self.shape = scorer, kind, shape
        self.left: dict[str, float] = {}
        self.right: dict[str, float] = {}
        self.second: dict[str, float] = {}
        self.fourth: dict[str, float] = {}
        self.between: dict[tuple[str, str], float] = {}
        self.cued: dict[tuple[str, str], float] = {}

    def of_left(self, word: str) -> float:
        """Give what the word in front says."""
        return self.left.setdefault(word, self.scorer.sum_of(("left", word, self.kind, self.shape)) or _NOTHING)

    def of_right(self, word: str) -> float:
        """Give what the word behind says."""
        return self.right.setdefault(word, self.scorer.sum_of(("right", word, self.kind, self.shape)) or _NOTHING)

    def of_second(self, word: str) -> float:
        """Give what the second word in front says."""
        return self.second.setdefault(word, self.scorer.sum_of(("second", word, self.kind)) or _NOTHING)

    def of_fourth(self, word: str) -> float:
        """Give what the second word behind says."""
        return self.fourth.setdefault(word, self.scorer.sum_of(("fourth", word, self.kind)) or _NOTHING)

    def of_between(self, before: str, after: str) -> float:
        """Give what the words on both sides say together."""
        total = self.scorer.sum_of(("between", self.kind, before, after)) or _NOTHING
        return self.between.setdefault((before, after), total)

    def of_cued(self, cue: str, before: str) -> float:
        """Give what the cue in front says, with the word before it when that is short."""
        return self.cued.setdefault((cue, before), self.scorer.sum_of(("cue", cue, self.kind, before)) or _NOTHING)


class Scorer:
    """The weights by name, and of the steps from O and N to O and N (as factors)."""

    def __init__(self, weights: dict[str, float], steps: tuple[float, float, float, float]) -> None:
        self.weights = weights
        self.steps = steps
        self._kept: dict[tuple[str, ...], float] = {}
        self._sides: dict[tuple[str, str], Sides] = {}

    def of_names(self, rows: Iterable[Iterable[str]]) -> list[float]:
        """Give the chances of a sentence from the written-out names of what is seen of each word."""
        return self._along([sum(self.weights.get(name, 0.0) for name in row) for row in rows])

    def of_looks(self, looks: Sequence[Look], opens: Sequence[bool], words: Sequence[str], typed: str) -> list[float]:
        """Give the chances of a sentence from how each word looks, opens it, and is written in lower case."""
        get, kept, sides = self.weights.get, self._kept, self._sides
        if len(kept) > _MOST_KEPT:
            kept.clear()
            sides.clear()
        padded = [EDGE, EDGE, *looks, EDGE, EDGE]
        sums = []
        for index, own in enumerate(looks):
            word, kind, shape, cue = own
            (w2, k2, _s2, _c2), (wb, kb, sb, cb) = padded[index], padded[index + 1]
            (wa, ka, sa, ca), (v2, l2, _t2, _d2) = padded[index + 3], padded[index + 4]
            place = "open" if opens[index] else "in"
            side = sides.get((kind, shape)) or sides.setdefault((kind, shape), Sides(self, kind, shape))
            total = (
                (side.left.get(wb) or side.of_left(wb))
                + (side.right.get(wa) or side.of_right(wa))
                + (side.second.get(w2) or side.of_second(w2))
                + (side.fourth.get(v2) or side.of_fourth(v2))
                + (side.between.get((wb, wa)) or side.of_between(wb, wa))
                + (side.cued.get((cb, w2 if len(wb) < 3 else "")) or side.of_cued(cb, w2 if len(wb) < 3 else ""))
            )
            for key in (
                ("own", word, kind, shape, cue, place, typed),
                ("kinds", kind, kb, k2, ka, l2),
                ("beside", kb, sb, ka, sa),
                ("cues", cb, ca, kind, shape, place),
            ):
                known = kept.get(key)
                if known is None:
                    known = kept[key] = self.sum_of(key)
                total += known
            if kind in TAILED:
                low = words[index]
                total += get("s3=" + low[-3:], 0.0) + get("s2=" + low[-2:], 0.0) + get("p3=" + low[:3], 0.0)
                total += get(f"n={min(len(low), 12)}{kind}", 0.0)
            sums.append(total)
        return self._along(sums)

    def sum_of(self, key: tuple[str, ...]) -> float:
        """Give the sum of the weights that hang on one group of what is seen."""
        part, *seen = key
        return sum((self.weights.get(name, 0.0) for name in _NAMES[part](*seen)), 0.0)

    def _along(self, sums: list[float]) -> list[float]:
        """Give the chance of each place by forward and backward along the sentence, scaled at each step."""
        if not sums:
            return []
        oo, on, no, nn = self.steps
        pulls = [exp(min(max(one, -60.0), 60.0)) for one in sums]
        o, n = 1 / (1 + pulls[0]), pulls[0] / (1 + pulls[0])
        ahead = [(o, n)]
        for pull in pulls[1:]:
            o, n = o * oo + n * no, (o * on + n * nn) * pull
            scale = 1 / (o + n)
            o, n = o * scale, n * scale
            ahead.append((o, n))
        back_o = back_n = 1.0
        chances = [0.0] * len(sums)
        for index in range(len(sums) - 1, -1, -1):
            o, n = ahead[index]
            chances[index] = n * back_n / (o * back_o + n * back_n)
            pulled = pulls[index] * back_n
            back_o, back_n = oo * back_o + on * pulled, no * back_o + nn * pulled
            scale = 1 / (back_o + back_n)
            back_o, back_n = back_o * scale, back_n * scale
        return chances


_NAMES: dict[str, Callable[..., tuple[str, ...]]] = {
    "own": lambda word, kind, shape, cue, place, typed: (
        "b",
        "w=" + word,
        f"look={kind}|{shape}|{place}|{typed}",
        "kc=" + kind + shape,
        "own=" + cue + place,
    ),
    "left": lambda before, kind, shape: ("w-1=" + before, f"kk-1={kind}{shape}<{before}"),
    "right": lambda after, kind, shape: ("w+1=" + after, f"kk+1={kind}{shape}>{after}"),
    "second": lambda before, kind: ("w-2=" + before + kind,),
    "fourth": lambda after, kind: ("w+2=" + after + kind,),
    "kinds": lambda kind, kb, k2, ka, l2: (f"k-={kind}<{kb}<{k2}", f"k+={kind}>{ka}>{l2}"),
    "between": lambda kind, before, after: (f"kw={kind}<{before}>{after}",),
    "beside": lambda kb, sb, ka, sa: (f"k1={kb}{sb}<{ka}{sa}",),
    "cue": lambda cb, kind, before: (f"c-1={cb}|{kind}|{before}",),
    "cues": lambda cb, ca, kind, shape, place: (f"cc={cb}|{ca}|{kind}|{shape}|{place}",),
}
