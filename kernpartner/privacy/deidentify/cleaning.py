"""Decides what a typed text becomes: what identifies is replaced, until nothing in the result is found again."""

from __future__ import annotations

from collections.abc import Collection

from kernpartner.privacy.deidentify import finding, placeholders, plain, wording
from kernpartner.privacy.deidentify.hints import hints_in_clean
from kernpartner.privacy.deidentify.shapes import Cleaned, DistrictLists, Finding, Hint, Span

_NO_LISTS = DistrictLists()
_MOST_ROUNDS = 6


def clean(text: str, lists: DistrictLists = _NO_LISTS, *, remove: Collection[tuple[int, int]] = ()) -> Cleaned:
    """Give `text` as it may be stored; `remove` holds spans (code points) that a person marked as missed.

    Cleaning a cleaned text changes nothing. Text outside the findings stays as it was, character by character.
    """
    read = plain.read(text)
    given = _marked(read, remove)
    kept = placeholders.kept_spans(read.text)
    memory: dict[str, list[float]] = {}
    found = finding.find(read.text, lists, given, kept, memory)
    spans = list(found.spans)
    findings = wording.findings(read.text, found, spans, given)
    for _round in range(_MOST_ROUNDS):
        if not findings:
            break
        more = _found_again(read, findings, lists, memory)
        if not more:
            break
        spans = finding.apart([*spans, *more])
        findings = wording.findings(read.text, found, spans, given)
    typed = tuple(_typed(read, one) for one in findings)
    cleaned, shift = _replaced(text, typed)
    return Cleaned(cleaned, typed, _hints(cleaned, shift))


def _marked(read: plain.Plain, remove: Collection[tuple[int, int]]) -> list[Span]:
    """Give the spans that a person marked, in the read text."""
    spans = []
    for start, end in sorted(remove):
        if read.offsets is None:
            spans.append(Span(max(0, start), min(end, len(read.text)), "person"))
            continue
        inside = [index for index, at in enumerate(read.offsets) if start <= at < end]
        if inside:
            spans.append(Span(inside[0], inside[-1] + 1, "person"))
    return [span for span in spans if span.start < span.end]


def _found_again(
    read: plain.Plain, findings: tuple[Finding, ...], lists: DistrictLists, memory: dict[str, list[float]]
) -> list[Span]:
    """Give what is still found once the findings are replaced, as spans of the read text."""
    result, _shift = _replaced(read.text, findings)
    places = _places(read.text, findings)
    again = finding.find(result, lists, (), placeholders.kept_spans(result), memory)
    spans = []
    for span in again.spans:
        at = [places[index] for index in range(span.start, span.end) if places[index] >= 0]
        if at:
            spans.append(Span(at[0], at[-1] + 1, span.label))
    return spans


def _places(text: str, findings: tuple[Finding, ...]) -> list[int]:
    """Give for each character of the result where it stood, -1 for those of a replacement."""
    places: list[int] = []
    at = 0
    for one in findings:
        places += [*range(at, one.start), *([-1] * len(one.replacement))]
        at = one.end
    return places + list(range(at, len(text)))


def _typed(read: plain.Plain, one: Finding) -> Finding:
    start, end = read.typed_span(one.start, one.end)
    return Finding(start, end, one.label, one.replacement)


def _replaced(text: str, findings: tuple[Finding, ...]) -> tuple[str, list[tuple[int, int]]]:
    """Give the text with its replacements, and for each finding where it ends in the result and in the input."""
    parts: list[str] = []
    shift: list[tuple[int, int]] = []
    at = length = 0
    for one in findings:
        parts += [text[at : one.start], one.replacement]
        length += one.start - at + len(one.replacement)
        at = one.end
        shift.append((length, one.end))
    return "".join(parts) + text[at:], shift


def _hints(cleaned: str, shift: list[tuple[int, int]]) -> tuple[Hint, ...]:
    """Give the hints of the cleaned text with offsets in what was typed."""
    return tuple(
        Hint(_back(hint.start, shift), _back(hint.end, shift), hint.rule, hint.why, hint.suggestion)
        for hint in hints_in_clean(cleaned)
    )


def _back(place: int, shift: list[tuple[int, int]]) -> int:
    before = [(after, was) for after, was in shift if after <= place]
    return place if not before else before[-1][1] + place - before[-1][0]
