"""Hunts for words in all that keeps something: tables, files, keys, mails, cookies; unwraps what is wrapped."""

from __future__ import annotations

import base64
import email
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from email import policy
from pathlib import Path
from urllib.parse import quote

import redis
from sqlalchemy import Connection, text


def spellings(word: str) -> list[bytes]:
    """Give a word as it may stand in bytes: as it is, wide, in hexadecimal, in an address, and inside base64.

    In base64 a word looks different at each of three places; what depends on its neighbours is cut off.
    """
    found = []
    for one in {word, word.lower(), word.upper(), word.title()}:
        raw = one.encode()
        found += [raw, one.encode("utf-16-le"), raw.hex().encode(), quote(one).encode()]
        for place in range(3):
            coded = base64.b64encode(b"\0" * place + raw).rstrip(b"=")
            inner = coded[{0: 0, 1: 2, 2: 3}[place] : len(coded) - 1]
            found += [inner, inner.translate(bytes.maketrans(b"+/", b"-_"))]
    return [one for one in dict.fromkeys(found) if len(one) >= 5]


def _holds(raw: bytes, words: Iterable[str]) -> bool:
    # One search per spelling: a search for plain bytes runs through hundreds of megabytes a second, a pattern does not.
    return any(one in raw for word in words for one in spellings(word))


def in_tables(connection: Connection, words: Sequence[str]) -> list[str]:
    """Give the tables of every schema that hold one of the words in any column, whatever its case."""
    names = connection.execute(
        text(
            "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c "
            "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'm') "
            "AND n.nspname NOT LIKE 'pg_%' AND n.nspname <> 'information_schema'"
        )
    ).scalars()
    found = []
    for name in list(names):
        asked = f"SELECT count(*) FROM {name} AS one WHERE one::text ~* :words"
        if connection.scalar(text(asked), {"words": "|".join(map(re.escape, words))}):
            found.append(name)
    return found


def in_files(folder: Path, words: Sequence[str]) -> list[str]:
    """Give the files below a folder that hold one of the words, in any wrapping; a mail is unwrapped first."""
    found = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.is_symlink():
            continue
        try:
            raw = path.read_bytes()
        except FileNotFoundError:
            continue
        if path.suffix == ".eml":
            raw += _unwrapped(raw)
        if _holds(raw, words):
            found.append(str(path.relative_to(folder)))
    return found


def in_valkey(url: str, words: Sequence[str]) -> list[str]:
    """Give the keys whose name or value holds one of the words."""
    found = []
    with redis.Redis.from_url(url) as client:
        for key in client.scan_iter(count=1000):
            # What a key holds, whatever its kind, as the server itself would keep it; lists also entry by entry,
            # because a kept form may be compressed.
            kept = client.dump(key) or b""
            if client.type(key) == b"list":
                kept += b" ".join(client.lrange(key, 0, -1))
            if client.type(key) == b"hash":
                kept += b" ".join(part for pair in client.hgetall(key).items() for part in pair)
            if _holds(key + b" " + kept, words):
                found.append(key.decode("utf-8", "replace"))
    return found


def in_cookies(cookies: Iterable[Mapping[str, object]], words: Sequence[str]) -> list[str]:
    """Give the names of cookies that hold one of the words, also inside a signed and packed session."""
    return [
        str(cookie["name"])
        for cookie in cookies
        if _holds(str(cookie["value"]).encode() + b" " + _unpacked(str(cookie["value"])), words)
    ]


def _unpacked(value: str) -> bytes:
    """Give what a signed cookie says: base64, and packed when it begins with a dot."""
    packed = value.startswith(".")
    body = value.removeprefix(".").split(".")[0]
    try:
        raw = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        return zlib.decompress(raw) if packed else raw
    except (ValueError, zlib.error):
        return b""


def _unwrapped(raw: bytes) -> bytes:
    message = email.message_from_bytes(raw, policy=policy.default)
    parts = [str(value).encode() for part in message.walk() for value in part.values()]
    parts += [part.get_payload(decode=True) or b"" for part in message.walk() if not part.is_multipart()]  # type: ignore[misc]
    return b"\n".join(parts)
