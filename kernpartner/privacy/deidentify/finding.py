"""Decides everything that identifies in one text: structured parts first, then codes and dates, then names and sites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kernpartner.privacy.deidentify import codes, dates, district, lexicon, structured, tagger
from kernpartner.privacy.deidentify.names import Names
from kernpartner.privacy.deidentify.shapes import DistrictLists, Span
from kernpartner.privacy.deidentify.sites import Sites
from kernpartner.privacy.deidentify.tokens import Token, tokens_of


@dataclass(frozen=True)
class Found:
    """What identifies in a text: spans by place, the tokens, and for each span of a birth or incident its date."""

    spans: tuple[Span, ...]
    tokens: list[Token]
    days: dict[int, dates.Day]


def find(text: str, lists: DistrictLists, given: Iterable[Span] = (), kept: Iterable[tuple[int, int]] = ()) -> Found:
    """Find what identifies in a read text; `given` is known beforehand, `kept` are placeholders that nothing may touch."""
    words = lexicon.shipped()
    closed = [Span(start, end, "") for start, end in kept]
    days = {day.start: day for day in dates.days(text)}
    taken = apart(
        [
            *closed,
            *given,
            *structured.mail_and_web(text),
            *(day.span for day in days.values()),
            *structured.numbers(text),
            *codes.codes(text),
        ]
    )
    tokens = tokens_of(text, words, lists.allowed)
    _take(tokens, taken)
    listed = list(district.on_lists(tokens, lists, words))
    _take(tokens, apart([*taken, *listed]))
    chances = tagger.chances(tokens, words)
    if tagger.is_shouted(tokens):
        for token in tokens:
            token.shape = {"UP": "low", "A": "a"}.get(token.shape, token.shape)
    named = Names(tokens, chances, words).find()
    sites = Sites(tokens, chances, words, named)
    spans = apart([*taken, *listed, *sites.find(), *_persons(tokens, named, sites, text)])
    trimmed = (_trimmed(text, span) for span in spans if span.label)
    return Found(tuple(span for span in trimmed if span.start < span.end), tokens, days)


def _trimmed(text: str, span: Span) -> Span:
    """Give the span without spaces and marks that were left at its edges."""
    start, end = span.start, span.end
    while start < end and text[start] in " \n\t,;:":
        start += 1
    while end > start and text[end - 1] in " \n\t,;:":
        end -= 1
    if not any(char.isalnum() for char in text[start:end]):
        return Span(start, start, span.label)
    return Span(start, end, span.label)


def _take(tokens: list[Token], spans: list[Span]) -> None:
    at = 0
    for token in tokens:
        while at < len(spans) and spans[at].end <= token.start:
            at += 1
        token.taken = at < len(spans) and spans[at].start < token.end


def _persons(tokens: list[Token], named: list[bool], sites: Sites, text: str) -> Iterator[Span]:
    """Give each run of name words as one span; two first names after each other stay one name."""
    index = 0
    while index < len(tokens):
        if not named[index]:
            index += 1
            continue
        last = index
        while last + 1 < len(tokens) and _belongs(tokens, named, last, text):
            last += 1
        while not named[last]:
            last -= 1
        end = tokens[last].end
        if tokens[last].low.endswith("'s") and len(tokens[last].low) > 3:
            end -= 2
        if tokens[last].shape in {"A", "a"} and text[end : end + 1] == ".":
            end += 1
        yield Span(tokens[index].start, end, sites.label_of_name(index, last))
        index = last + 1


def _belongs(tokens: list[Token], named: list[bool], last: int, text: str) -> bool:
    """Say whether the token after `last` goes on with the same name."""
    after = tokens[last + 1]
    if named[last + 1]:
        return after.start - tokens[last].end <= 1 and "\n" not in text[tokens[last].end : after.start]
    if after.text in {".", "/"} and after.start == tokens[last].end and last + 2 < len(tokens) and named[last + 2]:
        return (tokens[last].shape in {"A", "a"} or len(tokens[last].low) <= 2) and tokens[
            last + 2
        ].start - after.end <= 1
    return False


def apart(spans: Iterable[Span]) -> list[Span]:
    """Give the spans by place; of one that overlaps an earlier one in the list, what sticks out is kept by itself."""
    kept: list[Span] = []
    for span in spans:
        pieces = [span] if span.start < span.end else []
        for other in kept:
            pieces = [part for piece in pieces for part in _without(piece, other)]
        kept += pieces
    return sorted(kept)


def _without(span: Span, other: Span) -> list[Span]:
    if not span.overlaps(other):
        return [span]
    parts = [Span(span.start, other.start, span.label), Span(other.end, span.end, span.label)]
    return [part for part in parts if part.end - part.start > 1]
