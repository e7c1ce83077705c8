"""Decides all that identifies in one text: structured parts first, then codes and dates, then names and sites."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kernpartner.privacy.deidentify import codes, dates, district, lexicon, structured, tagger, web_names
from kernpartner.privacy.deidentify.names import Names
from kernpartner.privacy.deidentify.shapes import DistrictLists, Span
from kernpartner.privacy.deidentify.sites import Reading, label_of_name, sites
from kernpartner.privacy.deidentify.tokens import Read, Token, tokens_of


@dataclass
class Memory:
    """What was worked out for one text, for a second look at nearly the same: sentences with chances, words as read."""

    sentences: dict[str, list[float]] = field(default_factory=dict)
    words: dict[str, Read] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """What identifies in a text: spans by place, the tokens, and for each span of a birth or incident its date."""

    spans: tuple[Span, ...]
    tokens: list[Token]
    days: dict[int, dates.Day]


def find(
    text: str,
    lists: DistrictLists,
    given: Iterable[Span] = (),
    kept: Iterable[tuple[int, int]] = (),
    memory: Memory | None = None,
) -> Found:
    """Find what identifies in a read text; `given` is known beforehand, nothing may touch the `kept` placeholders."""
    words = lexicon.shipped()
    memory = memory or Memory()
    closed = [Span(start, end, "") for start, end in kept]
    days = {day.start: day for day in dates.days(text)}
    taken = apart(
        [
            *closed,
            *given,
            *web_names.mail_and_web(text),
            *(day.span for day in days.values()),
            *structured.numbers(text),
            *codes.codes(text),
        ]
    )
    tokens = tokens_of(text, words, lists.allowed, memory.words)
    _take(tokens, taken)
    listed = list(district.on_lists(tokens, lists, words))
    _take(tokens, apart([*taken, *listed]))
    chances = tagger.chances(tokens, words, memory.sentences)
    if tagger.is_shouted(tokens):
        for token in tokens:
            token.shape = {"UP": "low", "A": "a"}.get(token.shape, token.shape)
    named = Names(tokens, chances, words).find()
    spans = apart(
        [
            *taken,
            *listed,
            *sites(tokens, chances, words, named),
            *_persons(Reading(tokens, chances, words, named), text),
        ]
    )
    trimmed = (_trimmed(text, span) for span in spans if span.label)
    return Found(tuple(span for span in trimmed if span.start < span.end), tokens, days)


def _trimmed(text: str, span: Span) -> Span:
    """Give the span without spaces and marks that were left at its edges."""
    start, end = span.start, span.end
    while start < end and text[start] in " \n\t,;:.":
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


def _persons(reading: Reading, text: str) -> Iterator[Span]:
    """Give each run of name words as one span; two first names after each other stay one name."""
    tokens, named = reading.tokens, reading.named
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
        yield Span(tokens[index].start, _name_end(tokens[last], text), label_of_name(reading, index, last))
        index = last + 1


def _name_end(last: Token, text: str) -> int:
    """Give where a name ends: with the full stop of an initial, without 's."""
    if last.low.endswith("'s") and len(last.low) > 3:
        return last.end - 2
    return last.end + (last.shape in {"A", "a"} and text[last.end : last.end + 1] == ".")


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
        if span.start >= span.end:
            continue
        at = bisect_left(kept, span)
        first = at - 1 if at and kept[at - 1].end > span.start else at
        start, pieces = span.start, []
        while first < len(kept) and kept[first].start < span.end:
            pieces.append(Span(start, kept[first].start, span.label))
            start = kept[first].end
            first += 1
        pieces.append(Span(start, span.end, span.label))
        whole = len(pieces) == 1
        for piece in pieces:
            if piece.end - piece.start > (0 if whole else 1):
                insort(kept, piece)
    return kept
