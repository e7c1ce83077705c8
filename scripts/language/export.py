"""Writes the weights of a trained tagger as the text file that the de-identification reads by itself."""

from __future__ import annotations

import lzma
import re
import tempfile
from pathlib import Path

import pycrfsuite

_FEATURE = re.compile(r"^  \(0\) (?P<name>.*?) --> (?P<label>[NO]): (?P<weight>-?[\d.]+)$", re.MULTILINE | re.DOTALL)
_STEP = re.compile(r"^  \(1\) (?P<from>[NO]) --> (?P<to>[NO]): (?P<weight>-?[\d.]+)$", re.MULTILINE)


def export_weights(model: Path, target: Path) -> int:
    """Write for each feature how much it speaks for a name (weight of N less that of O); give how many there are.

    The first line holds the weights of the steps OO, ON, NO and NN; a line break inside a feature is written as backslash n.
    """
    tagger = pycrfsuite.Tagger()
    tagger.open(str(model))
    with tempfile.NamedTemporaryFile("r", encoding="utf-8", suffix=".txt") as dumped:
        tagger.dump(dumped.name)
        text = dumped.read()
    steps = {found["from"] + found["to"]: found["weight"] for found in _STEP.finditer(text)}
    weights: dict[str, float] = {}
    for found in _FEATURE.finditer(text):
        name = found["name"]
        weights[name] = weights.get(name, 0.0) + float(found["weight"]) * (1 if found["label"] == "N" else -1)
    lines = ["\t".join(steps.get(step, "0") for step in ("OO", "ON", "NO", "NN"))]
    lines += [f"{name}\t{weight:.6f}".replace("\n", "\\n") for name, weight in sorted(weights.items()) if weight]
    target.write_bytes(lzma.compress("\n".join(lines).encode("utf-8"), preset=9 | lzma.PRESET_EXTREME))
    return len(lines) - 1
