"""All tables, by noun."""

from .base import metadata
from .cases import casting, counter, history, incident, invitation, party, process_instance, setting
from .decisions import decision_definition, decision_evaluation, process_decision
from .jobs import job, message, subscription
from .notices import mail, notification
from .people import (
    feed,
    membership,
    notification_choice,
    organisation,
    person,
    saved_filter,
    standing_role,
    substitute,
)
from .processes import form_definition, process_definition, process_form, role_definition
from .search import search_entry
from .tasks import (
    approval,
    attachment,
    comment,
    condition,
    document,
    draft,
    mention,
    signature,
    user_task,
)

__all__ = [
    "approval",
    "attachment",
    "casting",
    "comment",
    "condition",
    "counter",
    "decision_definition",
    "decision_evaluation",
    "document",
    "draft",
    "feed",
    "form_definition",
    "history",
    "incident",
    "invitation",
    "job",
    "mail",
    "membership",
    "mention",
    "message",
    "metadata",
    "notification",
    "notification_choice",
    "organisation",
    "party",
    "person",
    "process_decision",
    "process_definition",
    "process_form",
    "process_instance",
    "role_definition",
    "saved_filter",
    "search_entry",
    "setting",
    "signature",
    "standing_role",
    "subscription",
    "substitute",
    "user_task",
]
