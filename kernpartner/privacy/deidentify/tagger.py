"""Decides how likely each word is part of a name, from its form and the words around it, with a trained model."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from kernpartner.privacy.deidentify import lists, weights
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


def chances(tokens: list[Token], lexicon: Lexicon, memory: dict[str, list[float]] | None = None) -> list[float]:
    """Give for each token the chance, 0 to 1, that it is part of a name.

    Sentence by sentence; `memory` keeps what was said of a sentence, for a second look at nearly the same text.
    """
    remembered = {} if memory is None else memory
    typed = typing_of(tokens)
    result: list[float] = []
    for sentence in sentences(tokens):
        key = typed + "\x1f".join([token.text if not token.stays else token.text + "\x1e" for token in sentence])
        if key not in remembered:
            remembered[key] = weights.shipped().of_looks(
                [_own(token, lexicon) for token in sentence],
                [token.opens for token in sentence],
                [token.low for token in sentence],
                typed,
            )
        result += remembered[key]
    return result


def sentences(tokens: list[Token]) -> Iterator[list[Token]]:
    """Give the tokens sentence by sentence."""
    start = 0
    for index in range(1, len(tokens)):
        if tokens[index].opens and index > start:
            yield tokens[start:index]
            start = index
    if tokens:
        yield tokens[start:]


def features(tokens: list[Token], lexicon: Lexicon, typed: str) -> list[list[str]]:
    """Give what the model looks at for each token of a sentence, as it is trained; `weights` sums the same in use."""
    own = [_own(token, lexicon) for token in tokens]
    padded = [weights.EDGE, weights.EDGE, *own, weights.EDGE, weights.EDGE]
    rows: list[list[str]] = []
    for index, token in enumerate(tokens):
        (w2, k2, _s2, _c2), (wb, kb, sb, cb), (word, kind, shape, cue), (wa, ka, sa, ca), (v2, l2, _t2, _d2) = padded[
            index : index + 5
        ]
        place = "open" if token.opens else "in"
        row = [
            "b",
            "w=" + word,
            f"look={kind}|{shape}|{place}|{typed}",
            "kc=" + kind + shape,
            "w-1=" + wb,
            "w+1=" + wa,
            "w-2=" + w2 + kind,
            "w+2=" + v2 + kind,
            f"k1={kb}{sb}<{ka}{sa}",
            f"kk-1={kind}{shape}<{wb}",
            f"kk+1={kind}{shape}>{wa}",
            f"kw={kind}<{wb}>{wa}",
            f"k-={kind}<{kb}<{k2}",
            f"k+={kind}>{ka}>{l2}",
            f"c-1={cb}|{kind}|{w2 if len(wb) < 3 else ''}",
            f"cc={cb}|{ca}|{kind}|{shape}|{place}",
            "own=" + cue + place,
        ]
        if kind in weights.TAILED:
            low = token.low
            row += ["s3=" + low[-3:], "s2=" + low[-2:], "p3=" + low[:3], f"n={min(len(low), 12)}{kind}"]
        rows.append(row)
    return rows


@lru_cache(maxsize=1)
def _identity() -> frozenset[str]:
    """Give the names that are such common words that the word itself says more than that it can be a name."""
    return lists.words_of("words", "identity")


# What is said of everyday words, which are public; of other words nothing is kept, they may be names.
_EVERYDAY: dict[tuple[str, str, str], tuple[str, str, str, str]] = {}


def _own(token: Token, lexicon: Lexicon) -> tuple[str, str, str, str]:
    """Give a token's word (when it is common enough to mean something), class, shape and cue."""
    kind = "Y" if token.stays else token.kind
    key = (token.low, kind, token.shape)
    met = _EVERYDAY.get(key)
    if met is None:
        met = _look_of(token, kind, lexicon)
        if token.low in lexicon.everyday:
            _EVERYDAY[key] = met
    return met


def _look_of(token: Token, kind: str, lexicon: Lexicon) -> tuple[str, str, str, str]:
    """Give word, class, shape and cue of a token that was not met before."""
    cue = "+".join(cues().get(token.low, ())) or _cue_of_tail(token)
    if token.low in lexicon.finite and "verb" not in cue:
        cue += "fin"
    doubtful = kind == "f" and token.low not in _identity()
    listed = (token.low in lexicon.everyday and not doubtful) or bool(cue) or (kind == "-" and token.shape != "num")
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


def typing_of(tokens: list[Token]) -> str:
    """Give how the text was typed: with capitals where they belong, mostly without, or all in capitals."""
    openers = [token for token in tokens if token.opens and token.is_word]
    if is_shouted(tokens):
        return "SHOUT"
    capital = sum(token.shape not in {"low", "a"} for token in openers)
    return "tidy" if capital >= 0.5 * len(openers) else "loose"
