"""From notices to mails, after the commit: for those who want them, about what is still so."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa

from engine import mail
from engine.models import notification
from engine.parties import people
from engine.store import Session

from .choices import choices, mailed
from .reading import Told, these


def write(session: Session, ids: list[int]) -> None:
    """One mail for each reader, case and kind. What was read or done meanwhile is not mailed any more."""
    letters = session.store.letters
    if letters is None:
        return
    rows = session.all(
        sa.select(notification.c.id, notification.c.person_id)
        .where(notification.c.id.in_(ids))
        .order_by(notification.c.id)
    )
    of_person: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        of_person[row.person_id].append(row.id)
    for person_id, own in of_person.items():
        reader = people.actor(session, person_id)
        if reader is None:
            continue
        wanted = choices(session, person_id)
        together: dict[tuple[str, str | None], list[Told]] = defaultdict(list)
        for told in these(session, reader, own):
            if mailed(wanted, told.kind):
                together[told.kind, told.case_number].append(told)
        for told_together in together.values():
            letter = letters.notices(reader, told_together)
            mail.write(
                session, reader.email, letter.subject, letter.text, letter.html, person_id, letter.unsubscribe
            )
