"""Decides what is wrong with a file that holds a taxonomy: per line and field, all of it, before anything is stored."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from kernpartner.themes.rules.changing import (
    LABEL_LIMIT,
    LEVELS,
    LIST_LIMIT,
    RINGS,
    SECTORS,
    TEXT_LIMIT,
    Ending,
    is_slug,
)
from kernpartner.themes.rules.classifications import CLASSIFICATIONS

MOST = 500
Path = tuple[Any, ...]
_TEXTS = ("label", "label_en", "definition", "in_scope", "out_of_scope", "next_step", "note")
_LISTS = ("level", "partners", "examples", "exact", "related", "became")
_DAYS = ("valid_from", "valid_to")
_FIELDS = {
    "scheme": {"id", "label", "note", "themes", "factors"},
    "theme": {
        *("id", "label", "label_en", "number", "definition", "in_scope", "out_of_scope", "next_step", "level"),
        *("partners", "examples", "codes", "exact", "related", "valid_from", "valid_to", "ending", "became"),
    },
    "factor": {"id", "ring", "sector", "themes", "label"},
}
_NEEDED = {
    "scheme": ("id", "label"),
    "theme": ("id", "label", "definition"),
    "factor": ("id", "ring", "sector", "label"),
}


class Wrong(StrEnum):
    """What is wrong at a place in a file; the door words it."""

    UNREADABLE = "unreadable"
    ALIAS = "alias"
    REMOTE = "remote"
    SCHEMES_MISSING = "schemes_missing"
    NOT_A_LIST = "not_a_list"
    NOT_A_GROUP = "not_a_group"
    MISSING = "missing"
    UNKNOWN_FIELD = "unknown_field"
    NOT_TEXT = "not_text"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_DAY = "not_a_day"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    NOT_A_SLUG = "not_a_slug"
    TWICE = "twice"
    THEME_UNKNOWN = "theme_unknown"
    RING_UNKNOWN = "ring_unknown"
    SECTOR_UNKNOWN = "sector_unknown"
    LEVEL_UNKNOWN = "level_unknown"
    CODE_UNKNOWN = "code_unknown"
    ENDING_UNKNOWN = "ending_unknown"
    PERIOD_BACKWARDS = "period_backwards"
    ENDS_ELSEWHERE = "ends_elsewhere"
    OTHER_SCHEME = "other_scheme"


@dataclass(frozen=True)
class FileProblem:
    """What is wrong where: the line (0 when the form has none), the field, and of which theme or factor."""

    line: int
    field: str
    what: Wrong
    of: str = ""


@dataclass
class _Checks:
    """Collects what is wrong while a file is walked."""

    lines: Mapping[Path, int]
    known: Collection[str]
    found: list[FileProblem] = field(default_factory=list)

    def add(self, path: Path, what: Wrong, of: str = "") -> None:
        line = next((self.lines[path[:end]] for end in range(len(path), -1, -1) if path[:end] in self.lines), 0)
        name = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
        self.found.append(FileProblem(line, name, what, of))


def wrong_with(written: Any, lines: Mapping[Path, int], known: Collection[str] = ()) -> list[FileProblem]:
    """Give everything that is wrong with what a file holds, in the order of its lines.

    `lines` has the line of each place; `known` are the themes of the district that the file may name without holding.
    """
    checks = _Checks(lines, known)
    schemes = written.get("schemes") if isinstance(written, dict) else None
    if not isinstance(schemes, list) or not schemes:
        checks.add(("schemes",), Wrong.SCHEMES_MISSING)
        return checks.found
    _twice(checks, [((("schemes", at, "id")), row) for at, row in enumerate(schemes)])
    themes = list(_rows(checks, schemes, "themes"))
    factors = list(_rows(checks, schemes, "factors"))
    for at, row in enumerate(schemes):
        _group(checks, ("schemes", at), row, "scheme")
    _twice(checks, [((*path, "id"), row) for path, row in themes])
    slugs = {str(row.get("id")) for _, row in themes if isinstance(row, dict)} | set(known)
    for path, row in themes:
        _theme(checks, path, row, slugs)
    for path, row in factors:
        _factor(checks, path, row, slugs)
    for at, _row in enumerate(schemes):
        own = [((*path, "id"), row) for path, row in factors if path[1] == at]
        _twice(checks, own)
    return sorted(checks.found, key=lambda one: one.line)


def _rows(checks: _Checks, schemes: Sequence[Any], name: str) -> Iterator[tuple[Path, Any]]:
    for at, scheme in enumerate(schemes):
        rows = scheme.get(name, []) if isinstance(scheme, dict) else []
        if not isinstance(rows, list):
            checks.add(("schemes", at, name), Wrong.NOT_A_LIST)
            continue
        if len(rows) > MOST:
            checks.add(("schemes", at, name), Wrong.TOO_MANY)
        yield from ((("schemes", at, name, number), row) for number, row in enumerate(rows[:MOST]))


def _group(checks: _Checks, path: Path, row: Any, kind: str) -> bool:
    """Check what schemes, themes and factors have in common; False when there is nothing to check further."""
    if not isinstance(row, dict):
        checks.add(path, Wrong.NOT_A_GROUP)
        return False
    of = str(row.get("id", ""))
    for name in row:
        if name not in _FIELDS[kind]:
            checks.add((*path, str(name)), Wrong.UNKNOWN_FIELD, of)
    for name in _NEEDED[kind]:
        if row.get(name) is None or not str(row[name]).strip():
            checks.add((*path, name), Wrong.MISSING, of)
    if row.get("id") is not None and not is_slug(str(row["id"])):
        checks.add((*path, "id"), Wrong.NOT_A_SLUG, of)
    for name in _TEXTS:
        _text(checks, (*path, name), row.get(name), LABEL_LIMIT if name in {"label", "label_en"} else TEXT_LIMIT, of)
    return True


def _text(checks: _Checks, path: Path, value: Any, limit: int, of: str) -> None:
    if value is None:
        return
    if not isinstance(value, str):
        checks.add(path, Wrong.NOT_TEXT, of)
    elif len(value) > limit:
        checks.add(path, Wrong.TOO_LONG, of)


def _theme(checks: _Checks, path: Path, row: Any, slugs: Collection[str]) -> None:
    if not _group(checks, path, row, "theme"):
        return
    of = str(row.get("id", ""))
    for name in _LISTS:
        _list(checks, (*path, name), row.get(name), of)
    if row.get("number") is not None and (isinstance(row["number"], bool) or not isinstance(row["number"], int)):
        checks.add((*path, "number"), Wrong.NOT_A_NUMBER, of)
    _each(checks, (*path, "level"), row.get("level"), set(LEVELS), Wrong.LEVEL_UNKNOWN, of)
    for name in ("exact", "related", "became"):
        _each(checks, (*path, name), row.get(name), slugs, Wrong.THEME_UNKNOWN, of)
    _codes(checks, (*path, "codes"), row.get("codes"), of)
    _period(checks, path, row, of)
    if row.get("ending") not in (None, "", *Ending):
        checks.add((*path, "ending"), Wrong.ENDING_UNKNOWN, of)


def _factor(checks: _Checks, path: Path, row: Any, slugs: Collection[str]) -> None:
    if not _group(checks, path, row, "factor"):
        return
    of = str(row.get("id", ""))
    if row.get("ring") is not None and str(row["ring"]) not in RINGS:
        checks.add((*path, "ring"), Wrong.RING_UNKNOWN, of)
    if row.get("sector") is not None and row["sector"] not in SECTORS:
        checks.add((*path, "sector"), Wrong.SECTOR_UNKNOWN, of)
    if not row.get("themes"):
        checks.add((*path, "themes"), Wrong.MISSING, of)
    _list(checks, (*path, "themes"), row.get("themes"), of)
    _each(checks, (*path, "themes"), row.get("themes"), slugs, Wrong.THEME_UNKNOWN, of)


def _list(checks: _Checks, path: Path, value: Any, of: str) -> None:
    if value is None:
        return
    if not isinstance(value, list):
        checks.add(path, Wrong.NOT_A_LIST, of)
    elif len(value) > LIST_LIMIT:
        checks.add(path, Wrong.TOO_MANY, of)
    else:
        for at, one in enumerate(value):
            _text(checks, (*path, at), one if one is not None else 0, TEXT_LIMIT, of)


def _each(checks: _Checks, path: Path, value: Any, allowed: Collection[str], what: Wrong, of: str) -> None:
    for at, one in enumerate(value if isinstance(value, list) else ()):
        if isinstance(one, str) and one not in allowed:
            checks.add((*path, at), what, of)


def _codes(checks: _Checks, path: Path, value: Any, of: str) -> None:
    if value is None:
        return
    if not isinstance(value, dict):
        checks.add(path, Wrong.NOT_A_GROUP, of)
        return
    for name, codes in value.items():
        if name not in CLASSIFICATIONS:
            checks.add((*path, str(name)), Wrong.UNKNOWN_FIELD, of)
            continue
        _list(checks, (*path, name), codes, of)
        _each(checks, (*path, name), codes, CLASSIFICATIONS[name], Wrong.CODE_UNKNOWN, of)


def _period(checks: _Checks, path: Path, row: Mapping[str, Any], of: str) -> None:
    days = [row.get(name) for name in _DAYS]
    for name, value in zip(_DAYS, days, strict=True):
        if value is not None and type(value) is not date:
            checks.add((*path, name), Wrong.NOT_A_DAY, of)
            return
    if days[0] and days[1] and days[1] < days[0] and not row.get("ending"):
        checks.add((*path, "valid_to"), Wrong.PERIOD_BACKWARDS, of)


def _twice(checks: _Checks, rows: Sequence[tuple[Path, Any]]) -> None:
    seen: set[str] = set()
    for path, row in rows:
        key = str(row.get("id")) if isinstance(row, dict) else ""
        if key and key in seen:
            checks.add(path, Wrong.TWICE, key)
        seen.add(key)
