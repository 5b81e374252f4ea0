"""What has happened in a case, in order: the runtime's moves and the people's acts."""

from __future__ import annotations

from typing import Any

from engine.models import history
from engine.store import Session


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
) -> int:
    """Write one act down. Returns the row's id."""
    return session.insert(
        history,
        process_instance_id=instance_id,
        at=session.now,
        kind=kind,
        element_id=element_id,
        process_id=process_id,
        call_path=call_path,
        name=name,
        person_id=by,
        party_id=party_id,
        is_private=is_private,
        data=data,
    )
