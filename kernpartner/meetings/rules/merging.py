"""Decides how the words of two people who wrote at the same time come together, so that nobody's words are lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Merged:
    """Two texts brought together; `clash` says that both changed the same lines, and then `text` is not to be kept."""

    text: str
    clash: bool


def merged_fields(was: Mapping[str, str], mine: Mapping[str, str], newest: Mapping[str, str]) -> dict[str, str]:
    """Give the fields that result when each keeps what it changed: mine where I changed it, the newest elsewhere."""
    return {name: newest[name] if _same(mine[name], was.get(name, newest[name])) else mine[name] for name in newest}


def clashing_fields(was: Mapping[str, str], mine: Mapping[str, str], newest: Mapping[str, str]) -> list[str]:
    """Give the fields that both changed, and differently: a person has to choose."""
    return [
        name
        for name in newest
        if not _same(mine[name], was.get(name, ""))
        and not _same(newest[name], was.get(name, ""))
        and not _same(mine[name], newest[name])
    ]


def merged_lines(base: str, mine: str, newest: str) -> Merged:
    """Merge two texts that were both made from `base`, line by line (diff3).

    A line that both added stands once; lines that both added at the same place stand after each other, those
    of the newest first. Where both changed or removed the same lines it is a clash, unless one of them only
    wrote on. Sending a text again after it was merged adds nothing.
    """
    ours, theirs, first = _lines(mine), _lines(newest), _lines(base)
    if ours in (theirs, first):
        return Merged("\n".join(theirs), clash=False)
    if theirs == first:
        return Merged("\n".join(ours), clash=False)
    kept: list[str] = []
    clash = False
    for old, own, other in _chunks(first, ours, theirs):
        if own in (old, other):
            kept += other
        elif other == old:
            kept += own
        elif not old:
            kept += _both(own, other)
        elif _within(other, own):
            kept += own
        elif _within(own, other):
            kept += other
        else:
            clash = True
            kept += _both(own, other)
    return Merged("\n".join(kept), clash)


def _both(own: Sequence[str], other: Sequence[str]) -> list[str]:
    """Give the lines of both; a line that is the beginning of one of the other stands once, at its longest."""
    longest = [max((line for line in own if line.startswith(there)), key=len, default=there) for there in other]
    return [*longest, *(line for line in own if not any(there.startswith(line) for there in longest))]


def _within(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    """Say whether every line of one text is, in order, the beginning of a line of the other; never of no lines."""
    rest = iter(longer)
    return bool(shorter) and all(any(line.startswith(part) for line in rest) for part in shorter if part)


def _lines(text: str) -> list[str]:
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    return [line.rstrip() for line in plain.split("\n")] if plain else []


def _same(one: str, other: str) -> bool:
    return _lines(one) == _lines(other)


def _chunks(base: list[str], ours: list[str], theirs: list[str]) -> list[tuple[list[str], list[str], list[str]]]:
    """Cut three texts at the lines that stand in all three; give the pieces between and the lines themselves."""
    own, other = _matches(base, ours), _matches(base, theirs)
    found = []
    at = a = b = 0
    for index in [*(index for index in range(len(base)) if index in own and index in other), None]:
        end, a_end, b_end = (
            (index, own[index], other[index]) if index is not None else (len(base), len(ours), len(theirs))
        )
        found.append((base[at:end], ours[a:a_end], theirs[b:b_end]))
        if index is not None:
            found.append(([base[index]],) * 3)
            at, a, b = end + 1, a_end + 1, b_end + 1
    return [chunk for chunk in found if any(chunk)]


def _matches(base: list[str], text: list[str]) -> dict[int, int]:
    blocks = SequenceMatcher(None, base, text, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}
