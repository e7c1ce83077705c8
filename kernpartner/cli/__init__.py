"""The hatch for the operator: commands that call the same services as the doors, each loaded when it is used."""

from __future__ import annotations

import importlib

import click

# Command → (module, click command in it, line of help); the help stands here so that `--help` loads nothing.
COMMANDS = {
    "demo": ("demo", "demo", "Start everything with an example district, on this machine only."),
    "test": ("checks", "test", "Run every check and test against real servers."),
    "serve": ("serve", "serve", "Start the web server (gunicorn)."),
    "worker": ("serve", "worker", "Start the worker; with --beat also the clock."),
    "migrate": ("migrate", "migrate", "Bring the tables of the database up to date."),
    "district": ("district", "district", "Make a district or fill it from a file."),
    "concerns": ("concerns", "concerns", "Import concerns from a file."),
    "consultations": ("consultations", "consultations", "Import how consultations ended."),
    "deidentify": ("language", "deidentify", "Remove what identifies: JSON lines in, JSON lines out."),
    "suggest-themes": ("language", "suggest_themes", "Suggest themes with reasons: JSON lines in, JSON lines out."),
    "themes": ("themes", "themes", "Export or import the themes of a district: YAML or SKOS."),
    "tagger": ("tagger", "tagger", "Show, try and take back what a district's tagger learnt."),
    "recurrence": ("recurrence", "recurrence", "Judge which themes recur, from files."),
    "agenda": ("agenda", "agenda", "Draft the agenda of a meeting."),
    "release": ("publications", "release", "Release the figures that are due."),
    "publications": ("publications", "publications", "Export what was released."),
    "account": ("account", "account", "Help somebody back in: password, second step, sessions."),
    "outbox": ("outbox", "outbox", "Read mails that came back."),
    "doctor": ("doctor", "doctor", "Check this installation and say what to do."),
}


class Commands(click.Group):
    """Commands whose modules are imported only when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names in the order in which an operator meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load the command with this name."""
        if cmd_name not in COMMANDS:
            return None
        module, name, _help = COMMANDS[cmd_name]
        found: click.Command = getattr(importlib.import_module(f"kernpartner.cli.{module}"), name)
        return found

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; what is known to go wrong ends in one sentence and exit code 1."""
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.Abort, click.ClickException):
            raise
        except Exception as problem:
            sentence = known_sentence(problem)
            if sentence is None:
                raise
            raise click.ClickException(sentence) from problem

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without loading one."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, what[2]) for name, what in COMMANDS.items()])


def known_sentence(problem: Exception) -> str | None:
    """Give the sentence for what the project itself raises and for a database out of reach; nothing for a defect."""
    kind = type(problem)
    if kind.__module__.startswith("kernpartner."):
        return str(problem)
    if kind.__name__ == "OperationalError" and kind.__module__.split(".")[0] in {"sqlalchemy", "psycopg"}:
        cause = str(getattr(problem, "orig", problem)).strip().splitlines()[0]
        return f"The database cannot be reached or refused ({cause}); is DATABASE_URL right?"
    if kind is LookupError:
        return str(problem)
    return None


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=None, version="0.1.0", prog_name="kernpartner")
def main() -> None:
    """Kernpartner: what professionals notice together, from concern to shared action."""
