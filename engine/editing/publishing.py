"""Publishing: a draft becomes the next version of its process, with its forms and decisions, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from engine import deployments, dmn
from engine.deployments import Deployed, Rejected
from engine.errors import Conflict, Forbidden, Invalid, Message
from engine.models import decision_definition, form_definition
from engine.parties.people import Actor
from engine.scenarios import demands
from engine.store import Session

from . import checking, drafts, listening, owners, versions

NOTE_LIMIT = 2000


def publish(session: Session, process_id: str, note: str, by: Actor, *, revision: int) -> list[Deployed]:
    """Publish the draft as it stood at ``revision`` and close it. ``note``: what is new, for those who read it later.

    Raises NotFound, Invalid (no note, nothing changed, a test fails), Conflict (somebody changed the draft or
    published meanwhile), Forbidden (another process shows what is changed here), Rejected (with the problems)."""
    note = _note(note)
    deployments.one_at_a_time(session)
    draft = drafts.get(session, process_id, by)
    if draft.revision != revision:
        raise Conflict(
            "%(who)s changed the draft while you looked at it. Look again", who=draft.changed_by_name
        )
    if draft.is_overtaken:
        raise Conflict(
            "Version %(version)s has been published since this draft was begun. Bring the draft up to date first",
            version=draft.newest,
        )
    if not draft.is_changed:
        raise Invalid("Nothing has been changed, so there is nothing to publish")
    files = drafts.contents(session, process_id, by)
    problems = checking.problems(session, process_id, files)
    if any(problem.severity == "error" for problem in problems):
        raise Rejected(problems)
    demands.require_passing(session, process_id, by, files)
    changed = {file.name for file in draft.files if file.is_changed} | {draft.diagram}
    _refuse_overwriting(session, process_id, {name: files[name] for name in changed})
    done = _write(session, process_id, {name: files[name] for name in changed}, by, note)
    drafts.discard(session, process_id, by)
    return done


def revert(session: Session, process_id: str, version: int, note: str, by: Actor) -> list[Deployed]:
    """Publish an older version again, with the forms, decisions and tests that it had. Raises as ``publish``."""
    note = _note(note)
    deployments.one_at_a_time(session)
    owners.require(session, process_id, by)
    row = versions.find(session, process_id, version)
    if row.id == versions.newest(session, process_id).id:
        raise Invalid("Version %(version)s is the newest already", version=version)
    return _write(session, process_id, versions.files(session, row.id), by, note)


def _write(
    session: Session, process_id: str, files: Mapping[str, bytes], by: Actor, note: str
) -> list[Deployed]:
    """Deploy some files of a process. What other processes share with it changes there too, so these must be one's
    own as well."""
    before = listening.begins_with(session, process_id)
    done = deployments.write(session, files, by, note)
    foreign = [
        item.name
        for item in done
        if item.kind == "process" and item.version and not owners.may_edit(session, item.id, by)
    ]
    if foreign:
        raise Forbidden(
            "This would also change %(processes)s, which you do not own. Give your form or decision an id of its own, "
            "or ask their owners",
            processes=foreign,
        )
    listening.require_own(session, process_id, listening.begins_with(session, process_id) - before, by)
    return done


def _refuse_overwriting(session: Session, process_id: str, files: Mapping[str, bytes]) -> None:
    """A form or a decision that is new here must not take the place of somebody else's with the same id, and one that
    was changed elsewhere since must not be turned back. Raises Conflict."""
    known = versions.current(session, process_id)
    own = {key for name, content in known.items() if name.endswith(".dmn") for key in _decisions(content)}
    for name, content in files.items():
        ids: set[str] = set()
        column: sa.Column[str] = decision_definition.c.decision_id
        if name.endswith(".dmn"):
            ids = _decisions(content) - own
        elif name.endswith(".form") and name not in known:
            ids, column = {name.removesuffix(".form")}, form_definition.c.form_id
        taken = session.scalar(sa.select(column).where(column.in_(ids)).limit(1))
        if taken is not None:
            raise Conflict("There is already a form or decision with the id %(id)s. Choose another", id=taken)


def _decisions(content: bytes) -> set[str]:
    """The ids of the decisions of a file."""
    return {key for key, element in dmn.read(content).elements.items() if isinstance(element, dmn.Decision)}


def _note(note: str) -> str:
    note = note.strip()[:NOTE_LIMIT]
    if not note:
        text = Message("Write what is new in this version")
        raise Invalid(text.template, {"note": text})
    return note
