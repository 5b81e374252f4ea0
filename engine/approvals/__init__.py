"""Gates: every answer is bound to the SHA-256 of the frozen document that the person was shown.

All answers of one round name the same document version. A round that does not pass voids that version's yes votes, and
so does a newer version: they do not carry over. Source: partnerskabsruten dossier 4, aftaletrin dossier 4."""

from .answers import DECISIONS, YES, Answer, record
from .conditions import Condition, close, meet
from .conditions import of_case as conditions_of_case
from .follow_ups import follow_up
from .follow_ups import open_tasks as condition_tasks
from .gate import Gate, Missing, Waiting, also_missing, gate_of, of_case, waiting
from .rounds import Stand, decide, document_id, is_gate, is_sealed, overtaken, sealed_acts, stand, void

__all__ = [
    "DECISIONS",
    "YES",
    "Answer",
    "Condition",
    "Gate",
    "Missing",
    "Stand",
    "Waiting",
    "also_missing",
    "close",
    "condition_tasks",
    "conditions_of_case",
    "decide",
    "document_id",
    "follow_up",
    "gate_of",
    "is_gate",
    "is_sealed",
    "meet",
    "of_case",
    "overtaken",
    "record",
    "sealed_acts",
    "stand",
    "void",
    "waiting",
]
