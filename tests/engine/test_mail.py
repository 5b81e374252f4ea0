"""Mail against a real server: sent once, in both forms, tried again when it is away, given up where it is refused."""

from __future__ import annotations

import email
import socket
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller

from engine import jobs, mail
from engine.effects import smtp
from engine.models import job
from engine.models import mail as mails
from engine.store import Store

FROM = "Samtrin <sag@samtrin.example>"


class Box:
    """Keeps what arrives; answers with ``says`` as long as there is anything in it."""

    def __init__(self) -> None:
        self.arrived: list[EmailMessage] = []
        self.receivers: list[str] = []
        self.says: list[str] = []
        self.says_of_receiver: list[str] = []

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _o: Any) -> str:
        if self.says_of_receiver:
            return self.says_of_receiver.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.says:
            return self.says.pop(0)
        self.receivers += envelope.rcpt_tos
        found = email.message_from_bytes(envelope.content, policy=default)
        assert isinstance(found, EmailMessage)
        self.arrived.append(found)
        return "250 OK"


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


class Server:
    """A mail server on this machine that can be taken away and put back."""

    def __init__(self) -> None:
        self.box, self.port = Box(), free_port()
        self.controller: Controller | None = None

    def start(self) -> None:
        self.controller = Controller(self.box, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self) -> None:
        if self.controller is not None:
            self.controller.stop()
        self.controller = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def posting(store: Store, server: Server) -> Store:
    store.post = smtp.post(server.url, FROM)
    return store


def write(store: Store, to: str = "bo@example.dk", **other: Any) -> int:
    texts = {
        "subject": "Ny opgave: Få øje på æblet",
        "text": "Kære Bo, æøå €\n",
        "html": "<p>Kære Bo, æøå</p>",
    }
    with store.transaction() as session:
        return mail.write(session, to, **{**texts, **other})


def row(store: Store, mail_id: int) -> Any:
    with store.read() as session:
        return session.first(sa.select(mails).where(mails.c.id == mail_id))


def waiting(store: Store) -> list[tuple[datetime, int]]:
    """(due, tries left) of the mails' jobs."""
    with store.read() as session:
        return [(found.due_at, found.retries) for found in session.all(sa.select(job).order_by(job.c.id))]


def test_a_mail_is_delivered_once_in_both_forms(posting: Store, server: Server) -> None:
    mail_id = write(posting, unsubscribe="https://samtrin.example/afmeld/x")
    jobs.run_due(posting)
    jobs.run_due(posting)
    (arrived,) = server.box.arrived
    assert server.box.receivers == [arrived["To"]] == ["bo@example.dk"]
    assert (arrived["From"], arrived["Subject"]) == (FROM, "Ny opgave: Få øje på æblet")
    text, html = arrived.get_body(("plain",)), arrived.get_body(("html",))
    assert text is not None and text.get_content() == "Kære Bo, æøå €\r\n"
    assert html is not None and html.get_content().strip() == "<p>Kære Bo, æøå</p>"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["List-Unsubscribe"] == "<https://samtrin.example/afmeld/x>"
    kept = row(posting, mail_id)
    assert arrived["Message-ID"] == f"<{kept.message_id}@samtrin.example>"
    assert (kept.sent_at, kept.error, waiting(posting)) == (posting.clock(), None, [])


def test_a_passing_no_is_tried_again_with_the_same_mark(posting: Store, server: Server) -> None:
    server.box.says = ["451 try again later", "452 still full"]
    mail_id = write(posting)
    jobs.run_due(posting)
    jobs.run_due(posting)  # not yet time
    assert "451" in row(posting, mail_id).error
    assert waiting(posting) == [(posting.clock() + timedelta(minutes=5), 5)]
    posting.clock.advance(timedelta(minutes=5))
    jobs.run_due(posting)
    assert waiting(posting) == [(posting.clock() + timedelta(minutes=15), 4)]
    posting.clock.advance(timedelta(minutes=15))
    jobs.run_due(posting)
    (arrived,) = server.box.arrived
    assert row(posting, mail_id).message_id in arrived["Message-ID"]
    assert (row(posting, mail_id).error, waiting(posting)) == (None, [])


def test_it_is_given_up_after_the_last_try(posting: Store, server: Server) -> None:
    server.box.says = ["451 no"] * 20
    mail_id = write(posting)
    for pause in (timedelta(), *mail.WAITS, timedelta(days=9)):
        posting.clock.advance(pause)
        jobs.run_due(posting)
    assert len(server.box.says) == 20 - len(mail.WAITS)
    assert row(posting, mail_id).sent_at is None
    assert [left for _due, left in waiting(posting)] == [0]


@pytest.mark.parametrize("answers", ["says", "says_of_receiver"])
def test_a_lasting_no_is_kept_and_not_tried_again(posting: Store, server: Server, answers: str) -> None:
    setattr(server.box, answers, ["550 5.1.1 no such mailbox"])
    mail_id = write(posting)
    jobs.run_due(posting)
    kept = row(posting, mail_id)
    assert (kept.sent_at, kept.error) == (None, "550 5.1.1 no such mailbox")
    assert waiting(posting) == []
    assert server.box.arrived == []


