"""Only in a demo, which sends no mail: what would have been sent, to whomever, so that its links can be followed."""

from __future__ import annotations

from flask import Blueprint, render_template

from engine import mail
from web.auth import db
from web.security import nonce

pages = Blueprint("outbox", __name__, url_prefix="/udbakke")


@pages.get("")
def show() -> str:
    return render_template("outbox.html", here="outbox", mails=mail.newest(db()))


@pages.get("/<int:mail_id>")
def read(mail_id: int) -> str:
    """The mail; its HTML in a frame that runs nothing, with its style let through and its links leading out."""
    found = mail.find(db(), mail_id)
    html = found.html.replace("<style>", f'<style nonce="{nonce()}">').replace(
        "<head>", '<head><base target="_top">'
    )
    return render_template("outbox_mail.html", here="outbox", mail=found, html=html)
