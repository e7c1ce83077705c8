"""Decides what a typed text becomes: what identifies is found, replaced by words that read well, until nothing is left."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from kernpartner.privacy.deidentify import plain, structured
from kernpartner.privacy.deidentify.hints import hints_in_clean
from kernpartner.privacy.deidentify.shapes import Cleaned, DistrictLists, Finding, Span

_REPLACEMENTS = {
    "phone": "(telefoonnummer)",
    "email": "(mailadres)",
    "id_number": "(nummer)",
    "postcode": "(postcode)",
    "handle": "(account)",
    "url": "(website)",
    "vehicle": "(kenteken)",
    "person": "de leerling",
}


def clean(text: str, lists: DistrictLists | None = None, *, remove: Collection[tuple[int, int]] = ()) -> Cleaned:
    """Give `text` as it may be stored; `remove` holds spans (code points) that a person marked as missed."""
    del lists
    read = plain.read(text)
    spans = [Span(start, end, "person") for start, end in remove]
    spans += [
        Span(*read.typed_span(span.start, span.end), span.label)
        for span in (*structured.mail_and_web(read.text), *structured.numbers(read.text))
    ]
    findings = tuple(Finding(span.start, span.end, span.label, _REPLACEMENTS[span.label]) for span in _apart(spans))
    parts, at = [], 0
    for finding in findings:
        parts += [text[at : finding.start], finding.replacement]
        at = finding.end
    return Cleaned("".join(parts) + text[at:], findings, hints_in_clean(text))


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Give the spans that do not overlap an earlier one in the list, by place."""
    kept: list[Span] = []
    for span in spans:
        if not any(span.overlaps(other) for other in kept):
            kept.append(span)
    return sorted(kept)
