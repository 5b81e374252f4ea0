"""What has happened in a case, said in sentences that go on from the name of who did it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.cases.views import Happening
from engine.errors import Message

ANSWERS = {
    "godkend": Message("approved %(name)s, version %(version)s"),
    "betinget": Message("approved %(name)s, version %(version)s, with conditions"),
    "": Message("answered about %(name)s, version %(version)s"),
    "ret": Message("sent %(name)s, version %(version)s, back to be changed"),
    "vent": Message("wants to wait with %(name)s, version %(version)s"),
    "stop": Message("said stop to %(name)s, version %(version)s"),
}
SENTENCES = {
    "started": Message("started the case"),
    "completed_task": Message('did "%(name)s"'),
    "assigned": Message('took or passed on "%(name)s"'),
    "unassigned": Message('gave back "%(name)s"'),
    "decided_godkendt": Message("%(name)s, version %(version)s, has been approved"),
    "decided_ret": Message("%(name)s, version %(version)s, goes back to be changed"),
    "decided_vent": Message("%(name)s, version %(version)s, has to wait"),
    "decided_stop": Message("%(name)s, version %(version)s, has been stopped"),
    "fell_away": Message("The earlier approvals of %(name)s, version %(version)s, are void"),
    "condition_met": Message('met the condition "%(name)s": %(note)s'),
    "condition_waived": Message('gave up the condition "%(name)s": %(note)s'),
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
    "retried": Message("asked the process to try again: %(reason)s"),
    "retried_before": Message("asked the process to try again"),
    "signed": Message("signed %(name)s, version %(version)s"),
    "attached": Message('attached the file "%(name)s"'),
    "detached": Message('removed the file "%(name)s"'),
    "set_off": Message('set off "%(name)s"'),
    "commented": Message("wrote a comment"),
    "comment_deleted": Message("deleted a comment"),
    "released_task": Message('released the answers of "%(name)s" to the other parties'),
    "released_document": Message("released %(name)s, version %(version)s, to the other parties"),
    "released_comment": Message("released a comment to the other parties"),
    "released_attachment": Message('released the file "%(name)s" to the other parties'),
    "due_changed": Message('moved the deadline of "%(name)s" from %(from)s to %(to)s: %(reason)s'),
    "due_recounted": Message('counted the deadline of "%(name)s" again: from %(from)s to %(to)s'),
    "days_closed": Message("closed the case from %(first)s to %(last)s"),
    "days_opened": Message("took back that the case is closed from %(first)s to %(last)s"),
    "escalated": Message('"%(name)s" is late. %(role)s has been told'),
    "migrated": Message(
        "moved the case from version %(before)s of %(name)s to version %(after)s: %(reason)s"
    ),
    "move_asked": Message(
        "asked the parties to let the case follow version %(after)s of %(name)s: %(reason)s"
    ),
    "move_answered": Message("said yes to version %(after)s of %(name)s"),
    "move_refused": Message("said no to version %(after)s of %(name)s"),
    "mailed": Message('The mail "%(name)s" has been sent. Receivers: %(count)s'),
    "repair_moved": Message('moved the case from "%(name)s" to "%(target)s": %(reason)s'),
    "repair_back": Message('took the case back from "%(name)s" to "%(target)s": %(reason)s'),
    "repair_added": Message('began "%(target)s" as well: %(reason)s'),
    "repair_removed": Message('ended "%(name)s": %(reason)s'),
    "repair_skipped": Message('skipped "%(name)s": %(reason)s'),
    "repair_variable": Message('corrected "%(name)s" to "%(value)s": %(reason)s'),
    "suspended": Message("put the case on hold: %(reason)s"),
    "resumed": Message("let the case go on: %(reason)s"),
    "escalated_far": Message('"%(name)s" is late. The administrators have been told'),
}
SIGNS = {
    "ret": "back",
    "betinget": "ok",
    "decided_godkendt": "ok",
    "decided_ret": "back",
    "decided_stop": "incident",
    "condition_met": "ok",
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
    if kind == "decided":
        kind = f"decided_{data.get('result')}"
    if kind == "voided" and event.person_name is None:
        kind = "fell_away"
    if kind == "recast" and data.get("note"):
        kind = "recast_note"
    if kind == "due_changed" and not data.get("reason"):
        kind = "due_recounted"
    if kind == "escalated" and not data.get("role"):
        kind = "escalated_far"
    if kind == "retried" and not data.get("reason"):
        kind = "retried_before"  # from when no reason was asked for
    if kind == "move_answered" and not data.get("is_yes"):
        kind = "move_refused"
    if kind == "released":
        kind = f"released_{data.get('kind')}"
    sentence = ANSWERS.get(kind) or SENTENCES[kind]
    params = {
        **data,
        **_days(data),
        "name": event.name or "",
        "role": roles.get(str(data.get("role")), data.get("role")),
    }
    return SIGNS.get(kind, ""), Message(sentence.template, params)


def _days(data: Mapping[str, Any]) -> dict[str, date]:
    """Those of the parameters that are days."""
    texts = {name: data[name] for name in ("from", "to", "first", "last") if isinstance(data.get(name), str)}
    return {name: date.fromisoformat(text) for name, text in texts.items()}
