"""Calendar links: made and stopped by a person, read by their calendar program at a secret address."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine import feeds
from engine.feeds import Feed
from web import ical
from web.auth import db, me
from web.i18n import gettext as _
from web.i18n import speaking

pages = Blueprint("feeds", __name__)


@pages.get("/kalender/<secret>.ics")
def read(secret: str) -> Response:
    """The calendar, for whoever holds its address; in the language of the person whose it is."""
    found = feeds.read(db(), secret)
    with speaking(found.reader.locale):
        if found.feed.case_number is None:
            name = _("Samtrin: my deadlines")
        else:
            case = {"title": found.feed.case_title, "number": found.feed.case_number}
            name = _("Samtrin: %(title)s, case %(number)s", **case)
        content = ical.written(found.dates, name, current_app.config["BASE_URL"])
    answer = Response(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="samtrin.ics"', "X-Robots-Tag": "noindex"},
    )
    answer.add_etag()  # the same dates are the same bytes, so that a program that asks often is told so
    return answer.make_conditional(request)


@pages.post("/profil/kalender")
def make() -> ResponseReturnValue:
    feeds.make(db(), me())
    flash(_("Your calendar link is ready. Copy it into your calendar program."), "ok")
    return redirect(url_for("profile.show", _anchor="calendar-h"))


@pages.post("/profil/kalender/<int:feed_id>/stop")
def revoke(feed_id: int) -> ResponseReturnValue:
    feeds.revoke(db(), feed_id, me())
    flash(_("The calendar link has been stopped. Nobody can read from it any more."), "ok")
    return redirect(url_for("profile.show", _anchor="calendar-h"))


@pages.post("/sager/<number>/kalender/link")
def make_for_case(number: str) -> ResponseReturnValue:
    feeds.make(db(), me(), number)
    flash(_("Your calendar link is ready. Copy it into your calendar program."), "ok")
    return redirect(url_for("calendar.case", number=number, _anchor="calendar-h"))


@pages.app_template_global()
def my_feeds() -> list[Feed]:
    """The reader's living calendar links, for their profile."""
    return feeds.of_person(db(), me())


@pages.app_template_global()
def feed_address(secret: str) -> str:
    return url_for("feeds.read", secret=secret, _external=True)
