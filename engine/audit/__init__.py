"""The audit trail: who did what for whom and when, chained by hashes; shown, exported and checked."""

from __future__ import annotations

from .checking import Entry, Verdict, check
from .export import as_csv, as_json
from .reading import LIMIT, Unreadable, check_file, read
from .stored import numbered, verify
from .trail import PAGE, Act, Export, Filter, TrailPage, export, page

__all__ = [
    "LIMIT",
    "PAGE",
    "Act",
    "Entry",
    "Export",
    "Filter",
    "TrailPage",
    "Unreadable",
    "Verdict",
    "as_csv",
    "as_json",
    "check",
    "check_file",
    "export",
    "numbered",
    "page",
    "read",
    "verify",
]
