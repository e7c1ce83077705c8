"""Measures the de-identification on labelled notes: what is found per label, what leaks, what goes wrongly, how fast.

    python benchmarks/deidentify.py [FILE.jsonl | FILE.txt]... [--lower] [--conll FILE] [--with-deduce] [--misses]

A JSONL file has the fields of `tests/data/signals-dev.md` (text, entities, quasi); a text file has one note per line
with `[words|label]` and `{words that identify in combination}`. A CoNLL file (such as CoNLL-2002 nl, for research only,
not in this project) gives the share of PER tokens that is removed. `--with-deduce` runs the library deduce on the same
notes, in an environment of its own (see `beside.py`). A time is the least of three runs, because machines are shared.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from benchmarks import beside  # noqa: E402 - the path comes first

STRUCTURED = ("phone", "email", "id_number", "date", "address", "postcode", "handle", "url", "vehicle")
GROUPS = ("class", "club", "school")
RUNS = 3
WORD = re.compile(r"\S*\w\S*")
MARK = re.compile(r"\[(?P<words>[^\]|]+)\|(?P<label>\w+)\]|\{(?P<quasi>[^}]+)\}")


@dataclass
class Note:
    text: str
    entities: list[tuple[int, int, str]]
    quasi: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class Score:
    hit: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    notes: int = 0
    leaks: int = 0
    words: int = 0
    wrong: int = 0
    seconds: list[float] = field(default_factory=list)
    start: float = 0.0
    memory: float = 0.0
    misses: list[str] = field(default_factory=list)
    wrongs: list[str] = field(default_factory=list)

    def share(self, labels: tuple[str, ...]) -> float:
        total = sum(self.total[label] for label in labels)
        return 100 * sum(self.hit[label] for label in labels) / total if total else float("nan")


def notes_in(path: Path) -> list[Note]:
    if path.suffix == ".txt":
        return [marked(line) for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    found = []
    for line in path.read_text("utf-8").splitlines():
        given: dict[str, Any] = json.loads(line)
        entities = [(one["start"], one["end"], one["label"]) for one in given.get("entities", [])]
        found.append(Note(given["text"], entities, [(one["start"], one["end"]) for one in given.get("quasi", [])]))
    return found


def marked(line: str) -> Note:
    """Read a line in which [words|label] identify directly and {words} in combination."""
    note = Note("", [])
    at = 0
    for found in MARK.finditer(line):
        note.text += line[at : found.start()]
        start, words = len(note.text), found["words"] or found["quasi"]
        note.text += words
        if found["label"]:
            note.entities.append((start, start + len(words), found["label"]))
        else:
            note.quasi.append((start, start + len(words)))
        at = found.end()
    note.text += line[at:]
    return note


def lowered(note: Note) -> Note:
    text = "".join(char.lower() if len(char.lower()) == 1 else char for char in note.text)
    return Note(text, note.entities, note.quasi)


def around(text: str, start: int, end: int) -> str:
    return f"{text[max(0, start - 25) : start]}[{text[start:end]}]{text[end : end + 20]}"


def add(score: Score, note: Note, found: list[tuple[int, int, str]]) -> None:
    covered, wanted = set(), set()
    for start, end, _label in found:
        covered |= set(range(start, end))
    for start, end, _label in note.entities:
        wanted |= set(range(start, end))
    leaked = False
    for start, end, label in note.entities:
        score.total[label] += 1
        if all(at in covered for at in range(start, end) if note.text[at].isalnum()):
            score.hit[label] += 1
        else:
            leaked = True
            score.misses.append(f"{label}: {around(note.text, start, end)}")
    for start, end, label in found:
        score.found[label] += 1
        score.right[label] += any(at in wanted for at in range(start, end))
    for word in WORD.finditer(note.text):
        score.words += 1
        letters = [at for at in range(*word.span()) if note.text[at].isalnum()]
        if any(at in covered for at in letters) and not any(at in wanted for at in letters):
            score.wrong += 1
            score.wrongs.append(around(note.text, *word.span()))
    score.notes += 1
    score.leaks += leaked


def run_own(notes: list[Note]) -> Score:
    score = Score(start=cold_start())
    from kernpartner.privacy.deidentify import clean

    for note in notes:
        cleaned = clean(note.text)
        add(score, note, [(one.start, one.end, one.label) for one in cleaned.findings])
    score.seconds = timed([note.text for note in notes], clean)
    score.memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return score


@lru_cache(maxsize=1)
def cold_start() -> float:
    """Give the CPU seconds until a first text is clean, in this process."""
    start = time.process_time()
    from kernpartner.privacy.deidentify import clean

    clean("Start met Daan.")
    return time.process_time() - start


def timed(texts: list[str], work: Callable[[str], object]) -> list[float]:
    """Give the least CPU seconds for each piece of 800 characters of the notes put after each other."""
    pieces = pieces_of(texts)
    return fastest([_seconds(piece, work) for piece in pieces * RUNS], len(pieces))


def _seconds(piece: str, work: Callable[[str], object]) -> float:
    start = time.process_time()
    work(piece)
    return time.process_time() - start


def pieces_of(texts: list[str]) -> list[str]:
    """Give the notes put after each other in pieces of 800 characters, 50 to 150 of them."""
    whole = " ".join(texts)
    while len(whole) < 40_000:
        whole += " " + whole
    return [whole[at : at + 800] for at in range(0, min(len(whole) - 800, 120_000), 800)]


def fastest(seconds: list[float], pieces: int) -> list[float]:
    """Give for each piece the least of its runs; the runs stand after each other."""
    return [min(seconds[piece::pieces]) for piece in range(pieces)]


def run_deduce(notes: list[Note]) -> Score:
    texts = [note.text for note in notes]
    pieces = pieces_of(texts)
    run = beside.run([*texts, *pieces * RUNS])
    score = Score(start=run.start, memory=run.memory)
    for note, answer in zip(notes, run.answers, strict=False):
        add(score, note, answer.found)
    score.seconds = fastest([answer.seconds for answer in run.answers[len(notes) :]], len(pieces))
    return score


def table(scores: dict[str, Score]) -> str:
    def at(score: Score, share: float) -> float:
        ordered = sorted(score.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * share))]

    first = next(iter(scores.values()))
    rows = [["", *scores], ["---", *["---"] * len(scores)]]
    for label in sorted(first.total, key=lambda one: -first.total[one]):
        cells = [f"{100 * score.hit[label] / score.total[label]:.1f} %" for score in scores.values()]
        rows.append([f"{label} ({first.total[label]})", *cells])
    for title, labels in (
        ("names", ("person",)),
        ("structured identifiers", STRUCTURED),
        ("class, club, school", GROUPS),
    ):
        rows.append([f"**{title}**", *[f"**{score.share(labels):.1f} %**" for score in scores.values()]])
    rows.append(
        [
            "findings that touch a label",
            *[f"{100 * sum(s.right.values()) / max(1, sum(s.found.values())):.1f} %" for s in scores.values()],
        ]
    )
    rows.append(["notes with a leak, per 1,000", *[f"{1000 * s.leaks / s.notes:.0f}" for s in scores.values()]])
    rows.append(["words removed wrongly, per 1,000", *[f"{1000 * s.wrong / s.words:.2f}" for s in scores.values()]])
    rows.append(
        ["800 characters, CPU ms p50 / p99", *[f"{at(s, 0.5):.1f} / {at(s, 0.99):.1f}" for s in scores.values()]]
    )
    rows.append(["start, CPU s", *[f"{s.start:.1f}" for s in scores.values()]])
    rows.append(["memory at most, MB", *[f"{s.memory:.0f}" for s in scores.values()]])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def hints(notes: list[Note]) -> str:
    from kernpartner.privacy.deidentify import hints_in_clean

    total = hit = extra = 0
    for note in notes:
        found = hints_in_clean(note.text)
        total += len(note.quasi)
        hit += sum(any(one.start < end and start < one.end for one in found) for start, end in note.quasi)
        extra += sum(not any(one.start < end and start < one.end for start, end in note.quasi) for one in found)
    if not total:
        return f"hints: no labelled phrases; {100 * extra / len(notes):.1f} hints per 100 notes"
    others = 100 * extra / len(notes)
    return f"hints: {hit} of {total} found ({100 * hit / total:.0f} %), {others:.1f} others per 100 notes"


def conll(path: Path, *, lower: bool) -> str:
    """Give the share of PER tokens that is removed, and the share of other tokens that goes as well."""
    from kernpartner.privacy.deidentify import clean

    person = gone = other = wrong = 0
    for words, tags in sentences(path):
        text, places = "", []
        for word in words:
            places.append((len(text), len(text) + len(word)))
            text += word + " "
        text = "".join(char.lower() if len(char.lower()) == 1 else char for char in text) if lower else text
        covered = {at for one in clean(text).findings for at in range(one.start, one.end)}
        for (start, end), tag in zip(places, tags, strict=True):
            removed = any(at in covered for at in range(start, end))
            if tag.endswith("PER"):
                person, gone = person + 1, gone + removed
            elif tag == "O":
                other, wrong = other + 1, wrong + removed
    right, other_share = 100 * gone / person, 100 * wrong / other
    return f"{path.name}: {right:.2f} % of {person} PER tokens removed, {other_share:.2f} % of {other} O tokens too"


def sentences(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    words: list[str] = []
    tags: list[str] = []
    for line in [*path.read_text("utf-8").splitlines(), ""]:
        cells = line.split()
        if not cells and words:
            yield words, tags
            words, tags = [], []
        elif cells and not line.startswith("-DOCSTART-"):
            words.append(cells[0])
            tags.append(cells[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="without: the development notes")
    parser.add_argument("--lower", action="store_true", help="the same notes without capitals")
    parser.add_argument("--conll", type=Path, help="also measure on a CoNLL file")
    parser.add_argument(
        "--with-deduce", action="store_true", help="also run deduce (installs it; its first start takes minutes)"
    )
    parser.add_argument("--misses", action="store_true", help="print what was missed and what went wrongly")
    given = parser.parse_args()
    for file in given.files or [ROOT / "tests/data/signals-dev.jsonl"]:
        report(file, given)
    if given.conll:
        print(conll(given.conll, lower=given.lower))


def report(file: Path, given: argparse.Namespace) -> None:
    """Print the table of one set of notes, its hints, and when asked what was missed."""
    notes = notes_in(file)
    notes = [lowered(note) for note in notes] if given.lower else notes
    scores = {"kernpartner": run_own(notes)}
    if given.with_deduce:
        scores[f"deduce {beside.VERSION}"] = run_deduce(notes)
    manner = ", lower case" if given.lower else ""
    print(f"{file.name}: {len(notes)} notes, {scores['kernpartner'].words} words{manner}\n")
    print(table(scores))
    print("\n" + hints(notes) + "\n")
    if given.misses:
        print(*[f"missed  {one}" for one in scores["kernpartner"].misses], sep="\n")
        print(*[f"wrongly {one}" for one in scores["kernpartner"].wrongs], sep="\n")


if __name__ == "__main__":
    main()