def test_a_passing_no_of_the_receiver_is_no_lasting_one(posting: Store, server: Server) -> None:
    server.box.says_of_receiver = ["450 greylisted"]
    write(posting)
    jobs.run_due(posting)
    assert [left for _due, left in waiting(posting)] == [5]


def test_no_server_costs_no_try_and_all_mails_wait(posting: Store, server: Server) -> None:
    server.stop()
    first, second = write(posting), write(posting, to="ida@example.dk")
    jobs.run_due(posting)
    later = posting.clock() + mail.WAITS[0]
    assert waiting(posting) == [(later, len(mail.WAITS))] * 2
    assert row(posting, first).error and row(posting, second).error is None  # it was asked for once only
    server.start()
    posting.clock.advance(mail.WAITS[0])
    jobs.run_due(posting)
    assert sorted(server.box.receivers) == ["bo@example.dk", "ida@example.dk"]
    assert waiting(posting) == []


def test_a_crash_after_sending_sends_the_same_mail_again(posting: Store, server: Server) -> None:
    write(posting)
    real = smtp.post(server.url, FROM)

    def dies(letter: Any) -> None:
        real(letter)
        raise KeyboardInterrupt

    posting.post = dies
    with pytest.raises(KeyboardInterrupt):
        jobs.run_due(posting)
    posting.post = real
    posting.clock.advance(mail.WAITS[0])
    jobs.run_due(posting)
    one, two = server.box.arrived
    assert one["Message-ID"] == two["Message-ID"]


def test_no_transaction_is_open_while_the_server_talks(posting: Store, server: Server) -> None:
    mail_id = write(posting)
    seen = []
    real = smtp.post(server.url, FROM)

    def looks(letter: Any) -> None:
        with posting.transaction() as session:  # SQLite knows one writer: this would wait for half a minute
            session.execute(sa.update(mails).where(mails.c.id == mail_id).values(error="seen"))
        seen.append(waiting(posting))
        real(letter)

    posting.post = looks
    jobs.run_due(posting)
    assert seen == [[(posting.clock() + mail.WAITS[0], len(mail.WAITS) - 1)]]
    assert row(posting, mail_id).sent_at


def test_no_timer_waits_for_a_slow_server(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    talking, go_on, done = threading.Event(), threading.Event(), threading.Event()

    def slow(_letter: Any) -> None:
        talking.set()
        assert go_on.wait(20)

    def probe(session: Any, found: Any) -> None:
        session.execute(sa.delete(job).where(job.c.id == found.id))
        session.after_commit.append(done.set)

    store.post = slow
    monkeypatch.setitem(jobs.HANDLERS, "probe", probe)
    worker = jobs.Worker(store, poll=60)
    worker.start()
    try:
        write(store)
        assert talking.wait(20)
        with store.transaction() as session:
            session.insert(job, kind="probe", payload={}, due_at=session.now, retries=3)
            session.after_commit.append(store.wake)
        assert done.wait(20)
    finally:
        go_on.set()
        worker.stop()


def test_without_a_post_mails_are_kept(store: Store) -> None:
    mail_id = write(store)
    jobs.run_due(store)
    assert (row(store, mail_id).sent_at, row(store, mail_id).error, waiting(store)) == (None, None, [])


HOSTILE = "Tag\r\nBcc: alle@example.dk\r\n\r\nX\u2028Y\x07"


def test_nothing_gets_into_the_headers(posting: Store, server: Server) -> None:
    write(posting, subject=HOSTILE)
    jobs.run_due(posting)
    (arrived,) = server.box.arrived
    assert arrived["Subject"] == "Tag Bcc: alle@example.dk X Y"
    assert arrived["Bcc"] is None
    assert server.box.receivers == ["bo@example.dk"]


@pytest.mark.parametrize(
    "address",
    [
        "bo@example.dk\r\nBcc: x@y.dk",
        "bo@example.dk, ida@example.dk",
        "bo",
        "",
        "<bo@example.dk>\n",
        "Bo <bo@a.dk>",
    ],
)
def test_what_is_no_address_is_refused(posting: Store, server: Server, address: str) -> None:
    mail_id = write(posting, to=address)
    jobs.run_due(posting)
    assert row(posting, mail_id).error == "not an e-mail address"
    assert (server.box.arrived, waiting(posting)) == ([], [])


@pytest.mark.parametrize(
    ("url", "sender"), [("http://x", FROM), ("smtp://", FROM), ("", FROM), ("smtp://x", "Samtrin")]
)
def test_wrong_settings_are_told_at_once(url: str, sender: str) -> None:
    with pytest.raises(ValueError):
        smtp.post(url, sender)


def test_a_password_is_never_sent_in_the_clear(store: Store, server: Server) -> None:
    store.post = smtp.post(f"smtp://bo:hemmelig@127.0.0.1:{server.port}", FROM)
    mail_id = write(store)
    jobs.run_due(store)
    assert "no encryption" in row(store, mail_id).error
    assert server.box.arrived == []
