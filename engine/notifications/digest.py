"""The day's overview: at seven in the morning of every working day, one mail to each who has chosen it.

One job stands for the whole installation. When it is due it sets itself again, and leaves one job for each reader, so
that a mail that fails is alone in that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from engine import calendar, inbox, mail
from engine.clock import HOME
from engine.models import job, notification, notification_choice, process_instance, setting, user_task
from engine.models import mail as mail_table
from engine.parties import people, visibility
from engine.parties.people import Actor
from engine.store import Session

from .choices import DIGEST, OF_WORK

OVERVIEW = "overview"  # the job of one reader's mail
AT = time(7, 0)
LONGEST = 100  # tasks in one mail
NOTICES_KEPT, MAILS_KEPT = timedelta(days=365), timedelta(days=90)
MISSED = timedelta(days=7)  # an installation that was down for longer tells of no older tasks as new


@dataclass(frozen=True, slots=True)
class Item:
    """An open task of the reader or their role. ``sections``: new, today, overdue, gate; at least one of them."""

    task_id: int
    task_name: str
    case_number: str
    case_title: str
    due_at: datetime | None
    sections: frozenset[str]


@dataclass(frozen=True, slots=True)
class Digest:
    day: datetime
    items: list[Item]

    def of(self, section: str) -> list[Item]:
        return [item for item in self.items if section in item.sections]


def schedule(session: Session) -> None:
    """See that the installation's job exists. Writing the setting first keeps two that start at once apart."""
    session.put(setting, key=DIGEST, value=True)
    if session.first(sa.select(job.c.id).where(job.c.kind == DIGEST, job.c.retries > 0)) is None:
        _set(session)


def _set(session: Session) -> None:
    session.insert(
        job,
        kind=DIGEST,
        payload={"since": session.now.isoformat()},
        due_at=following(session.now, calendar.closed_here(session)),
        retries=3,
    )


def following(now: datetime, closed: frozenset[Any] = frozenset()) -> datetime:
    """Seven o'clock of the next working day after ``now``."""
    yesterday = now.astimezone(HOME).date() - timedelta(days=1)
    day = calendar.add_working_days(yesterday, 1, closed)
    at = datetime.combine(day, AT, HOME)
    return at if at > now else datetime.combine(calendar.add_working_days(day, 1, closed), AT, HOME)


def morning(session: Session, since: datetime) -> None:
    """Set the next day's job, leave a job for each reader, and tidy."""
    _set(session)
    _tidy(session)
    if session.store.letters is None:
        return
    readers = session.execute(
        sa.select(notification_choice.c.person_id).where(
            notification_choice.c.kind == DIGEST, notification_choice.c.by_mail
        )
    ).scalars()
    session.insert_all(
        job,
        [
            {
                "kind": OVERVIEW,
                "payload": {"person": person_id, "since": since.isoformat()},
                "due_at": session.now,
                "retries": 3,
            }
            for person_id in readers
        ],
    )
    session.after_commit.append(session.store.wake)


def _tidy(session: Session) -> None:
    """Work that is over is nothing new to anybody; what was told long ago is forgotten, mails first."""
    over = sa.select(user_task.c.id).where(user_task.c.state != "open")
    session.execute(
        sa.update(notification)
        .where(
            notification.c.read_at.is_(None),
            notification.c.kind.in_(OF_WORK),
            notification.c.user_task_id.in_(over),
        )
        .values(read_at=session.now)
    )
    session.execute(sa.delete(notification).where(notification.c.read_at < session.now - NOTICES_KEPT))
    session.execute(sa.delete(mail_table).where(mail_table.c.created_at < session.now - MAILS_KEPT))


def write(session: Session, person_id: int, since: datetime) -> None:
    """Write one reader's mail; none where there is nothing to say."""
    letters, reader = session.store.letters, people.actor(session, person_id)
    if letters is None or reader is None:
        return
    found = of_person(session, reader, since)
    if found.items:
        letter = letters.digest(reader, found)
        mail.write(
            session, reader.email, letter.subject, letter.text, letter.html, person_id, letter.unsubscribe
        )


def of_person(session: Session, by: Actor, since: datetime) -> Digest:
    """What a person has to know today: the tasks that have come since ``since``, those due, late, or at a gate."""
    since = max(since, session.now - MISSED)
    tonight = datetime.combine(session.now.astimezone(HOME).date() + timedelta(days=1), time(), HOME)
    mine = sa.or_(
        user_task.c.assignee_id == by.person_id,
        sa.and_(
            user_task.c.assignee_id.is_(None),
            user_task.c.id.in_(sa.select(inbox.candidate_tasks(session, by).c.id)),
        ),
    )
    rows = session.all(
        sa.select(user_task, process_instance.c.number, process_instance.c.title)
        .join(process_instance, process_instance.c.id == user_task.c.process_instance_id)
        .where(user_task.c.state == "open", mine, visibility.visible_to(by))
        .order_by(user_task.c.due_at.is_(None), user_task.c.due_at, user_task.c.id)
    )
    items = []
    for row in rows:
        late = row.due_at is not None and row.due_at < session.now
        sections = {
            "new": row.created_at >= since,
            "overdue": late,
            "today": row.due_at is not None and not late and row.due_at < tonight,
            "gate": bool(row.properties.get("samtrin:gate")),
        }
        named = frozenset(name for name, holds in sections.items() if holds)
        if named:
            items.append(Item(row.id, row.name, row.number, row.title, row.due_at, named))
    return Digest(session.now, items[:LONGEST])
