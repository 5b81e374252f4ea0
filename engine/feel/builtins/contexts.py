"""Contexts."""

from ..values import Value
from .registry import builtin


@builtin("get value(m: context, key: string)")
def get_value(context: dict[str, Value], key: str) -> Value:
    return context.get(key)


@builtin("get value(m: context, keys: list)")
def get_value_at(context: dict[str, Value], keys: list[Value]) -> Value:
    """Down a path of keys; an extension that Camunda has too."""
    value: Value = context
    for key in keys:
        value = value.get(key) if isinstance(value, dict) and isinstance(key, str) else None
    return value


@builtin("get entries(m: context)")
def get_entries(context: dict[str, Value]) -> list[dict[str, Value]]:
    return [{"key": key, "value": value} for key, value in context.items()]


@builtin("context(entries: list)")
def context(entries: list[Value]) -> dict[str, Value] | None:
    made: dict[str, Value] = {}
    for entry in entries:
        if not isinstance(entry, dict) or "value" not in entry or not isinstance(entry.get("key"), str):
            return None
        if entry["key"] in made:
            return None
        made[entry["key"]] = entry["value"]
    return made


@builtin("context put(context: context, key: string, value: any)")
def context_put(context: dict[str, Value], key: str, value: Value) -> dict[str, Value]:
    return {**context, key: value}


@builtin("context put(context: context, keys: list, value: any)")
def context_put_at(context: dict[str, Value], keys: list[Value], value: Value) -> dict[str, Value] | None:
    """Down a path of keys; what is missing on the way is made, what is no context is replaced."""
    if not keys or not all(isinstance(key, str) for key in keys):
        return None
    if len(keys) == 1:
        return {**context, keys[0]: value}
    inner = context.get(keys[0])
    return {**context, keys[0]: context_put_at(inner if isinstance(inner, dict) else {}, keys[1:], value)}


@builtin("context merge(contexts: list)")
def context_merge(contexts: list[Value]) -> dict[str, Value] | None:
    merged: dict[str, Value] = {}
    for each in contexts:
        if not isinstance(each, dict):
            return None
        merged.update(each)
    return merged
