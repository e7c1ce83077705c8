"""Says in plain Dutch what the code calls by a word, and writes days and marked texts for people."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from flask import Flask
from markupsafe import Markup, escape

from kernpartner.consultations.rules.talk import minutes_left
from kernpartner.web.field_words import field_words
from kernpartner.web.language import _, chosen, ngettext
from kernpartner.web.partner_words import partner_words
from kernpartner.web.verbs import verb_words

LOCAL = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True)
class Mark:
    """A stretch of a text to be shown marked, with the class that says why."""

    start: int
    end: int
    kind: str


def install(app: Flask) -> None:
    """Give the templates the words and the filters."""
    app.jinja_env.filters.update(
        dag=day, moment=moment, maand=month, klok=clock, nummer=short_number, gemarkeerd=marked, woord=word
    )
    app.jinja_env.filters.update(nog=time_left)
    app.jinja_env.filters.update(hoofdletter=capital, belnummer=dialled)


def day(value: date | datetime | None) -> str:
    """Write a day in full: `24 november 2026`."""
    if value is None:
        return ""
    local = value.astimezone(LOCAL) if isinstance(value, datetime) else value
    return format_date(local, "d MMMM y", locale=chosen())


def moment(value: datetime | None) -> str:
    """Write a day and a time as the clock on the wall has it: `dinsdag 24 november 2026, 13:00`."""
    if value is None:
        return ""
    return format_datetime(value, "EEEE d MMMM y, HH:mm", tzinfo=LOCAL, locale=chosen())


def month(value: date | datetime | None) -> str:
    """Write a month: `november 2026`."""
    return "" if value is None else format_date(value, "MMMM y", locale=chosen())


def typed_day(text: str) -> date | None:
    """Read a day as people type it: `24-11-2026`, `24/11/26`, `2026-11-24`; nothing when it cannot be read."""
    for pattern in ("%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y", "%d-%m-%y", "%d/%m/%y"):
        try:
            return datetime.strptime(text.strip(), pattern).date()
        except ValueError:
            continue
    return None


def clock(value: datetime | None) -> str:
    """Write a time as the clock on the wall has it: `10:42`."""
    return "" if value is None else format_datetime(value, "HH:mm", tzinfo=LOCAL, locale=chosen())


def time_left(until: datetime, now: datetime) -> str:
    """Write how many minutes are left, or how many it is over: `nog 9 minuten`, `1 minuut over de tijd`."""
    left = minutes_left(until, now)
    if left >= 0:
        return ngettext("nog 1 minuut", "nog %(num)d minuten", left)
    return ngettext("1 minuut over de tijd", "%(num)d minuten over de tijd", -left)


def short_number(value: uuid.UUID) -> str:
    """Write the short number by which people speak of a concern: `S-3F09A2`."""
    return f"S-{value.hex[-6:].upper()}"


def capital(text: str) -> str:
    """Write a title with a capital, and leave the rest as it is: `SportUtrecht` keeps its own."""
    return text[:1].upper() + text[1:]


def dialled(phone: str) -> str:
    """Give a phone number as a phone dials it: digits, with a plus in front when it was typed so."""
    return ("+" if phone.strip().startswith("+") else "") + "".join(filter(str.isdecimal, phone.replace("(0)", "")))


def marked(text: str, marks: Iterable[Mark]) -> Markup:
    """Give the text escaped, with each mark as `<mark class="merk merk--kind">`; overlaps are dropped."""
    parts: list[Markup] = []
    at = 0
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.start < at or mark.end > len(text):
            continue
        parts.append(escape(text[at : mark.start]))
        parts.append(Markup('<mark class="merk merk--{}">{}</mark>').format(mark.kind, text[mark.start : mark.end]))
        at = mark.end
    parts.append(escape(text[at:]))
    return Markup("").join(parts)


def word(code: str | None, group: str) -> str:
    """Give the words for a code of a group (`outcome`, `age_band`, `problem`, …); the code when unknown."""
    if code is None:
        return ""
    texts = _words(chosen()).get(group, {})
    return texts.get(str(code), str(code))


def choices(group: str) -> list[tuple[str, str]]:
    """Give the codes of a group with their words, for a form."""
    return list(_words(chosen())[group].items())


@lru_cache(maxsize=4)
def _words(_language: str) -> dict[str, dict[str, str]]:
    return {
        "verb": verb_words(),
        **field_words(),
        **partner_words(),
        "age_band": {
            "4-8": _("4 tot en met 8 jaar"),
            "9-10": _("9 of 10 jaar"),
            "10-11": _("10 of 11 jaar"),
            "11-12": _("11 of 12 jaar"),
            "12-13": _("12 of 13 jaar"),
            "13-14": _("13 of 14 jaar"),
            "15-18": _("15 tot en met 18 jaar"),
            "onbekend": _("Een groep, of weet ik niet"),
        },
        "perspective": {
            "professional": _("Dat zag of hoorde ik zelf"),
            "pupil": _("Dat vertelde een leerling"),
            "parent": _("Dat vertelde een ouder"),
        },
        "wider": {
            "yes": _("Ja, ik zie dit vaker"),
            "no": _("Nee, het gaat om dit ene geval"),
            "unknown": _("Dat weet ik nog niet"),
        },
        "label": {
            "person": _("naam"),
            "phone": _("telefoonnummer"),
            "email": _("e-mailadres"),
            "id_number": _("nummer"),
            "date": _("datum"),
            "address": _("adres"),
            "postcode": _("postcode"),
            "school": _("school"),
            "club": _("club"),
            "handle": _("accountnaam"),
            "url": _("webadres"),
            "class": _("klas"),
            "vehicle": _("kenteken"),
            "place": _("plaats"),
        },
        "problem": {
            "text_missing": _("Beschrijf wat u ziet."),
            "text_too_long": _("Maak de tekst korter: hooguit 4.000 tekens."),
            "tried_too_long": _("Maak dit korter: hooguit 500 tekens."),
            "age_band_missing": _("Kies over welke leeftijd het gaat."),
            "perspective_missing": _("Kies wie dit zag of vertelde."),
            "wider_missing": _("Kies of u dit vaker ziet."),
            "date_in_future": _("Kies een dag die al geweest is."),
            "date_too_old": _("Kies een dag van het afgelopen jaar."),
            "date_unreadable": _("Schrijf de dag als 24-11-2026."),
            "school_unknown": _("Kies een school waar u in het kernteam zit."),
            "missed_unknown": _("Deze woorden staan zo niet in de tekst. Kijk hoe ze er staan, of haal ze hier weg."),
            "question_too_long": _("Maak dit korter: hooguit 1.000 tekens."),
            "hint_open": _("Pas de tekst aan, of kies waarom het mag blijven."),
            "question_missing": _("Schrijf wat u aan het kernteam wilt vragen."),
            "kind_missing": _("Kies wat u toevoegt."),
            "theme_missing": _("Kies bij welk thema dit hoort."),
            "consultation_closed": _("Deze casus is intussen afgerond. Uw tekst staat er nog, maar is niet bewaard."),
            "reply_missing": _("Schrijf wat u wilt zeggen."),
            "note_missing": _("Schrijf iets op, of ga verder met de volgende stap."),
            "note_too_long": _("Maak de tekst korter: hooguit 4.000 tekens."),
            "note_changed": _("Een ander schreef hier intussen ook. Zet de teksten samen en bewaar opnieuw."),
            "answer_changed": _("Een ander vulde hier intussen ook iets in. Kies samen wat blijft."),
            "minutes_wrong": _("Geef elke stap 1 tot 30 minuten, en samen hooguit 60."),
            "no_questions": _("Houd ten minste één vraag over."),
            "too_many_questions": _("Houd hooguit 15 vragen over."),
            "question_long": _("Maak vragen en antwoorden korter: hooguit 200 tekens."),
            "choices_missing": _("Geef bij elke vraag ten minste twee antwoorden, elk op een eigen regel."),
            "choices_many": _("Geef bij een vraag hooguit twaalf antwoorden."),
            "questions_changed": _("Een ander paste de vragen intussen aan. Vergelijk en bewaar opnieuw."),
            "lesson_missing": _("Schrijf wat er werkte."),
            "offer_elsewhere": _("Dit aanbod hoort niet bij het thema van de les, of het is ingetrokken."),
            "outcome_unknown": _("Kies hoe het afliep."),
            "live_talk_missing": _(
                "Vul de datum in van het gesprek met het gezin en de specialist. "
                "Zonder dat gesprek kan specialistische hulp niet."
            ),
            "live_talk_in_future": _("Het gesprek met gezin en specialist moet al geweest zijn."),
            "action_date_missing": _("Vul in wanneer de kleine actie is."),
            "reason_missing": _("Schrijf kort waarom het hier niet past."),
            "credentials": _("Dit e-mailadres en wachtwoord horen niet bij elkaar."),
            "wrong_code": _("Deze code klopt niet of is al gebruikt. Wacht op de volgende en typ die."),
            "wrong_password": _("Dit is niet uw wachtwoord van nu."),
            "password_short": _("Neem een wachtwoord van ten minste 12 tekens, bijvoorbeeld vier losse woorden."),
            "password_long": _("Neem een wachtwoord van hooguit 128 tekens."),
            "password_common": _("Dit wachtwoord raadt een ander te snel. Neem bijvoorbeeld vier losse woorden."),
            "passwords_differ": _("De twee nieuwe wachtwoorden zijn niet gelijk."),
        },
        "concern_text": {
            "text": _("De tekst"),
            "tried": _("Wat er al geprobeerd is"),
            "question": _("De vraag aan het kernteam"),
        },
        "hint_reason": {
            "common_here": _("Dit komt hier vaker voor"),
            "needed": _("Zonder dit is het signaal niet te begrijpen"),
        },
        "outcome": {
            "advice_to_school": _("Advies aan school: de school geeft zelf antwoord"),
            "own_network": _("Opgepakt in het eigen netwerk"),
            "social_base": _("Opgepakt in de sociale basis"),
            "small_action": _("Een kleine actie"),
            "clarified_without_trajectory": _("Vraag verhelderd, geen traject nodig"),
            "not_fitting": _("Past hier niet"),
            "trajectory": _("Traject bij het buurtteam"),
            "specialist_care": _("Specialistische hulp"),
            "borne_together": _("Er is geen oplossing; wij dragen het samen"),
        },
        "reply_kind": {
            "clarifying_question": _("Verhelderende vraag"),
            "answer": _("Antwoord op een vraag"),
            "analysis": _("Wat denk ik dat er speelt"),
            "advice": _("Advies"),
        },
        "talk_step": {
            "question": _("Vraag"),
            "clarifying": _("Verheldering"),
            "analysis": _("Analyse"),
            "advice": _("Advies"),
            "close": _("Afronden"),
        },
        "talk_step_help": {
            "question": _("Lees het signaal. Schrijf samen de vraag in één zin op."),
            "clarifying": _("Vraag door tot iedereen hetzelfde ziet. Geef nog geen advies."),
            "analysis": _("Wat denkt u dat er speelt? Elke blik helpt."),
            "advice": _("Wat raadt u aan? Liefst iets wat de school zelf aan het gezin kan zeggen."),
            "close": _("Spreek af hoe het afliep. Dan is de tekst voor anderen meteen weg."),
        },
        "answer_kind": {
            "one": _("Eén antwoord kiezen"),
            "many": _("Meer antwoorden kiezen"),
            "organisations": _("Organisaties kiezen"),
        },
        "theme_state": {
            "suggested": _("voorstel"),
            "confirmed": _("bevestigd"),
            "refused": _("past niet"),
        },
        "consultation_status": {
            "open": _("open"),
            "closed": _("afgerond"),
            "withdrawn": _("ingetrokken"),
        },
        "trend": {
            "first": _("Dit is het eerste bericht over dit thema."),
            "more": _("Vaker dan in de periode ervoor."),
            "less": _("Minder vaak dan in de periode ervoor."),
            "alike": _("Ongeveer even vaak als in de periode ervoor."),
            "unknown": _("Nog niet te vergelijken."),
        },
        "ring": {
            "0": _("Maatschappelijke norm"),
            "1": _("Overtuigingen"),
            "2": _("Gedrag"),
            "3": _("Uitingsvormen"),
            "w": _("Kenmerken van de wijk"),
        },
        "sector": {
            "ontspanning": _("De waarde van (ont)spanning"),
            "verwachtingen": _("Verwachtingen"),
            "vergelijken": _("Vergelijken"),
        },
    }
