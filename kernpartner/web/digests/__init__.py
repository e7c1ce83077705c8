"""Shows home organisations the digests to sign, the words for partners, and mail that came back."""

from kernpartner.web.digests import post, signing, words
from kernpartner.web.digests.door import bp

__all__ = ["bp", "post", "signing", "words"]
