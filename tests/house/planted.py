"""Makes identifiers of every label and plants them in sentences as professionals type them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from faker import Faker

from tests.house import planted_words as words

# Faker lent names to the engine's lists as well; so a third of the names comes from here, a third was written down by
# hand, and a third is put together from syllables and in no list at all.
LOCALES = ("nl_NL", "tr_TR", "pl_PL", "es_ES", "it_IT", "hr_HR", "ro_RO", "id_ID", "de_DE", "sv_SE", "en_NG", "yo_NG")
LABELS = tuple(
    str.split("person phone email id_number date address postcode school club handle url class vehicle place")
)


@dataclass(frozen=True)
class Plant:
    """An identifier in a sentence; no one of `words` may be left."""

    label: str
    sentence: str
    words: tuple[str, ...]


def plants(number: int, seed: int) -> list[Plant]:
    """Give `number` identifiers, as many of each label; a sentence in lower case has its name in lower case too."""
    chance = random.Random(seed)
    makers = [Faker(locale) for locale in LOCALES]
    for place, maker in enumerate(makers):
        maker.seed_instance(seed + place)
    made = []
    for at in range(number):
        label = LABELS[at % len(LABELS)]
        sentence = chance.choice(words.SENTENCES[label])
        value = _person(chance, makers) if label == "person" else _MAKERS[label](chance)
        if label in {"person", "school", "club", "place"} and sentence[0].islower():
            value = value.lower()
        if label == "person" and sentence[0].islower():
            value = value.split()[0]
        made.append(Plant(label, sentence.format(value), _parts(label, value)))
    return made


def bsn(chance: random.Random) -> str:
    """Give nine digits that pass the test of eleven."""
    while True:
        digits = [chance.randint(1, 9) for _place in range(8)]
        last = sum(digit * weight for digit, weight in zip(digits, range(9, 1, -1), strict=True)) % 11
        if last < 10:
            return "".join(map(str, [*digits, last]))


def iban(chance: random.Random) -> str:
    """Give a Dutch account number whose check digits are right."""
    account = f"{chance.choice(('INGB', 'RABO', 'ABNA', 'TRIO'))}{_digits(chance, 10)}"
    as_number = "".join(str(int(char, 36)) for char in f"{account}NL00")
    return f"NL{98 - int(as_number) % 97:02}{account}"


def _parts(label: str, value: str) -> tuple[str, ...]:
    if label == "person":
        return tuple(part for part in value.split() if part.lower() not in words.BETWEEN)
    if label in {"school", "club"}:
        # "de" and "het" say nothing; what the school is called does.
        return (value.removeprefix("De ").removeprefix("de ").removeprefix("Het ").removeprefix("het "),)
    return (value,)


def _person(chance: random.Random, makers: list[Faker]) -> str:
    kind = chance.randrange(3)
    if kind == 0:
        return "".join(chance.choices(words.SYLLABLES, k=3)).title()
    if kind == 1:
        maker = chance.choice(makers)
        return f"{maker.first_name().split()[0]} {maker.last_name().split()[-1]}"
    return f"{chance.choice(words.FIRST_NAMES)} {chance.choice(words.SURNAMES)}"


def _phone(chance: random.Random) -> str:
    eight, seven = f"{chance.randint(1, 6)}{_digits(chance, 7)}", f"{chance.randint(2, 8)}{_digits(chance, 6)}"
    pairs = " ".join(eight[at : at + 2] for at in range(0, 8, 2))
    area = chance.choice(("030", "020", "0346", "0348"))
    own = seven[: 10 - len(area)]
    return chance.choice(
        (
            *(
                f"06-{eight}",
                f"06{eight}",
                f"06 {pairs}",
                f"06 {eight[:4]} {eight[4:]}",
                f"06.{pairs.replace(' ', '.')}",
            ),
            *(
                f"+316{eight}",
                f"+31 6 {eight}",
                f"+31 (0)6 {pairs}",
                f"0031 6 {eight[:4]} {eight[4:]}",
                f"06 - {eight}",
            ),
            *(f"{area}-{own}", f"({area}) {own[:3]} {own[3:]}", f"{area} {own}", f"+31 {area[1:]} {own}"),
        )
    )


def _id_number(chance: random.Random) -> str:
    kind = chance.randrange(4)
    if kind == 0:
        made = iban(chance)
        return " ".join(made[at : at + 4] for at in range(0, 18, 4)) if chance.random() < 0.5 else made
    if kind == 1:
        number = bsn(chance)
        return chance.choice(
            (number, f"{number[:3]} {number[3:6]} {number[6:]}", f"{number[:4]}.{number[4:6]}.{number[6:]}")
        )
    number = chance.choice((_digits(chance, 6), f"2024-{_digits(chance, 4)}", _digits(chance, 8)))
    return f"{chance.choice(words.NUMBERS)} {number}"


def _date(chance: random.Random) -> str:
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(2008, 2019)
    name = words.MONTHS[month - 1]
    return chance.choice(
        (
            *(f"{day}-{month}-{year}", f"{day:02}-{month:02}-{year}", f"{day:02}/{month:02}/{year}"),
            *(f"{day}.{month}.{year}", f"{year}-{month:02}-{day:02}", f"{day}-{month}-'{year % 100:02}"),
            *(f"{day} {name} {year}", f"{day} {name[:3]} {year}", f"{day}/{month}/{year % 100:02}"),
        )
    )


def _address(chance: random.Random) -> str:
    extra = chance.choice(("", "", "", "a", "-2", " bis", " huis", "-III"))
    return f"{chance.choice(words.STREETS)} {chance.randint(1, 240)}{extra}"


def _postcode(chance: random.Random) -> str:
    letters = chance.choice("ABCDEFGHJKL") + chance.choice("KLMNPRTVWXZ")
    return f"{chance.randint(3400, 3999)}{chance.choice((' ', '', ' '))}{chance.choice((letters, letters.lower()))}"


def _class(chance: random.Random) -> str:
    """Give a code that names one class; a year with a level (`4 vwo`) names a hundred children and may stay."""
    level, year = chance.choice(("hv", "th", "kgt", "mh", "vwo", "bk", "havo", "gl")), chance.randint(1, 6)
    letter = chance.choice("abcd")
    return chance.choice(
        (f"{year}{level}{chance.randint(1, 5)}", f"{year}{letter}", f"{chance.choice('hvmtg')}{year}{letter}")
    )


def _vehicle(chance: random.Random) -> str:
    """Give a number plate by one of the series that are on the road."""
    shape = chance.choice(("xx-999-x", "99-xx-xx", "x-999-xx", "9-xxx-99", "99-xxx-9", "xx-99-xx", "xxx-99-x"))
    made = "".join(
        chance.choice("GHJKLNPRSTXZ") if char == "x" else str(chance.randint(1, 9)) if char == "9" else char
        for char in shape
    )
    return chance.choice((made, made.lower(), made.replace("-", " ")))


def _handle(chance: random.Random) -> str:
    one, other = chance.choice(words.SYLLABLES), chance.choice(words.SYLLABLES)
    return chance.choice(
        (f"{one}{other}_{chance.randint(10, 999)}", f"{one}.{other}{chance.randint(1, 99)}", f"x_{one}_{other}")
    )


def _url(chance: random.Random) -> str:
    who = chance.choice(words.SYLLABLES) + chance.choice(words.SYLLABLES)
    site = f"{who}{chance.randint(1, 99)}"
    return chance.choice(
        (
            *(f"https://www.{site}.example/{_digits(chance, 3)}", f"www.{site}.nl", f"{site}.nl/foto"),
            *(f"http://{site}.com", f"instagram.com/{who}_{_digits(chance, 2)}", f"tiktok.com/@{site}"),
        )
    )


def _email(chance: random.Random) -> str:
    one, other = chance.choice(words.SYLLABLES), chance.choice(words.SYLLABLES)
    site = chance.choice(("gmail.com", "hotmail.nl", "ziggo.nl", f"mail{chance.randint(1, 9)}.example"))
    return chance.choice(
        (f"{one}.{other}{chance.randint(1, 99)}@{site}", f"{one}_{other}@{site}", f"{one}{other}@{site}")
    )


def _digits(chance: random.Random, number: int) -> str:
    return "".join(chance.choices("0123456789", k=number))


_MAKERS: dict[str, Callable[[random.Random], str]] = {
    "phone": _phone,
    "email": _email,
    "id_number": _id_number,
    "date": _date,
    "address": _address,
    "postcode": _postcode,
    "school": lambda chance: chance.choice(words.SCHOOLS),
    "club": lambda chance: chance.choice(words.CLUBS),
    "handle": _handle,
    "url": _url,
    "class": _class,
    "vehicle": _vehicle,
    "place": lambda chance: chance.choice(words.VILLAGES),
}
