"""What has happened in a case, said in sentences that go on from the name of who did it."""

from __future__ import annotations

from collections.abc import Mapping

from engine.cases.views import Happening
from engine.errors import Message

ANSWERS = {
    "godkend": Message("approved %(name)s, version %(version)s"),
    "ret": Message("sent %(name)s, version %(version)s, back to be changed"),
    "vent": Message("wants to wait with %(name)s, version %(version)s"),
    "stop": Message("said stop to %(name)s, version %(version)s"),
}
SENTENCES = {
    "started": Message("started the case"),
    "completed_task": Message('did "%(name)s"'),
    "assigned": Message('took or passed on "%(name)s"'),
    "unassigned": Message('gave back "%(name)s"'),
    "voided": Message("made the earlier approvals of %(name)s, version %(version)s, void"),
    "cast": Message("chose who is %(role)s"),
    "recast": Message("handed the tasks of %(role)s over"),
    "recast_note": Message('handed the tasks of %(role)s over with the note "%(note)s"'),
    "invited": Message("invited %(name)s"),
    "joined": Message("joined on behalf of %(name)s"),
    "declined": Message("%(name)s declined the invitation"),
    "invitation_withdrawn": Message("withdrew the invitation of %(name)s"),
    "left": Message("let %(name)s leave: %(reason)s"),
    "alone": Message('answered "%(name)s" alone, because nobody else has the role'),
    "cancelled": Message("cancelled the case: %(reason)s"),
    "retried": Message("asked the process to try again"),
    "signed": Message("signed %(name)s, version %(version)s"),
    "set_off": Message('set off "%(name)s"'),
}
SIGNS = {
    "ret": "back",
    "stop": "incident",
    "godkend": "ok",
    "completed_task": "ok",
    "signed": "ok",
    "cancelled": "incident",
}


def told(event: Happening, roles: Mapping[str, str]) -> tuple[str, Message]:
    """(class of its sign in the list, what was done). ``roles``: role id -> name."""
    data = event.data if isinstance(event.data, dict) else {}
    kind = str(data.get("decision", "")) if event.kind == "answered" else event.kind
    if kind == "assigned" and data.get("to") is None:
        kind = "unassigned"
    if kind == "recast" and data.get("note"):
        kind = "recast_note"
    sentence = ANSWERS.get(kind) or SENTENCES[kind]
    params = {**data, "name": event.name or "", "role": roles.get(str(data.get("role")), data.get("role"))}
    return SIGNS.get(kind, ""), Message(sentence.template, params)
