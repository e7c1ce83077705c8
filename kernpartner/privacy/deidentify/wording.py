"""Decides what stands in the place of what was removed: words that read well, keep who is who and are never found again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kernpartner.privacy.deidentify import dates, lexicon, lists
from kernpartner.privacy.deidentify.finding import Found
from kernpartner.privacy.deidentify.shapes import Finding, Span
from kernpartner.privacy.deidentify.tokens import Token

_LETTERS = "XYZQW"
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
_CHILD_OF = frozenset({"vader", "moeder", "papa", "mama", "vdr", "mdr", "ouder", "ouders", "stiefvader", "stiefmoeder"})
_ORGANISATIONS = frozenset(
    [
        "buurtteam",
        "jgz",
        "jou",
        "dock",
        "koos",
        "nizu",
        "sportutrecht",
        "cultuur19",
        "swv",
        "leerplicht",
        "ggd",
        "gemeente",
        "lokalis",
        "jongerenwerk",
        "wijkteam",
    ]
)
_PEOPLE = sorted(
    lists.words_of("words", "titles") | lists.words_of("words", "professions") | lists.words_of("words", "relations"),
    key=len,
    reverse=True,
)
_MONTHS = "|".join(dates.MONTHS)
KEPT = re.compile(
    r"\((?:telefoonnummer|mailadres|nummer|postcode|account|website|kenteken|adres|naam|straat|weggelaten|school)\)"
    r"|\b(?:de )?leerling(?: \d{1,2}\b)?(?:'s)?|\been (?:ouder|collega)\b"
    r"|\been (?:andere |derde |vierde )?(?:basis)?school in de wijk\b|\been dorp in de buurt\b|\been (?:straat|plek) in de wijk\b"
    rf"|\b(?:een dag )?(?:begin|half|eind) (?:{_MONTHS})(?: (?:19|20)\d\d\b)?"
    rf"|(?<![\w.])[{_LETTERS}](?![\w.])|(?<=[a-z.] )[{_LETTERS}](?=\.(?:\s|$))",
    re.IGNORECASE,
)


@dataclass
class _Cast:
    """Who is who in one text: pupils by number, others by letter."""

    pupils: list[set[str]] = field(default_factory=list)
    others: list[set[str]] = field(default_factory=list)
    role: dict[int, str] = field(default_factory=dict)


def kept_spans(text: str) -> list[tuple[int, int]]:
    """Give where earlier replacements stand, which must never be found again."""
    return [found.span() for found in KEPT.finditer(text) if _is_placeholder(text, found)]


def _is_placeholder(text: str, found: re.Match[str]) -> bool:
    word = found.group()
    if len(word) == 1 and not word.isupper():
        return False
    if len(word) == 1 and text[found.end() : found.end() + 1] == ".":
        before = re.findall(r"[\w']+", text[max(0, found.start() - 25) : found.start()])
        return bool(before) and before[-1].lower() in _PEOPLE
    return True


def findings(text: str, found: Found, spans: list[Span]) -> tuple[Finding, ...]:
    """Give each span with its replacement; `text` is the read text, spans are in it."""
    writer = _Writer(text, found)
    writer.meet(spans)
    return tuple(Finding(span.start, span.end, span.label, writer.words_for(span)) for span in spans)


class _Writer:
    """Writes the replacements of one text."""

    def __init__(self, text: str, found: Found) -> None:
        self.text = text
        self.found = found
        self.tokens = found.tokens
        self.at = {token.start: index for index, token in enumerate(self.tokens)}
        self.cast = _Cast()
        self.schools: list[str] = []
        numbers = [int(number) for number in re.findall(r"\bleerling (\d{1,2})\b", text, re.IGNORECASE)]
        self.first_number = max(numbers, default=0)
        self.used_letters = {letter for letter in _LETTERS if re.search(rf"(?<![\w.]){letter}(?![\w])", text)}
        self.people = frozenset(_PEOPLE)
        self.words = {token.low for token in self.tokens}
        self.numbers: dict[int, int] = {}

    def meet(self, spans: list[Span]) -> None:
        """Read who appears, before anything is written: one pupil is "de leerling", several get a number."""
        for span in spans:
            if span.label == "person":
                self._identity(span)
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
            return self._person(span)
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

    def _before(self, span: Span, steps: int = 1) -> str:
        words = re.findall(r"[^\W\d_][\w'.]*|[(),:]", self.text[max(0, span.start - 60) : span.start])
        return words[-steps].lower().rstrip(".") if len(words) >= steps else ""

    def _class(self, span: Span) -> str:
        code = self.text[span.start : span.end]
        year = next(char for char in code if char.isdigit())
        before = self._before(span)
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
        if self._before(span) in _DETERMINERS:
            return "school"
        return f"een {which}{kind} in de wijk"

    def _club(self, span: Span) -> str:
        written = self.text[span.start : span.end].lower()
        if re.search(r"\d", written) and not re.search(r"[a-z]{4}", written) and "'" not in written:
            return "jeugdploeg" if self._before(span) in _DETERMINERS else "een jeugdploeg"
        first = re.findall(r"[a-z]+", written)
        kind = _KIND_OF_CLUB.get(first[0] if first else "", "sportclub")
        return kind if self._before(span) in _DETERMINERS or kind == "scouting" else f"een {kind}"

    def _place(self, span: Span) -> str:
        written = self.text[span.start : span.end]
        cue = next(
            (word for word in re.findall(r"[\w']+", written.lower()) if word in lists.words_of("words", "spot_cues")),
            "",
        )
        determined = self._before(span) in _DETERMINERS
        if cue:
            return cue if determined else f"een {cue}"
        if any(word in lists.words_of("places") for word in written.lower().split()) or self._before(span) in {
            "in",
            "uit",
            "naar",
        }:
            return "een dorp in de buurt"
        return "(straat)" if determined else "een plek in de wijk"

    def _person(self, span: Span) -> str:
        group, number = self._identity(span)
        if group == "other":
            return self._letter(number)
        role = self.cast.role.get(number, "")
        if role:
            return role
        before = self._before(span)
        if len(self.numbers) + self.first_number > 1:
            name = f"leerling {self.numbers[number]}"
            return name + "'s" if self._is_possessive(span) else name
        if self._is_possessive(span):
            return "diens"
        return "leerling" if before in _DETERMINERS | _SMALL_WORDS else "de leerling"

    def _letter(self, number: int) -> str:
        free = [letter for letter in _LETTERS if letter not in self.used_letters]
        return free[number] if number < len(free) else "(naam)"

    def _is_possessive(self, span: Span) -> bool:
        index = self.at.get(span.start)
        if index is None or self.tokens[index].end != span.end:
            return False
        token = self.tokens[index]
        after = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        return token.low.endswith("s") and _is_form_of_another(token, self) and after is not None and after.is_word

    def _identity(self, span: Span) -> tuple[str, int]:
        """Give which pupil or which other person this is, meeting a new one when it is nobody before."""
        words = self._name_words(span)
        group = "other" if self._is_titled(span) else "pupil"
        if (
            group == "pupil"
            and any(words & known for known in self.cast.others)
            and not any(words & known for known in self.cast.pupils)
        ):
            group = "other"
        known = self.cast.others if group == "other" else self.cast.pupils
        for number, one in enumerate(known):
            if words & one:
                one |= words
                return group, number
        known.append(words)
        if group == "pupil":
            self.cast.role[len(known) - 1] = self._role(span)
        return group, len(known) - 1

    def _name_words(self, span: Span) -> set[str]:
        parts = [part.lower() for part in re.findall(r"[^\W\d_][\w'-]*", self.text[span.start : span.end])]
        particles = lists.words_of("words", "particles")
        words = {part for part in parts if part not in particles or len(parts) == 1}
        plain = {word.removesuffix("'s") for word in words}
        return plain | {word[:-1] for word in plain if word.endswith("s") and len(word) > 3} or {
            self.text[span.start : span.end].lower()
        }

    def _is_titled(self, span: Span) -> bool:
        before = self._before(span)
        if before in {"(", ",", ":"}:
            before = self._before(span, 2)
            return before in self.people and before not in _CHILD_WORDS
        return before in self.people

    def _role(self, span: Span) -> str:
        after = re.findall(r"[^\W\d_][\w'.]*|[(),]", self.text[span.end : span.end + 40].lower())[:4]
        if after[:1] in (["("], [","]) and len(after) > 1 and after[1] in _CHILD_OF:
            return "een ouder"
        if _ORGANISATIONS & set(after) and after[0] in {"van", "("}:
            return "een collega"
        return ""


_CHILD_WORDS = frozenset(
    [
        "leerling",
        "leerlingen",
        "ll",
        "lln",
        "jongen",
        "meisje",
        "kind",
        "kinderen",
        "zoon",
        "dochter",
        "broer",
        "zus",
        "zusje",
        "broertje",
        "nichtje",
        "neefje",
        "vriend",
        "vriendin",
        "klasgenoot",
        "casus",
        "leerlinge",
        "oudste",
        "jongste",
        "naam",
        "vrienden",
    ]
)


def _is_form_of_another(token: Token, writer: _Writer) -> bool:
    """Say whether the word is a name with a possessive s: not a name by itself such as Thijs."""
    words, base = lexicon.shipped(), token.low[:-1]
    return base in writer.words or (token.low not in words.first and base in words.first)
