"""What is removed, per label, and what stays: one table of examples, and what stands there instead."""

from __future__ import annotations

import pytest

from kernpartner.privacy.deidentify import DistrictLists, clean

REMOVED = [
    ("Vandaag heeft Fenna gehuild in de pauze.", "Fenna", "person"),
    ("gister was thijmen weer te laat", "thijmen", "person"),
    ("Daans moeder belde.", "Daans", "person"),
    ("daan z'n vader werkt nachten", "daan", "person"),
    ("Overleg over L. en haar zusje.", "L.", "person"),
    ("Gesprek met M. de B. gehad.", "M. de B.", "person"),
    ("mw. de W. belde", "de W.", "person"),
    ("Tegen juf Anja zei ze niets.", "Anja", "person"),
    ("meneer Visser van wiskunde", "Visser", "person"),
    ("Roos heeft buikpijn.", "Roos", "person"),
    ("Storm wil niet meer naar school.", "Storm", "person"),
    ("gesprek met Yohannes Tesfay en zijn moeder", "Yohannes Tesfay", "person"),
    ("Khadija el Idrissi komt niet.", "Khadija el Idrissi", "person"),
    ("Ajala Aderibigbe zit veel alleen.", "Ajala Aderibigbe", "person"),
    ("Mevrouw Öztürk-Yılmaz spreekt Turks.", "Öztürk-Yılmaz", "person"),
    ("zorgen over xinyi, ze slaapt niet", "xinyi", "person"),
    ("Aleksander Nowak is ziek.", "Aleksander Nowak", "person"),
    ("bel 06-12345678 even", "06-12345678", "phone"),
    ("tel +31 6 12 34 56 78", "+31 6 12 34 56 78", "phone"),
    ("te bereiken op (030) 123 45 67", "(030) 123 45 67", "phone"),
    (
        "nul zes twaalf vierendertig zesenvijftig achtenzeventig",
        "nul zes twaalf vierendertig zesenvijftig achtenzeventig",
        "phone",
    ),
    ("mail naar l.jansen@school.example graag", "l.jansen@school.example", "email"),
    ("mail: papa(at)thuis.example", "papa(at)thuis.example", "email"),
    ("stuur naar leerling.zorg@brugklas.example", "leerling.zorg@brugklas.example", "email"),
    ("leerling 06-12345678 bellen", "06-12345678", "phone"),
    ("BSN 123456782 staat erin", "123456782", "id_number"),
    ("lln 70418 komt terug", "70418", "id_number"),
    ("zie dossier ZK-2025-1188", "ZK-2025-1188", "id_number"),
    ("op de brief staat dossier 2024-2020", "2024-2020", "id_number"),
    ("geb. 14-06-2013 in het ziekenhuis", "14-06-2013", "date"),
    ("Vader is op 28 oktober overleden.", "28 oktober", "date"),
    ("woont Kastanjelaan 14b met oma", "Kastanjelaan 14b", "address"),
    ("postcode 3451 BH is onze wijk", "3451 BH", "postcode"),
    ("De postcode is 3932 al.", "3932 al", "postcode"),
    ("woont bij 3793 bv in de buurt", "3793 bv", "postcode"),
    ("komt van obs De Zevensprong en mist die", "obs De Zevensprong", "school"),
    ("zijn broer zit op het Rijnvliet College", "Rijnvliet College", "school"),
    ("voetbalt bij vv Rijnvogels", "vv Rijnvogels", "club"),
    ("zit in de JO12-1 van de club", "JO12-1", "club"),
    ("account @stille.meid_12 plaatst foto's", "@stille.meid_12", "handle"),
    ("op snap heet hij xx_nooah", "xx_nooah", "handle"),
    ("op snap heet hij fe.dra62", "fe.dra62", "handle"),
    ("foto op https://roddel.example/p/1 gezet", "https://roddel.example/p/1", "url"),
    ("filmpje uit 2hv4 gaat rond", "2hv4", "class"),
    ("hij zit in 8A", "8A", "class"),
    ("kenteken GB-123-K genoteerd", "GB-123-K", "vehicle"),
    ("oma woont in Kockengen", "Kockengen", "place"),
    ("hangt rond bij snackbar De Vork", "snackbar De Vork", "place"),
    ("Mei en Fenna zijn vriendinnen", "Mei", "person"),
    ("de kinderen van gezin de ridder doen mee", "ridder", "person"),
    ("mentor k. de vos ziet het ook", "k. de vos", "person"),
    ("ll b uit groep 8 slaapt weinig", "b", "person"),
    ("de jongen van slager heeft het weer gedaan", "slager", "person"),
    ("fenna k en thijmen b gamen samen", "fenna k", "person"),
    ("19-11 is er een filmpje gemaakt", "19-11", "date"),
    ("in de nacht van 3 op 4 maart is hij weggelopen", "3 op 4 maart", "date"),
    ("zaaknummer Q-2025-44871 is binnen", "Q-2025-44871", "id_number"),
    ("uit 4t zijn er drie blijven zitten", "4t", "class"),
    ("woont op de piet van lindenlaan 7a", "piet van lindenlaan 7a", "address"),
    ("komt van de sterrenschool", "sterrenschool", "school"),
    ("overgestapt van het bonifatius", "het bonifatius", "school"),
    ("is overgestapt van de ronde tafel en mist zijn juf", "de ronde tafel", "school"),
    ("ik noem haar even k, ze is bang", " k,", "person"),
    ("speelt bij vv houten boys in de jeugd", "vv houten boys", "club"),
    ("cbs de stille vijver belde", "cbs de stille vijver", "school"),
    ("voetbalvereniging boomveen zoekt haar", "voetbalvereniging boomveen", "club"),
    ("turnt bij de springveren", "de springveren", "club"),
    ("zit bij balletstudio pirouetta", "balletstudio pirouetta", "club"),
    ("staat bij de albert heijn op de kerkstraat", "albert heijn op de kerkstraat", "place"),
    ("gefilmd in het wilgenpark bij de skatebaan", "wilgenpark bij de skatebaan", "place"),
    ("werkt bij bakkerij van maurik", "bakkerij van maurik", "place"),
]
STAYS = [
    "In het dossier 2024-2025 staat dat het goed gaat.",
    "JoU, SportUtrecht, KOOS, DOCK, Cultuur19 en NIZU denken mee; JGZ en SWV ook.",
    "Veilig Thuis, Halt en de wijkagent zijn gebeld.",
    "Kijkt TikTok en Snapchat, speelt Fortnite op de PlayStation.",
    "Spreekt Turks, Arabisch en Nederlands; vader komt uit Polen.",
    "Woont in Utrecht, vader in Amsterdam, school in De Meern.",
    "Groep 7 en klas 2 doen mee, 3 havo niet.",
    "Haalt een 6,5 en een 8; de score was 533.",
    "Het kost 3.120 euro, en nog 12000 euro schuld.",
    "Adviesgesprek staat gepland op 14 februari.",
    "De toets is op 5 februari.",
    "Storm in een glas water, en in de lente is het over.",
    "ik hoop dat het helpt, max een uur per dag",
    "Het schooljaar 2024-2025 begon met een invaller.",
    "Rekenen M7 een IV, spelling een V.",
    "Moeder is bakker en vader timmerman.",
    "mdr en vdr zijn het niet eens, ll wil vlgs mij rust",
    "Tussen 1 oktober en 1 november hebben we alle groepen bezocht.",
    "Veel stress door de SE-week en het PTA-cijfer.",
    "Ze leren Frans, Duits en Engels, in mei en juni.",
    "zijn youtubekanaal is populair en hij huilt bij elke 8",
    "moeder wil stoppen, hij wil verder met voetbal",
    "na de zomer naar de havo of de mavo, de eerste week was zwaar",
    "een leerling (2e jaars) is moe",
    "is overgestapt van de parallelklas naar het mbo",
    "de overgang van de basisschool naar de brugklas is groot",
    "de basisschool, de zwemschool en de sportschool in de wijk doen mee",
]


