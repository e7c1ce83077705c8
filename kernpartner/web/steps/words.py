"""Says in plain Dutch what the code of next steps calls by a word."""

from __future__ import annotations

from collections.abc import Mapping

from kernpartner.steps.rules import StepProblem
from kernpartner.web.language import _


def step_word(code: str | None, group: str) -> str:
    """Give the words for a code of a group; the code itself when it is unknown."""
    return _words()[group].get(str(code), str(code)) if code is not None else ""


def step_choices(group: str) -> list[tuple[str, str]]:
    """Give the codes of a group with their words, for a form."""
    return list(_words()[group].items())


def worded(problems: Mapping[str, StepProblem]) -> dict[str, str]:
    """Give the problems of a form in words, per field."""
    return {name: step_word(problem.value, "problem") for name, problem in problems.items()}


def _words() -> dict[str, dict[str, str]]:
    return {
        "status": {"idea": _("Idee"), "running": _("Bezig"), "done": _("Klaar"), "stopped": _("Gestopt")},
        "kind": {"idea": "neutral", "running": "info", "done": "positive", "stopped": "neutral"},
        "domain": {
            "vrije_tijd": _("Vrije tijd"),
            "leeftijdgenoten": _("Leeftijdgenoten"),
            "thuis": _("Thuis"),
            "school": _("School"),
            "zorg": _("Zorg"),
        },
        "test": {
            "from_sessions": _("Komt dit uit gesprekken met wie het aangaat?"),
            "within_a_year": _("Kan dit binnen een jaar?"),
            "lasts": _("Blijft het daarna bestaan?"),
            "several_domains": _("Zijn er meer domeinen bij nodig?"),
            "covers_together": _("Dekken de stappen samen alle domeinen beter?"),
        },
        "problem": {
            "step_title_missing": _("Schrijf een titel."),
            "step_too_long": _("Maak dit korter."),
            "step_goal_missing": _("Schrijf wat u hiermee wilt bereiken."),
            "step_theme_unknown": _("Kies een thema uit de lijst."),
            "step_test_unanswered": _("Kies ja of nee."),
            "step_test_failed": _("Bij dit antwoord is het nog geen vervolgstap."),
            "step_domain_unknown": _("Kies domeinen uit de lijst."),
            "step_period_upside_down": _("De laatste dag is vóór de eerste."),
            "step_status_unknown": _("Kies een stand uit de lijst."),
            "step_too_many": _("Dit zijn er te veel. Haal er eerst een weg of stop er een."),
        },
    }
