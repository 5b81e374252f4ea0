"""What is different between two versions of a process with its forms, decisions and tests: marks and words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import orjson
import sqlalchemy as sa

from engine import bpmn
from engine.bpmn.differences import Change, Differences, Names
from engine.bpmn.differences import compare as compare_models
from engine.editing import drafts, versions
from engine.errors import Message, NotFound
from engine.models import decision_definition, process_definition
from engine.parties import casting
from engine.parties.people import Actor
from engine.store import Session

from . import decisions, forms

DRAFT = "kladde"


@dataclass(frozen=True, slots=True)
class SetDifferences:
    """``diagram``: what to mark on the drawing; ``words``: all sentences, those of the diagram first."""

    diagram: Differences
    words: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.words)


def compare(session: Session, process_id: str, by: Actor, before: str, after: str) -> SetDifferences:
    """From one version to another: version numbers, or DRAFT for those who edit the process. Raises NotFound."""
    old, new = (files(session, process_id, by, which) for which in (before, after))
    return compare_files(process_id, old, new, names(session, by))


def files(session: Session, process_id: str, by: Actor, which: str) -> dict[str, bytes]:
    """The files of a version, or of the draft. Raises NotFound."""
    if which == DRAFT:
        return drafts.contents(session, process_id, by)
    if not which.isdecimal() or len(which) > 9:
        raise NotFound("There is no such version")
    return versions.files(session, versions.find(session, process_id, int(which)).id)


def names(session: Session, by: Actor) -> Names:
    """What people call roles, processes and decisions now."""

    def newest(table: sa.Table, key: str) -> dict[str, str]:
        rows = session.all(sa.select(table.c[key].label("key"), table.c.name).order_by(table.c.version))
        return {row.key: row.name for row in rows}

    return Names(
        casting.role_names(session, by.locale),
        newest(process_definition, "process_id"),
        newest(decision_definition, "decision_id"),
    )


def compare_files(
    process_id: str, before: Mapping[str, bytes], after: Mapping[str, bytes], known: Names | None = None
) -> SetDifferences:
    """The differences between two sets of files of one process."""
    diagram = f"{process_id}.bpmn"
    old, new = (_read(found.get(diagram), diagram) for found in (before, after))
    if old is not None and new is not None:
        drawn = compare_models(old, new, known)
        words = list(drawn.words)
    else:
        drawn = Differences()
        same = before.get(diagram) == after.get(diagram)
        words = [] if same else [Change("process", None, Message("the diagram cannot be read"))]
    models = [model for model in (new, old) if model is not None]
    for name in sorted(before.keys() | after.keys()):
        if name != diagram:
            words += _file(name, before.get(name), after.get(name), models)
    return SetDifferences(drawn, tuple(words))


def _read(content: bytes | None, name: str) -> bpmn.Model | None:
    try:
        return bpmn.read(content, name) if content is not None else None
    except bpmn.Rejected:
        return None


def _file(
    name: str, before: bytes | None, after: bytes | None, models: Iterable[bpmn.Model]
) -> Iterator[Change]:
    """The differences of one form, one file of decisions, or the tests."""
    kind, id = drafts.kind(name), name.rpartition(".")[0]
    shown = _first(models, "form_id", id) if kind == "form" else None
    if kind == "scenarios":
        yield from _scenarios(before, after)
    elif before is None or after is None:
        yield Change(
            "forms" if kind == "form" else "decisions", shown, _come_or_gone(kind, id, before is None)
        )
    elif kind == "form":
        yield from forms.compare(id, before, after, shown)
    elif kind == "dmn":
        yield from decisions.compare(name, before, after, lambda id: _first(models, "decision", id))


def _come_or_gone(kind: str | None, id: str, is_new: bool) -> Message:
    if kind == "form":
        come, gone = (
            Message('the form "%(id)s" has been added'),
            Message('the form "%(id)s" has been removed'),
        )
    else:
        come = Message('the file of decisions "%(id)s" has been added')
        gone = Message('the file of decisions "%(id)s" has been removed')
    return Message((come if is_new else gone).template, {"id": id})


def _first(models: Iterable[bpmn.Model], field: str, value: str) -> str | None:
    """The first step of the diagram that shows a form or asks for a decision."""
    return next(
        (
            element.id
            for model in models
            for process in model.processes.values()
            for element in process.elements.values()
            if getattr(element, field) == value
        ),
        None,
    )


def _scenarios(before: bytes | None, after: bytes | None) -> Iterator[Change]:
    """Tests by their names."""
    old, new = (_by_name(content) for content in (before, after))
    for name in dict.fromkeys((*old, *new)):
        was, now = old.get(name), new.get(name)
        if was == now:
            continue
        params = {"name": name}
        if was is None:
            message = Message('the test "%(name)s" has been added', params)
        elif now is None:
            message = Message('the test "%(name)s" has been removed', params)
        else:
            message = Message('the test "%(name)s" has been changed', params)
        yield Change("scenarios", None, message)


def _by_name(content: bytes | None) -> dict[str, bytes]:
    """Test by name, as JSON in a fixed order; none where there is no file that can be read."""
    try:
        data = orjson.loads(content or b"{}")
    except ValueError:
        return {}
    found = data.get("scenarios") if isinstance(data, dict) else None
    tests = found if isinstance(found, list) else []
    return {
        str(one.get("name")): orjson.dumps(one, option=orjson.OPT_SORT_KEYS)
        for one in tests
        if isinstance(one, dict)
    }
