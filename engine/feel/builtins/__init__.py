"""All built-in functions, by name."""

from . import contexts, conversion, dates, lists, logic, numeric, ranges, strings, working_days
from .registry import FUNCTIONS

__all__ = [
    "FUNCTIONS",
    "contexts",
    "conversion",
    "dates",
    "lists",
    "logic",
    "numeric",
    "ranges",
    "strings",
    "working_days",
]
