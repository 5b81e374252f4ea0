"""What is deployed: publishing it, reading it, and what people see of it."""

from .deploy import Deployed, Rejected, deploy, schedule_start
from .library import Library, definition, family, form, form_version, none_start, pinned_forms
from .listing import (
    PartyChoice,
    ProcessRow,
    RoleChoice,
    Startable,
    castable,
    listing,
    party_kinds,
    roles_used,
    startable,
    startable_process,
    versions,
)

__all__ = [
    "Deployed",
    "Library",
    "PartyChoice",
    "ProcessRow",
    "Rejected",
    "RoleChoice",
    "Startable",
    "castable",
    "definition",
    "deploy",
    "family",
    "form",
    "form_version",
    "listing",
    "none_start",
    "party_kinds",
    "pinned_forms",
    "roles_used",
    "schedule_start",
    "startable",
    "startable_process",
    "versions",
]
