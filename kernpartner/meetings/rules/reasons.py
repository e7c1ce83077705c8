"""Decides in which words an agenda says why something stands on it, and why something else does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

Reason = dict[str, Any]
_NOT_BROAD = "Het komt (nog) niet breed terug."


class Why(StrEnum):
    """Why an item stands on the agenda."""

    FIXED = "fixed"
    RELEASED = "released"
    RECURS = "recurs"
    DISCUSSED_BEFORE = "discussed_before"
    OPEN_ACTIONS = "open_actions"
    OFFERS = "offers"
    WORKED = "worked"
    ASKED_BY = "asked_by"
    OVERDUE = "overdue"
    NO_ITEM_LAST_TIME = "no_item_last_time"
    CHOSEN_BY_CHAIR = "chosen_by_chair"


class WhyNot(StrEnum):
    """Why something does not stand on the agenda; readers get one text for the three about reporters and months."""

    ABSENT = "absent"
    BELOW_MINIMUM = "below_minimum"
    DISPLACED_BY = "displaced_by"
    ITEM_LIMIT = "item_limit"
    ONE_REPORTER = "one_reporter"
    ONE_MONTH = "one_month"
    SEASONAL = "seasonal"
    ALWAYS_LARGE = "always_large"
    AS_EXPECTED = "as_expected"
    NOT_JUDGED = "not_judged"
    TOO_FEW_ORGANISATIONS = "too_few_organisations"
    NOT_SHOWN = "not_shown"
    AWAITS_SECOND_GATE = "awaits_second_gate"
    REFUSED_AT_SECOND_GATE = "refused_at_second_gate"
    POSTPONED_BY_CHAIR = "postponed_by_chair"
    MERGED_INTO = "merged_into"


_FIXED_PARTS = {
    "opening": "Een overleg begint met wat vorige keer is afgesproken.",
    "numbers": "Iedereen ziet dezelfde aantallen voordat het gesprek begint.",
    "offers": "Partners vertellen wat zij kunnen doen.",
    "decisions": "Aan het eind ligt vast wie wat doet.",
}
_PLAIN: dict[str, str] = {
    Why.RECURS: "Het komt vaker voor dan verwacht, ook zonder de actiefste melder en de drukste maand.",
    Why.DISCUSSED_BEFORE: "Vorige keer is het ook besproken.",
    Why.WORKED: "Er is iets wat eerder werkte.",
    Why.CHOSEN_BY_CHAIR: "De voorbereider van het overleg heeft dit gekozen.",
    WhyNot.ONE_REPORTER: _NOT_BROAD,
    WhyNot.ONE_MONTH: _NOT_BROAD,
    WhyNot.SEASONAL: _NOT_BROAD,
    WhyNot.ALWAYS_LARGE: "Dit thema komt hier vaak voor, maar niet vaker dan in andere jaren of wijken.",
    WhyNot.AS_EXPECTED: "Het komt niet vaker voor dan verwacht.",
    WhyNot.NOT_JUDGED: "Er is nog niet gekeken of dit terugkeert.",
    # The same words as for every theme without a shown figure: what is hidden gives no reason away.
    WhyNot.TOO_FEW_ORGANISATIONS: "Over dit thema wordt (nog) niets getoond.",
    WhyNot.NOT_SHOWN: "Over dit thema wordt (nog) niets getoond.",
    WhyNot.AWAITS_SECOND_GATE: "Het is een voorstel. Iemand moet nog beoordelen of het helder, neutraal en herkend is.",
    WhyNot.REFUSED_AT_SECOND_GATE: "Bij de beoordeling bleek het nog niet helder, neutraal, herkend en gedeeld.",
    WhyNot.POSTPONED_BY_CHAIR: "De voorbereider van het overleg heeft dit van de agenda gehaald.",
    WhyNot.ITEM_LIMIT: "Er staan al genoeg onderwerpen vast.",
}


def reason(code: Why | WhyNot, **facts: Any) -> Reason:
    """Give a reason as it is kept: its code and the facts that it names, all of them plain JSON."""
    return {"code": code.value, **facts}


def sentence(given: Mapping[str, Any], titles: Mapping[str, str] | None = None) -> str:
    """Write a reason as one or two Dutch sentences; `titles` gives the title of an item by its key."""
    code = str(given["code"])
    if code in _PLAIN:
        return _PLAIN[code]
    names = titles or {}
    return _WRITTEN[code](given, names)


def sentences(given: Iterable[Mapping[str, Any]], titles: Mapping[str, str] | None = None) -> list[str]:
    """Write reasons as Dutch sentences, in their order."""
    return [sentence(one, titles) for one in given]


def listed(words: Sequence[str]) -> str:
    """Write words as a Dutch list: `a, b en c`."""
    return " en ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def band_line(band: Mapping[str, Any]) -> str:
    """Write a released band, or its gap, as a line: `Schooljaar 2025-2026: 15 tot en met 19 gevallen`."""
    if band.get("lo") is None:
        return f"{band['period']}: niet getoond"
    if band.get("hi") is None:
        return f"{band['period']}: {band['lo']} gevallen of meer"
    return f"{band['period']}: {band['lo']} tot en met {band['hi']} gevallen"


def _fixed(given: Mapping[str, Any], _titles: Mapping[str, str]) -> str:
    return _FIXED_PARTS[given["part"]]


def _released(given: Mapping[str, Any], _titles: Mapping[str, str]) -> str:
    return band_line(given) + "."


def _open_actions(given: Mapping[str, Any], _titles: Mapping[str, str]) -> str:
    number = int(given["number"])
    return "Er staat één afspraak open." if number == 1 else f"Er staan {number} afspraken open."


def _offers(given: Mapping[str, Any], _titles: Mapping[str, str]) -> str:
    partners = list(given["partners"])
    return f"{listed(partners)} {'kan' if len(partners) == 1 else 'kunnen'} hier iets in doen."


def _asked_by(given: Mapping[str, Any], _titles: Mapping[str, str]) -> str:
    return f"{given['organisation']} vroeg erom."


def _overdue(given: Mapping[str, Any], _titles: Mapping[str, str]) -> str:
    on = date.fromisoformat(given["due_on"])
    return f"De afspraak had op {on.day}-{on.month}-{on.year} klaar moeten zijn."


def _no_item(given: Mapping[str, Any], _titles: Mapping[str, str]) -> str:
    return f"{listed(list(given['partners']))} had vorige keer geen onderwerp."


def _absent(given: Mapping[str, Any], _titles: Mapping[str, str]) -> str:
    who = list(given["who"])
    return f"Dit kan niet zonder {listed(who)}. {'Die is' if len(who) == 1 else 'Die zijn'} er nu niet bij."


def _below_minimum(given: Mapping[str, Any], _titles: Mapping[str, str]) -> str:
    return f"Er is {given['short']} minuten te weinig om dit goed te bespreken."


def _merged(given: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    return f"Het is samengevoegd met {_title(given['into'], titles)}."


def _displaced(given: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    gone = [_title(key, titles) for key in given["gone"]]
    shorter = [f"{_title(key, titles)} {minutes} minuten korter wordt" for key, minutes in given["shorter"]]
    changes = [f"{listed(gone)} {'vervalt' if len(gone) == 1 else 'vervallen'}"] if gone else []
    if not changes and not shorter:
        return "Het past, maar een ander onderwerp van dezelfde waarde ging voor."
    return f"Past alleen als {listed([*changes, *shorter])}."


def _title(key: str, titles: Mapping[str, str]) -> str:
    return f"“{titles[key]}”" if key in titles else "een ander onderwerp"


_WRITTEN: dict[str, Callable[[Mapping[str, Any], Mapping[str, str]], str]] = {
    Why.FIXED: _fixed,
    Why.RELEASED: _released,
    Why.OPEN_ACTIONS: _open_actions,
    Why.OFFERS: _offers,
    Why.ASKED_BY: _asked_by,
    Why.OVERDUE: _overdue,
    Why.NO_ITEM_LAST_TIME: _no_item,
    WhyNot.ABSENT: _absent,
    WhyNot.BELOW_MINIMUM: _below_minimum,
    WhyNot.MERGED_INTO: _merged,
    WhyNot.DISPLACED_BY: _displaced,
}
