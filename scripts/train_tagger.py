"""Learns the weights of the theme tagger and writes them to `kernpartner/themes/data/weights.json`.

    python scripts/train_tagger.py [FILE.jsonl ...]

Learns from `scripts/themes/examples.txt` and from the JSON lines given (fields `text` and `themes`); without arguments
the example concerns that the demo ships with. `benchmarks/themes.py` measures the same method by cross-validation.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kernpartner.themes.rules.learning import Note, learn, written  # noqa: E402
from kernpartner.themes.rules.lexicon import shipped_lexicon  # noqa: E402
from kernpartner.themes.rules.taxonomy import taxonomy  # noqa: E402

EXAMPLES = ROOT / "scripts" / "themes" / "examples.txt"
CONCERNS = ROOT / "kernpartner" / "cli" / "data" / "signals-dev.jsonl"
WEIGHTS = ROOT / "kernpartner" / "themes" / "data" / "weights.json"


def written_examples() -> list[Note]:
    """Read the notes that were written to learn from."""
    lines = [line for line in EXAMPLES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    split = [line.split("|", 1) for line in lines]
    return [Note(text.strip(), frozenset(filter(None, themes.strip().split(",")))) for themes, text in split]


def labelled(path: Path) -> list[Note]:
    """Read labelled concerns from JSON lines."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Note(row["text"], frozenset(row["themes"])) for row in rows]


def readable(made: dict[str, Any]) -> str:
    """Write the weights with one lemma on a line, so that a change of them can be read."""
    lemmas = ",\n".join(
        f"  {json.dumps(key, ensure_ascii=False)}: {_line(row)}" for key, row in sorted(made["lemmas"].items())
    )
    rest = [f" {json.dumps(key)}: {_line(value)}" for key, value in sorted(made.items()) if key != "lemmas"]
    return "{\n" + ",\n".join([*rest, ' "lemmas": {\n' + lemmas + "\n }"]) + "\n}\n"


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def main(paths: list[str]) -> None:
    """Learn and write."""
    notes = written_examples()
    for path in [Path(given) for given in paths] or [CONCERNS]:
        notes += labelled(path)
    themes = [theme.id for theme in taxonomy().themes]
    made = written(learn(notes, themes, shipped_lexicon()))
    made["learnt_from"] = len(notes)
    WEIGHTS.write_text(readable(made), encoding="utf-8")
    print(f"{WEIGHTS.relative_to(ROOT)}: {len(made['lemmas'])} lemmas from {len(notes)} notes")


if __name__ == "__main__":
    main(sys.argv[1:])