@pytest.mark.parametrize(("text", "words", "label"), REMOVED)
def test_what_identifies_is_found_with_its_label(text: str, words: str, label: str) -> None:
    cleaned = clean(text)
    start = text.index(words)
    covered = {at for one in cleaned.findings for at in range(one.start, one.end)}
    assert all(at in covered for at in range(start, start + len(words)) if text[at].isalnum())
    assert label in {one.label for one in cleaned.findings if one.start < start + len(words) and start < one.end}
    assert words not in cleaned.text


@pytest.mark.parametrize("text", STAYS)
def test_what_does_not_identify_stays_as_it_is(text: str) -> None:
    assert clean(text).text == text


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("Fenna huilt elke dag.", "De leerling huilt elke dag."),
        ("Fenna en Thijmen hebben ruzie, Fenna huilt.", "Leerling 1 en leerling 2 hebben ruzie, leerling 1 huilt."),
        ("Daans moeder belde over Daan.", "Diens moeder belde over de leerling."),
        ("Tegen juf Anja zei ze niets.", "Tegen juf X zei ze niets."),
        ("Gesprek met mw. de W. gehad.", "Gesprek met mw. X gehad."),
        ("Vader is op 28 oktober overleden.", "Vader is op een dag eind oktober overleden."),
        ("Hij zit in 8A.", "Hij zit in groep 8."),
        ("Hij zit in klas 3b.", "Hij zit in klas 3."),
        ("Filmpje uit 2hv4 gaat rond.", "Filmpje uit klas 2 gaat rond."),
        ("Zij traint bij zwemclub De Otter.", "Zij traint bij een zwemclub."),
        ("Hij komt van obs De Zevensprong.", "Hij komt van een school in de wijk."),
        ("Vader (06-12345678) werd boos.", "Vader (telefoonnummer) werd boos."),
    ],
)
def test_what_comes_instead_reads_naturally_and_keeps_who_is_who(text: str, becomes: str) -> None:
    assert clean(text).text == becomes


