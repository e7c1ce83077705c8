"""Changes what a district has learnt: tries a new version, goes back to another, finds and names groups of words."""

from kernpartner.learning.service.groups import (
    GroupGone,
    Naming,
    NoWords,
    find_across,
    find_own,
    leave_group,
    name_group,
)
from kernpartner.learning.service.versions import Outcome, VersionUnusable, learn, use_version

__all__ = [
    "GroupGone",
    "Naming",
    "NoWords",
    "Outcome",
    "VersionUnusable",
    "find_across",
    "find_own",
    "learn",
    "leave_group",
    "name_group",
    "use_version",
]
