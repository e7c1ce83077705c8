"""Changes the theme schemes of a district: adopts the shipped ones, edits, ends, takes back and reads them in."""

from kernpartner.themes.service.adopting import adopt_shipped_taxonomy
from kernpartner.themes.service.editing import Incomplete, add_scheme, add_theme, edit_scheme, edit_theme, move_theme
from kernpartner.themes.service.ending import CannotUndo, born, merge_theme, retire_theme, split_theme, take_back
from kernpartner.themes.service.importing import CannotImport, Difference, import_plan, import_taxonomy
from kernpartner.themes.service.mapping import add_factor, edit_factor, remove_factor
from kernpartner.themes.service.recording import ChangedByOther

__all__ = [
    "CannotImport",
    "CannotUndo",
    "ChangedByOther",
    "Difference",
    "Incomplete",
    "add_factor",
    "add_scheme",
    "add_theme",
    "adopt_shipped_taxonomy",
    "born",
    "edit_factor",
    "edit_scheme",
    "edit_theme",
    "import_plan",
    "import_taxonomy",
    "merge_theme",
    "move_theme",
    "remove_factor",
    "retire_theme",
    "split_theme",
    "take_back",
]
