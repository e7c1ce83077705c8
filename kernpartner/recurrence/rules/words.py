"""Decides in which words a verdict may be told: a fixed set, without a number, a name or a share."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why a theme is flagged or not; readers see only the words below, several reasons share one text."""

    RECURS = "recurs"
    ONE_REPORTER = "one_reporter"
    ONE_MONTH = "one_month"
    SEASONAL = "seasonal"
    ALWAYS_LARGE = "always_large"
    AS_EXPECTED = "as_expected"
    NOT_SEEN = "not_seen"


_NOT_BROAD = "Het komt (nog) niet breed terug."
_AS_EXPECTED = "Het komt niet vaker voor dan verwacht."

# Reporters and months share one text: which of the two it was would say something about an organisation.
# A theme that was not seen reads like one that is as expected, because "nobody" is a count too.
EXPLANATIONS: dict[Reason, str] = {
    Reason.RECURS: (
        "Dit thema kwam de afgelopen twaalf maanden bij meerdere organisaties terug. "
        "Het kwam verspreid over het jaar voor. "
        "Ook zonder de actiefste melder en zonder de drukste maand komt het vaker voor dan verwacht."
    ),
    Reason.ONE_REPORTER: _NOT_BROAD,
    Reason.ONE_MONTH: _NOT_BROAD,
    Reason.SEASONAL: _NOT_BROAD,
    Reason.ALWAYS_LARGE: "Dit thema komt hier vaak voor, maar niet vaker dan in andere jaren of wijken.",
    Reason.AS_EXPECTED: _AS_EXPECTED,
    Reason.NOT_SEEN: _AS_EXPECTED,
}


def explanation(reason: Reason) -> str:
    """Give what a coordinator can read aloud about a verdict with this reason."""
    return EXPLANATIONS[reason]
