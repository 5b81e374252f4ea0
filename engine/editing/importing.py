"""Bringing files that were changed elsewhere into a draft: looked at first, then taken."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine import bpmn, dmn, feel
from engine.errors import Conflict, Invalid, Message
from engine.parties.people import Actor
from engine.store import Session

from . import checking, differences, drafts


@dataclass(frozen=True, slots=True)
class Preview:
    """What would become of the draft at ``revision``: files that would be new, files that would be replaced, files that
    stay because nothing was sent in their place; what is different then, and what is wrong with it."""

    revision: int
    new: tuple[str, ...]
    replaced: tuple[str, ...]
    staying: tuple[str, ...]
    differences: differences.SetDifferences
    problems: list[bpmn.Problem]


def preview(session: Session, process_id: str, sent: Mapping[str, bytes], by: Actor) -> Preview:
    """Look at what was sent beside the draft. Raises NotFound, and Invalid where it cannot be read or holds nothing
    that is different."""
    draft = drafts.get(session, process_id, by)
    _read(sent)
    files = drafts.contents(session, process_id, by)
    replaced = tuple(sorted(name for name in sent if name in files and files[name] != sent[name]))
    new = tuple(sorted(sent.keys() - files.keys()))
    if not new and not replaced:
        raise Invalid("The zip file holds nothing that the draft does not have already")
    after = {**files, **sent}
    told = differences.compare_files(process_id, files, after, differences.names(session, by))
    problems = checking.problems(session, process_id, after)
    staying = tuple(sorted(files.keys() - sent.keys()))
    return Preview(draft.revision, new, replaced, staying, told, problems)


def take(session: Session, process_id: str, sent: Mapping[str, bytes], by: Actor, *, revision: int) -> int:
    """Put what was sent into the draft as it stood at ``revision``; how many files are different now. A fault in them
    is no obstacle: a draft may have faults, a version may not. Raises NotFound, Invalid, Conflict."""
    draft = drafts.get(session, process_id, by)
    if draft.revision != revision:
        raise Conflict(
            "%(who)s changed the draft while you looked at it. Look again", who=draft.changed_by_name
        )
    _read(sent)
    kept = {file.name: file.revision for file in draft.files}
    before = drafts.contents(session, process_id, by)
    changed = [name for name in sorted(sent) if before.get(name) != sent[name]]
    for name in changed:
        drafts.save(session, process_id, name, sent[name], kept.get(name), by)
    return len(changed)


def _read(sent: Mapping[str, bytes]) -> None:
    """A draft may have faults that its editors can mend; what they could not even open is refused. Raises Invalid."""
    for name, content in sent.items():
        try:
            _READERS[drafts.kind(name) or ""](content, name)
        except bpmn.Rejected as rejected:
            first = rejected.problems[0]
            reason = Message(first.template, first.params)
        except feel.FeelError as problem:
            reason = Message(problem.template, problem.params)
        except (ValueError, RecursionError):
            reason = Message("The file is not JSON")
        else:
            continue
        raise Invalid("%(name)s cannot be read: %(reason)s", name=name, reason=reason)


def _json(content: bytes, _name: str) -> None:
    if not isinstance(json.loads(content), dict):
        raise ValueError("no JSON object")


_READERS: dict[str, Callable[[bytes, str], object]] = {
    "bpmn": bpmn.read,
    "dmn": lambda content, name: dmn.read(content),
    "form": _json,
    "scenarios": _json,
}
