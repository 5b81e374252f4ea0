"""What people want by mail. Everything is told in the app as well, whatever they choose."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import sqlalchemy as sa

from engine.errors import NotFound
from engine.models import notification_choice
from engine.store import Session

DIGEST = "digest"
# kind -> whether it is mailed to those who have chosen nothing
KINDS: Mapping[str, bool] = MappingProxyType(
    {
        "new_task": True,
        "gate_waiting": True,
        "sent_back": True,
        "reminder": True,
        "overdue": True,
        "mention": True,
        "condition": True,
        "task_changed": False,
        "consent": True,
        "invitation": True,
        DIGEST: False,
    }
)
ALWAYS = frozenset({"invitation"})  # an answer is asked for, so that nobody is left out of a case unknowingly
OF_WORK = frozenset(
    {"new_task", "gate_waiting", "sent_back", "reminder", "overdue", "task_changed"}
)  # about a task to be done
IN_DIGEST = frozenset({"new_task"})  # what the daily overview takes the place of


def choices(session: Session, person_id: int) -> dict[str, bool]:
    """Kind -> whether the person wants it by mail; those that cannot be turned off are left out."""
    made = session.all(
        sa.select(notification_choice.c.kind, notification_choice.c.by_mail).where(
            notification_choice.c.person_id == person_id
        )
    )
    known = {row.kind: row.by_mail for row in made}
    return {kind: known.get(kind, default) for kind, default in KINDS.items() if kind not in ALWAYS}


def choose(session: Session, person_id: int, by_mail: Mapping[str, bool]) -> None:
    """Keep what a person wants by mail. Raises NotFound for a kind that nobody can choose."""
    for kind, wanted in by_mail.items():
        if kind not in KINDS or kind in ALWAYS:
            raise NotFound("There is no such kind of notice")
        session.put(notification_choice, person_id=person_id, kind=kind, by_mail=wanted)


def mailed(wanted: Mapping[str, bool], kind: str) -> bool:
    """Whether somebody with these choices gets a mail of their own for something of this kind."""
    if kind in ALWAYS:
        return True
    return wanted[kind] and not (wanted[DIGEST] and kind in IN_DIGEST)
