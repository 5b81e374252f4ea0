"""Who is asking. Everything but the login page, the browser files, the health check and the addresses that are secrets
themselves asks for a login."""

from __future__ import annotations

from typing import Any, cast

from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from engine.parties import people
from engine.parties.people import Actor
from engine.store import Session
from web import refusals

INVITATION = frozenset(f"invitation.{name}" for name in ("show", "accept", "register", "decline"))
OPEN = frozenset(
    {
        "static",
        "health",
        "login.show",
        "login.enter",
        "feeds.read",
        *INVITATION,
        "notifications.leaving",
        "notifications.leave",
    }
)


class Visitor(UserMixin):
    """The person as Flask-Login knows one."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    def get_id(self) -> str:
        return str(self.actor.person_id)


def me() -> Actor:
    """The person behind this request."""
    return cast(Actor, current_user.actor)


def db() -> Session:
    """The unit of work of this request."""
    return cast(Session, g.session)


def enter(actor: Actor) -> None:
    """Log in. Nothing of the session before survives it, so that a planted one is worth nothing."""
    session.clear()
    session.permanent = True
    login_user(Visitor(actor))


def leave() -> None:
    """Log out."""
    logout_user()
    session.clear()


def turned_away() -> ResponseReturnValue | None:
    """The answer to somebody who must log in first; None when the request may go on."""
    if request.endpoint in OPEN or current_user.is_authenticated:
        return None
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("login.show", videre=request.full_path.rstrip("?")))
    return refusals.page(401), 401


def local_path(path: str | None) -> str:
    """``path`` when it stays on this site, else the front page."""
    safe = path and path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if path and safe else "/"


def install(app: Flask) -> None:
    """Set up sessions, and the limits: on attempts to log in, per account and address, and per address; on looking
    for calendars and invitations that are none, per address."""
    manager = LoginManager(app)
    manager.session_protection = None  # people carry laptops between networks with half a form typed

    @manager.user_loader
    def load(key: str) -> Visitor | None:
        if "session" in g:
            actor = people.actor(db(), int(key))
        else:  # an error page for a request that never reached its unit of work
            with current_app.store.read() as reading:  # type: ignore[attr-defined]
                actor = people.actor(reading, int(key))
        return Visitor(actor) if actor else None

    limiter = Limiter(get_remote_address, app=app)
    view: Any = app.view_functions["login.enter"]
    for limit, key in (
        (app.config["LOGIN_ATTEMPTS"], _account_and_address),
        (app.config["LOGIN_ATTEMPTS_PER_ADDRESS"], get_remote_address),
    ):
        view = limiter.limit(limit, key_func=key, deduct_when=_failed)(view)
    app.view_functions["login.enter"] = view
    guessing = limiter.shared_limit(app.config["UNKNOWN_INVITATIONS"], "invitation", deduct_when=_not_found)
    for name in INVITATION:
        app.view_functions[name] = guessing(app.view_functions[name])
    reading = limiter.limit(app.config["UNKNOWN_CALENDARS"], deduct_when=_not_found)
    app.view_functions["feeds.read"] = reading(app.view_functions["feeds.read"])


def _account_and_address() -> str:
    return f"{get_remote_address()} {request.form.get('email', '').strip().lower()[:200]}"


def _failed(response: Response) -> bool:
    return response.status_code == 422


def _not_found(response: Response) -> bool:
    return response.status_code == 404
