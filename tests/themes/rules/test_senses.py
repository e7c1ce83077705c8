"""Holds the tagger against denial and words in another sense, with sentences for each theme."""

from __future__ import annotations

import pytest

from kernpartner.themes.rules import Tagger

TAGGER = Tagger.shipped()

DENIED = {
    "pesten-groep": [
        "Er is geen sprake van pesten.",
        "Hij wordt niet gepest.",
        "We zien geen ruzie en geen buitensluiten in deze klas.",
    ],
    "geldzorgen": ["Er zijn geen schulden.", "Van armoede is geen sprake.", "Geldzorgen spelen niet."],
    "rouw-verlies": ["Er is niemand overleden.", "Geen sprake van rouw.", "Er speelt geen verlies."],
    "verzuim-thuiszitten": ["Ze is nooit te laat.", "Er is geen verzuim.", "Hij spijbelt niet."],
    "scheiding-thuissituatie": [
        "Ouders gaan niet scheiden.",
        "Er is geen scheiding.",
        "Van ruzie thuis is geen sprake.",
    ],
    "online-leven": ["Hij gamet niet.", "Ze zit nooit op haar telefoon.", "Geen gedoe in de groepsapp."],
    "straat-middelen": ["Hij blowt niet.", "Er wordt niet gevapet.", "Geen alcohol of drugs."],
    "taal-nieuwkomer": ["Er is geen taalachterstand.", "Geen tolk nodig."],
    "slaap-leefstijl": ["Hij slaapt niet slecht.", "Geen overgewicht."],
    "zelfbeeld": ["Ze is niet onzeker.", "Geen negatief zelfbeeld."],
    "lat-omlaag": ["Ouders leggen geen hoge lat.", "Er is thuis geen druk."],
    "scoren-zonder-toetsen": ["Geen toetsstress.", "Er is geen faalangst voor toetsen."],
    "perceptie-mentale-zorg": ["Ouders vragen geen diagnose.", "Er is geen psycholoog nodig."],
    "lanterfantertijd": ["Hij heeft geen volle agenda.", "Er is geen druk van de training."],
    "overgang-po-vo": ["Geen spanning over de overstap naar de brugklas."],
}
OTHER_SENSE = {
    "lat-omlaag": [
        "De lat van het doel is gebroken.",
        "De bal ging over de lat.",
        "Er ligt een losse lat op het dak van het fietsenhok.",
        "Ze schoot tegen de lat en de keeper pakte de bal.",
    ],
    "scoren-zonder-toetsen": [
        "Hij wist twee keer te scoren in de voetbalwedstrijd.",
        "De spits van groep 8 scoorde de winnende goal.",
        "Scoren lukte niet, de keeper was te goed.",
        "Het team wil zaterdag scoren tegen de koploper.",
    ],
    "scheiding-thuissituatie": ["Afval scheiden gaat goed in de klas.", "De scheidsrechter floot te vroeg."],
    "overgang-po-vo": ["De juf is in de overgang.", "De spoorwegovergang is dicht."],
    "rouw-verlies": ["Er ligt een dode vogel op het plein.", "Haar jas is verloren."],
    "verzuim-thuiszitten": ["De bus was te laat.", "Twee collega's zijn ziek."],
    "slaap-leefstijl": ["De slaapzaal voor het kamp is geboekt."],
    "straat-middelen": ["De rookmelder ging af.", "Het straatfeest was een succes."],
    "online-leven": ["In de gymles doen we een spel met ballen.", "Stuur het even door via de mail."],
    "perceptie-mentale-zorg": ["De fysio komt op dinsdag in het lokaal."],
    "geldzorgen": ["De boete van de bibliotheek is betaald.", "Het is niet jouw schuld."],
    "taal-nieuwkomer": ["De nieuwe taalmethode bevalt goed."],
    "pesten-groep": ["Er wordt pesticide gebruikt in de moestuin.", "De rattenpest is bestreden."],
    "zelfbeeld": ["De spiegel in de kleedkamer is gebroken."],
    "lanterfantertijd": ["De training voor leerkrachten is woensdag."],
}


@pytest.mark.parametrize(
    ("theme", "text"),
    [(theme, text) for cases in (DENIED, OTHER_SENSE) for theme, texts in cases.items() for text in texts],
)
def test_what_is_denied_or_means_something_else_is_not_suggested(theme: str, text: str) -> None:
    assert theme not in {one.id for one in TAGGER.suggest(text).themes}
