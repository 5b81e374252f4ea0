"""All tables, by noun."""

from .base import metadata
from .cases import casting, counter, history, incident, invitation, party, process_instance, setting
from .decisions import decision_definition, decision_evaluation, process_decision
from .editing import (
    draft_file,
    draft_presence,
    migration,
    migration_case,
    migration_consent,
    process_draft,
    process_owner,
    variable_change,
)
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
    "draft_file",
    "draft_presence",
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
    "migration",
    "migration_case",
    "migration_consent",
    "notification",
    "notification_choice",
    "organisation",
    "party",
    "person",
    "process_decision",
    "process_definition",
    "process_draft",
    "process_form",
    "process_instance",
    "process_owner",
    "role_definition",
    "saved_filter",
    "search_entry",
    "setting",
    "signature",
    "standing_role",
    "subscription",
    "substitute",
    "user_task",
    "variable_change",
]
