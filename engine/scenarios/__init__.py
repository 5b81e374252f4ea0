"""Tests that the owners of a process write, as a table: who does what with which answers, what time passes, and what
is expected. They are played by the engine itself (``running``), in a small installation in memory (``scratch``)."""

from .reading import Arrive, Expect, Scenario, Step, Task, Wait, read, write
from .results import Coverage, Result, StepResult, coverage
from .surroundings import model_of, names_of, read_of
from .words import Names, describe

__all__ = [
    "Arrive",
    "Coverage",
    "Expect",
    "Names",
    "Result",
    "Scenario",
    "Step",
    "StepResult",
    "Task",
    "Wait",
    "coverage",
    "describe",
    "model_of",
    "names_of",
    "read",
    "read_of",
    "write",
]
