"""Who may look after a case: see the room's door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine import reasons
from engine.editing import owners
from engine.errors import Forbidden, Message
from engine.parties import casting
from engine.parties.people import Actor
from engine.store import Session


@dataclass(frozen=True, slots=True)
class Rights:
    """``structure``: may move, add, skip and remove; ``pause``: may put on hold; ``own``: keys of the parties whose
    private variables they may see; ``private``: of those, whose they may correct."""

    structure: bool
    pause: bool
    own: frozenset[str]
    private: frozenset[str]


def rights(session: Session, row: Any, by: Actor) -> Rights:
    """What somebody may do with a case, of which they may know (``row`` of ``cases.listing.find``)."""
    alive = row.status in ("active", "suspended")
    parties = [
        party
        for party in casting.parties(session, row.id)
        if party.left_at is None and party.organisation_id in by.organisation_ids
    ]
    structure = alive and bool(parties) and owners.may_edit(session, row.process_id, by)
    led = {party.key for party in parties if party.organisation_id in by.admin_of}
    own = frozenset(party.key for party in parties)
    private = own if structure else frozenset(led if alive else ())
    return Rights(structure, structure or (alive and bool(led)), own, private)


def require_structure(session: Session, row: Any, by: Actor) -> Rights:
    """Raises Forbidden."""
    found = rights(session, row, by)
    if not found.structure:
        raise Forbidden("Only those in the case who look after its process can change its course")
    return found


def require_pause(session: Session, row: Any, by: Actor) -> None:
    """Raises Forbidden."""
    if not rights(session, row, by).pause:
        raise Forbidden("Only an administrator of a party, or those who look after the process, can do this")


def checked_reason(reason: str) -> str:
    """The reason of a repair. Raises Invalid where there is none."""
    return reasons.checked(reason, Message("Write why you do this"))
