"""Keeps the classifications of others in which a theme may have a place, with the codes that each knows."""

from __future__ import annotations

from collections.abc import Collection, Mapping

# CAP-J: axis letters of the Dutch classification of problems in youth care (NJi). Positieve Gezondheid: the six
# dimensions of Huber. Kwaliteitskompas: the steps of NJi that a theme can be placed at.
CLASSIFICATIONS: Mapping[str, Mapping[str, str]] = {
    "capj": {
        "A": "Psychosociaal functioneren van de jeugdige",
        "B": "Lichamelijke gezondheid, aandoening of beperking",
        "C": "Vaardigheden en cognitieve ontwikkeling",
        "D": "Gezin en opvoeding",
        "E": "Jeugdige en omgeving",
    },
    "positieve_gezondheid": {
        "lichaamsfuncties": "Lichaamsfuncties",
        "mentaal-welbevinden": "Mentaal welbevinden",
        "zingeving": "Zingeving",
        "kwaliteit-van-leven": "Kwaliteit van leven",
        "meedoen": "Meedoen",
        "dagelijks-functioneren": "Dagelijks functioneren",
    },
    "kwaliteitskompas": {
        "ambitie": "Maatschappelijke ambitie",
        "resultaat": "Maatschappelijk resultaat",
        "tussenstap": "Tussenstap",
        "oplossingsrichting": "Oplossingsrichting",
        "monitoring": "Meten en bijstellen",
    },
}
CLASSIFICATION_LABELS: Mapping[str, str] = {
    "capj": "CAP-J",
    "positieve_gezondheid": "Positieve Gezondheid",
    "kwaliteitskompas": "Kwaliteitskompas",
}


def known_codes(given: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    """Give the codes that exist, in the order of their classification; classifications without one are left out."""
    found = {
        name: [code for code in codes if code in set(given.get(name, ()))] for name, codes in CLASSIFICATIONS.items()
    }
    return {name: codes for name, codes in found.items() if codes}
