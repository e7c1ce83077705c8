"""Decides what a typed text becomes: what identifies is replaced, until nothing in the result is found again."""

from __future__ import annotations

from collections.abc import Collection

from kernpartner.privacy.deidentify import finding, placeholders, plain, settling, wording
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
    memory = finding.Memory()
    found = finding.find(read.text, lists, given, kept, memory)
    spans = list(found.spans)
    findings = wording.findings(read.text, found, spans, given)
    for _round in range(_MOST_ROUNDS):
        if not findings:
            break
        more, own = _found_again(read, findings, lists, memory)
        if not more:
            findings = settling.settled(read.text, findings, lists, memory) if own else findings
            break
        spans = finding.apart([*spans, *more])
        findings = wording.findings(read.text, found, spans, given)
    typed = tuple(_typed(read, one) for one in findings)
    cleaned, shift = _replaced(text, typed)
    return Cleaned(cleaned, typed, _hints(cleaned, typed, shift))


def _marked(read: plain.Plain, remove: Collection[tuple[int, int]]) -> list[Span]:
    """Give the spans that a person marked, in the read text."""
    spans = []
    for start, end in sorted(remove):
        if read.offsets is None:
            spans.append(_with_full_stop(read.text, max(0, start), min(end, len(read.text))))
            continue
        inside = [index for index, at in enumerate(read.offsets) if start <= at < end]
        if inside:
            spans.append(_with_full_stop(read.text, inside[0], inside[-1] + 1))
    return [span for span in spans if span.start < span.end]


def _with_full_stop(text: str, start: int, end: int) -> Span:
    """Give the marked span, with the full stop of an initial: "L" before "." becomes "L."."""
    initial = end - start == 1 and text[start:end].isupper() and text[end : end + 2] in {". ", "."}
    return Span(start, end + initial, "person")


def _found_again(
    read: plain.Plain, findings: tuple[Finding, ...], lists: DistrictLists, memory: finding.Memory
) -> tuple[list[Span], bool]:
    """Give what is still found after replacing, as spans of the read text, and whether own words are found too."""
    result, _shift = _replaced(read.text, findings)
    places = _places(read.text, findings)
    again = finding.find(result, lists, (), placeholders.kept_spans(result), memory)
    spans = []
    for span in again.spans:
        at = [places[index] for index in range(span.start, span.end) if places[index] >= 0]
        if at:
            spans.append(Span(at[0], at[-1] + 1, span.label))
    return spans, len(spans) < len(again.spans)


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


def _hints(cleaned: str, findings: tuple[Finding, ...], shift: list[tuple[int, int]]) -> tuple[Hint, ...]:
    """Give the hints of the cleaned text with offsets in what was typed; words that we wrote ourselves get none."""
    own = [(end - len(one.replacement), end) for one, (end, _was) in zip(findings, shift, strict=True)]
    return tuple(
        Hint(_back(hint.start, own, shift), _back(hint.end, own, shift), hint.rule, hint.why, hint.suggestion)
        for hint in hints_in_clean(cleaned)
        if not any(start <= hint.start < hint.end <= end for start, end in own)
    )


def _back(place: int, own: list[tuple[int, int]], shift: list[tuple[int, int]]) -> int:
    """Give where a place of the result stood; inside a replacement, the end of what it replaced."""
    for (start, end), (_after, was) in zip(own, shift, strict=True):
        if start < place < end:
            return was
    before = [(after, was) for after, was in shift if after <= place]
    return place if not before else before[-1][1] + place - before[-1][0]
