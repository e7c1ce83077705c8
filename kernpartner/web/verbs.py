"""Says in plain Dutch what each verb of the audit trail means."""

from __future__ import annotations

from kernpartner.web.language import _


def verb_words() -> dict[str, str]:
    """Give the words for every verb; a verb without words is shown as it is."""
    return {
        "concern.logged": _("Signaal vastgelegd"),
        "concern.read": _("Signaal gelezen"),
        "concern.listed": _("Lijst met eigen signalen bekeken"),
        "concern.hint_answered": _("Herkenbaar stukje afgewogen"),
        "concern.themes_decided": _("Thema’s gekozen"),
        "concern.missed_removed": _("Gemiste woorden weggehaald"),
        "concern.withdrawn": _("Signaal ingetrokken"),
        "consultation.asked": _("Advies gevraagd"),
        "consultation.read": _("Casus gelezen"),
        "consultation.answered": _("Bijgedragen aan een casus"),
        "consultation.closed": _("Casus afgerond"),
        "consultation.withdrawn": _("Vraag om advies ingetrokken"),
        "lesson.written": _("Les geschreven"),
        "lesson.approved": _("Les goedgekeurd"),
        "theme.second_gate": _("Thema gewogen"),
        "agenda.drafted": _("Agenda opgesteld"),
        "agenda.edited": _("Agenda aangepast"),
        "agenda.settled": _("Agenda vastgesteld"),
        "meeting.planned": _("Overleg gepland"),
        "meeting.cancelled": _("Overleg afgezegd"),
        "minutes.written": _("Verslag geschreven"),
        "decision.noted": _("Besluit vastgelegd"),
        "attendance.noted": _("Aanwezigheid vastgelegd"),
        "invitation.answered": _("Uitnodiging beantwoord"),
        "action.changed": _("Actie bijgewerkt"),
        "edition.released": _("Cijfers vrijgegeven"),
        "publications.exported": _("Cijfers als bestand gemaakt"),
        "digest.compiled": _("Themabericht gemaakt"),
        "digest.signed": _("Themabericht beoordeeld"),
        "digest.released": _("Themabericht verstuurd"),
        "digest.read": _("Themabericht gelezen"),
        "offer.made": _("Aanbod gedaan"),
        "offer.withdrawn": _("Aanbod ingetrokken"),
        "session.started": _("Ingelogd"),
        "session.refused": _("Inloggen mislukt"),
        "session.ended": _("Uitgelogd"),
        "right.refused": _("Toegang geweigerd"),
        "district.changed": _("Instellingen van de wijk aangepast"),
        "audit.read": _("Logboek gelezen"),
    }
