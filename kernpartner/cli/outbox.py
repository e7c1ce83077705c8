"""Reads delivery reports (RFC 3464) from a file, standard input or a Maildir, and notes which addresses refuse mail."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from kernpartner.cli import place

# A report holds at most a copy of the mail it is about; what is bigger is no report.
LARGEST = 5_000_000
_MAILDIR = ("new", "cur")


@click.group()
def outbox() -> None:
    """Mail that was sent, and mail that came back."""


@outbox.command()
@click.argument("source", type=click.Path(exists=True, allow_dash=True, path_type=Path))
def bounces(source: Path) -> None:
    """Note what delivery reports in SOURCE say did not arrive; twice is as once.

    SOURCE is one mail in a file, `-` for one mail on standard input (as a mail server pipes it), or a Maildir: the
    reports in `new` and `cur` are read, and nothing in the folder is changed.
    """
    from kernpartner.outbox.rules import UnreadableReport
    from kernpartner.outbox.service import take_report

    counts: Counter[str] = Counter()
    for name, raw in _mails(source):
        try:
            with place.transaction() as session:
                new = take_report(session, raw, place.now())
        except UnreadableReport as unreadable:
            counts["other mails"] += 1
            click.echo(f"{name}: {unreadable}", err=True)
            continue
        counts["reports"] += 1
        counts["new refusals"] += new
    words = ("reports", "new refusals", "other mails")
    click.echo(", ".join(f"{counts[word]} {word}" for word in words))


def _mails(source: Path) -> Iterator[tuple[str, bytes]]:
    if str(source) == "-":
        yield "standard input", sys.stdin.buffer.read(LARGEST)
        return
    if source.is_file():
        yield source.name, _read(source)
        return
    folders = [source / name for name in _MAILDIR if (source / name).is_dir()]
    if not folders:
        raise click.ClickException(f"{source} is no Maildir: it has no folder 'new' or 'cur'")
    for path in sorted(path for folder in folders for path in folder.iterdir() if path.is_file()):
        yield path.name, _read(path)


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST)
