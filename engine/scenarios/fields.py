"""The fields of forms that tests can answer. The forms are a draft's: they may hold anything, and what is no field is
passed over; what is wrong with a form is told on the draft's own page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from engine.deployments.versions import newest_form
from engine.store import Session

KINDS = {
    **dict.fromkeys(("textfield", "textarea"), "text"),
    **dict.fromkeys(("select", "radio"), "one"),
    **dict.fromkeys(("checklist", "taglist"), "many"),
    "number": "number",
    "checkbox": "yes",
    "dynamiclist": "data",
    "datetime": "date",
}
DEEPEST = 6  # groups in groups


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form. ``kind``: text, number, date, yes, one, many, or data for what is none of these; ``options``:
    [(value, label)], empty where they are worked out while the case runs."""

    key: str
    label: str
    kind: str
    options: tuple[tuple[Any, str], ...] = ()


def fields(session: Session, form_id: str | None, files: Mapping[str, bytes]) -> list[Field]:
    """The fields of a form of the draft, else of the newest published one."""
    if not form_id:
        return []
    content = files.get(f"{form_id}.form")
    return fields_of(_read(content) if content is not None else newest_form(session, form_id))


def fields_of(schema: Any) -> list[Field]:
    """The fields of a form-js schema that somebody can answer."""
    return list(_fields(schema, DEEPEST))


def labels(files: Mapping[str, bytes]) -> dict[str, str]:
    """Name of a variable -> what people call it, by the forms of a draft."""
    return {
        field.key: field.label
        for name, content in files.items()
        if name.endswith(".form")
        for field in fields_of(_read(content))
    }


def _read(content: bytes) -> Any:
    try:
        return orjson.loads(content)
    except ValueError:
        return None


def _fields(holder: Any, deepest: int) -> Iterator[Field]:
    for component in _list(holder, "components"):
        kind, key = component.get("type"), component.get("key") or component.get("path")
        if kind == "group" and deepest:
            yield from _fields(component, deepest - 1)
        elif isinstance(key, str) and isinstance(kind, str) and kind in KINDS and "." not in key:
            label = component.get("label") or component.get("dateLabel") or key
            options = tuple(
                (one["value"], str(one.get("label") or one["value"]))
                for one in _list(component, "values")
                if "value" in one
            )
            timed = kind == "datetime" and component.get("subtype", "date") != "date"
            yield Field(key, str(label), "text" if timed else KINDS[kind], options)


def _list(holder: Any, key: str) -> list[dict[str, Any]]:
    found = holder.get(key) if isinstance(holder, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
