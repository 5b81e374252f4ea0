"""What has happened in a case, in order: the runtime's moves and the people's acts. The acts are hash-chained."""

from __future__ import annotations

import secrets
from typing import Any

import orjson
import sqlalchemy as sa

from engine import chain
from engine.models import history, organisation, party, person, process_instance
from engine.store import Session

substituted = person.alias("substituted")

# the end of the chain, under the case's row lock, and what those who act are called now
_BEFORE = (
    sa.select(
        process_instance.c.number,
        process_instance.c.audit_seq,
        process_instance.c.audit_hash,
        person.c.name.label("person"),
        substituted.c.name.label("on_behalf_of"),
        party.c.key.label("party_key"),
        organisation.c.name.label("party"),
    )
    .select_from(process_instance)
    .outerjoin(person, person.c.id == sa.bindparam("by"))
    .outerjoin(substituted, substituted.c.id == sa.bindparam("for"))
    .outerjoin(party, party.c.id == sa.bindparam("of"))
    .outerjoin(organisation, organisation.c.id == party.c.organisation_id)
    .where(process_instance.c.id == sa.bindparam("instance"))
    .with_for_update(of=process_instance)
)
_AFTER = (
    sa.update(process_instance)
    .where(process_instance.c.id == sa.bindparam("instance"))
    .values(audit_seq=sa.bindparam("seq"), audit_hash=sa.bindparam("head"))
)
_NAMES = ("person", "on_behalf_of", "party_key", "party")


def note(
    session: Session,
    instance_id: int,
    kind: str,
    *,
    by: int | None = None,
    party_id: int | None = None,
    is_private: bool = False,
    element_id: str | None = None,
    process_id: str | None = None,
    call_path: str = "",
    name: str | None = None,
    data: Any = None,
    on_behalf_of: int | None = None,
) -> int:
    """Write one act down, as the next in the case's audit chain. Returns the row's id.

    ``on_behalf_of``: whose work ``by`` did as their substitute; ``is_private``: for the people of ``party_id`` alone.
    Takes the case's row lock, so that two acts at once stand one after the other."""
    asked = {"instance": instance_id, "by": by, "for": on_behalf_of, "of": party_id}
    before = session.execute(_BEFORE, asked).one()
    row: dict[str, Any] = {
        "process_instance_id": instance_id,
        "at": session.now,
        "kind": kind,
        "element_id": element_id,
        "process_id": process_id,
        "call_path": call_path,
        "name": name,
        "person_id": by,
        "party_id": party_id,
        "is_private": is_private,
        "data": orjson.loads(orjson.dumps(data)),  # as it will be read again
        "on_behalf_of": on_behalf_of,
        "names": {key: before._mapping[key] for key in _NAMES if before._mapping[key] is not None} or None,
    }
    seq, salt = before.audit_seq + 1, secrets.token_hex(16)
    digest = chain.digest(salt, chain.act(row))
    head = chain.link(before.audit_hash or chain.origin(before.number), seq, digest)
    made = session.insert(history, **row, seq=seq, salt=salt, digest=digest, hash=head)
    session.execute(_AFTER, {"instance": instance_id, "seq": seq, "head": head})
    return made
