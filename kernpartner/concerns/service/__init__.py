"""Changes concerns: logs them cleaned, lets people decide about their themes, withdraws them."""

from kernpartner.concerns.service.drafts import drop_draft, drop_old_drafts, save_draft
from kernpartner.concerns.service.expiring import expire_texts
from kernpartner.concerns.service.finding import ConcernGone, ConcernIncomplete, lists_for, locked, own
from kernpartner.concerns.service.following import merge_theme, retire_theme, split_theme, take_back
from kernpartner.concerns.service.missed import LEARNED, remove_missed
from kernpartner.concerns.service.retagging import NoSuchBatch, NothingToRetag, divide, retag_many, undo_batch
from kernpartner.concerns.service.tagging import decide_themes, suggestions
from kernpartner.concerns.service.writing import log_concern, withdraw_concern

__all__ = [
    "LEARNED",
    "ConcernGone",
    "ConcernIncomplete",
    "NoSuchBatch",
    "NothingToRetag",
    "decide_themes",
    "divide",
    "drop_draft",
    "drop_old_drafts",
    "expire_texts",
    "lists_for",
    "locked",
    "log_concern",
    "merge_theme",
    "own",
    "remove_missed",
    "retag_many",
    "retire_theme",
    "save_draft",
    "split_theme",
    "suggestions",
    "take_back",
    "undo_batch",
    "withdraw_concern",
]
