"""Trains the tagger on the UD treebank, on own sentences and on the development concerns with other names put in.

Names of the development set never reach the model: every labelled span is filled with a random name before training.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pycrfsuite

from kernpartner.privacy.deidentify import lexicon as lexicon_module
from kernpartner.privacy.deidentify import lists, plain
from kernpartner.privacy.deidentify.lexicon import Lexicon
from kernpartner.privacy.deidentify.tagger import features, sentences, typing_of
from kernpartner.privacy.deidentify.tokens import Token, shape_of, tokens_of
from language import frames
from language.export import export_weights

HERE = Path(__file__).parent
NAMES = {"person", "school", "club", "place", "address"}


@dataclass
class Text:
    """A text with the spans in it that are names, and those that are names which the lists shall seem not to know."""

    text: str = ""
    names: list[tuple[int, int]] = field(default_factory=list)
    hidden: list[tuple[int, int]] = field(default_factory=list)

    def add(self, part: str) -> None:
        self.text += part

    def add_name(self, part: str, hide: float) -> None:
        span = (len(self.text), len(self.text) + len(part))
        self.names.append(span)
        if random.random() < hide:
            self.hidden.append(span)
        self.text += part


class Pools:
    """Random names of every kind."""

    def __init__(self, words: Lexicon) -> None:
        origins = [text.split() for heading, text in lists.sections("first_names").items() if heading]
        self.origins = origins
        self.first_words = sorted(words.ambiguous)
        self.last_origins = [text.split() for heading, text in lists.sections("last_names").items() if heading]
        self.last_words = sorted(word for word in words.last if word in words.words)
        self.schools = lists.sections("school_names")[""].split()
        self.places = lists.sections("places")[""].split()
        self.nicknames = sorted(
            word
            for word in words.usual - words.everyday - words.finite
            if word in words.words
            and 4 <= len(word) <= 7
            and word not in words.first
            and not word.endswith(("en", "e", "t", "d", "ig", "lijk"))
        )
        self.nouns = sorted(word for word in words.common if word in words.words and 4 <= len(word) <= 7)

    def first(self) -> str:
        chance = random.random()
        if chance < 0.04:  # a nickname or a name that no list expects
            return random.choice(self.nicknames).capitalize()
        if chance < 0.28:
            return random.choice(self.first_words).capitalize()
        weights = [4, 2, 1.2, 1.5, 1.8, 1.5, 1, 1, 0.6, 1, 0.8, 0.8, 1][: len(self.origins)]
        weights += [1] * (len(self.origins) - len(weights))
        return random.choice(random.choices(self.origins, weights)[0])

    def last(self) -> str:
        if random.random() < 0.2:
            name = random.choice(self.last_words).capitalize()
        else:
            name = random.choice(random.choice(self.last_origins))
        chance = random.random()
        if chance < 0.2:
            name = (
                random.choice(
                    [
                        "van ",
                        "de ",
                        "van de ",
                        "van der ",
                        "van den ",
                        "v.d. ",
                        "vd ",
                        "ten ",
                        "ter ",
                        "El ",
                        "el ",
                        "Al-",
                        "Ben ",
                        "Ait ",
                        "Van ",
                        "De ",
                    ]
                )
                + name
            )
        elif chance < 0.25:
            name = name + "-" + random.choice(random.choice(self.last_origins))
        return name

    def initials(self) -> str:
        letter = random.choice("ABCDEFGHIJKLMNOPRSTVWYZ")
        other = random.choice("ABCDEFGHIJKLMNOPRSTVWYZ")
        return random.choice(
            [
                f"{letter}.",
                f"{letter}.",
                f"{letter}",
                f"{letter}.{other}.",
                f"{letter}. {self.last()}",
                f"{self.first()} {letter}.",
                f"{letter}. de {other}.",
                f"{letter}. v.d. {other}.",
                f"{letter}{other}",
                f"{self.first()} v {other}",
                f"{self.first()} {letter}",
                f"{letter}. van {other}.",
            ]
        )

    def school(self) -> str:
        word = (
            random.choice(self.schools)
            if random.random() < 0.7
            else random.choice(self.nouns)
            + random.choice(["hof", "veer", "wal", "burg", "poort", "oever", "boom", "toren"])
        )
        word = word.capitalize()
        if random.random() < 0.3:
            end = random.choice([" College", " college", " Lyceum", "college", "-College", " Mavo", " Gymnasium"])
            return random.choice(["", "het ", "Het "]) + word + end
        cue = random.choice(
            [
                "",
                "",
                "",
                "obs ",
                "cbs ",
                "basisschool ",
                "Basisschool ",
                "bs ",
                "kbs ",
                "daltonschool ",
                "ikc ",
                "OBS ",
                "sbo ",
            ]
        )
        return cue + random.choice(["de ", "De ", "het ", "Het ", "'t ", "de ", "De ", ""]) + word

    def club(self) -> str:
        chance = random.random()
        if chance < 0.25:
            return "".join(
                random.choice("ABCDEGHKLMNOPRSTUVWZ") for _ in range(random.choice([3, 3, 4]))
            ) + random.choice(["", "", " '21", " 04", "'33"])
        word = random.choice(
            [random.choice(self.schools), random.choice(self.nouns), random.choice(self.places).lower()]
        ).capitalize()
        cue = random.choice(
            [
                "vv ",
                "VV ",
                "sv ",
                "SC ",
                "fc ",
                "hc ",
                "HC ",
                "mhc ",
                "zwemclub ",
                "voetbalclub ",
                "turnvereniging ",
                "dansschool ",
                "manege ",
                "scouting ",
                "BV ",
                "tc ",
                "",
                "",
                "",
            ]
        )
        return (
            cue + random.choice(["", "De ", "de ", ""]) + word + random.choice(["", "", "", " '82", " Vooruit", "ers"])
        )

    def street(self) -> str:
        return (
            random.choice(self.nouns)
            + random.choice(
                ["straat", "laan", "dreef", "kade", "weg", "pad", "hof", "singel", "plein", "akker", "veld"]
            )
        ).capitalize()

    def spot(self) -> str:
        cue = random.choice(
            ["snackbar", "speeltuin", "kapper", "café", "de kinderboerderij", "winkelcentrum", "bakkerij", "cafetaria"]
        )
        return f"{cue} {random.choice(['De ', 'Het ', '', ''])}{random.choice(self.schools).capitalize()}"

    def fill(self, slot: str) -> str:
        kind = slot[0]
        return {
            "N": self.first,
            "P": lambda: self.first() + "s",
            "F": lambda: f"{self.first()} {self.last()}",
            "V": self.last,
            "I": self.initials,
            "K": self.school,
            "C": self.club,
            "W": lambda: random.choice(self.places),
            "A": lambda: f"{self.street()} {random.randint(1, 200)}",
            "T": self.street,
            "S": self.spot,
        }[kind]()


def templates() -> list[str]:
    lines = (HERE / "templates.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def filled(template: str, pools: Pools) -> Text:
    text = Text()
    at = 0
    for slot in re.finditer(r"\{(\w+)\}", template):
        text.add(template[at : slot.start()])
        text.add_name(pools.fill(slot[1]), 0.4 if slot[1][0] in "FV" else 0.25)
        at = slot.end()
    text.add(template[at:])
    return text


def refilled(concern: dict[str, object], pools: Pools) -> Text:
    """Give a development concern with every labelled name replaced by a random one."""
    text, at, typed = Text(), 0, str(concern["text"])
    given: dict[str, str] = {}
    for span in sorted(concern["entities"], key=lambda entity: entity["start"]):  # type: ignore[attr-defined,call-overload]
        text.add(typed[at : span["start"]])
        was, label = typed[span["start"] : span["end"]], span["label"]
        at = span["end"]
        if label not in NAMES:
            text.add(was)
            continue
        text.add_name(given.setdefault(was.lower(), replacement(was, label, pools)), 0.3)
    text.add(typed[at:])
    return text


def replacement(was: str, label: str, pools: Pools) -> str:
    if label == "person":
        if "." in was or len(was) == 1:
            return pools.initials()
        new = pools.fill("F" if " " in was else "V" if was[0].isupper() and random.random() < 0.15 else "N")
        return new.lower() if was.islower() else new.upper() if was.isupper() else new
    if label == "club" and re.search(r"\d", was) and " " not in was:
        return was
    if label == "place":
        return pools.fill("W" if " " not in was else "S")
    return pools.fill({"school": "K", "club": "C", "address": "A"}[label])


_PRONOUN = re.compile(r"(?<![\w'])(?:[Hh]ij|hem|[Mm]oeder|[Vv]ader|[Ll]eerling|[Mm]eisje|[Jj]ongen)(?![\w'])")
_ARTICLE = re.compile(
    r"\b(?:de|het|een|haar|zijn|z'n|d'r|mijn|die|dat|deze|elke|één|geen|andere|zijn|en|beste|kleine)\s$", re.IGNORECASE
)


def peopled(text: Text, pools: Pools, share: float) -> Text:
    """Give a text in which a share of the persons that are only pointed at ("hij", "moeder") carry a name."""
    result, at = Text(), 0
    inside = [False] * (len(text.text) + 1)
    for start, end in text.names:
        inside[start:end] = [True] * (end - start)
    shifts: list[tuple[int, int]] = []
    for found in _PRONOUN.finditer(text.text):
        if inside[found.start()] or random.random() > share or _ARTICLE.search(text.text[: found.start()]):
            continue
        result.add(text.text[at : found.start()])
        result.add_name(pools.first(), 0.25)
        at = found.end()
        shifts.append((found.end(), len(result.text) - found.end()))
    result.add(text.text[at:])
    for spans, kept in ((text.names, result.names), (text.hidden, result.hidden)):
        for start, end in spans:
            shift = next((by for place, by in reversed(shifts) if place <= start), 0)
            kept.append((start + shift, end + shift))
    return result


def treebank(folder: Path) -> Iterator[Text]:
    """Give the treebank as texts of one to three sentences; proper nouns that do not stay are names."""
    for path in sorted(folder.glob("*.conllu.gz")):
        text, sentences = Text(), 0
        for block in gzip.decompress(path.read_bytes()).decode("utf-8").split("\n\n"):
            for line in block.splitlines():
                cells = line.split("\t")
                if len(cells) < 10 or not cells[0].isdigit():
                    continue
                word = cells[1]
                if cells[3] == "PROPN" or "deeleigen" in cells[4]:
                    text.add_name(word, 0.35)
                else:
                    text.add(word)
                if "SpaceAfter=No" not in cells[9]:
                    text.add(" ")
            sentences += 1
            if sentences >= random.choice([1, 2, 3]):
                yield text
                text, sentences = Text(), 0


def slip(word: str) -> str:
    """Give a word with one typing slip."""
    at = random.randrange(1, len(word))
    kind = random.random()
    if kind < 0.4:
        return word[:at] + word[at + 1 :]
    if kind < 0.6:
        return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
    if kind < 0.8:
        return word[:at] + word[at] + word[at:]
    return word[:at] + random.choice("eanrtsiodl") + word[at + 1 :]


def rows(text: Text, words: Lexicon, manner: str, slips: float) -> list[tuple[list[list[str]], list[str]]]:
    """Give features and labels of a text as typed in a manner: as it is, loose (no capitals), shout, or careless (names loose)."""
    typed = plain.read(text.text).text
    inside = [False] * (len(typed) + 1)
    for start, end in text.names:
        inside[start:end] = [True] * (end - start)
    if manner == "careless":
        typed = "".join(
            char.lower() if inside[at] and len(char.lower()) == 1 else char for at, char in enumerate(typed)
        )
    elif manner == "loose":
        typed = "".join(char.lower() if len(char.lower()) == 1 else char for char in typed)
    elif manner == "shout":
        typed = "".join(char.upper() if len(char.upper()) == 1 else char for char in typed)
    tokens = tokens_of(typed, words)
    labels = []
    kept: list[Token] = []
    for token in tokens:
        name = inside[token.start] and token.is_word and not token.stays
        if name and token.kind in "Kc" and token.shape in {"low", "a"} and is_cue(token.low):
            name = False
        if (
            not name
            and slips
            and token.is_word
            and len(token.text) > 4
            and random.random() < slips
            and not inside[token.start]
        ):
            token.text = slip(token.text)
            token.low = token.text.lower()
            token.shape, token.kind, token.stays = shape_of(token.text), words.kind(token.low), False
        elif not name and token.shape == "low" and token.kind in "Kk" and random.random() < 0.004:
            token.shape = "Cap"
        if manner == "loose" and token.text in ".," and random.random() < 0.25:
            continue
        if name and token.kind in "FLMCmf" and any(start <= token.start < end for start, end in text.hidden):
            token.kind = "U" if not words.knows(token.low) else "K" if token.low in words.common else "k"
        kept.append(token)
        labels.append("N" if name else "O")
    typed_as, at, found = typing_of(kept), 0, []
    for sentence in sentences(kept):
        found.append((features(sentence, words, typed_as), labels[at : at + len(sentence)]))
        at += len(sentence)
    return found


_CUES = (
    lists.words_of("words", "spot_cues") | lists.words_of("words", "school_cues") | lists.words_of("words", "club_cues")
)


def is_cue(word: str) -> bool:
    return word in _CUES


def training_rows(
    folder: Path, concerns: list[dict[str, object]], words: Lexicon, rounds: int = 12
) -> Iterator[tuple[list[list[str]], list[str]]]:
    pools = Pools(words)
    manners = ["as", "as", "as", "loose", "loose", "careless"]
    for text in treebank(folder):
        yield from rows(text, words, "as", 0.02)
        yield from rows(peopled(text, pools, 0.5), words, random.choice(["as", "loose", "careless"]), 0.03)
        yield from rows(peopled(text, pools, 0.2), words, random.choice(["loose", "loose", "careless"]), 0.03)
    for _round in range(rounds):
        for concern in concerns:
            yield from rows(
                peopled(refilled(concern, pools), pools, random.choice([0, 0.2, 0.5])),
                words,
                random.choice(manners),
                random.choice([0, 0.03, 0.06]),
            )
        lines = templates() + frames.sentences(2)
        random.shuffle(lines)
        while lines:
            text = Text()
            for line in [lines.pop() for _ in range(min(len(lines), random.choice([1, 1, 2, 3, 4])))]:
                part = filled(line, pools)
                shift = len(text.text)
                text.names += [(start + shift, end + shift) for start, end in part.names]
                text.hidden += [(start + shift, end + shift) for start, end in part.hidden]
                text.text += part.text + random.choice([" ", " ", ". ", "\n"])
            yield from rows(
                text,
                words,
                random.choice([*manners, "shout" if random.random() < 0.2 else "as"]),
                random.choice([0, 0.03, 0.06]),
            )


def train(data: Iterator[tuple[list[list[str]], list[str]]], out: Path, iterations: int = 90) -> None:
    trainer = pycrfsuite.Trainer(verbose=False)
    for sequence, labels in data:
        if sequence:
            trainer.append(sequence, labels)
    trainer.set_params(
        {
            "c1": 0.25,
            "c2": 0.02,
            "max_iterations": iterations,
            "feature.minfreq": 3,
            "feature.possible_transitions": True,
        }
    )
    trainer.train(str(out))


_MARKED = re.compile(r"\[(?P<words>[^\]|]+)\|(?P<label>\w+)\]|\{(?P<other>[^}]+)\}")


def labelled(file: Path) -> list[dict[str, object]]:
    """Read labelled notes: JSON lines, or a text file with `[words|label]` in its lines."""
    lines = [line for line in file.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    if file.suffix == ".jsonl":
        return [json.loads(line) for line in lines]
    notes: list[dict[str, object]] = []
    for line in lines:
        text, at, entities = "", 0, []
        for found in _MARKED.finditer(line):
            text += line[at : found.start()]
            words = found["words"] or found["other"]
            if found["label"]:
                entities.append({"start": len(text), "end": len(text) + len(words), "label": found["label"]})
            text, at = text + words, found.end()
        notes.append({"text": text + line[at:], "entities": entities})
    return notes


def build_tagger(folder: Path, files: list[Path], out: Path) -> None:
    """Write the tagger that ships, from the treebank, the templates, the frames, and labelled notes with other names."""
    random.seed(20261125)
    concerns = [note for file in files for note in labelled(file)]
    with tempfile.TemporaryDirectory() as temporary:
        model = Path(temporary) / "tagger.crfsuite"
        train(training_rows(folder, concerns, lexicon_module.shipped()), model)
        print(export_weights(model, out), "weights,", out.stat().st_size, "bytes")
