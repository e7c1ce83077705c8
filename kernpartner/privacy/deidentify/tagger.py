"""Decides how likely each word is part of a name, from its form and what stands around it, with a small trained model."""

from __future__ import annotations

from functools import lru_cache

import pycrfsuite

from kernpartner.privacy.deidentify import lists
from kernpartner.privacy.deidentify.lexicon import Lexicon
from kernpartner.privacy.deidentify.tokens import Token

_CUES = {
    "title": "titles",
    "prof": "professions",
    "rel": "relations",
    "fam": "family_names_follow",
    "scue": "school_cues",
    "ccue": "club_cues",
    "sport": "sport_verbs",
    "spot": "spot_cues",
    "part": "particles",
    "verb": "name_followers",
}


@lru_cache(maxsize=1)
def cues() -> dict[str, tuple[str, ...]]:
    """Give for each cue word what it announces."""
    found: dict[str, list[str]] = {}
    for cue, heading in _CUES.items():
        for word in lists.words_of("words", heading):
            found.setdefault(word, []).append(cue)
    return {word: tuple(kinds) for word, kinds in found.items()}


@lru_cache(maxsize=1)
def _model() -> pycrfsuite.Tagger:
    tagger = pycrfsuite.Tagger()
    tagger.open(lists.model_path())
    return tagger


def chances(tokens: list[Token], lexicon: Lexicon) -> list[float]:
    """Give for each token the chance, 0 to 1, that it is part of a name."""
    if not tokens:
        return []
    model = _model()
    model.set(features(tokens, lexicon))
    return [model.marginal("N", index) for index in range(len(tokens))]


def features(tokens: list[Token], lexicon: Lexicon) -> list[list[str]]:
    """Give what the model looks at for each token; the same in training as in use."""
    own = [_own(token, lexicon) for token in tokens]
    typed = _typing(tokens)
    seen: dict[str, int] = {}
    for token in tokens:
        seen[token.low] = seen.get(token.low, 0) + 1
    last = len(tokens) - 1
    rows: list[list[str]] = []
    for index, token in enumerate(tokens):
        word, kind, shape, cue = own[index]
        before = own[index - 1] if index else ("^", "^", "^", "")
        before2 = own[index - 2] if index > 1 else ("^", "^", "^", "")
        after = own[index + 1] if index < last else ("$", "$", "$", "")
        after2 = own[index + 2] if index < last - 1 else ("$", "$", "$", "")
        place = "open" if token.opens else "in"
        look = f"{kind}|{shape}|{place}|{typed}"
        row = [
            "b",
            "w=" + word,
            "k=" + kind,
            "look=" + look,
            "kc=" + kind + shape,
            "w-1=" + before[0],
            "w+1=" + after[0],
            "w-2=" + before2[0],
            "w+2=" + after2[0],
            f"k-1={before[1]}{before[2]}",
            f"k+1={after[1]}{after[2]}",
            f"kk-1={kind}{shape}<{before[0]}",
            f"kk+1={kind}{shape}>{after[0]}",
            f"kw={kind}<{before[0]}>{after[0]}",
            f"k-={kind}<{before[1]}<{before2[1]}",
            f"k+={kind}>{after[1]}>{after2[1]}",
            f"c-1={before[3]}|{kind}",
            f"c+1={after[3]}|{kind}",
            f"c-2={before2[3]}{before[0] if len(before[0]) < 3 else ''}|{kind}",
            f"cc={before[3]}|{after[3]}|{kind}|{shape}",
            f"open={place}|{kind}|{after[3]}",
            "own=" + cue + place,
        ]
        if kind in "UTCMmkcFfLl#":
            low = token.low
            row += ["s3=" + low[-3:], "s2=" + low[-2:], "p3=" + low[:3], f"n={min(len(low), 12)}{kind}"]
            if seen[low] > 1:
                row.append("again=" + kind)
        rows.append(row)
    return rows


def _own(token: Token, lexicon: Lexicon) -> tuple[str, str, str, str]:
    """Give a token's word (when it is common enough to mean something), class, shape and cue."""
    kind = "Y" if token.stays else token.kind
    cue = "+".join(cues().get(token.low, ())) or _cue_of_tail(token)
    if token.low in lexicon.finite and "verb" not in cue:
        cue += "fin"
    listed = token.low in lexicon.everyday or bool(cue) or (kind == "-" and token.shape != "num")
    word = token.low if listed else "#" if token.shape == "num" else "~" + kind
    return word, kind, token.shape, cue


def is_shouted(tokens: list[Token]) -> bool:
    """Say whether the text was typed in capitals, so that a capital says nothing."""
    words = [token for token in tokens if token.is_word]
    return bool(words) and sum(token.shape == "UP" for token in words) > 0.6 * len(words)


def _cue_of_tail(token: Token) -> str:
    """Give what a compound announces by its last part: a "judotrainer" is a trainer, an "oppasoma" a grandmother."""
    if token.kind not in "KkcUT" or len(token.low) < 7 or not token.is_word:
        return ""
    for cut in range(3, len(token.low) - 2):
        found = cues().get(token.low[cut:], ())
        if found and found[0] in {"title", "prof", "rel"} and len(token.low) - cut >= (4 if found[0] == "rel" else 5):
            return found[0]
    return ""


def _typing(tokens: list[Token]) -> str:
    """Give how the text was typed: with capitals where they belong, mostly without, or all in capitals."""
    openers = [token for token in tokens if token.opens and token.is_word]
    if is_shouted(tokens):
        return "SHOUT"
    capital = sum(token.shape not in {"low", "a"} for token in openers)
    return "tidy" if capital >= 0.5 * len(openers) else "loose"
