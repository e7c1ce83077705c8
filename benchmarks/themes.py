"""Measures the suggestions of themes beside TF-IDF with a linear model and plain keyword matching, in one run.

    python -m benchmarks.themes [FILE.jsonl]

Without a file: five-fold cross-validation on the 180 concerns that the demo ships with; what is measured was never
learnt from. With a file of labelled concerns (`text`, `themes`): learnt from everything shipped, measured on the file.
What learning from confirmations brings is measured by `benchmarks.themes_curve`.
The lexicon itself was written by people who had read the 180 concerns, so the honest figure is one on other people's.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kernpartner.themes.rules.learning import Note, learn
from kernpartner.themes.rules.lexicon import shipped_lexicon
from kernpartner.themes.rules.tagger import Tagger
from kernpartner.themes.rules.taxonomy import taxonomy
from kernpartner.themes.rules.words import plain
from scripts.train_tagger import CONCERNS, labelled, written_examples

THEMES = tuple(theme.id for theme in taxonomy().themes)
FOLDS = 5


@dataclass(frozen=True)
class Answer:
    """What a method said of one note: chance per suggested theme, whether it was unsure, and CPU milliseconds."""

    themes: Mapping[str, float]
    unsure: bool
    ms: float


Method = Callable[[Sequence[Note]], Callable[[str], tuple[Mapping[str, float], bool]]]


def ours(notes: Sequence[Note]) -> Callable[[str], tuple[Mapping[str, float], bool]]:
    """Lexicon and learnt weights."""
    tagger = Tagger(shipped_lexicon(), learn(notes, THEMES, shipped_lexicon()), "measured")

    def say(text: str) -> tuple[Mapping[str, float], bool]:
        verdict = tagger.suggest(text)
        return {theme.id: theme.confidence for theme in verdict.themes}, verdict.verdict == "not_sure"

    return say


def linear(notes: Sequence[Note]) -> Callable[[str], tuple[Mapping[str, float], bool]]:
    """TF-IDF of words and pairs with logistic regression per theme, the usual first attempt."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
    wanted = [[theme in note.themes for theme in THEMES] for note in notes]
    model = OneVsRestClassifier(LogisticRegression(C=10.0, max_iter=1000))
    model.fit(words.fit_transform([note.text for note in notes]), wanted)

    def say(text: str) -> tuple[Mapping[str, float], bool]:
        chances = model.predict_proba(words.transform([text]))[0]
        # A fixed half finds next to nothing; a fifth suits this method best on these notes.
        return {theme: float(p) for theme, p in zip(THEMES, chances, strict=True) if p >= 0.2}, False

    return say


def keywords(_notes: Sequence[Note]) -> Callable[[str], tuple[Mapping[str, float], bool]]:
    """Words of five letters and more from label, definition and scope of each theme; one hit is a suggestion."""
    own = {
        theme.id: set(plain(f"{theme.label} {theme.definition} {theme.in_scope}").replace(",", " ").split())
        for theme in taxonomy().themes
    }
    shared = {word for words in own.values() for word in words if sum(word in other for other in own.values()) > 1}
    telling = {theme: {w.strip(".;()") for w in words - shared if len(w) >= 5} for theme, words in own.items()}

    def say(text: str) -> tuple[Mapping[str, float], bool]:
        said = plain(text)
        return {theme: 1.0 for theme, words in telling.items() if any(word in said for word in words)}, False

    return say


def cross_validated(method: Method, notes: Sequence[Note], always: Sequence[Note]) -> list[Answer]:
    """Answer each note by what was learnt from the other folds and from `always`."""
    answers: dict[int, Answer] = {}
    for fold in range(FOLDS):
        rest = [note for place, note in enumerate(notes) if place % FOLDS != fold]
        say = method([*always, *rest])
        for place in range(fold, len(notes), FOLDS):
            answers[place] = _asked(say, notes[place].text)
    return [answers[place] for place in range(len(notes))]


