"""The words of mails, in the reader's language, as text and as HTML. The templates hold no words, only their order.

Mails are written by the worker too, where there is no request: addresses come from the settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from itsdangerous import BadSignature, URLSafeSerializer
from jinja2 import Environment, FileSystemLoader, select_autoescape

from engine.mail import Letter
from engine.notifications import Told
from engine.notifications.digest import Digest, Item
from engine.parties.people import Actor
from web import formats, notices
from web.i18n import gettext as _
from web.i18n import locale, say, sentence, speaking

TEMPLATES = Path(__file__).with_name("templates") / "letters"
SALT = "unsubscribe"
_environment = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=select_autoescape(["html"]),
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a letter: what it says, a smaller line below it, and where it leads."""

    title: str
    sub: str = ""
    link: str = ""


class Letters:
    """Writes the letters of one installation. ``base_url``: how people reach it; ``secret_key`` signs the links with
    which they stop mails."""

    def __init__(self, base_url: str, secret_key: str) -> None:
        self.base_url = base_url.rstrip("/")
        self.secret_key = secret_key

    def notices(self, reader: Actor, told: list[Told]) -> Letter:
        """What somebody is told about one case, all of one kind."""
        with speaking(reader.locale):
            first = told[0]
            items = [
                Line(
                    each.task_name or each.case_title or "", _about(each), self.base_url + notices.path(each)
                )
                for each in told
            ]
            return self._letter(
                reader.name,
                say(notices.subject(told)),
                [sentence(notices.headline(first))],
                [("", items)],
                reader=reader,
                kind=first.kind,
            )

    def digest(self, reader: Actor, digest: Digest) -> Letter:
        """The day's overview."""
        with speaking(reader.locale):
            sections = [
                (_("Overdue"), digest.of("overdue")),
                (_("Due today"), digest.of("today")),
                (_("Approvals that wait for you"), digest.of("gate")),
                (_("New since last time"), digest.of("new")),
            ]
            return self._letter(
                reader.name,
                _("Your tasks today: %(count)s", count=len(digest.items)),
                [_("Here is what waits for you and your roles.")],
                [(heading, [self._item(item, digest.day) for item in items]) for heading, items in sections],
                action=Line(_("See all your tasks"), link=f"{self.base_url}/opgaver"),
                reader=reader,
                kind="digest",
            )

    def of_case(self, reader: Actor, *, subject: str, text: str, number: str, title: str) -> Letter:
        """What a process writes to somebody in a case, in its owner's words."""
        with speaking(reader.locale):
            return self._letter(
                reader.name,
                subject,
                [line.strip() for line in text.splitlines() if line.strip()],
                [],
                action=Line(_("Open the case"), link=f"{self.base_url}/sager/{number}"),
                small=[
                    Line(_("You get this mail because you take part in %(case)s.", case=_case(title, number)))
                ],
                reader=reader,
            )

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
        """Ask somebody to take an organisation's place in a case. ``link``: a path on this site."""
        with speaking(locale):
            return self._letter(
                name,
                _("%(organisation)s invites you: %(case)s", organisation=organisation, case=case_title),
                [
                    _(
                        '%(inviter)s from %(organisation)s invites you to take part in "%(case)s" in Samtrin, '
                        "where organisations carry a partnership or a project together.",
                        inviter=inviter,
                        organisation=organisation,
                        case=case_title,
                    ),
                    _("Use the link to see the invitation and say yes or no."),
                ],
                [],
                action=Line(_("See the invitation"), link=self.base_url + link),
                small=[
                    Line(_("The link is yours alone, and can be used until %(day)s.", day=expires_at.date())),
                    Line(_("Do you not know what this is about? Then do nothing.")),
                ],
            )

    def _letter(
        self,
        name: str,
        subject: str,
        paragraphs: list[str],
        sections: list[tuple[str, list[Line]]],
        *,
        action: Line | None = None,
        small: list[Line] | None = None,
        reader: Actor | None = None,
        kind: str | None = None,
    ) -> Letter:
        """Put a letter together. With a ``reader`` it ends with the links to stop it."""
        footer, unsubscribe = list(small or []), None
        if reader is not None and kind is not None and kind in notices.CHOICES:
            unsubscribe = f"{self.base_url}/afmeld/{mark(self.secret_key, reader.person_id, kind)}"
            footer.append(Line(_("Stop mails like this one"), link=unsubscribe))
        if reader is not None:
            footer.append(Line(_("Choose what you get by mail"), link=f"{self.base_url}/profil"))
        parts = {
            "lang": locale(),
            "subject": subject,
            "greeting": _("Hello %(name)s", name=name),
            "paragraphs": paragraphs,
            "sections": sections,
            "action": action,
            "footer": footer,
        }
        text, html = (_environment.get_template(f"letter.{kind}").render(parts) for kind in ("txt", "html"))
        return Letter(subject, text, html, unsubscribe)

    def _item(self, item: Item, now: datetime) -> Line:
        about = _case(item.case_title, item.case_number, item.due_at, now)
        return Line(item.task_name, about, f"{self.base_url}/opgaver/{item.task_id}")


def _about(told: Told) -> str:
    return _case(told.case_title, told.case_number, told.due_at, told.at) if told.task_id else ""


def _case(
    title: str | None, number: str | None, due_at: datetime | None = None, now: datetime | None = None
) -> str:
    """Which case a task is of, and until when."""
    case = _("%(case)s, case %(number)s", case=title or "", number=number or "")
    if due_at is None or now is None:
        return case
    return f"{case}. {_('Deadline: %(at)s', at=formats.until(due_at, locale(), now))}"


def mark(secret_key: str, person_id: int, kind: str) -> str:
    """The signed mark in a link that stops mails of a kind."""
    return str(URLSafeSerializer(secret_key, salt=SALT).dumps([person_id, kind]))


def read_mark(secret_key: str, text: str) -> tuple[int, str] | None:
    """Person and kind of a link, or None for one that we have not made."""
    try:
        person_id, kind = URLSafeSerializer(secret_key, salt=SALT).loads(text)
    except BadSignature:
        return None
    return (person_id, kind) if kind in notices.CHOICES else None
