"""What a change in the list may break elsewhere, said before or after: it is for a person to judge."""

from __future__ import annotations

from collections import defaultdict

from engine import bpmn
from engine.errors import Message

from .document import Document
from .edits import family, in_order
from .flow import name
from .variables import Forms, label, mentioned, reading, writing

_CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway", "complexGateway", "eventBasedGateway"})
_SHOWN = ("userTask", "callActivity", "subProcess")


def of_leaving_out(document: Document, id: str, schemas: Forms) -> list[Message]:
    """Whose words others use, and who else names what goes."""
    process = document.process
    gone = family(process, id)
    found = []
    inside = [name(e) for e in process.elements.values() if e.id in gone - {id} and e.kind in _SHOWN]
    if inside:
        params = {"name": name(process.elements[id]), "inside": inside}
        found.append(Message("What is inside goes too: %(inside)s", params))
    reads = {e.id: reading(document, e.id, schemas) for e in process.elements.values() if e.id not in gone}
    others = {e.id: writing(document, e.id, schemas) for e in process.elements.values() if e.id not in gone}
    for writer in sorted(gone & process.elements.keys()):
        using: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for variable in sorted(writing(document, writer, schemas)):
            users = tuple(name(process.elements[key]) for key, names in reads.items() if variable in names)
            if users and not any(variable in written for written in others.values()):
                using[users].append(label(process.elements[writer], variable, schemas))
        for users, variables in using.items():
            params = {"task": name(process.elements[writer]), "variables": variables, "users": list(users)}
            found.append(Message("“%(task)s” writes %(variables)s, which is used by %(users)s", params))
    for writer in sorted(gone & process.elements.keys()):
        naming = [name(process.elements[key]) for key in reads if writer in mentioned(document, key)]
        form = process.elements[writer].form_id
        shared = [e for e in process.elements.values() if e.form_id == form and e.id not in gone]
        if form and form != writer and not shared:
            naming += [name(process.elements[key]) for key in reads if form in mentioned(document, key)]
        if naming:
            params = {"task": name(process.elements[writer]), "users": sorted(set(naming))}
            found.append(Message("“%(task)s” is named in %(users)s. Look at it in the diagram", params))
    return found


def of_moving(before: Document, after: Document, id: str, schemas: Forms) -> list[Message]:
    """What comes in another order now, and whether the element comes at all."""
    moved = after.process.elements[id]
    old, new = in_order(before.process), in_order(after.process)
    index = {key: number for number, key in enumerate(old)}
    place = {key: number for number, key in enumerate(new)}
    mine = family(after.process, id)
    reads = set().union(*(reading(after, each, schemas) for each in mine))
    writes = set().union(*(writing(after, each, schemas) for each in mine))
    found = []
    for key in new:
        if key in mine or key not in index:
            continue
        was_before, is_before = index[key] < index[id], place[key] < place[id]
        other = name(after.process.elements[key])
        if was_before and not is_before:
            used = sorted(reads & writing(after, key, schemas))
            if used:
                called = [label(after.process.elements[key], each, schemas) for each in used]
                params = {"name": name(moved), "variables": called, "other": other}
                found.append(
                    Message("“%(name)s” uses %(variables)s, which “%(other)s” now writes later", params)
                )
        elif is_before and not was_before:
            used = sorted(writes & reading(after, key, schemas))
            if used:
                called = [label(moved, each, schemas) for each in used]
                params = {"name": name(moved), "variables": called, "other": other}
                found.append(
                    Message("“%(other)s” uses %(variables)s, which “%(name)s” now writes later", params)
                )
    for key in new:
        if (
            key in index
            and id in mentioned(after, key)
            and (index[key] < index[id]) != (place[key] < place[id])
        ):
            params = {"name": name(moved), "other": name(after.process.elements[key])}
            found.append(
                Message("“%(other)s” speaks of “%(name)s”: look at whether the order is right", params)
            )
    if _choices(before.process, id) != _choices(after.process, id):
        text = "Look at the diagram: whether “%(name)s” happens now hangs on other choices than before"
        found.append(Message(text, {"name": name(moved)}))
    return found


def _choices(process: bpmn.Process, id: str) -> frozenset[str]:
    """The ways out of choices on which it hangs whether an element is reached, going forward only."""
    place = {key: number for number, key in enumerate(process.elements)}
    reached: dict[str, set[str]] = {}

    def forward(start: str) -> set[str]:
        if start not in reached:
            found, todo = set(), [start]
            while todo:
                key = todo.pop()
                if key not in found:
                    found.add(key)
                    todo += [f.target for f in process.elements[key].outgoing if place[f.target] > place[key]]
            reached[start] = found
        return reached[start]

    hanging: dict[str, set[str]] = defaultdict(set)
    for gateway in process.elements.values():
        if gateway.kind in _CHOOSING and len(gateway.outgoing) > 1:
            leading = {
                f.id
                for f in gateway.outgoing
                if id in forward(f.target) and place[f.target] > place[gateway.id]
            }
            if 0 < len(leading) < len(gateway.outgoing):
                hanging[gateway.id] = leading
    return frozenset(flow for flows in hanging.values() for flow in flows)
