"""Says in plain Dutch what is wrong with a theme, a factor or a file, and what a change of the taxonomy was."""

from __future__ import annotations

from collections.abc import Mapping

from kernpartner.themes.rules.changing import Problem
from kernpartner.themes.rules.taxonomy_checks import FileProblem, Wrong
from kernpartner.web.language import _


def problem_words(problems: Mapping[str, Problem]) -> dict[str, str]:
    """Give the sentence for each field that is not right yet."""
    return {name: _sentences()[what] for name, what in problems.items()}


def _sentences() -> dict[Problem, str]:
    return {
        Problem.LABEL_MISSING: _("Vul een naam in."),
        Problem.LABEL_TOO_LONG: _("De naam is te lang. Gebruik hooguit 120 tekens."),
        Problem.LABEL_TAKEN: _("Deze naam is al in gebruik. Kies een andere."),
        Problem.TEXT_TOO_LONG: _("De tekst is te lang. Gebruik hooguit 2000 tekens."),
        Problem.TOO_MANY: _("Dit zijn er te veel. Gebruik hooguit 40 regels."),
        Problem.DEFINITION_MISSING: _("Schrijf in één zin waar het thema over gaat."),
        Problem.PERIOD_BACKWARDS: _("De laatste dag ligt vóór de eerste dag."),
        Problem.RING_UNKNOWN: _("Kies een ring."),
        Problem.SECTOR_UNKNOWN: _("Kies een sector."),
        Problem.THEME_UNKNOWN: _("Kies een thema dat nu meetelt."),
        Problem.REASON_MISSING: _("Schrijf waarom u dit doet. Dat staat later op de pagina van het thema."),
        Problem.HEIR_MISSING: _("Kies het thema waarin dit thema opgaat."),
        Problem.HEIRS_TOO_FEW: _("Kies of maak samen minstens twee thema’s."),
    }


def kind_words() -> dict[str, str]:
    """Give what each kind of change of the taxonomy is called."""
    return {
        "added": _("Thema toegevoegd"),
        "edited": _("Thema aangepast"),
        "reordered": _("Volgorde aangepast"),
        "merged": _("Thema samengevoegd met een ander"),
        "split": _("Thema opgesplitst"),
        "retired": _("Thema gestopt"),
        "scheme_added": _("Groep toegevoegd"),
        "scheme_edited": _("Groep aangepast"),
        "factor_added": _("Factor toegevoegd"),
        "factor_edited": _("Factor aangepast"),
        "factor_removed": _("Factor van de kaart gehaald"),
        "imported": _("Bestand ingelezen"),
        "undone": _("Teruggedraaid"),
    }


def field_words() -> dict[str, str]:
    """Give what each field of a theme, factor or group is called; also by its name in a file."""
    return {
        "id": _("Naam in adressen"),
        "label": _("Naam"),
        "label_en": _("Naam in het Engels"),
        "number": _("Nummer"),
        "position": _("Plaats in de lijst"),
        "order": _("Volgorde"),
        "note": _("Uitleg"),
        "definition": _("Waar het over gaat"),
        "in_scope": _("Hoort erbij"),
        "out_of_scope": _("Hoort er niet bij"),
        "next_step": _("Vervolgstap"),
        "level": _("Niveau"),
        "partner_names": _("Wie kunnen meedoen"),
        "partners": _("Wie kunnen meedoen"),
        "examples": _("Voorbeelden"),
        "codes": _("Plaats in andere indelingen"),
        "exact": _("Zelfde als"),
        "related": _("Verwant aan"),
        "matches": _("Vergelijkbare thema’s"),
        "valid_from": _("Telt mee vanaf"),
        "valid_to": _("Telt mee tot en met"),
        "ending": _("Hoe het eindigde"),
        "became": _("Opgegaan in"),
        "heirs": _("Opgegaan in"),
        "merged_into_id": _("Samengevoegd met"),
        "ring": _("Ring"),
        "sector": _("Sector"),
        "themes": _("Thema’s"),
        "factors": _("Factoren"),
        "gone": _("Van de kaart"),
        "schemes": _("Groepen"),
        "scheme_id": _("Groep"),
    }


def file_problem(found: FileProblem) -> str:
    """Give the sentence for something that is wrong in a file, with its field and what it is about."""
    said = _wrong()[found.what]
    name = field_words().get(found.field, found.field)
    about = ": ".join(part for part in (found.of, name) if part)
    return f"{about}: {said}" if about else said


def _wrong() -> dict[Wrong, str]:
    return {
        Wrong.UNREADABLE: _("Het bestand is niet te lezen. Klopt de vorm, en is een teken vergeten?"),
        Wrong.ALIAS: _("Het bestand verwijst naar zichzelf (& en *). Schrijf alles voluit."),
        Wrong.REMOTE: _("Het bestand verwijst naar een ander adres. Zet alles in het bestand zelf."),
        Wrong.SCHEMES_MISSING: _("Het bestand heeft geen lijst met groepen (schemes)."),
        Wrong.NOT_A_LIST: _("Hier hoort een lijst te staan."),
        Wrong.NOT_A_GROUP: _("Hier horen velden met een naam te staan."),
        Wrong.MISSING: _("Dit ontbreekt."),
        Wrong.UNKNOWN_FIELD: _("Dit veld kennen wij niet."),
        Wrong.NOT_TEXT: _("Hier hoort tekst te staan."),
        Wrong.NOT_A_NUMBER: _("Hier hoort een getal te staan."),
        Wrong.NOT_A_DAY: _("Hier hoort een dag te staan, zoals 2026-08-01."),
        Wrong.TOO_LONG: _("Deze tekst is te lang."),
        Wrong.TOO_MANY: _("Dit zijn er te veel."),
        Wrong.NOT_A_SLUG: _("Gebruik alleen kleine letters, cijfers en streepjes."),
        Wrong.TWICE: _("Dit staat er twee keer."),
        Wrong.THEME_UNKNOWN: _("Dit thema bestaat niet."),
        Wrong.RING_UNKNOWN: _("Deze ring bestaat niet. Kies 0, 1, 2, 3 of w."),
        Wrong.SECTOR_UNKNOWN: _("Deze sector bestaat niet."),
        Wrong.LEVEL_UNKNOWN: _("Dit niveau bestaat niet."),
        Wrong.CODE_UNKNOWN: _("Deze code bestaat niet in die indeling."),
        Wrong.ENDING_UNKNOWN: _("Een thema eindigt door merged, split of retired."),
        Wrong.PERIOD_BACKWARDS: _("De laatste dag ligt vóór de eerste dag."),
        Wrong.ENDS_ELSEWHERE: _("Samenvoegen, splitsen en stoppen doet u hier op de pagina’s, niet met een bestand."),
        Wrong.OTHER_SCHEME: _("Dit thema staat in uw wijk in een andere groep."),
    }
