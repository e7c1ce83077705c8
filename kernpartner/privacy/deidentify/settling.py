"""Decides what becomes of words that we wrote ourselves and would find again: they are replaced until none is."""

from __future__ import annotations

from kernpartner.privacy.deidentify import finding, placeholders, wording
from kernpartner.privacy.deidentify.shapes import DistrictLists, Finding

_MOST_ROUNDS = 8


def settled(
    text: str, findings: tuple[Finding, ...], lists: DistrictLists, memory: finding.Memory
) -> tuple[Finding, ...]:
    """Give the findings of `text` with replacements in which nothing is found any more.

    What is found in a replacement, or across its edge, becomes one finding with it: its offsets stay those of `text`.
    """
    for _round in range(_MOST_ROUNDS):
        result = written(text, findings)
        found = finding.find(result, lists, (), placeholders.kept_spans(result), memory)
        if not found.spans:
            break
        for more in reversed(wording.findings(result, found, list(found.spans))):
            findings = joined(findings, more)
    return findings


def written(text: str, findings: tuple[Finding, ...]) -> str:
    """Give `text` with its findings replaced."""
    parts: list[str] = []
    at = 0
    for one in findings:
        parts += [text[at : one.start], one.replacement]
        at = one.end
    return "".join(parts) + text[at:]


def joined(findings: tuple[Finding, ...], more: Finding) -> tuple[Finding, ...]:
    """Put a finding of the written text among those of the text itself, in one with those that it touches."""
    start, end, before, behind = more.start, more.end, "", ""
    kept: list[Finding] = []
    shift = 0  # how much further a place stands in the written text
    for one in findings:
        opens, closes = one.start + shift, one.start + shift + len(one.replacement)
        shift += len(one.replacement) - (one.end - one.start)
        if closes <= more.start:
            start, end = more.start - shift, more.end - shift
        if closes <= more.start or more.end <= opens:
            kept.append(one)
            continue
        if opens <= more.start:
            start, before = one.start, one.replacement[: more.start - opens]
        inside = more.end <= closes
        end = one.end if inside else more.end - shift
        behind = one.replacement[more.end - opens :] if inside else ""
    whole = Finding(start, end, more.label, before + more.replacement + behind)
    return tuple(sorted([*kept, whole], key=lambda one: one.start))
