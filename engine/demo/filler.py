"""Answers for a form that nobody has thought about, by the dossiers' demo fill rule: text "Udfyldt i demo", number 1,
date the day itself, the first option, every box ticked, one row in a table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine import feel

TEXT = "Udfyldt i demo"


def fill(
    schema: Mapping[str, Any],
    known: Mapping[str, Any],
    today: date,
    context: Mapping[str, Any],
    *,
    sparingly: bool = False,
) -> dict[str, Any]:
    """Values for the fields of a form-js schema: those of ``known`` first, else by the rule. ``sparingly``: what is
    neither known nor required stays empty."""
    values: dict[str, Any] = {}
    for component in schema.get("components", []):
        _fill(component, values, known, today, context, sparingly)
    return values


def _fill(
    component: Mapping[str, Any],
    values: dict[str, Any],
    known: Mapping[str, Any],
    today: date,
    context: Mapping[str, Any],
    sparingly: bool,
) -> None:
    key = str(component.get("key") or component.get("path") or "")
    kind = component["type"]
    needed = not sparingly or bool((component.get("validate") or {}).get("required"))
    if kind == "group":
        for inner in component.get("components", []):
            _fill(inner, values, known, today, context, sparingly)
    elif kind == "dynamiclist":
        rows = known.get(key) or ([{}] if needed else [])
        values[key] = (
            [fill(component, row, today, context, sparingly=sparingly) for row in rows]
            if isinstance(rows, list) and all(isinstance(row, Mapping) for row in rows)
            else rows  # no rows at all: the form says what is wrong with it
        )
    elif key and known.get(key) not in (None, "", []):
        values[key] = known[key]
    elif key and needed:
        answer = _answer(component, kind, today, context)
        if answer is not None:
            values[key] = answer


def _answer(component: Mapping[str, Any], kind: str, today: date, context: Mapping[str, Any]) -> Any:
    if kind in ("textfield", "textarea"):
        return _text(component)
    if kind == "number":
        least = (component.get("validate") or {}).get("min", 1)
        return least if isinstance(least, int | float) else 1
    if kind == "datetime":
        return today.isoformat()
    if kind == "checkbox":
        return True
    if kind in ("select", "radio"):
        options = _options(component, context)
        return options[0] if options else None
    if kind in ("checklist", "taglist"):
        return _options(component, context)[:3]
    return None


def _text(component: Mapping[str, Any]) -> str:
    rules = component.get("validate") or {}
    if rules.get("validationType") == "email":
        return "nogen@example.dk"
    if rules.get("validationType") == "phone":
        return "+4512345678"
    if rules.get("pattern"):
        return "10:00" if ":" in rules["pattern"] else "12345678"
    longest = rules.get("maxLength")
    return TEXT[:longest] if isinstance(longest, int) else TEXT


def _options(component: Mapping[str, Any], context: Mapping[str, Any]) -> list[Any]:
    listed = component.get("values")
    if not listed:
        source = str(component.get("valuesExpression") or component.get("valuesKey") or "null").lstrip("= ")
        try:
            listed = feel.from_feel(feel.evaluate(source, feel.to_feel(dict(context))))
        except feel.FeelError:
            listed = None
    found = listed if isinstance(listed, list) else []
    return [option.get("value") if isinstance(option, dict) else option for option in found]
