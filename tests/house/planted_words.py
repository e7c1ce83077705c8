"""Keeps the words from which identifiers are planted: written down for this, taken from no list of the engine."""

from __future__ import annotations

SENTENCES = {
    "person": (
        "Vandaag heeft {} gehuild in de pauze.",
        "gister was {} weer te laat",
        "moeder van {} belde, ze slaapt slecht",
        "Ik maak me zorgen om {}.",
        "juf {} ziet het ook in de klas",
        "Met {} erbij gaat het vaak mis.",
        "{} zit veel alleen op het plein.",
        "De ouders van {} willen geen hulp.",
        "sinds de vakantie komt {} moe binnen",
        "Zij werd gepest door {}.",
    ),
    "phone": (
        "Moeder is bereikbaar op {}.",
        "bel vader even: {}",
        "tel {} na vieren",
        "Oma belde vanaf {} en was boos.",
        "mijn nummer is {}",
    ),
    "email": ("Mail naar {} graag.", "vader mailt vanaf {} elke avond", "Het adres {} is van moeder."),
    "id_number": (
        "In de map staat {}.",
        "Op de brief staat {}, dat klopt niet.",
        "vader gaf {} door aan de balie",
        "Het gaat om {}.",
    ),
    "date": (
        "Zij is geboren op {}.",
        "geb. {} in het ziekenhuis",
        "geboortedatum {}",
        "Het kind (geb. {}) slaapt slecht.",
    ),
    "address": ("Het gezin woont op de {}.", "verhuisd naar {}, klein huis", "Vader woont nu aan de {}.", "adres: {}"),
    "postcode": ("De postcode is {}.", "woont bij {} in de buurt", "Zij komen uit {}."),
    "school": ("Hij komt van obs {}.", "eerst zat hij op basisschool {}", "Op cbs {} ging het beter."),
    "club": ("Hij voetbalt bij vv {}.", "traint bij zwemclub {} elke dag", "Bij hockeyclub {} kent zij niemand."),
    "handle": (
        "Het account heet @{}.",
        "op snap heet hij {}",
        "Zij wordt uitgescholden door @{}.",
        "insta: {}",
    ),
    "url": ("Het filmpje staat op {}.", "kijk op {} voor de foto", "Alles stond op {} en iedereen zag het."),
    "class": (
        "Het filmpje uit klas {} gaat rond.",
        "ruzie in {} na de les",
        "Zij zit in groep {}, net als haar nicht.",
    ),
    "vehicle": (
        "De auto heeft kenteken {}.",
        "scooter met kenteken {} stond er weer",
        "kenteken {} rijdt steeds langs",
    ),
    "place": ("Oma woont in {}.", "hij logeert in {} bij zijn tante", "Zij zijn verhuisd uit {}."),
}
BETWEEN = frozenset({"de", "van", "den", "der", "el", "al", "ter", "te"})
SYLLABLES = tuple(
    str.split(
        """
        ka ri mo sel tan vi dra nou fe li jo ber sha ze mi ra lo qui han ye wa du
        """
    )
)
FIRST_NAMES = tuple(
    str.split(
        """
        Sem Fenna Bram Jurre Tess Noor Guus Lotte Siem Veerle Mohammed Yassin Fatima Salma Ilias Nour Hamza
        Imane Emre Elif Berat Zeynep Kerem Nisa Kacper Zuzanna Jakub Oliwia Abdi Hodan Ayaan Liban Selam
        Yonas Rahel Bereket Linh Minh Thuy Jiahao Meilin Wei Oleksandr Daryna Bohdan Solomiya Jayden
        Chanelle Rivaldo Shanice Xavi Djayden Aaliyah Kwame Abena Priya Arjun Layla Omar Tariq Mila Luuk
        Roos Storm Beer Bas Fleur Sterre Lente Bo
        """
    )
)
SURNAMES = tuple(
    str.split(
        """
        Haverkamp Wolthuis Dijksma Terpstra Boersema Oosterveen Kloosterman Ruitenbeek Achahbar Bouzidi
        Lahlali Ouali Karaaslan Demirci Ozturk Nowicki Wojcik Zielinska Farah Warsame Tesfamariam
        Gebremedhin Nguyen Zhang Kovalenko Shevchuk Pinas Kromosoeto Sewnarain Mensah Sharma Haddad Mansour
        Heijblom Slotemaker Vermaas Zonneveld
        """
    )
)
MONTHS = tuple(
    str.split(
        """
        januari februari maart april mei juni juli augustus september oktober november december
        """
    )
)
NUMBERS = ("leerlingnummer", "dossiernummer", "patiëntnummer", "cliëntnummer", "zaaknummer", "ons kenmerk", "dossier")
STREETS = (
    "Merelstraat",
    "Kastanjelaan",
    "Eendenkade",
    "Wilgendreef",
    "Prinsensingel",
    "Tulpenstraat",
    "Sperwerlaan",
    "Burgemeester Vosplein",
    "Jan van Galenstraat",
    "Oude Rijnpad",
    "Zandweg",
    "Laan van Chartroise",
    "Rode Kruisstraat",
)
VILLAGES = tuple(
    str.split(
        """
        Kockengen Haastrecht Montfoort Lopik Benschop Linschoten Kamerik Zegveld Polsbroek Driebruggen
        Harmelen Schoonrewoerd Papekop Cothen Bunnik Maartensdijk Loosdrecht Vreeland
        """
    )
)
SCHOOLS = (
    "De Klimroos",
    "De Rietgors",
    "De Lindewal",
    "Het Wilgenveer",
    "De Stokroos",
    "De Zilverreiger",
    "De Krullevaar",
    "Het Kompas",
    "De Regenboog",
    "De Zandoever",
    "De Vuurvlinder",
)
CLUBS = (
    "De Meerkoet",
    "De Rietvink",
    "Waterlelie",
    "Oranjehof",
    "Veldzicht",
    "De Zwaluwen",
    "Sparta Oost",
    "Rijnkanters",
)
