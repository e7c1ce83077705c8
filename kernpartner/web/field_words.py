"""Says in plain Dutch what is wrong in forms about contacts, ambassadors, guests, texts and the district's words."""

from __future__ import annotations

from kernpartner.web.language import _


def field_words() -> dict[str, dict[str, str]]:
    """Give the words per group of codes, as `wording.word` looks them up."""
    return {
        "ambassador_problem": {
            "ambassador_person_elsewhere": _("Kies iemand die nu bij een kernpartner werkt."),
            "ambassador_represents_unknown": _("Kies een organisatie van deze wijk."),
            "ambassador_own_organisation": _("Kies een andere organisatie dan de eigen."),
            "ambassador_ends_before": _("Kies een dag die nog komt."),
            "ambassador_there_already": _("Deze persoon is dit al."),
            "ambassador_day_unreadable": _("Schrijf de dag als 31-7-2027."),
        },
        "guest_problem": {
            "guest_email_unreadable": _("Schrijf een e-mailadres, zoals naam@organisatie.nl."),
            "guest_organisation_unknown": _("Kies van welke organisatie de gast komt."),
            "guest_person_elsewhere": _("Dit adres kan hier geen gast zijn. Neem een ander adres."),
            "guest_starts_in_past": _("Kies een moment dat nog komt."),
            "guest_length_wrong": _("Een gast leest hooguit vier uur mee."),
            "guest_moment_unreadable": _("Schrijf de dag als 24-11-2026 en de tijd als 13:00."),
            "guest_summary_missing": _("Schrijf wat de gast leest."),
            "guest_summary_too_long": _("Maak dit korter: hooguit 1.000 tekens."),
        },
        "situation_channel": {
            "phone": _("Telefoon"),
            "mail": _("Mail"),
            "website": _("Website"),
        },
        "situation_problem": {
            "situation_label_missing": _("Schrijf voor welke situatie de tekst is."),
            "situation_label_too_long": _("Maak dit korter: hooguit 80 tekens."),
            "situation_body_missing": _("Schrijf de tekst."),
            "situation_body_too_long": _("Maak de tekst korter: hooguit 3.000 tekens."),
            "situation_channel_unknown": _("Kies waar u de tekst gebruikt."),
            "situation_owner_unknown": _("Kies een organisatie waarvoor u werkt."),
            "situation_changed": _("Een collega was u voor. Vergelijk de teksten en bewaar opnieuw."),
        },
        "contact_problem": {
            "function_too_long": _("Maak dit korter: hooguit 60 tekens."),
            "phone_unreadable": _("Schrijf een Nederlands nummer, zoals 030 123 45 67."),
            "email_unreadable": _("Schrijf een e-mailadres, zoals jeugd@organisatie.nl."),
            "email_personal": _("Vul een adres van de organisatie in, geen privéadres."),
        },
        "missed_kind": {
            "school": _("Een school"),
            "club": _("Een club"),
            "street": _("Een straat"),
            "professional": _("Een professional"),
        },
        "word_line": {
            "no_separator": _("Zet een puntkomma tussen de lijst en het woord."),
            "kind_unknown": _("Deze lijst bestaat niet."),
            "word_missing": _("Het woord ontbreekt."),
            "word_long": _("Het woord is te lang: hoogstens 80 tekens."),
            "too_many": _("Het bestand is te lang: hoogstens 5000 regels. De rest is niet gelezen."),
        },
        "word_kind": {
            "allowed": _("Mag blijven: is geen naam"),
            "school": _("Scholen"),
            "club": _("Clubs"),
            "street": _("Straten"),
            "professional": _("Professionals"),
        },
    }