def test_a_name_is_removed_in_whatever_way_it_is_typed() -> None:
    for typed in ("FENNA", "F\u200benna", "Fe\u0301nna", "Fеnna", "Ｆｅｎｎａ"):
        text = f"Ik maak me zorgen om {typed}, ze slaapt niet."
        assert typed not in clean(text).text, typed


def test_a_districts_own_names_are_found_with_a_slip_and_in_lower_case() -> None:
    lists = DistrictLists(
        schools=("Basisschool De Bron", "Het Kompas"),
        clubs=("vv Oranjehof",),
        streets=("Smalle Einde",),
        professionals=("Hilke Zeldenrust",),
    )
    cases = [
        ("hij zit op de bron in groep 5", "bron", "school"),
        ("bij oranjehoff traint hij", "oranjehoff", "club"),
        ("woont smalle einde 3", "smalle einde 3", "address"),
        ("hilke belde terug", "hilke", "person"),
        ("gemaild met zeldenrust", "zeldenrust", "person"),
    ]
    for text, words, label in cases:
        found = {text[one.start : one.end]: one.label for one in clean(text, lists).findings}
        assert any(words in span and label == given for span, given in found.items()), (text, found)
    assert clean("de bron van alle ruzie is geld", lists).text == "de bron van alle ruzie is geld"


def test_what_a_person_says_is_no_name_stays_and_what_was_missed_goes() -> None:
    assert clean("Vandaag kwam Fenna.", DistrictLists(allowed=frozenset({"fenna"}))).text == "Vandaag kwam Fenna."
    text = "De blauwe brommer stond er weer."
    start = text.index("blauwe brommer")
    cleaned = clean(text, remove=[(start, start + len("blauwe brommer"))])
    assert "brommer" not in cleaned.text
    assert clean(cleaned.text).text == cleaned.text
