"""Collects the texts of pages and mails, merges them into the English catalogue and compiles it.

Run with `python scripts/build_catalogue.py`. The catalogue and the compiled file are both committed, so that running the
service needs no build; a test refuses a compiled file that is not made of its catalogue.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
ENGLISH = ROOT / "kernpartner" / "web" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
METHODS = [("kernpartner/web/**.py", "python"), ("templates/**.html", "jinja2")]
OPTIONS = {"templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "true"}}
KEYWORDS = {"_": None, "ngettext": (1, 2)}


def collected() -> Catalog:
    """Give every text of the pages as it stands in the code now."""
    found = Catalog(domain="messages", charset="utf-8")
    for folder in ("kernpartner/web", "templates"):
        rows = extract_from_dir(ROOT / folder, _methods(folder), _options(folder), KEYWORDS)
        for name, _line, message, _comments, context in rows:
            # Where a text stands changes with every edit; the file is enough for who translates.
            found.add(message, locations=[(f"{folder}/{name}", None)], context=context)
    return found


def _methods(folder: str) -> list[tuple[str, str]]:
    return [(pattern.removeprefix(f"{folder}/"), how) for pattern, how in METHODS if pattern.startswith(folder)]


def _options(folder: str) -> dict[str, dict[str, str]]:
    return {pattern.removeprefix(f"{folder}/"): given for pattern, given in OPTIONS.items()}


def merged() -> Catalog:
    """Give the English catalogue with the texts of now: known translations kept, texts that are gone dropped."""
    with ENGLISH.open("rb") as file:
        known = read_po(file, locale="en", charset="utf-8")
    known.update(collected(), no_fuzzy_matching=True)
    known.obsolete.clear()
    return known


def compiled(catalogue: Catalog) -> bytes:
    """Give the catalogue in the form that the service reads."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def main() -> None:
    """Write both files and say what has no translation yet."""
    catalogue = merged()
    with ENGLISH.open("wb") as file:
        write_po(
            file, catalogue, width=120, sort_output=True, ignore_obsolete=True, include_lineno=False, omit_header=False
        )
    ENGLISH.with_suffix(".mo").write_bytes(compiled(catalogue))
    missing = [message.id for message in catalogue if message.id and not all_said(message.string)]
    sys.stdout.write(f"{len(catalogue)} texts, {len(missing)} without translation\n")
    for text in missing:
        sys.stdout.write(f"  {text}\n")


def all_said(said: object) -> bool:
    """Say whether a message is translated, in each of its forms."""
    return bool(said) if isinstance(said, str) or not said else all(said)  # type: ignore[call-overload]


if __name__ == "__main__":
    main()
