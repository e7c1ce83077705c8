"""Builds the language data that the de-identification ships: the compressed word lists and the trained tagger.

    python scripts/build_language_data.py words --opentaal FILE --people FILE --frequencies FILE
    python scripts/build_language_data.py tagger --treebank DIR --concerns FILE...

Sources and licences: kernpartner/privacy/deidentify/data/README.md. The OpenTaal list is the word list of the Debian package
`wdutch`; the people file is `dict/people-names.txt` of the npm package `@cspell/dict-people-names`; frequencies are lines
"word<TAB>zipf" written from the Python package `wordfreq`; Faker is among the test dependencies.
"""

from __future__ import annotations

import argparse
import importlib
import lzma
import pkgutil
import re
from pathlib import Path

DATA = Path(__file__).parents[1] / "kernpartner/privacy/deidentify/data"
LETTERS = re.compile(r"[A-Za-zÀ-ɏ'-]+")
# Pools of which the first names are trusted as such; those of the other locales count as names of either kind.
FIRST_NAME_LOCALES = ("nl_NL", "nl_BE", "tr_TR", "pl_PL", "en_PK")


def faker_pool(locale: str, kind: str) -> set[str]:
    """Give the names of one Faker locale that are written in Latin letters; `kind` is first_name or last_name."""
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    found: set[str] = set()
    for attribute in dir(provider):
        value = getattr(provider, attribute)
        if kind in attribute and isinstance(value, tuple | list | dict | set):
            found |= {name for name in value if isinstance(name, str)}
    return {part for name in found for part in name.split() if LETTERS.fullmatch(part) and len(part) > 1}


def infinitives(stem: str) -> set[str]:
    """Give what the infinitive of a verb with this stem can look like: loop-lopen, stop-stoppen, geef-geven, lees-lezen."""
    found = {stem + "en"}
    if len(stem) > 2 and stem[-1] == stem[-2]:
        return found
    if len(stem) > 3 and stem[-2] == stem[-3] and stem[-2] in "aeou":
        found |= {stem[:-2] + end + "en" for end in {stem[-1], {"f": "v", "s": "z"}.get(stem[-1], stem[-1])}}
    if len(stem) > 2 and stem[-2] in "aeiou" and stem[-3] not in "aeiou":
        found.add(stem + stem[-1] + "en")
    found |= {stem[:-1] + {"f": "v", "s": "z"}[stem[-1]] + "en"} if stem[-1:] in {"f", "s"} and len(stem) > 3 else set()
    return found


def build_words(opentaal: Path, people: Path, frequencies: Path) -> None:
    """Write lexicon.xz: words, capitals, first, last, names, zipf5, zipf4, zipf3; each a sorted list of lower-case words."""
    import faker.providers.person

    listed = [line.strip() for line in opentaal.read_text("utf-8").splitlines()]
    words = {word for word in listed if word == word.lower() and len(word) > 1}
    capitals = {word.lower() for word in listed if word[:1].isupper() and word[1:].islower()} - words
    locales = [module.name for module in pkgutil.iter_modules(faker.providers.person.__path__)]
    first = {name.lower() for locale in FIRST_NAME_LOCALES for name in faker_pool(locale, "first_name")}
    last = {name.lower() for name in faker_pool("nl_NL", "last_name") | faker_pool("tr_TR", "last_name")}
    particles = {
        "van",
        "de",
        "der",
        "den",
        "het",
        "ten",
        "ter",
        "te",
        "op",
        "in",
        "la",
        "le",
        "du",
        "des",
        "'t",
        "von",
        "el",
        "al",
    }
    last -= particles
    names = {
        name.lower() for locale in locales for kind in ("first_name", "last_name") for name in faker_pool(locale, kind)
    }
    names |= {
        line.strip().lower() for line in people.read_text("utf-8").splitlines() if LETTERS.fullmatch(line.strip())
    }
    names -= words | first | last
    first -= {word for word in first if word in words and len(word) < 3} | particles
    zipf: dict[str, set[str]] = {"zipf5": set(), "zipf4": set(), "zipf3": set()}
    for line in frequencies.read_text("utf-8").splitlines():
        word, value = line.split("\t")
        band = (
            "zipf5"
            if float(value) >= 4.5
            else "zipf4"
            if float(value) >= 3.7
            else "zipf3"
            if float(value) >= 2.6
            else ""
        )
        if band and word in words:
            zipf[band].add(word)
    finite = {word for word in words if word.endswith("t") and any(inf in words for inf in infinitives(word[:-1]))}
    finite |= {
        word for word in words if word.endswith(("de", "te")) and any(inf in words for inf in infinitives(word[:-2]))
    }
    finite &= zipf["zipf5"] | zipf["zipf4"] | zipf["zipf3"]
    parts = {
        "finite": finite,
        "words": words,
        "capitals": capitals,
        "first": first,
        "last": last,
        "names": names,
        **zipf,
    }
    text = "\x00".join(f"{name}\n" + "\n".join(sorted(content)) for name, content in parts.items())
    (DATA / "lexicon.xz").write_bytes(lzma.compress(text.encode("utf-8"), preset=9 | lzma.PRESET_EXTREME))
    print({name: len(content) for name, content in parts.items()}, (DATA / "lexicon.xz").stat().st_size, "bytes")


def main() -> None:
    """Run one of the two builds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    kinds = parser.add_subparsers(dest="kind", required=True)
    words = kinds.add_parser("words")
    for name in ("opentaal", "people", "frequencies"):
        words.add_argument(f"--{name}", type=Path, required=True)
    tagger = kinds.add_parser("tagger")
    tagger.add_argument("--treebank", type=Path, required=True)
    tagger.add_argument("--concerns", type=Path, nargs="+", required=True)
    given = parser.parse_args()
    if given.kind == "words":
        build_words(given.opentaal, given.people, given.frequencies)
    else:
        from language.training import build_tagger

        build_tagger(given.treebank, given.concerns, DATA / "tagger.xz")


if __name__ == "__main__":
    main()
