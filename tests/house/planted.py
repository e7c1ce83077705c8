"""Makes identifiers of every label and plants them in sentences as professionals type them."""

from __future__ import annotations

import random
from dataclasses import dataclass

from faker import Faker

# Faker lent names to the lists as well; so half of the names here are put together from syllables instead.
LOCALES = ("nl_NL", "tr_TR", "pl_PL", "es_ES", "it_IT", "hr_HR", "ro_RO", "id_ID", "de_DE", "sv_SE", "en_NG", "yo_NG")
LABELS = (
    "person phone email id_number date address postcode school club handle url class vehicle place".split()  # noqa: SIM905
)
SENTENCES = {
    "person": (
        "Vandaag heeft {} gehuild in de pauze.",
        "gister was {} weer te laat",
        "moeder van {} belde, ze slaapt slecht",
        "Ik maak me zorgen om {}.",
        "juf {} ziet het ook in de klas",
    ),
    "phone": ("Moeder is bereikbaar op {}.", "bel vader even: {}", "tel {} na vieren"),
    "email": ("Mail naar {} graag.", "vader mailt vanaf {} elke avond"),
    "id_number": ("BSN {} stond op de brief.", "bsn is {} volgens de map"),
    "date": ("Zij is geboren op {}.", "geb. {} in het ziekenhuis"),
    "address": ("Het gezin woont op de {}.", "verhuisd naar {}, klein huis"),
    "postcode": ("De postcode is {}.", "woont bij {} in de buurt"),
    "school": ("Hij komt van obs {}.", "eerst zat hij op basisschool {}"),
    "club": ("Hij voetbalt bij vv {}.", "traint bij zwemclub {} elke dag"),
    "handle": ("Het account heet @{}.", "op snap heet hij {}"),
    "url": ("Het filmpje staat op {}.", "kijk op {} voor de foto"),
    "class": ("Het filmpje uit klas {} gaat rond.", "ruzie in {} na de les"),
    "vehicle": ("De auto heeft kenteken {}.", "scooter met kenteken {} stond er weer"),
    "place": ("Oma woont in {}.", "hij logeert in {} bij zijn tante"),
}
SYLLABLES = "ka ri mo sel tan vi dra nou fe li jo ber sha ze mi ra lo qui han ye wa du".split()  # noqa: SIM905
VILLAGES = "Kockengen Haastrecht Montfoort Lopik Benschop Linschoten Kamerik Zegveld Polsbroek Driebruggen".split()  # noqa: SIM905
SITES = ("Klimroos", "Zilverreiger", "Wilgenhoek", "Krullevaar", "Meerkoet", "Waterlelie", "Rietvink", "Zandoever")
STREETS = ("Merelstraat", "Kastanjelaan", "Eendenkade", "Wilgendreef", "Prinsensingel", "Tulpenstraat", "Sperwerlaan")


@dataclass(frozen=True)
class Plant:
    """An identifier in a sentence; no one of `words` may be left."""

    label: str
    sentence: str
    words: tuple[str, ...]


def plants(number: int, seed: int) -> list[Plant]:
    """Give `number` identifiers, as many of each label, one half typed in lower case where that is how people type."""
    chance = random.Random(seed)
    makers = [Faker(locale) for locale in LOCALES]
    for place, maker in enumerate(makers):
        maker.seed_instance(seed + place)
    made = []
    for at in range(number):
        label = LABELS[at % len(LABELS)]
        value = _value(label, chance, makers)
        sentence = chance.choice(SENTENCES[label])
        if label == "person" and sentence[0].islower():
            value = value.split()[0].lower()
        words = tuple(value.split()) if label == "person" else (value,)
        made.append(Plant(label, sentence.format(value), words))
    return made


def _value(label: str, chance: random.Random, makers: list[Faker]) -> str:
    numbers = chance.randint
    match label:
        case "person":
            if chance.random() < 0.5:
                return "".join(chance.choices(SYLLABLES, k=3)).title()
            maker = chance.choice(makers)
            return f"{maker.first_name().split()[0]} {maker.last_name().split()[-1]}"
        case "phone":
            digits = f"{numbers(10, 99)}{numbers(100000, 999999)}"
            return chance.choice((f"06-{digits}", f"06 {digits[:4]} {digits[4:]}", f"+316{digits}", f"06{digits}"))
        case "email":
            return f"{chance.choice(SYLLABLES)}.{chance.choice(SYLLABLES)}{numbers(1, 99)}@mail{numbers(1, 9)}.example"
        case "id_number":
            return bsn(chance)
        case "date":
            day, month, year = numbers(1, 28), numbers(1, 12), numbers(2008, 2019)
            return chance.choice(
                (f"{day}-{month}-{year}", f"{day:02}-{month:02}-{year}", f"{day:02}/{month:02}/{year}")
            )
        case "address":
            return f"{chance.choice(STREETS)} {numbers(1, 240)}"
        case "postcode":
            return f"{numbers(3400, 3999)} {chance.choice('ABCDEFGHJKL')}{chance.choice('KLMNPRTVWXZ')}"
        case "school" | "club":
            return f"De {chance.choice(SITES)}"
        case "handle":
            return f"{chance.choice(SYLLABLES)}{chance.choice(SYLLABLES)}_{numbers(10, 999)}"
        case "url":
            return f"https://www.{chance.choice(SYLLABLES)}{numbers(1, 99)}.example/{numbers(100, 999)}"
        case "class":
            return f"{numbers(1, 4)}{chance.choice(('hv', 'th', 'kgt', 'mh'))}{numbers(1, 5)}"
        case "vehicle":
            return f"{chance.choice('GHJK')}{chance.choice('BDFG')}-{numbers(100, 999)}-{chance.choice('KLPR')}"
        case _:
            return chance.choice(VILLAGES)


def bsn(chance: random.Random) -> str:
    """Give nine digits that pass the test of eleven."""
    while True:
        digits = [chance.randint(1, 9) for _place in range(8)]
        last = sum(digit * weight for digit, weight in zip(digits, range(9, 1, -1), strict=True)) % 11
        if last < 10:
            return "".join(map(str, [*digits, last]))
