"""Shows a partner its own themes, digests, invitations and offers, and takes what it can do; there is nothing else."""

from kernpartner.web.partners import mailing, offering, reading
from kernpartner.web.partners.door import bp

__all__ = ["bp", "mailing", "offering", "reading"]
