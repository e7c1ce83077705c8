"""Reads the shipped word lists: hand-written ones, and compressed ones from scripts/build_language_data.py."""

from __future__ import annotations

import lzma
from functools import lru_cache
from importlib import resources

_DATA = resources.files("kernpartner.privacy.deidentify") / "data"


@lru_cache(maxsize=32)
def sections(name: str) -> dict[str, str]:
    """Give the sections of a hand-written list by their heading, as text without comments."""
    found: dict[str, list[str]] = {"": []}
    heading = ""
    for line in (_DATA / "lists" / f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            heading = line.strip("[]")
            found.setdefault(heading, [])
        elif not line.startswith("#"):
            found[heading].append(line)
    return {heading: "\n".join(lines) for heading, lines in found.items()}


@lru_cache(maxsize=128)
def words_of(name: str, heading: str | None = None) -> frozenset[str]:
    """Give the lower-case words of a hand-written list, of one section or of all."""
    found = sections(name)
    texts = found.values() if heading is None else [found[heading]]
    return frozenset(word for text in texts for word in text.lower().split())


def phrases_of(name: str) -> frozenset[str]:
    """Give the lower-case phrases of a hand-written list in which commas stand between them."""
    found = (
        phrase.strip() for text in sections(name).values() for phrase in text.lower().replace("\n", ",").split(",")
    )
    return frozenset(filter(None, found))


def compressed() -> dict[str, frozenset[str]]:
    """Give the compressed lists by name: Dutch words, capitalised words, names, and words by how common they are."""
    text = lzma.decompress((_DATA / "lexicon.xz").read_bytes()).decode("utf-8")
    parts = (part.partition("\n") for part in text.split("\x00"))
    return {name: frozenset(words.split("\n")) for name, _newline, words in parts}


def tagger_weights() -> str:
    """Give the weights of the trained tagger: those of the steps, then a name and a weight per line."""
    return lzma.decompress((_DATA / "tagger.xz").read_bytes()).decode("utf-8")


def hint_rules() -> str:
    """Give the rules for hints, as YAML."""
    return (_DATA / "hints.yaml").read_text("utf-8")
