"""Scores a ranking of themes against what was planted: precision, nDCG, decoys and false flags."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.recurrence.simulated import AS_OF, World

Ranking = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True)
class Score:
    """Means over wijken with something to find; `false_flags` over quiet ones; recall and precision of grades 2-3."""

    ndcg10: float
    precision5: float
    decoys5: float
    recall: float
    precision: float
    false_flags: float


def score(worlds: Sequence[World], rankings: Sequence[Ranking]) -> Score:
    """Score one ranking per world."""
    ndcg, hits, decoys, quiet = [], [], [], []
    found = planted = right = flags = 0
    for world, ranking in zip(worlds, rankings, strict=True):
        for wijk, grades in world.grades.items():
            ranked = ranking.get(wijk, [])
            flagged = [row["theme"] for row in ranked if row["flag"]]
            if not grades:
                quiet.append(len(flagged))
            flags += len(flagged)
            right += sum(theme in grades for theme in flagged)
            if not grades:
                continue
            themes = [row["theme"] for row in ranked]
            ndcg.append(_dcg([grades.get(theme, 0) for theme in themes[:10]]) / _dcg(sorted(grades.values())[::-1]))
            hits.append(sum(theme in grades for theme in themes[:5]) / 5)
            decoys.append(sum(theme in world.decoys[wijk] for theme in themes[:5]))
            worth = {theme for theme, grade in grades.items() if grade >= 2}
            planted += len(worth)
            found += len(worth & set(flagged))
    return Score(_mean(ndcg), _mean(hits), _mean(decoys), found / max(1, planted), right / max(1, flags), _mean(quiet))


def by_count(world: World) -> Ranking:
    """Rank by the plain number of tags of the last year; flag from three concerns of two organisations."""
    counts, organisations = _last_year(world)
    return {
        wijk: [
            {"theme": theme, "flag": n >= 3 and len(organisations[wijk, theme]) >= 2}
            for theme, n in sorted(themes.items(), key=lambda row: (-row[1], row[0]))
        ]
        for wijk, themes in counts.items()
    }


def by_empirical_bayes(world: World) -> Ranking:
    """Rank by the 5 % quantile of a gamma-Poisson posterior of count over expectation, one prior (as in EB05).

    Expected: what the wijk logged in all, times the share of the theme in the other wijken. Flag above 1.
    """
    from scipy.stats import gamma

    counts, _ = _last_year(world)
    city: Counter[str] = Counter()
    for themes in counts.values():
        city.update(themes)
    pairs = {}
    for wijk, themes in counts.items():
        logged, elsewhere = sum(themes.values()), sum(city.values()) - sum(themes.values())
        for theme, total in city.items():
            share = (total - themes[theme] + 0.5) / (elsewhere + 0.5 * len(city))
            pairs[wijk, theme] = (themes[theme], logged * share)
    mean = sum(n for n, _ in pairs.values()) / sum(e for _, e in pairs.values())
    spread = sum((n - mean * e) ** 2 - mean * e for n, e in pairs.values()) / sum(e * e for _, e in pairs.values())
    shape, rate = mean * mean / max(spread, 1e-3), mean / max(spread, 1e-3)
    ranked: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for (wijk, theme), (n, expected) in pairs.items():
        low = float(gamma.ppf(0.05, shape + n, scale=1 / (rate + expected)))
        ranked[wijk].append({"theme": theme, "flag": low > 1, "low": low})
    return {wijk: sorted(rows, key=lambda row: (-row["low"], row["theme"])) for wijk, rows in ranked.items()}


def _last_year(world: World, as_of: date = AS_OF) -> tuple[dict[str, Counter[str]], dict[tuple[str, str], set[str]]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    organisations: dict[tuple[str, str], set[str]] = defaultdict(set)
    since = (as_of - timedelta(days=364)).isoformat()
    for row in world.rows:
        if since <= row["day"] <= as_of.isoformat() and row["logged"] <= as_of.isoformat():
            for theme, sure in row["tags"].items():
                if sure >= 0.5:
                    counts[row["wijk"]][theme] += 1
                    organisations[row["wijk"], theme].add(row["org"])
    return counts, organisations


def _dcg(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / max(1, len(values))