def learnt_once(method: Method, notes: Sequence[Note], measured: Sequence[Note]) -> list[Answer]:
    """Answer each note by what was learnt from other notes."""
    say = method(notes)
    return [_asked(say, note.text) for note in measured]


def _asked(say: Callable[[str], tuple[Mapping[str, float], bool]], text: str) -> Answer:
    start = time.process_time()
    themes, unsure = say(text)
    return Answer(themes, unsure, (time.process_time() - start) * 1000)


def figures(notes: Sequence[Note], answers: Sequence[Answer]) -> dict[str, str]:
    """Put answers beside labels."""
    pairs = [(set(answer.themes), note.themes) for note, answer in zip(notes, answers, strict=True)]
    spoken = [(answer, note) for note, answer in zip(notes, answers, strict=True) if note.themes]
    silent = [answer for note, answer in zip(notes, answers, strict=True) if not note.themes]
    per_theme = [_f1([({theme} & found, {theme} & wanted) for found, wanted in pairs]) for theme in THEMES]
    first = [max(a.themes, key=a.themes.__getitem__) in note.themes for a, note in spoken if a.themes]
    ms = sorted(answer.ms for answer in answers)
    return {
        "micro-F1": f"{_f1(pairs):.3f}",
        "macro-F1": f"{sum(per_theme) / len(per_theme):.3f}",
        "lowest theme": f"{min(per_theme):.2f}",
        "precision@1": f"{sum(first) / max(1, len(first)):.3f}",
        "coverage": f"{sum(bool(a.themes) for a, _ in spoken) / len(spoken):.3f}",
        "none left empty": f"{sum(not a.themes for a in silent)}/{len(silent)}",
        "not sure": f"{sum(answer.unsure for answer in answers) / len(answers):.3f}",
        "calibration error": f"{_calibration(notes, answers):.3f}",
        "ms p50 / p99": f"{ms[len(ms) // 2]:.1f} / {ms[int(len(ms) * 0.99)]:.1f}",
    }


def _f1(pairs: Sequence[tuple[set[str], set[str] | frozenset[str]]]) -> float:
    hits = sum(len(found & wanted) for found, wanted in pairs)
    total = sum(len(found) + len(wanted) for found, wanted in pairs)
    return 2 * hits / total if total else 1.0


def _calibration(notes: Sequence[Note], answers: Sequence[Answer]) -> float:
    """Give the expected calibration error of suggestions: how far chance and share confirmed lie apart, in ten bins."""
    said = [(p, t in note.themes) for note, a in zip(notes, answers, strict=True) for t, p in a.themes.items()]
    bins: dict[int, list[tuple[float, bool]]] = {}
    for chance, right in said:
        bins.setdefault(min(9, int(chance * 10)), []).append((chance, right))
    return sum(abs(sum(p for p, _ in rows) - sum(right for _, right in rows)) for rows in bins.values()) / max(
        1, len(said)
    )


def hash_of(text: str) -> int:
    """Give a number that looks random and is the same every run."""
    return sum(ord(char) * (place + 1) for place, char in enumerate(text)) * 2_654_435_761 % 2**32


def main(paths: Sequence[str]) -> None:
    """Measure and print."""
    examples, concerns = written_examples(), labelled(CONCERNS)
    measured = labelled(Path(paths[0])) if paths else concerns
    print(f"{len(measured)} notes, {sum(not note.themes for note in measured)} without a theme")
    rows = {}
    for name, method in (("ours", ours), ("TF-IDF + linear", linear), ("keywords", keywords)):
        answers = (
            learnt_once(method, [*examples, *concerns], measured)
            if paths
            else cross_validated(method, concerns, examples)
        )
        rows[name] = figures(measured, answers)
    if not paths:
        rows["ours, only own examples"] = figures(concerns, learnt_once(ours, examples, concerns))
    print("| | " + " | ".join(rows) + " |")
    print("|---|" + "---|" * len(rows))
    for figure in next(iter(rows.values())):
        print(f"| {figure} | " + " | ".join(row[figure] for row in rows.values()) + " |")


if __name__ == "__main__":
    main(sys.argv[1:])
