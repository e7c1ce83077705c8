"""Decides what stands in the place of what was removed: words that read well and keep who is who."""

from __future__ import annotations

import re
from collections.abc import Collection

from kernpartner.privacy.deidentify import dates, lexicon, lists
from kernpartner.privacy.deidentify.cast import Cast
from kernpartner.privacy.deidentify.finding import Found
from kernpartner.privacy.deidentify.placeholders import LETTERS
from kernpartner.privacy.deidentify.shapes import Finding, Span
from kernpartner.privacy.deidentify.tokens import Token

_BRACKETED = {
    "phone": "telefoonnummer",
    "email": "mailadres",
    "id_number": "nummer",
    "postcode": "postcode",
    "handle": "account",
    "url": "website",
    "vehicle": "kenteken",
    "address": "adres",
}
_CLUBS = {
    "voetbalclub": "vv rkvv rksv cvv svv vvv zvv fc voetbalclub voetbalvereniging",
    "hockeyclub": "hc mhc shc bhc hockeyclub hockeyvereniging",
    "tennisclub": "tc ltc tv tennisclub tennisvereniging tennispark",
    "korfbalclub": "kv ckv korfbalclub korfbalvereniging",
    "basketbalclub": "bv bc bbv basketbalclub basketbalvereniging",
    "atletiekclub": "av atletiekclub atletiekvereniging",
    "zwemclub": "zpc zwemclub zwemvereniging",
    "dansschool": "dansschool dansstudio danscentrum balletschool streetdanceschool studio",
    "manege": "manege ponyclub",
    "scouting": "scouting scoutinggroep scoutingvereniging",
    "muziekvereniging": "muziekschool muziekvereniging fanfare harmonie drumband",
    "turnclub": "turnvereniging turnclub gymvereniging",
}
_KIND_OF_CLUB = {cue: kind for kind, cues in _CLUBS.items() for cue in cues.split()}
_DETERMINERS = frozenset(
    [
        "de",
        "het",
        "een",
        "onze",
        "ons",
        "mijn",
        "mn",
        "m'n",
        "zijn",
        "zn",
        "z'n",
        "haar",
        "hun",
        "die",
        "dat",
        "deze",
        "dit",
        "jullie",
        "uw",
        "'t",
    ]
)
_SMALL_WORDS = frozenset(
    [
        "onze",
        "mijn",
        "mn",
        "m'n",
        "zijn",
        "haar",
        "hun",
        "die",
        "deze",
        "kleine",
        "arme",
        "lieve",
        "stoere",
        "drukke",
        "stille",
        "andere",
    ]
)
_LONE_LETTER = re.compile(rf"(?<![\w.])[{LETTERS}](?!\w)")


def findings(text: str, found: Found, spans: list[Span], marked: Collection[Span] = ()) -> tuple[Finding, ...]:
    """Give each span with its replacement; `text` is the read text, spans are in it; `marked` came from a person."""
    writer = _Writer(text, found, {span.start for span in marked})
    writer.meet(spans)
    return tuple(Finding(span.start, span.end, span.label, writer.words_for(span)) for span in spans)


