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
@click.option("--concerns", type=FILE, required=True, help="JSON lines with id, day, logged, org, wijk, age, tags.")
@click.option("--organisations", type=FILE, required=True, help="JSON list with id, type, wijk, pupils.")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Judge with what was known on this day."
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Where the verdicts go.")
def evaluate(concerns: Path, organisations: Path, as_of: datetime, out: Path) -> None:
    """Judge every theme of the concerns in a file; the answer is JSON."""
    from kernpartner.recurrence import rules

    try:
        rows = [json.loads(line) for line in concerns.read_text(encoding="utf-8").splitlines() if line.strip()]
        known = json.loads(organisations.read_text(encoding="utf-8"))
        verdicts = rules.evaluate(rows, known, as_of.date())
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise click.ClickException(f"the files cannot be used: {type(problem).__name__}: {problem}") from None
    out.write_text(json.dumps(verdicts, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    click.echo(f"wrote {out}")
