"""Runs the library deduce on the same notes, in an environment of its own outside the project's dependencies.

The environment lies in `.kernpartner/deduce-3.0.6` and is made at the first run (`pip install deduce==3.0.6`);
deduce then builds its own lists, which takes minutes once. Remove the folder to start from nothing again.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

VERSION = "3.0.6"
FOLDER = Path(__file__).parents[1] / ".kernpartner" / f"deduce-{VERSION}"
_PROGRAM = """
import json, resource, sys, time
start = time.process_time()
from deduce import Deduce
engine = Deduce()
engine.deidentify("Start.")
print(json.dumps({"start": time.process_time() - start}), flush=True)
for line in sys.stdin:
    text = json.loads(line)
    at = time.process_time()
    found = [[int(a.start_char), int(a.end_char), str(a.tag)] for a in engine.deidentify(text).annotations]
    print(json.dumps({"found": found, "seconds": time.process_time() - at}), flush=True)
print(json.dumps({"memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}), flush=True)
"""


@dataclass(frozen=True)
class Answer:
    """What deduce found in one text (start, end, tag) and the CPU seconds it took."""

    found: list[tuple[int, int, str]]
    seconds: float


@dataclass(frozen=True)
class Run:
    """The answers for each text in order, CPU seconds of the start, and memory at most in MB."""

    answers: list[Answer]
    start: float
    memory: float


def run(texts: list[str]) -> Run:
    """Give what deduce says of each text; installs it first when that was not done before."""
    python = _python()
    feed = "\n".join(json.dumps(text) for text in texts)
    done = subprocess.run([python, "-c", _PROGRAM], input=feed, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"deduce did not run:\n{done.stderr[-2000:]}")
    first, *lines, last = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    answers = [Answer([(start, end, tag) for start, end, tag in line["found"]], line["seconds"]) for line in lines]
    return Run(answers, first["start"], last["memory"])


def _python() -> str:
    """Give the interpreter of the environment, made and filled when it is not there or was left half made."""
    python = FOLDER / "bin/python"
    done = FOLDER / "installed"
    if not done.exists():
        print(f"installing deduce {VERSION} in {FOLDER} (once)", file=sys.stderr)
        venv.create(FOLDER, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "-q", f"deduce=={VERSION}"], check=True)
        done.write_text(VERSION, "utf-8")
    return str(python)
