"""Decides which themes of an area recur: the strongest organisation and month are left out first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kernpartner.recurrence.rules.lower_bound import Prior, lower_bound, prior_by_moments
from kernpartner.recurrence.rules.presence import Cell, Expectation
from kernpartner.recurrence.rules.words import Reason

# A calibrated line, not a ratio to show to people: with the best organisation and month left out the score of an
# ordinary theme lies well below 1.
FLAG_LINE = 0.85
FEWEST_ORGANISATIONS = 3
FEWEST_MONTHS = 3
_LARGE = 2.0
_SEASON_MONTHS = 3
_SEASON_SHARE = 0.6

Seen = tuple[str, int, int, float]


@dataclass(frozen=True)
class Evidence:
    """The exact inputs of one judgement, kept for audit and read by nobody else.

    `cells`: (organisation, month, 1 if the theme was present, expected presence). `observed` and `expected` are what
    remains without `without_organisation` and `without_month`.
    """

    cells: tuple[Seen, ...]
    observed: int
    expected: float
    without_organisation: str | None
    without_month: int | None
    organisations: int
    months: int


@dataclass(frozen=True)
class Judgement:
    """What is decided about a theme in an area; a higher score is surer."""

    theme: str
    flag: bool
    score: float
    reason: Reason
    evidence: Evidence
    prior: Prior


def judge(cells: Iterable[Cell], themes: Sequence[str], last_month: int) -> dict[str, list[Judgement]]:
    """Judge every theme in every area over the twelve months up to and including `last_month`; best first.

    Presence instead of volume, expectation by habits, other areas and earlier years, without the strongest
    organisation and month, shrunk by a gamma prior over all pairs of area and theme: the method of
    `docs/recurrence.md`. Ties are in order of theme.
    """
    expectation = Expectation(cells, themes, last_month)
    found = {area: evidence_of(expectation, area) for area in sorted(expectation.seen)}
    prior = prior_by_moments([(_present(e), _expected(e)) for row in found.values() for e in row.values()])
    return {area: _ranked(row, prior) for area, row in found.items()}


def evidence_of(expectation: Expectation, area: str) -> dict[str, Evidence]:
    """Give per theme where it was present in the area, where that was expected, and what is left out."""
    shares = expectation.shares(area)
    cells: list[list[Seen]] = [[] for _ in expectation.themes]
    for organisation, months in sorted(expectation.seen[area].items()):
        type_ = expectation.types[organisation]
        for month, counts in sorted(months.items()):
            expected = expectation.present(organisation, sum(counts), shares.at(type_, month))
            for index, (n, q) in enumerate(zip(counts, expected, strict=True)):
                cells[index].append((organisation, month, int(n > 0), q))
    return {theme: _weighed(seen) for theme, seen in zip(expectation.themes, cells, strict=True)}


def _weighed(cells: list[Seen]) -> Evidence:
    organisation = _strongest(cells, 0)
    rest = [cell for cell in cells if cell[0] != organisation]
    month = _strongest(rest, 1)
    rest = [cell for cell in rest if cell[1] != month]
    return Evidence(
        cells=tuple(cells),
        observed=sum(cell[2] for cell in rest),
        expected=sum(cell[3] for cell in rest),
        without_organisation=None if organisation is None else str(organisation),
        without_month=None if month is None else int(month),
        organisations=len({cell[0] for cell in cells if cell[2]}),
        months=len({cell[1] for cell in cells if cell[2]}),
    )


def _strongest(cells: Sequence[Seen], place: int) -> str | int | None:
    surplus: dict[str | int, float] = {}
    for cell in cells:
        key = cell[0] if place == 0 else cell[1]
        surplus[key] = surplus.get(key, 0.0) + cell[2] - cell[3]
    return max(surplus, key=lambda key: (surplus[key], str(key)), default=None)


def _ranked(found: Mapping[str, Evidence], prior: Prior) -> list[Judgement]:
    usual = sum(_present(evidence) for evidence in found.values()) / max(1, len(found))
    judged = []
    for theme, evidence in found.items():
        score = lower_bound(evidence.observed, evidence.expected, prior)
        flag = is_structural(score, evidence)
        reason = Reason.RECURS if flag else _why_not(evidence, prior, usual)
        judged.append(Judgement(theme, flag, score, reason, evidence, prior))
    return sorted(judged, key=lambda found: (-found.score, found.theme))


def is_structural(score: float, evidence: Evidence) -> bool:
    """Say whether a theme may be called structural: over the line, and seen at three organisations in three months."""
    return score >= FLAG_LINE and evidence.organisations >= FEWEST_ORGANISATIONS and evidence.months >= FEWEST_MONTHS


def _why_not(evidence: Evidence, prior: Prior, usual: float) -> Reason:
    if evidence.organisations == 0:
        return Reason.NOT_SEEN
    if evidence.organisations < FEWEST_ORGANISATIONS:
        return Reason.ONE_REPORTER
    if evidence.months < FEWEST_MONTHS:
        return Reason.ONE_MONTH
    everything = lower_bound(_present(evidence), _expected(evidence), prior)
    if everything >= 1:
        kept = [cell for cell in evidence.cells if cell[0] != evidence.without_organisation]
        without = lower_bound(sum(cell[2] for cell in kept), sum(cell[3] for cell in kept), prior)
        return Reason.ONE_MONTH if without >= 1 else Reason.ONE_REPORTER
    if _has_season(evidence):
        return Reason.SEASONAL
    return Reason.ALWAYS_LARGE if _present(evidence) >= _LARGE * usual else Reason.AS_EXPECTED


def _present(evidence: Evidence) -> int:
    return sum(cell[2] for cell in evidence.cells)


def _expected(evidence: Evidence) -> float:
    return sum(cell[3] for cell in evidence.cells)


def _has_season(evidence: Evidence) -> bool:
    by_month: dict[int, float] = {}
    for cell in evidence.cells:
        by_month[cell[1]] = by_month.get(cell[1], 0.0) + cell[3]
    busiest = sorted(by_month.values(), reverse=True)
    return len(busiest) > _SEASON_MONTHS and sum(busiest[:_SEASON_MONTHS]) > _SEASON_SHARE * sum(busiest)
