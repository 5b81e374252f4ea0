"""All tables, by noun."""

from .base import metadata
from .cases import casting, counter, history, incident, party, process_instance, setting
from .decisions import decision_definition, decision_evaluation, process_decision
from .jobs import job, message, subscription
from .people import membership, organisation, person, standing_role
from .processes import form_definition, process_definition, process_form, role_definition
from .tasks import approval, document, draft, user_task

__all__ = [
    "approval",
    "casting",
    "counter",
    "decision_definition",
    "decision_evaluation",
    "document",
    "draft",
    "form_definition",
    "history",
    "incident",
    "job",
    "membership",
    "message",
    "metadata",
    "organisation",
    "party",
    "person",
    "process_decision",
    "process_definition",
    "process_form",
    "process_instance",
    "role_definition",
    "setting",
    "standing_role",
    "subscription",
    "user_task",
]
