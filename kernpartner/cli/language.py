"""Reads texts as JSON lines and writes them cleaned, or with suggested themes; keeps nothing.

A bad line is reported on standard error with its number and the reason, never with its words; good lines go on.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from typing import IO, TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from kernpartner.privacy.deidentify import DistrictLists

Answer = Callable[[str], dict[str, Any]]


class BadLine(ValueError):
    """A line cannot be used; the message says why, without its words."""


@click.command()
@click.argument("source", type=click.File("rb"), default="-")
@click.option("--district", help="Slug of a district whose lists of schools, clubs and streets are used.")
def deidentify(source: IO[bytes], district: str | None) -> None:
    """Remove what identifies from each {"id", "text"} of SOURCE (a file, or - for standard input)."""
    from kernpartner.privacy.deidentify import DistrictLists, clean

    lists = _lists(district) if district else DistrictLists()

    def answer(text: str) -> dict[str, Any]:
        cleaned = clean(text, lists)
        return {
            "text": cleaned.text,
            "findings": [
                {"start": one.start, "end": one.end, "label": one.label, "replacement": one.replacement}
                for one in cleaned.findings
            ],
            "hints": [{"start": one.start, "end": one.end, "why": one.why} for one in cleaned.hints],
        }

    sys.exit(run(source, answer))


@click.command("suggest-themes")
@click.argument("source", type=click.File("rb"), default="-")
def suggest_themes(source: IO[bytes]) -> None:
    """Suggest themes and factors for each {"id", "text"} of SOURCE (a file, or - for standard input)."""
    from kernpartner.themes.rules import Tagger

    tagger = Tagger.shipped()

    def answer(text: str) -> dict[str, Any]:
        found = tagger.suggest(text)
        return {
            "verdict": found.verdict,
            "themes": [
                {"id": one.id, "confidence": round(one.confidence, 4), "because": list(one.because)}
                for one in found.themes
            ],
            "factors": [{"id": one.id, "because": list(one.because)} for one in found.factors],
        }

    sys.exit(run(source, answer))


def run(source: Iterable[bytes], answer: Answer) -> int:
    """Answer every line; give 1 when a line was bad, else 0."""
    bad = 0
    for number, line in enumerate(source, start=1):
        if not line.strip():
            continue
        try:
            given = parsed(line)
            written = json.dumps({"id": given["id"], **answer(given["text"])}, ensure_ascii=False)
            written.encode()
        except BadLine as problem:
            bad += 1
            click.echo(f"line {number}: {problem}", err=True)
        except UnicodeEncodeError:
            bad += 1
            click.echo(f"line {number}: holds half a character (a lone surrogate)", err=True)
        else:
            click.echo(written)
    return 1 if bad else 0


def parsed(line: bytes) -> dict[str, Any]:
    """Give the object on a line, with an "id" and a "text"; raises `BadLine`."""
    try:
        given = json.loads(line.decode())
    except UnicodeDecodeError as problem:
        raise BadLine(f"not UTF-8 at byte {problem.start}") from None
    except json.JSONDecodeError as problem:
        raise BadLine(f"not JSON: {problem.msg} at column {problem.colno}") from None
    except RecursionError:
        raise BadLine("not JSON that can be read: nested too deeply") from None
    if not isinstance(given, dict):
        raise BadLine("not an object with an id and a text")
    if not isinstance(given.get("id"), (str, int)) or isinstance(given["id"], bool):
        raise BadLine('"id" is missing or no text or number')
    if not isinstance(given.get("text"), str):
        raise BadLine('"text" is missing or no text')
    try:
        given["text"].encode()
    except UnicodeEncodeError:
        # The taggers are C and end in an error of their own on it.
        raise BadLine("holds half a character (a lone surrogate)") from None
    return given


def _lists(slug: str) -> DistrictLists:
    from kernpartner.cli import place
    from kernpartner.districts import queries

    with place.transaction() as session:
        found = queries.district_of(session, slug)
        if found is None:
            raise click.ClickException(
                f"there is no district {slug!r}; make it with: district create {slug} --label ..."
            )
        return queries.word_lists(session, found.id)
