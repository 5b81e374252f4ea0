"""A form: what to show, what was answered, and what stands in a document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from marshmallow import Schema

from engine.errors import Invalid, Message
from engine.forms import document, rules, schemas
from engine.forms.component import Component, holders_of_data, walk
from engine.forms.live import Live
from engine.forms.locales import Locale, locale_of
from engine.forms.nodes import MISSING, Answers, Node, is_blank
from engine.forms.privacy import private_names
from engine.forms.reader import parse, read
from engine.forms.view import FormView
from engine.forms.viewer import Viewer


class Form:
    """One version of a form. Immutable, and shared between threads.

    ``values`` are the stored JSON values of the variables that the form shows; ``context`` all that its
    expressions may read besides the answers, also JSON: the variables of the task, and lists such as ``personer``.
    ``now`` moves the clock of the expressions. ``private``: the names of the variables of private fields.
    """

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = schema
        self.id, components = read(schema)
        self.components = components
        self.fields = tuple(holders_of_data(components))
        self.private = private_names(components)
        self._tree = schemas.tree(components)
        self._schemas: dict[Locale, Schema] = {}

    def view(
        self,
        values: Mapping[str, Any],
        context: Mapping[str, Any],
        *,
        locale: str = "da",
        typed: Mapping[str, Any] | None = None,
        errors: Mapping[str, Message] | None = None,
        focus: str = "",
        now: datetime | None = None,
    ) -> FormView:
        """What to show. After a form was sent: ``typed``, which counts instead of the values where it may, and
        the ``fields`` of the Invalid that it led to. ``focus`` is the path of the field to begin at."""
        live = self._live(values, context, typed, locale, now)
        return Viewer(live, errors or {}, self.controls(), focus).form(self.id)

    def validate(
        self,
        raw: Mapping[str, Any],
        context: Mapping[str, Any],
        *,
        locale: str = "da",
        values: Mapping[str, Any] | None = None,
        now: datetime | None = None,
    ) -> dict[str, Any]:
        """Clean JSON values of ``raw``, the texts of a browser or the JSON of a program. What is hidden is left
        out, and so is what may not be changed unless it has no value yet; an empty field is None, False or [].
        ``values`` (default: the context) are the stored ones that unchangeable parts of tables keep.
        Raises Invalid with ``fields``: path -> message with a ``label``."""
        stored = context if values is None else values
        live = self._live(stored, context, raw, locale, now)
        faults = dict(rules.faults(live, live.nodes))
        if faults:
            raise Invalid("Some answers must be corrected", faults)
        answers = _collect(live.nodes)
        return {
            name: _with_unshown(value, stored.get(name), self._tree.get(name))
            for name, value in answers.items()
        }

    def fields_for_document(
        self,
        values: Mapping[str, Any],
        context: Mapping[str, Any] | None = None,
        *,
        locale: str = "da",
        now: datetime | None = None,
        own: bool = False,
    ) -> list[dict[str, Any]]:
        """The fields that the values show, in order: {key, label, value: text as people read it}; a table also
        has columns: [label] and rows: [[text]]. ``context`` is needed where options or conditions read it. ``own``:
        with the private fields, because only the party whose they are will read it."""
        live = self._live(values, values if context is None else context, None, locale, now)
        return list(document.fields(live, live.nodes, own))

    def controls(self) -> frozenset[str]:
        """The keys of the fields on which it depends what else is asked; ``table.column`` for those in rows."""
        return self._controls

    @cached_property
    def _controls(self) -> frozenset[str]:
        read = {name for part in walk(self.components) for rule in part.settles for name in rule.names}
        return frozenset(_controlling(self.components, read, ""))

    def _live(
        self,
        stored: Mapping[str, Any],
        context: Mapping[str, Any],
        typed: Mapping[str, Any] | None,
        locale: str,
        now: datetime | None,
    ) -> Live:
        clean, faults = ({}, {}) if typed is None else schemas.clean(self._schema(locale_of(locale)), typed)
        answers = Answers(typed, clean, faults, stored)
        return Live(self.components, answers, context, locale_of(locale), now)

    def _schema(self, locale: Locale) -> Schema:
        if locale not in self._schemas:
            self._schemas[locale] = schemas.build(self._tree, locale)
        return self._schemas[locale]


def load(schema: str | bytes | Mapping[str, Any]) -> Form:
    """The form in form-js JSON, text or already parsed. Raises Invalid, naming the component and the reason.
    Worth keeping: it compiles every expression and, at first use, the marshmallow schemas."""
    return Form(parse(schema) if isinstance(schema, str | bytes) else schema)


def _controlling(components: tuple[Component, ...], read: set[str], prefix: str) -> list[str]:
    keys = []
    for component in holders_of_data(components):
        if component.repeats:
            keys += _controlling(component.children, read, f"{prefix}{component.key}.")
        if component.at[0] in read and component.type != "expression":
            keys.append(prefix + component.key)
    return keys


def _collect(nodes: list[Node], *, inside: bool = False) -> dict[str, Any]:
    """The answers that count. At the top a value that may not be changed stays as it is and is not written again,
    so that a private task never makes a copy of a shared variable; inside a row it must be kept."""
    answers: dict[str, Any] = {}
    for node in nodes:
        component = node.component
        if node.hidden:
            continue
        if component.type == "group":
            _merge(answers, _collect(node.fields, inside=inside))
        elif component.at and (inside or not _stays(node)):
            _merge(answers, _nested(component.at, _value(node)))
    return answers


def _stays(node: Node) -> bool:
    """Whether a variable is left as it is, because this form may not change it."""
    if not node.readonly or node.component.type == "expression" or len(node.component.at) > 1:
        return False
    return node.stored is not MISSING or is_blank(node.value)


def _value(node: Node) -> Any:
    if not node.component.repeats:
        return node.value
    tree = schemas.tree(node.component.children)
    return [_with_unshown(_collect(row.fields, inside=True), row.stored, tree) for row in rules.written(node)]


def _nested(at: tuple[str, ...], value: Any) -> dict[str, Any]:
    for name in reversed(at):
        value = {name: value}
    return dict(value)


def _merge(target: dict[str, Any], source: Mapping[str, Any]) -> None:
    for name, value in source.items():
        if isinstance(value, dict) and isinstance(target.get(name), dict):
            _merge(target[name], value)
        else:
            target[name] = value


def _with_unshown(value: Any, stored: Any, tree: schemas.Tree | Component | None) -> Any:
    """What a form does not show it does not touch: other parts of a stored object or row stay."""
    if not isinstance(tree, dict) or not isinstance(stored, Mapping) or not isinstance(value, dict):
        return value
    unshown = {name: part for name, part in stored.items() if name not in tree}
    return unshown | {
        name: _with_unshown(part, stored.get(name), tree.get(name)) for name, part in value.items()
    }
