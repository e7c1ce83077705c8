"""Changes concerns: logs them cleaned, lets people decide about their themes, withdraws them."""

from kernpartner.concerns.service.drafts import drop_draft, drop_old_drafts, save_draft
from kernpartner.concerns.service.finding import ConcernGone, ConcernIncomplete, lists_for, locked, own
from kernpartner.concerns.service.missed import LEARNED, remove_missed
from kernpartner.concerns.service.tagging import decide_themes, suggestions
from kernpartner.concerns.service.writing import log_concern, withdraw_concern

__all__ = [
    "LEARNED",
    "ConcernGone",
    "ConcernIncomplete",
    "decide_themes",
    "drop_draft",
    "drop_old_drafts",
    "lists_for",
    "locked",
    "log_concern",
    "own",
    "remove_missed",
    "save_draft",
    "suggestions",
    "withdraw_concern",
]
