"""Decides when a password is good enough, a code is right, a session is over, and who needs a second factor."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import pyotp
from zxcvbn import zxcvbn  # type: ignore[import-untyped]

from kernpartner.organisations.rules import Action, Role, may

STEP_SECONDS = 30
IDLE = timedelta(minutes=30)
SEEN_EVERY = timedelta(minutes=1)
HALF_WAY = timedelta(minutes=10)
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 128
RECOVERY_CODES = 10
# zxcvbn gives 0 to 4; 3 stands for 10^8 guesses or more, also after looking at common and breached passwords.
_GOOD_ENOUGH = 3
# What zxcvbn looks at: its work grows faster than the length.
_LOOKED_AT = 72
# Whoever sees concerns, the trail, or who may do what.
_GUARDED = (Action.SEE_OWN_CONCERNS, Action.SEE_CONSULTATIONS, Action.SEE_AUDIT, Action.ADMINISTER)
_CODE_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_DEVICES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def needs_second_factor(roles: Collection[Role]) -> bool:
    """Say whether somebody with these roles sees concerns, the trail, or who may do what."""
    return any(may(roles, action) for action in _GUARDED)


def used_step(secret: str, code: str, at: datetime, last_step: int) -> int | None:
    """Give the time step of a right code that was not used before, else nothing (RFC 6238; one step either way).

    `secret` is base32; a code counts once: its step must come after `last_step` (RFC 6238, 5.2).
    """
    typed = "".join(code.split())
    totp, here = pyotp.TOTP(secret, interval=STEP_SECONDS), int(at.timestamp()) // STEP_SECONDS
    found = None
    # Every step is compared, right or not, so that the time says nothing.
    for step in (here - 1, here, here + 1):
        right = hmac.compare_digest(totp.generate_otp(step).encode(), typed.encode("utf-8", "replace"))
        if right and step > last_step:
            found = step
    return found


def recovery_code(noise: bytes) -> str:
    """Give a code of sixteen letters and digits that are hard to confuse, out of 16 random bytes."""
    letters = "".join(_CODE_ALPHABET[byte % len(_CODE_ALPHABET)] for byte in noise[:16])
    return "-".join(letters[place : place + 4] for place in range(0, 16, 4))


def recovery_hash(code: str) -> str:
    """Give what is kept of a recovery code; it holds 79 bits of chance, so a plain SHA-256 cannot be guessed back."""
    letters = "".join(letter for letter in code.lower() if letter.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()


def password_problem(password: str, about: Sequence[str] = ()) -> str | None:
    """Say what is wrong with a new password: `short`, `long`, `common`; nothing when it will do.

    `about` are words that somebody else would try first, such as a name and an address. No rules about kinds of
    characters (NIST SP 800-63B-4, 3.1.1.2): what counts is how many guesses it takes.
    """
    if len(password) < SHORTEST_PASSWORD:
        return "password_short"
    if len(password) > LONGEST_PASSWORD:
        return "password_long"
    parts = [part for word in about for part in (*word.split("@"), *re.split(r"[@. ]", word)) if part]
    judged = zxcvbn(password[:_LOOKED_AT], user_inputs=["kernpartner", *about, *parts])
    return None if judged["score"] >= _GOOD_ENOUGH else "password_common"


def is_over(started_at: datetime, seen_at: datetime, now: datetime, longest: timedelta) -> bool:
    """Say whether a session was left alone too long, or has lasted as long as any may."""
    return now - seen_at > IDLE or now - started_at > longest


def browser_label(user_agent: str) -> str:
    """Name a browser so far that its owner knows it again: ``Firefox, Windows``; never its version."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "Browser")
    device = next((name for mark, name in _DEVICES if mark in user_agent), "")
    return f"{browser}, {device}" if device else browser
