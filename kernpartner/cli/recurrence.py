"""Judges which themes recur, from files and without a database."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def recurrence() -> None:
    """What keeps coming back."""


@recurrence.command()
@click.option("--concerns", type=FILE, required=True, help="JSON lines: one concern each.")
@click.option("--organisations", type=FILE, required=True, help="JSON: the organisations with their sizes.")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Judge with what was known on this day."
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Where the verdicts go.")
def evaluate(concerns: Path, organisations: Path, as_of: datetime, out: Path) -> None:
    """Judge every theme of the concerns in a file; the answer is JSON."""
    from kernpartner.recurrence import rules

    rows = [json.loads(line) for line in concerns.read_text(encoding="utf-8").splitlines() if line.strip()]
    verdicts = rules.evaluate(rows, json.loads(organisations.read_text(encoding="utf-8")), as_of.date())
    out.write_text(json.dumps(verdicts, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    click.echo(f"wrote {out}")
