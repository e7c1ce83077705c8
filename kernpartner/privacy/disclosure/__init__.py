"""What may be shown: the fixed lattice, floor 10, rest 5, bands of 5, and the audit against all that was said."""

from kernpartner.privacy.disclosure.audit import Broken, Verdict, audited
from kernpartner.privacy.disclosure.cells import Atom, Attacker, Audience, Cell, Counts, Statement, attackers, total
from kernpartner.privacy.disclosure.rule import RULE, RULE_VERSION, Rule, may_show, proposal

__all__ = [
    "RULE",
    "RULE_VERSION",
    "Atom",
    "Attacker",
    "Audience",
    "Broken",
    "Cell",
    "Counts",
    "Rule",
    "Statement",
    "Verdict",
    "attackers",
    "audited",
    "may_show",
    "proposal",
    "total",
]
