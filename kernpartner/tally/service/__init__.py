"""Changes exact counts: enters what a case counts for, closes periods, rebuilds the cube."""

from kernpartner.tally.rules import Case, Entry
from kernpartner.tally.service.closing import close_periods, rebuild_cube
from kernpartner.tally.service.counting import count_case, count_cases

__all__ = ["Case", "Entry", "close_periods", "count_case", "count_cases", "rebuild_cube"]
