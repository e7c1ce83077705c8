"""Decides which words are the name of a school, a club, a street, a spot or a village, and which found name is which."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from kernpartner.privacy.deidentify import lists
from kernpartner.privacy.deidentify.lexicon import Lexicon
from kernpartner.privacy.deidentify.shapes import Span
from kernpartner.privacy.deidentify.tokens import Token

_ARTICLES = frozenset({"de", "het", "'t", "t", "'s", "den"})
# Cues that are part of the name itself ("obs De Klimop"), against cues that are ordinary words ("school De Klimop").
_SCHOOL_SHORT = frozenset(
    [
        "bs",
        "obs",
        "cbs",
        "rkbs",
        "kbs",
        "pcbs",
        "rkb",
        "pcb",
        "odbs",
        "nbs",
        "ibs",
        "gbs",
        "ikc",
        "kc",
        "sbo",
        "vso",
        "sg",
        "csg",
        "rsg",
        "osg",
        "ssg",
        "lyceum",
        "college",
        "gymnasium",
    ]
)
_SCHOOL_KIND = frozenset(
    [
        "school",
        "basisschool",
        "bassisschool",
        "basischool",
        "kindcentrum",
        "daltonschool",
        "montessorischool",
        "jenaplanschool",
        "scholengemeenschap",
        "praktijkschool",
        "kinderopvang",
        "kdv",
        "bso",
    ]
)
_SCHOOL_SURE = frozenset(
    [
        "obs",
        "cbs",
        "rkbs",
        "kbs",
        "pcbs",
        "rkb",
        "pcb",
        "odbs",
        "ikc",
        "ibs",
        "basisschool",
        "bassisschool",
        "basischool",
        "sbo",
        "vso",
    ]
)
_CLUB_DOUBTFUL = frozenset(["tv", "bv", "hv", "bc", "kv", "sc", "tc"])
_CLUB_SHORT = frozenset(
    [
        "vv",
        "sv",
        "sc",
        "fc",
        "rkvv",
        "rksv",
        "cvv",
        "svv",
        "usv",
        "ssv",
        "hvv",
        "vvv",
        "hc",
        "mhc",
        "shc",
        "bhc",
        "hv",
        "bv",
        "bc",
        "bbv",
        "tc",
        "ltc",
        "tv",
        "tpc",
        "kv",
        "ckv",
        "zpc",
        "zvv",
    ]
)
_ENDS_SCHOOL = ("college", "lyceum", "gymnasium", "mavo")
_ORDINARY_COLLEGE = frozenset(
    [
        "hoorcollege",
        "hoorcolleges",
        "werkcollege",
        "werkcolleges",
        "college",
        "colleges",
        "instapcollege",
        "gastcollege",
    ]
)
_MOVES = frozenset(["op", "naar", "van", "bij", "vanaf", "tussen", "met", "en", "door", "uit"])
_AT_SCHOOL = frozenset(
    [
        "zit",
        "zat",
        "gaat",
        "ging",
        "komt",
        "kwam",
        "zitten",
        "gaan",
        "komen",
        "overstap",
        "overgestapt",
        "broer",
        "broertje",
        "zus",
        "zusje",
        "juf",
        "meester",
        "leerling",
        "leerlingen",
        "ll",
        "lln",
        "groep",
        "klas",
        "ib'er",
        "mentor",
        "directeur",
        "school",
        "overdracht",
        "aangemeld",
        "aanmelding",
        "geplaatst",
        "plaatsing",
        "wisseling",
        "wissel",
        "weg",
        "kinderen",
        "team",
        "collega",
        "ouders",
        "gestart",
        "begonnen",
        "open",
        "advies",
        "eerste",
    ]
)
_STREETLESS = frozenset(["hof", "park", "plein", "weg"])


@lru_cache(maxsize=1)
def _cue_words() -> dict[str, frozenset[str]]:
    names = ("club_cues", "spot_cues", "sport_verbs", "street_ends", "common_street_words")
    return {name: lists.words_of("words", name) for name in names} | {"named": lists.words_of("school_names")}


class Sites:
    """Where one text names schools, clubs, streets and spots; reads what the name rules found."""

    def __init__(self, tokens: list[Token], chances: list[float], lexicon: Lexicon, named: list[bool]) -> None:
        self.tokens = tokens
        self.chances = chances
        self.lexicon = lexicon
        self.named = named
        self.cues = _cue_words()

    def find(self) -> Iterator[Span]:
        """Give the spans of schools, clubs, addresses and spots that a cue word or their form gives away."""
        for index, token in enumerate(self.tokens):
            if token.taken or (not token.is_word and token.shape != "mix"):
                continue
            yield from self._school(index, token)
            yield from self._club(index, token)
            yield from self._spot(index, token)
            yield from self._street(index, token)
            yield from self._with_article(index, token)
            yield from self._lower_school(index, token)

    def _school(self, index: int, token: Token) -> Iterator[Span]:
        if token.low in _SCHOOL_SHORT | _SCHOOL_KIND:
            end = self._name_after(index, needs_article=token.low in _SCHOOL_KIND)
            if end:
                first = index if token.low != "school" or (token.shape == "Cap" and not token.opens) else index + 1
                yield self._span(first, end, "school")
        if (
            token.low in _ENDS_SCHOOL
            and index
            and self._can_name(index - 1)
            and (self.tokens[index - 1].shape != "low" or self.chances[index - 1] >= 0.25)
        ):
            first = index - 1
            while (
                first
                and self._can_name(first - 1)
                and self.tokens[first - 1].shape in {"Cap", "UP"}
                and not self.tokens[first - 1].opens
            ):
                first -= 1
            yield self._span(first - (self._low(first - 1) in _ARTICLES), index, "school")
        for end in ("college", "lyceum", "gymnasium"):
            if token.low.endswith(end) and len(token.low) > len(end) + 2 and token.low not in _ORDINARY_COLLEGE:
                yield self._span(index, index, "school")

    def _club(self, index: int, token: Token) -> Iterator[Span]:
        if token.low in self.cues["club_cues"]:
            end = self._name_after(index, needs_article=token.low not in _CLUB_SHORT)
            if end:
                short = (
                    token.low in _CLUB_SHORT
                    or "club" in token.low
                    or "vereniging" in token.low
                    or token.low in {"manege", "scouting"}
                    or token.shape == "Cap"
                )
                yield self._span(index if short else index + 1, end, "club")
        if self._is_year_mark(index + 1) and token.shape in {"Cap", "UP"} and not token.stays:
            first = index
            while (
                first
                and self.tokens[first - 1].shape in {"Cap", "UP"}
                and self.tokens[first - 1].kind != "-"
                and not self.tokens[first - 1].opens
            ):
                first -= 1
            last = index + 2 if self._text(index + 1) == "'" else index + 1
            yield self._span(first, last, "club")
        if token.low in {"bij", "van", "voor"} and index and self._near_sport(index):
            at = index + 1 + (self._low(index + 1) in _ARTICLES)
            if (
                self._can_name(at)
                and not self._is_person_like(at)
                and (
                    (self.tokens[at].shape != "low" and (self.named[at] or self.tokens[at].shape == "UP"))
                    or (self.tokens[at].kind in "UCMZ" and token.low == "bij")
                )
            ):
                last = at
                while (
                    self._can_name(last + 1)
                    and self.tokens[last + 1].shape in {"Cap", "UP"}
                    and not self.tokens[last + 1].opens
                ):
                    last += 1
                if self._is_year_mark(last + 1):
                    last += 2
                yield self._span(index + 1, last, "club")

    def _spot(self, index: int, token: Token) -> Iterator[Span]:
        if token.low not in self.cues["spot_cues"] or token.stays:
            return
        end = self._name_after(index, needs_article=True)
        if end:
            yield self._span(index, end, "place")
            return
        if (
            self._low(index + 1) in {"aan", "in", "bij", "op"}
            and self._low(index + 2) in _ARTICLES
            and self._is_street(index + 3)
        ):
            yield self._span(index, index + 3, "place")

    def _street(self, index: int, token: Token) -> Iterator[Span]:
        number = self._house_number(index + 1)
        street = self._is_street(index)
        cued = any(
            self._low(at) in {"adres", "woont", "wonend", "woonadres", "huisbezoek", "wonen", "straat"}
            for at in range(max(0, index - 4), index)
        )
        bare = (
            token.kind in "UCk"
            and token.low not in self.lexicon.usual
            and self._text(number + 1) in {",", ".", ")", ";", "\n", ""}
            and (token.opens or cued or self._low(index - 1) in {"op", "aan", "van"})
        )
        if (
            number
            and not token.stays
            and (
                street
                or bare
                or (
                    token.shape == "Cap"
                    and (cued or self._postcode_follows(number))
                    and token.low not in {"groep", "klas", "lokaal", "nummer", "les", "blok", "kamer"}
                )
            )
        ):
            first = self._street_start(index)
            yield self._span(first, number, "address")
        elif street:
            yield self._span(self._street_start(index), index, "place")

    def _street_start(self, index: int) -> int:
        first = index
        while (
            first
            and self.tokens[first - 1].shape in {"Cap", "A"}
            and not self.tokens[first - 1].opens
            and not self.tokens[first - 1].stays
            and not self.tokens[first - 1].taken
        ):
            first -= 1
        if (
            first >= 1
            and self._low(first - 1) in {"van", "de", "der", "den"}
            and first >= 2
            and self.tokens[first - 2].shape == "Cap"
            and not self.tokens[first - 2].opens
        ):
            first -= 2
        return first

    def _house_number(self, index: int) -> int:
        """Give the index of the last token of a house number at `index` ("22", "9bis", "61-3", "14 a"), or 0."""
        if index >= len(self.tokens) or self.tokens[index].shape not in {"num", "mix"} or self.tokens[index].taken:
            return 0
        number = self.tokens[index].text
        if (
            not number[0].isdigit()
            or len([char for char in number if char.isdigit()]) > 5
            or any(char in ".,:/" for char in number)
        ):
            return 0
        after = index + 1
        if (
            self._text(after) in {"-", "/"}
            and after + 1 < len(self.tokens)
            and len(self._text(after + 1)) <= 5
            and self.tokens[after + 1].start == self.tokens[after].end
        ):
            return after + 1
        if after < len(self.tokens) and (
            self.tokens[after].low in {"bis", "hs", "huis", "zwart", "rood"}
            or (
                self.tokens[after].shape in {"A", "a"}
                and self._text(after + 1) in {",", ".", "", ")", "\n"}
                and self.tokens[after].low in "abcdef"
            )
        ):
            return after
        return index

    def _postcode_follows(self, index: int) -> bool:
        return any(
            self.tokens[at].taken and self.tokens[at].text[:4].isdigit()
            for at in range(index + 1, min(index + 3, len(self.tokens)))
        )

    def _is_street(self, index: int) -> bool:
        """Say whether a word is formed like a street and is no ordinary noun."""
        if not 0 <= index < len(self.tokens):
            return False
        token = self.tokens[index]
        if token.stays or token.taken or not token.is_word or token.low in self.cues["common_street_words"]:
            return False
        ends = [end for end in self.cues["street_ends"] if token.low.endswith(end) and len(token.low) > len(end) + 2]
        if not ends:
            return (
                token.low in self.cues["street_ends"]
                and token.shape == "Cap"
                and index > 0
                and self.tokens[index - 1].shape == "Cap"
                and not self.tokens[index - 1].stays
                and not token.opens
            )
        sure = any(end in {"straat", "laan", "dreef", "kade", "gracht", "singel", "steeg", "plantsoen"} for end in ends)
        if token.shape == "Cap" and not token.opens:
            return token.kind not in "KFL" or sure
        number = self._house_number(index + 1)
        if number:
            return sure or token.kind in "UCT" or token.low.endswith(("weg", "pad", "hof", "plein", "dijk", "akker"))
        placed = (
            self._low(index - 1) in {"de", "het"} and self._low(index - 2) in {"in", "aan", "uit", "op", "van", "bij"}
        ) or self._low(index - 1) in {"in", "aan", "op"}
        return (
            placed
            and sure
            and (token.kind in "UCT" or (token.low not in self.lexicon.words and token.low not in self.lexicon.usual))
        )

    def _with_article(self, index: int, token: Token) -> Iterator[Span]:
        """Take "De Klimboom" inside a sentence, or "op het Ganzenwei", for a school (or a club, or a spot)."""
        if token.low not in _ARTICLES or (token.opens and token.shape != "low"):
            return
        at = index + 1
        if not self._can_name(at) or self.tokens[at].shape not in {"Cap", "UP"} or self.tokens[at].opens:
            return
        if token.shape == "low" and not self.named[at]:
            return
        name = self.tokens[at]
        if (name.kind in "FL" and token.shape == "low" and token.low == "de") or (
            name.shape == "UP" and token.shape == "low"
        ):
            return
        if index and (
            self.named[index - 1]
            or (self.tokens[index - 1].shape == "Cap" and token.shape == "low" and self.named[index - 1])
        ):
            return
        if (
            name.kind in "Kkc"
            and token.shape == "low"
            and name.low not in self.cues["named"]
            and self.chances[at] < 0.5
        ):
            return
        last = at
        while self._can_name(last + 1) and self.tokens[last + 1].shape == "Cap" and not self.tokens[last + 1].opens:
            last += 1
        label = self.place_label(index)
        yield self._span(index, last, "school" if label == "person" else label)

    def _lower_school(self, index: int, token: Token) -> Iterator[Span]:
        """Take "zit op de regenboog" for a school: an article, a word that schools are named after, and a move or a stay."""
        if token.shape != "low" or token.stays or not (token.low in self.cues["named"] or token.kind in "UCT"):
            return
        article = index - 1
        if self._low(article) not in _ARTICLES or self._low(article - 1) not in {"op", "naar", "van", "bij", "vanaf"}:
            return
        near = {self._low(at) for at in range(max(0, article - 6), min(len(self.tokens), index + 3))}
        rare = token.low not in self.lexicon.common and token.low in self.cues["named"]
        if (
            (near & _AT_SCHOOL or any(word.endswith("coördinator") for word in near))
            and self.chances[index] >= (0.01 if rare else 0.12)
            and not self._near_sport(article - 1)
        ):
            yield self._span(article, index, "school")

    def place_label(self, index: int) -> str:
        """Say what a name that begins at `index` is of, from the words in front of it: school, club, place or person."""
        before = [self._low(at) for at in range(max(0, index - 6), index)]
        previous = before[-1] if before else ""
        second = before[-2] if len(before) > 1 else ""
        if previous in _ARTICLES:
            previous, second = second, before[-3] if len(before) > 2 else ""
        if previous in _SCHOOL_SHORT | _SCHOOL_KIND:
            return "school"
        if previous in self.cues["club_cues"]:
            return "club"
        if previous in self.cues["spot_cues"]:
            return "place"
        if previous in {"bij", "van", "voor"} and self._near_sport(index - 1):
            return "club"
        return "person"

    def label_of_name(self, first: int, last: int) -> str:
        """Say what the name in the tokens first..last is of."""
        label = self.place_label(first)
        token = self.tokens[first]
        if label != "person" and not (token.kind in "F" and label == "club"):
            return label
        if self._low(last + 1) in _ENDS_SCHOOL:
            return "school"
        previous, article = self._low(first - 1), self._low(first - 1) in _ARTICLES
        if all(
            self.tokens[at].kind == "Z" or (at > first and self.tokens[at].low in self.lexicon.places)
            for at in range(first, last + 1)
        ):
            return "place"
        if not self._is_person_like(first) and last == first:
            if previous in {"in", "uit", "te"} or (previous == "naar" and token.kind in "ZC" and token.shape == "Cap"):
                return "place"
            if previous == "op" or (article and self._low(first - 2) in {"op", "naar"}):
                return "school"
        return "person"

    def _is_person_like(self, index: int) -> bool:
        return self.tokens[index].kind in "FfLl" or self.tokens[index].shape in {"A", "a"}

    def _near_sport(self, index: int) -> bool:
        words = [self._low(at) for at in range(max(0, index - 6), min(len(self.tokens), index + 1))]
        return any(
            word in self.cues["sport_verbs"]
            or word.endswith(("training", "voetbal", "hockey", "club", "trainer", "selectie"))
            for word in words
        )

    def _name_after(self, index: int, *, needs_article: bool) -> int:
        """Give the index of the last word of a name that follows a cue, or 0."""
        at = index + 1
        if self._text(at) == "." and at + 1 < len(self.tokens):
            at += 1
        article = self._low(at) in _ARTICLES
        if article:
            at += 1
        club = self.tokens[index].low in _CLUB_SHORT
        if not self._can_name(at, stays=club) or (at < len(self.tokens) and self.tokens[at].opens):
            return 0
        token = self.tokens[at]
        capital = token.shape in {"Cap", "UP", "mix"} and token.low not in self.cues["spot_cues"]
        lower = token.shape == "low" and (
            (token.kind in "UCMZ" and self.chances[at] >= 0.1)
            or (
                article
                and token.low in self.cues["named"]
                and self._low(index - 1) not in {"de", "het", "een", "deze", "onze"}
            )
            or ((not needs_article or article) and self.chances[at] >= 0.35)
            or (
                club
                and token.low not in self.lexicon.everyday
                and (article or self.tokens[index].low not in _CLUB_DOUBTFUL)
            )
            or (self.tokens[index].low in _SCHOOL_SURE and (article or token.low not in self.lexicon.everyday))
        )
        if needs_article and not article and token.kind == "F" and not capital:
            return 0
        if not capital and not lower:
            return 0
        last = at
        while self._can_name(last + 1, stays=club) and self._goes_on(last + 1, capital, club):
            last += 1
        if self._is_year_mark(last + 1):
            last += 2 if self._text(last + 1) == "'" else 1
        return last

    def _goes_on(self, index: int, capital: bool, club: bool) -> bool:
        token = self.tokens[index]
        if token.opens:
            return False
        if token.shape in {"Cap", "UP"}:
            return True
        return (
            club
            and not capital
            and token.kind in "UCMZYl"
            and token.low not in self.lexicon.everyday
            and token.low not in {"in", "de"}
        )

    def _is_year_mark(self, index: int) -> bool:
        """Say whether a year such as '82 stands here, as clubs carry it."""
        return (
            self._text(index) == "'"
            and len(self._text(index + 1)) == 2
            and self._text(index + 1).isdigit()
            and self.tokens[index + 1].start == self.tokens[index].end
        )

    def _can_name(self, index: int, *, stays: bool = False) -> bool:
        return (
            0 <= index < len(self.tokens)
            and (self.tokens[index].is_word or self.tokens[index].shape == "mix")
            and (stays or not self.tokens[index].stays)
            and not self.tokens[index].taken
            and self.tokens[index].low not in _ARTICLES
        )

    def _low(self, index: int) -> str:
        return self.tokens[index].low if 0 <= index < len(self.tokens) else ""

    def _text(self, index: int) -> str:
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""

    def _span(self, first: int, last: int, label: str) -> Span:
        return Span(self.tokens[first].start, self.tokens[last].end, label)
