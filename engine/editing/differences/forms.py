"""What is different between two versions of a form, field by field, by the labels that people read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.bpmn.differences import Change
from engine.bpmn.differences.spoken import clip, text
from engine.errors import Message
from engine.forms.component import MAX_COMPONENTS, MAX_DEPTH

from .components import FACETS, KINDS, Facet, value_of


@dataclass(frozen=True, slots=True)
class Field:
    """A component: its JSON, the id of the group or table that it stands in, and its number in the form."""

    data: Mapping[str, Any]
    parent: str | None
    number: int

    @property
    def id(self) -> str:
        return str(self.data.get("id") or self.key or self.number)

    @property
    def key(self) -> str:
        return str(self.data.get("key") or self.data.get("path") or "")

    @property
    def label(self) -> str:
        """What people read above it; of a text its first words."""
        found = next((self.data.get(name) for name in _LABELS if self.data.get(name)), None)
        return str(found or self.key or self.id)[:80]


_LABELS = ("label", "dateLabel", "timeLabel", "text", "content")


class Unreadable(Exception):
    """The file is no form."""


def compare(name: str, before: bytes, after: bytes, element: str | None) -> Iterator[Change]:
    """The differences of the form called ``name``; ``element``: a step that shows it."""
    try:
        old, new = fields(before), fields(after)
    except Unreadable:
        if before != after:
            params = {"form": name}
            yield Change("forms", element, Message('the form "%(form)s" cannot be read', params))
        return
    pairs = _pairs(old, new)
    gone, come = set(old) - pairs.keys(), set(new) - set(pairs.values())
    for id in new:
        if id in come and new[id].parent not in come:
            yield _change(
                name, new[id], element, Message("%(field)s has been added, as %(kind)s"), _kind(new[id])
            )
    for id in old:
        if id in gone and old[id].parent not in gone:
            yield _change(name, old[id], element, Message("%(field)s has been removed"), {})
    for was, now in pairs.items():
        yield from _field(name, old[was], new[now], element, pairs, new)
    yield from _order(name, list(pairs), old, new, pairs, element)
    yield from _whole(name, before, after, element)


def fields(content: bytes) -> dict[str, Field]:
    """The components of a form by id, outer ones first. Raises Unreadable."""
    try:
        schema = json.loads(content)
    except (ValueError, RecursionError):
        raise Unreadable from None
    found: dict[str, Field] = {}
    todo: list[tuple[Any, str | None, int]] = [(schema, None, 0)]
    while todo:
        holder, parent, depth = todo.pop(0)
        parts = holder.get("components", []) if isinstance(holder, dict) else None
        if not isinstance(parts, list) or depth > MAX_DEPTH + 1:
            raise Unreadable
        for part in parts:
            field = Field(part, parent, len(found)) if isinstance(part, dict) else None
            if field is None or len(found) > MAX_COMPONENTS:
                raise Unreadable
            id = field.id if field.id not in found else f"{field.id}/{field.number}"
            found[id] = field
            if "components" in part:
                todo.append((part, id, depth + 1))
    return found


def _pairs(old: Mapping[str, Field], new: Mapping[str, Field]) -> dict[str, str]:
    """Earlier id -> later id: by id, what is left by the name of its value."""
    pairs = {id: id for id in old if id in new}
    left = {field.key: id for id, field in new.items() if id not in old and field.key}
    for id, field in old.items():
        if id not in pairs and field.key in left:
            pairs[id] = left.pop(field.key)
    return pairs


def _kind(field: Field) -> dict[str, Any]:
    sort = str(field.data.get("type"))
    return {"kind": KINDS.get(sort, clip(sort))}


def _change(
    form: str, field: Field, element: str | None, message: Message, params: Mapping[str, Any]
) -> Change:
    named = Message('the field "%(label)s" in the form "%(form)s"', {"label": field.label, "form": form})
    return Change("forms", element, Message(message.template, {"field": named, **params}))


def _field(
    form: str,
    old: Field,
    new: Field,
    element: str | None,
    pairs: Mapping[str, str],
    later: Mapping[str, Field],
) -> Iterator[Change]:
    if old.label != new.label:
        renamed = Message('%(field)s now says "%(new)s"')
        yield _change(form, old, element, renamed, {"new": new.label})
    if old.data.get("type") != new.data.get("type"):
        kinds = {"new": _kind(new)["kind"], "old": _kind(old)["kind"]}
        yield _change(form, new, element, Message("%(field)s is now %(new)s instead of %(old)s"), kinds)
    if old.key != new.key:
        keys = {"new": clip(new.key), "old": clip(old.key)}
        kept = Message('%(field)s now keeps its answer as "%(new)s" instead of "%(old)s"')
        yield _change(form, new, element, kept, keys)
    if pairs.get(old.parent or "", old.parent) != new.parent:
        where = later[new.parent].label if new.parent else form
        yield _change(form, new, element, Message('%(field)s now stands in "%(where)s"'), {"where": where})
    for facet in FACETS:
        yield from _facet(form, facet, old, new, element)
    yield from _answers(form, old, new, element)
    if not _same_rest(old.data, new.data):
        yield _change(form, new, element, Message("%(field)s looks or works a little differently"), {})


def _facet(form: str, facet: Facet, old: Field, new: Field, element: str | None) -> Iterator[Change]:
    before, after = value_of(old.data, facet.path), value_of(new.data, facet.path)
    if before == after:
        return
    said = {"old": _said(before), "new": _said(after)}
    message = facet.lost if after is None else facet.gained if before is None else facet.changed
    yield _change(form, new, element, message, said)


def _said(value: Any) -> Any:
    return text(value) if isinstance(value, str) else value if value is not True else Message("always")


def _answers(form: str, old: Field, new: Field, element: str | None) -> Iterator[Change]:
    """The answers that can be chosen."""
    before, after = _options(old), _options(new)
    for value in after.keys() - before.keys():
        can = Message('%(field)s can now be answered with "%(answer)s" too')
        yield _change(form, new, element, can, {"answer": after[value]})
    for value in before.keys() - after.keys():
        cannot = Message('%(field)s can no longer be answered with "%(answer)s"')
        yield _change(form, new, element, cannot, {"answer": before[value]})
    for value in before.keys() & after.keys():
        if before[value] != after[value]:
            labels = {"old": before[value], "new": after[value]}
            called = Message('%(field)s now calls the answer "%(old)s" "%(new)s"')
            yield _change(form, new, element, called, labels)
    if before.keys() == after.keys() and list(before) != list(after):
        yield _change(form, new, element, Message("%(field)s has its answers in another order"), {})


def _options(field: Field) -> dict[str, str]:
    values = field.data.get("values")
    if not isinstance(values, list):
        return {}
    return {
        json.dumps(one.get("value")): clip(str(one.get("label") or one.get("value")))
        for one in values
        if isinstance(one, dict)
    }


_TOLD = {"id", "key", "path", "type", "values", "components", *_LABELS}


def _same_rest(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether nothing differs but what has a sentence of its own."""

    def rest(data: Mapping[str, Any]) -> Mapping[str, Any]:
        kept = {name: value for name, value in data.items() if name not in _TOLD}
        for facet in FACETS:
            outer, _, inner = facet.path.partition(".")
            if not inner:
                kept.pop(outer, None)
            elif isinstance(kept.get(outer), dict):
                kept[outer] = {name: value for name, value in kept[outer].items() if name != inner}
        return {name: value for name, value in kept.items() if value not in ({}, None, "")}

    return rest(old) == rest(new)


def _order(
    form: str,
    ids: list[str],
    old: Mapping[str, Field],
    new: Mapping[str, Field],
    pairs: Mapping[str, str],
    element: str | None,
) -> Iterator[Change]:
    """Whether the fields that stayed follow one another as before."""
    before = sorted(ids, key=lambda id: old[id].number)
    after = sorted(ids, key=lambda id: new[pairs[id]].number)
    if before != after:
        yield Change(
            "forms",
            element,
            Message('the fields of the form "%(form)s" stand in another order', {"form": form}),
        )


def _whole(form: str, before: bytes, after: bytes, element: str | None) -> Iterator[Change]:
    old, new = ((json.loads(content).get("properties") or {}) for content in (before, after))
    if old != new:
        yield Change(
            "forms", element, Message('the guidance on the form "%(form)s" is another', {"form": form})
        )
