"""Decides how a small secret is kept so that a dump of the database does not give it away, and keys can be changed.

Fernet (AES-128-CBC with HMAC-SHA256) with a key derived from the installation's own secret by HKDF (RFC 5869); the
first secret seals, every one opens, so that a secret can be replaced while what was sealed before is still read.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Unreadable(ValueError):
    """None of the keys opens this."""


class Sealer:
    """Seals with the first of the secrets and opens with any; `purpose` keeps uses apart."""

    def __init__(self, secrets: Sequence[str], purpose: str) -> None:
        """Derive a key from each secret; raises `ValueError` without any."""
        if not secrets:
            raise ValueError("at least one secret is needed")
        self._box = MultiFernet([Fernet(_key(secret, purpose)) for secret in secrets])

    def seal(self, plain: str) -> str:
        """Give what may be stored."""
        return self._box.encrypt(plain.encode()).decode()

    def open(self, sealed: str) -> str:
        """Give what was sealed; raises `Unreadable`."""
        try:
            return self._box.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise Unreadable("sealed with a secret that is no longer known") from None

    def sealed_again(self, sealed: str) -> str:
        """Give the same thing sealed with the first secret; raises `Unreadable`."""
        return self.seal(self.open(sealed))


def _key(secret: str, purpose: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"kernpartner {purpose}".encode())
    return base64.urlsafe_b64encode(derived.derive(secret.encode()))
