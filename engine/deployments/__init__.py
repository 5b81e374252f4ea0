"""What is deployed: publishing it, reading it, and what people see of it."""

from .decisions import of_case as evaluations
from .deploy import LIMIT, SCENARIOS, Rejected, deploy, one_at_a_time, read, write
from .library import (
    Library,
    definition,
    document_template,
    family,
    form,
    form_version,
    none_start,
    pinned_forms,
)
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
from .versions import Deployed, schedule_start

__all__ = [
    "LIMIT",
    "SCENARIOS",
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
    "document_template",
    "evaluations",
    "family",
    "form",
    "form_version",
    "listing",
    "none_start",
    "one_at_a_time",
    "party_kinds",
    "pinned_forms",
    "read",
    "roles_used",
    "schedule_start",
    "startable",
    "startable_process",
    "versions",
    "write",
]
