"""What a change in the list may break elsewhere, said before or after: it is for a person to judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from engine import bpmn
from engine.errors import Message

from .document import Document
from .edits import family, in_order
from .flow import name
from .variables import Forms, label, mentioned, reading, writing

_CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway", "complexGateway", "eventBasedGateway"})
_SHOWN = ("userTask", "callActivity", "subProcess")


def of_leaving_out(document: Document, id: str, schemas: Forms) -> list[Message]:
    """What goes with an element, who uses what is written there, and who names it."""
    elements = document.process.elements
    ids = family(document.process, id)
    gone = [element for key, element in elements.items() if key in ids]
    stays = [element for key, element in elements.items() if key not in ids]
    inside = [name(element) for element in gone if element.id != id and element.kind in _SHOWN]
    found = [Message("What is inside goes too: %(inside)s", {"inside": inside})] if inside else []
    return [*found, *_unwritten(document, gone, stays, schemas), *_named(document, gone, stays)]


def _unwritten(
    document: Document, gone: list[bpmn.Element], stays: list[bpmn.Element], schemas: Forms
) -> Iterator[Message]:
    """What would be read and no more written, once for each task and those that read it."""
    reads = {element.id: reading(document, element.id, schemas) for element in stays}
    written = set().union(*(writing(document, element.id, schemas) for element in stays))
    for writer in gone:
        using: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for variable in sorted(writing(document, writer.id, schemas) - written):
            users = tuple(name(element) for element in stays if variable in reads[element.id])
            if users:
                using[users].append(label(writer, variable, schemas))
        for users, variables in using.items():
            params = {"task": name(writer), "variables": variables, "users": list(users)}
            yield Message("“%(task)s” writes %(variables)s, which is used by %(users)s", params)


def _named(document: Document, gone: list[bpmn.Element], stays: list[bpmn.Element]) -> Iterator[Message]:
    """Who names a task that goes, or a form that nobody else shows, such as a gate its document."""
    shown = {element.form_id for element in stays}
    for element in gone:
        names = {element.id} | ({element.form_id} - shown - {None})
        users = {name(other) for other in stays if names & mentioned(document, other.id)}
        if users:
            params = {"task": name(element), "users": sorted(users)}
            yield Message("“%(task)s” is named in %(users)s. Look at it in the diagram", params)


def of_moving(before: Document, after: Document, id: str, schemas: Forms) -> list[Message]:
    """What comes in another order now, and whether the element comes at all."""
    moved = after.process.elements[id]
    found = []
    for other, is_later in _passed(before.process, after.process, id):
        mine = family(after.process, id)
        users, writers = (mine, {other.id}) if is_later else ({other.id}, mine)
        reads = set().union(*(reading(after, user, schemas) for user in users))
        user, last = (moved, other) if is_later else (other, moved)
        late = [
            label(after.process.elements[writer], variable, schemas)
            for writer in sorted(writers)
            for variable in sorted(reads & writing(after, writer, schemas))
        ]
        if late:
            params = {"user": name(user), "variables": late, "writer": name(last)}
            found.append(
                Message("“%(user)s” uses %(variables)s, which “%(writer)s” now writes later", params)
            )
        if id in mentioned(after, other.id):
            params = {"name": name(moved), "other": name(other)}
            found.append(
                Message("“%(other)s” speaks of “%(name)s”: look at whether the order is right", params)
            )
    if _choices(before.process, id) != _choices(after.process, id):
        text = "Look at the diagram: whether “%(name)s” happens now hangs on other choices than before"
        found.append(Message(text, {"name": name(moved)}))
    return found


def _passed(before: bpmn.Process, after: bpmn.Process, id: str) -> Iterator[tuple[bpmn.Element, bool]]:
    """What an element was moved past, and whether that comes later than it now."""
    old, new = in_order(before), in_order(after)
    was_ahead, is_ahead = set(old[: old.index(id)]), set(new[: new.index(id)])
    mine = family(after, id)
    for key in new:
        if key not in mine and key in before.elements and (key in was_ahead) != (key in is_ahead):
            yield after.elements[key], key in was_ahead


def _choices(process: bpmn.Process, id: str) -> set[str]:
    """The ways out of choices on which it hangs whether an element is reached, going forward only."""
    place = {key: number for number, key in enumerate(process.elements)}

    def leads(flow: bpmn.Flow) -> bool:
        seen, todo = set(), [flow.target] if place[flow.target] > place[flow.source] else []
        while todo:
            key = todo.pop()
            if key not in seen:
                seen.add(key)
                todo += [
                    way.target for way in process.elements[key].outgoing if place[way.target] > place[key]
                ]
        return id in seen

    hanging: set[str] = set()
    for gateway in process.inside(process.elements[id].parent):
        if gateway.kind in _CHOOSING and len(gateway.outgoing) > 1:
            leading = {flow.id for flow in gateway.outgoing if leads(flow)}
            if len(leading) < len(gateway.outgoing):
                hanging |= leading
    return hanging