class _Writer:
    """Writes the replacements of one text."""

    def __init__(self, text: str, found: Found, marked: set[int]) -> None:
        self.marked = marked
        self.text = text
        self.found = found
        self.tokens = found.tokens
        self.at = {token.start: index for index, token in enumerate(self.tokens)}
        self.cast = Cast(text)
        self.schools: list[str] = []
        numbers = [int(number) for number in re.findall(r"\bleerling (\d{1,2})\b", text, re.IGNORECASE)]
        self.first_number = max(numbers, default=0)
        self.used_letters = set(_LONE_LETTER.findall(text))
        self.words = {token.low for token in self.tokens}
        self.numbers: dict[int, int] = {}

    def meet(self, spans: list[Span]) -> None:
        """Read who appears, before anything is written: one pupil is "de leerling", several get a number."""
        for span in spans:
            if span.label == "person":
                self.cast.identity(span)
        pupils = [one for one in range(len(self.cast.pupils)) if not self.cast.role.get(one)]
        self.numbers = {one: self.first_number + place for place, one in enumerate(pupils, 1)}

    def words_for(self, span: Span) -> str:
        """Give what is written in the place of `span`."""
        words = self._plain_words(span)
        index = self.at.get(span.start)
        opens = (index is not None and self.tokens[index].opens) or not self.text[: span.start].strip()
        if opens and self.text[span.start].isupper() and words[:1].islower():
            words = words[0].upper() + words[1:]
        return words

    def _plain_words(self, span: Span) -> str:
        if span.label == "person":
            return self._person(span) if self._is_someone(span) else "(weggelaten)"
        if span.label == "date":
            day = self.found.days.get(span.start)
            return dates.coarse(day, self.text[: span.start]) if day else "(datum)"
        if span.label in _BRACKETED:
            word = _BRACKETED[span.label]
            return (
                word
                if self.text[: span.start].endswith("(") and self.text[span.end : span.end + 1] == ")"
                else f"({word})"
            )
        return {"class": self._class, "school": self._school, "club": self._club, "place": self._place}[span.label](
            span
        )

    def _class(self, span: Span) -> str:
        code = self.text[span.start : span.end]
        year = next((char for char in code if char.isdigit()), "")
        if not year:  # the letter that stuck out of another finding
            return "(klas)"
        before = self.cast.before(span)
        if before in {"klas", "groep", "gr", "kl", "brugklas", "mentorklas"}:
            return year
        primary = re.fullmatch(r"[1-8] ?[a-h]", code.lower()) and (
            year in "78" or ("groep" in self.text.lower() and "klas" not in self.text.lower())
        )
        return f"groep {year}" if primary else f"klas {year}"

    def _school(self, span: Span) -> str:
        name = re.sub(r"\b(?:de|het|basisschool|bs|obs|cbs|school)\b|\W", "", self.text[span.start : span.end].lower())
        if name not in self.schools:
            self.schools.append(name)
        which = ("", "andere ", "derde ", "vierde ")[min(self.schools.index(name), 3)]
        kind = "basisschool" if self.text[span.start : span.end].lower().startswith("basisschool") else "school"
        if self.cast.before(span) in _DETERMINERS:
            return "school"
        return f"een {which}{kind} in de wijk"

    def _club(self, span: Span) -> str:
        written = self.text[span.start : span.end].lower()
        if re.search(r"\d", written) and not re.search(r"[a-z]{4}", written) and "'" not in written:
            return "jeugdploeg" if self.cast.before(span) in _DETERMINERS else "een jeugdploeg"
        first = re.findall(r"[a-z]+", written)
        kind = _KIND_OF_CLUB.get(first[0] if first else "", "sportclub")
        return kind if self.cast.before(span) in _DETERMINERS or kind == "scouting" else f"een {kind}"

    def _place(self, span: Span) -> str:
        written = self.text[span.start : span.end]
        cue = next(
            (word for word in re.findall(r"[\w']+", written.lower()) if word in lists.words_of("words", "spot_cues")),
            "",
        )
        determined = self.cast.before(span) in _DETERMINERS
        if cue:
            return cue if determined else f"een {cue}"
        if any(word in lists.words_of("places") for word in written.lower().split()) or self.cast.before(span) in {
            "in",
            "uit",
            "naar",
        }:
            return "een dorp in de buurt"
        return "(straat)" if determined else "een plek in de wijk"

    def _is_someone(self, span: Span) -> bool:
        """Say whether a span is a person: always, unless a person marked words that are no name."""
        if span.start not in self.marked:
            return True
        inside = [token for token in self.tokens if span.start <= token.start < span.end and token.is_word]
        return any(token.kind in "FLfMmUC" for token in inside)

    def _person(self, span: Span) -> str:
        group, number = self.cast.identity(span)
        if group == "other":
            return self._letter(number)
        role = self.cast.role.get(number, "")
        if role:
            return role
        before = self.cast.before(span)
        if len(self.numbers) + self.first_number > 1:
            name = f"leerling {self.numbers[number]}"
            return name + "'s" if self._is_possessive(span) else name
        if self._is_possessive(span):
            return "diens"
        return "leerling" if before in _DETERMINERS | _SMALL_WORDS else "de leerling"

    def _letter(self, number: int) -> str:
        free = [letter for letter in LETTERS if letter not in self.used_letters]
        return free[number] if number < len(free) else "(naam)"

    def _is_possessive(self, span: Span) -> bool:
        index = self.at.get(span.start)
        if index is None or self.tokens[index].end != span.end:
            return False
        token = self.tokens[index]
        after = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        return token.low.endswith("s") and _is_form_of_another(token, self) and after is not None and after.is_word


def _is_form_of_another(token: Token, writer: _Writer) -> bool:
    """Say whether the word is a name with a possessive s: not a name by itself such as Thijs."""
    words, base = lexicon.shipped(), token.low[:-1]
    return base in writer.words or (token.low not in words.first and base in words.first)
