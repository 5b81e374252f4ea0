"""Mail: written down with the command that causes it, and sent by a job once that has been committed.

The row is the mail; its job tries until the mail is sent or refused. No transaction is open while a server talks: the
job is put off first, and taken away when the mail is gone. A crash in between sends the same mail again, with the same
Message-ID, by which mail programs know it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol
from uuid import uuid4

import sqlalchemy as sa
import structlog

from engine.errors import NotFound
from engine.models import job, mail
from engine.store import Session, Store

if TYPE_CHECKING:
    from engine.notifications.digest import Digest
    from engine.notifications.reading import Told
    from engine.parties.people import Actor

log = structlog.get_logger(__name__)
KIND = "mail"
# How long until the next try, longer than any talk with a server may last (see effects/smtp.py).
WAITS = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 240, 720, 1440))


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says, as plain text and as HTML. ``unsubscribe``: where the reader stops more of its kind."""

    subject: str
    text: str
    html: str
    unsubscribe: str | None = None


class Letters(Protocol):
    """Who finds the words, in the reader's language. The web application puts one at ``store.letters``."""

    def notices(self, reader: Actor, told: list[Told]) -> Letter:
        """What somebody is told about one case, all of one kind."""

    def digest(self, reader: Actor, digest: Digest) -> Letter:
        """The day's overview."""

    def of_case(self, reader: Actor, *, subject: str, text: str, number: str, title: str) -> Letter:
        """What a process writes to somebody in a case, in its owner's words. ``text``: plain, a paragraph on each
        line."""

    def invitation(
        self,
        locale: str,
        *,
        name: str,
        inviter: str,
        organisation: str,
        case_title: str,
        link: str,
        expires_at: datetime,
    ) -> Letter:
        """Ask somebody to take an organisation's place in a case. ``name``: theirs; ``organisation``: the inviter's;
        ``link``: a path on this site, such as /invitation/<secret>."""


class Refused(Exception):
    """The receiving server does not want this mail, now or later."""


class Unreachable(Exception):
    """No server to hand any mail to, for now."""


def write(
    session: Session,
    to: str,
    subject: str,
    text: str,
    html: str,
    person_id: int | None = None,
    unsubscribe: str | None = None,
) -> int:
    """Write a mail and the job that sends it. Returns the mail's id."""
    mail_id = session.insert(
        mail,
        person_id=person_id,
        to_address=to,
        subject=" ".join(subject.split())[:300],
        text=text,
        html=html,
        message_id=uuid4().hex,
        unsubscribe=unsubscribe,
        created_at=session.now,
    )
    session.insert(job, kind=KIND, payload={"mail": mail_id}, due_at=session.now, retries=len(WAITS))
    session.after_commit.append(session.store.wake)
    return mail_id


def send(session: Session, waiting: sa.Row[Any]) -> None:
    """Put the mail's job off by one try, and send when that has been committed. ``waiting``: the job, locked.

    Without a post the mail is kept, and its job is done."""
    store = session.store
    letter = session.first(
        sa.select(mail).where(mail.c.id == waiting.payload["mail"], mail.c.sent_at.is_(None))
    )
    this = sa.and_(job.c.id == waiting.id, job.c.kind == KIND)
    if letter is None or store.post is None:
        session.execute(sa.delete(job).where(this))
        return
    left, again = waiting.retries - 1, session.now + WAITS[len(WAITS) - waiting.retries]
    session.execute(sa.update(job).where(this).values(retries=left, due_at=again))
    this = sa.and_(
        this, job.c.retries == left, job.c.due_at == again
    )  # and not what a later try has made of it
    session.after_commit.append(lambda: _hand_over(store, letter, this))


def _hand_over(store: Store, letter: sa.Row[Any], this: sa.ColumnElement[bool]) -> None:
    """Give the mail to the post and write down how it went: sent and refused mails have no job any more."""
    assert store.post is not None
    done, error = False, None
    try:
        store.post(letter)
        done = True
    except Refused as refused:
        done, error = True, str(refused)
    except Unreachable as gone:
        error = str(gone)
        _wait(store, this)
    except Exception as failed:
        error = f"{type(failed).__name__}: {failed}"
    if error:
        log.warning("mail not sent", mail=letter.id, error=error, final=done)
    with store.transaction() as session:
        sent_at = None if error else session.now
        session.execute(
            sa.update(mail)
            .where(mail.c.id == letter.id, mail.c.sent_at.is_(None))
            .values(sent_at=sent_at, error=error and error[:2000])
        )
        if done:
            session.execute(sa.delete(job).where(this))


def _wait(store: Store, this: sa.ColumnElement[bool]) -> None:
    """No server: that is no mail's fault and costs it no try, and all wait, so that they don't wait for one another."""
    with store.transaction() as session:
        again = session.now + WAITS[0]
        session.execute(sa.update(job).where(this).values(retries=job.c.retries + 1, due_at=again))
        session.execute(sa.update(job).where(job.c.kind == KIND, job.c.due_at < again).values(due_at=again))


def failed_for(session: Session, person_id: int) -> sa.Row[Any] | None:
    """The person's newest mail, where it could not be sent: created_at, error."""
    newest = session.first(
        sa.select(mail.c.created_at, mail.c.error, mail.c.sent_at)
        .where(mail.c.person_id == person_id)
        .order_by(mail.c.id.desc())
        .limit(1)
    )
    return newest if newest is not None and newest.error and newest.sent_at is None else None


def newest(session: Session) -> list[sa.Row[Any]]:
    """The latest mails, at most 200, the newest first."""
    return session.all(sa.select(mail).order_by(mail.c.id.desc()).limit(200))


def find(session: Session, mail_id: int) -> sa.Row[Any]:
    """One mail. Raises NotFound."""
    row = session.first(sa.select(mail).where(mail.c.id == mail_id))
    if row is None:
        raise NotFound("There is no such mail")
    return row
