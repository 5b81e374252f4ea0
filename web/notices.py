"""The words of notices, on the page and in mails. What they are about stands beside them, as the reader may see it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from engine.errors import Message
from engine.notifications import Told

HEADLINES: Mapping[str, Message] = {
    "new_task": Message("You have a new task"),
    "gate_waiting": Message("Your approval is awaited"),
    "sent_back": Message("Your work has come back to be changed"),
    "reminder": Message("A task will soon be due"),
    "overdue": Message("A task is overdue"),
    "mention": Message("You are mentioned in a comment"),
    "condition": Message("A condition needs your attention"),
    "invitation": Message("There is an answer to your invitation"),
    "task_changed": Message("A task of yours follows a new version of its process"),
    "consent": Message("Your organisation is asked about a new version of the process"),
}
FOLLOW_UP = Message("It is time to look at a task again")
CONDITION_DUE = Message("A condition is to be met by %(day)s")
NOT_DONE = Message("A task that others have is overdue")
ANSWERS: Mapping[str, Message] = {
    "accepted": Message("%(organisation)s has said yes to your invitation"),
    "declined": Message("%(organisation)s has said no to your invitation"),
}
SUBJECTS: Mapping[str, Message] = {
    "new_task": Message("New task: %(name)s"),
    "gate_waiting": Message("Waiting for your approval: %(name)s"),
    "sent_back": Message("To be changed: %(name)s"),
    "reminder": Message("Soon due: %(name)s"),
    "overdue": Message("Overdue: %(name)s"),
    "mention": Message("You are mentioned: %(name)s"),
    "condition": Message("Condition: %(name)s"),
    "invitation": Message("Answer to your invitation: %(name)s"),
    "task_changed": Message("The task has changed: %(name)s"),
    "consent": Message("Say yes or no to a new version: %(name)s"),
}
# What people choose between on their profile, in this order.
CHOICES: Mapping[str, Message] = {
    "new_task": Message("A new task for me or my role"),
    "gate_waiting": Message("An approval waits for me"),
    "sent_back": Message("My work has come back to be changed"),
    "reminder": Message("A task is soon due"),
    "overdue": Message("A task is overdue"),
    "mention": Message("Somebody mentions me in a comment"),
    "condition": Message("A condition needs my attention"),
    "task_changed": Message("My task has changed with a new version of the process"),
    "consent": Message("My organisation is asked about a new version"),
    "digest": Message("One overview each working day at 7, instead of a mail for each new task"),
}


def headline(told: Told) -> Message:
    """What has happened, in one line."""
    if told.kind == "reminder" and told.params.get("follow_up"):
        return FOLLOW_UP
    if told.kind == "overdue" and told.params.get("role"):
        return NOT_DONE
    if told.kind == "condition" and told.params.get("due"):
        return Message(CONDITION_DUE.template, {"day": date.fromisoformat(told.params["due"])})
    answer = ANSWERS.get(told.params.get("outcome", "")) if told.kind == "invitation" else None
    if answer is not None:
        return Message(answer.template, {"organisation": told.params.get("organisation", "")})
    return HEADLINES[told.kind]


def path(told: Told) -> str:
    """Where a notice leads, on this site."""
    if told.task_id is not None:
        return f"/opgaver/{told.task_id}{'#comments-h' if told.kind == 'mention' else ''}"
    if told.case_number is not None:
        return f"/sager/{told.case_number}{'/kommentarer' if told.kind == 'mention' else ''}"
    return "/opgaver"


def subject(told: list[Told]) -> Message:
    """The subject of one mail about all of these, which are of one kind and one case."""
    first = told[0]
    name = first.task_name or first.case_title or ""
    line = Message(SUBJECTS[first.kind].template, {"name": name})
    if len(told) == 1:
        return line
    return Message("%(first)s, and %(count)s more", {"first": line, "count": len(told) - 1})
