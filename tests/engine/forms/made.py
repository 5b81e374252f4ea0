"""Small forms for the tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine import forms
from engine.errors import Invalid


def form(*components: Mapping[str, Any]) -> forms.Form:
    """A form of these components; each gets an id from its key."""
    return forms.load({"type": "default", "id": "test", "components": list(components)})


def part(type: str, key: str = "x", **more: Any) -> dict[str, Any]:
    """One component, labelled by its key."""
    name = "path" if type in ("group", "dynamiclist") else "key"
    return {"type": type, "id": more.pop("id", key or type), name: key, "label": key.capitalize(), **more}


def rows(key: str, *columns: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A table."""
    return part("dynamiclist", key, components=list(columns), isRepeating=True, **more)


def options(*values: Any) -> list[dict[str, Any]]:
    return [{"label": str(value).capitalize(), "value": value} for value in values]


def faults(
    form: forms.Form, raw: Mapping[str, Any], context: Mapping[str, Any] | None = None, **more: Any
) -> dict[str, str]:
    """Path -> English sentence of everything that is wrong; {} when nothing is."""
    try:
        form.validate(raw, context or {}, **more)
    except Invalid as fault:
        return {path: str(message) for path, message in fault.fields.items()}
    return {}


def shown(view: forms.FormView) -> list[str]:
    """The paths of the fields that a person sees."""
    return [path for field in view.fields for path in _paths(field)]


def _paths(field: forms.FieldView) -> list[str]:
    below = [*field.fields, *(part for row in field.rows for part in row.fields)]
    return [field.path, *(path for part in below for path in _paths(part))]


def find(view: forms.FormView, path: str) -> forms.FieldView:
    """The field of this path."""
    todo = list(view.fields)
    while todo:
        field = todo.pop()
        if field.path == path:
            return field
        todo += [*field.fields, *(part for row in field.rows for part in row.fields)]
    raise AssertionError(f"{path} is not shown")
