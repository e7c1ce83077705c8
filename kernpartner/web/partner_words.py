"""Says in plain Dutch what stands in digests and offers: what changed, what came of it, what is wrong."""

from __future__ import annotations

from kernpartner.web.language import _


def partner_words() -> dict[str, dict[str, str]]:
    """Give the words per group of codes, as `wording.word` looks them up."""
    return {
        "invitation_answer": {
            "accepted": _("u komt"),
            "declined": _("u komt niet"),
            "replaced": _("een ander komt"),
        },
        "digest_choice": {"agree": _("akkoord"), "change": _("wil een wijziging")},
        "digest_problem": {
            "choice_unknown": _("Kies of dit bericht naar de partner mag."),
            "remark_missing": _("Schrijf wat er anders moet."),
            "remark_too_long": _("Maak dit korter: hooguit 500 tekens."),
        },
        "digest_change": {
            "new": _("%(theme)s: nieuw voor u."),
            "shown": _("%(theme)s: nu met een getal."),
            "hidden": _("%(theme)s: nu niet getoond."),
            "more": _("%(theme)s: vaker dan in de periode ervoor."),
            "less": _("%(theme)s: minder vaak dan in de periode ervoor."),
            "decided": _("%(theme)s: het overleg besloot iets."),
            "asked": _("%(theme)s: wij vragen u iets."),
        },
        "digest_list": {
            "asked": _("Wat wij u vragen"),
            "decided": _("Wat het overleg besloot"),
            "paraphrases": _("Wat professionals zien"),
            "used": _("Wat uw bijdrage deed"),
            "lessons": _("Wat werkte"),
        },
        "offer_came": {
            "agenda": _("staat op de agenda"),
            "discussed": _("besproken in het overleg"),
            "agreed": _("afgesproken"),
            "helped": _("hielp in een casus"),
        },
        "rhythm": {
            "each": _("Bij elk themabericht"),
            "quarter": _("Eén mail per kwartaal"),
            "year": _("Eén mail per jaar, in september"),
            "none": _("Geen mail"),
        },
        "paraphrase_problem": {
            "block_missing": _("Kies bij welk getoond getal uw tekst hoort."),
            "missing": _("Schrijf wat u ziet, in eigen woorden."),
            "too_long": _("Maak dit korter: hooguit 240 tekens."),
            "number": _("Laat aantallen weg. Schrijf ook geen getal in woorden."),
            "age": _("Laat leeftijd en leerjaar weg."),
            "sex": _("Schrijf ‘leerlingen’ of ‘jongeren’, zonder jongen of meisje."),
            "role": _("Laat weg wie het zag of wie het zei."),
            "day": _("Laat dagen, maanden en feestdagen weg."),
            "school": _("Laat weg om welke school het gaat."),
            "identifies": _("Hier staat nog een naam of plaats in. Haal die weg."),
            "somebodys_words": _("Dit lijkt te veel op een signaal. Zeg het met andere woorden."),
        },
        "offer_problem": {
            "form_missing": _("Schrijf wat u kunt doen."),
            "form_too_long": _("Maak dit korter: hooguit 300 tekens."),
            "when_too_long": _("Maak dit korter: hooguit 200 tekens."),
            "contact_too_long": _("Maak dit korter: hooguit 200 tekens."),
            "contact_elsewhere": _("Kies iemand van uw eigen organisatie."),
            "theme_missing": _("Kies bij welk thema dit hoort."),
        },
    }
