"""From the JSON of one component to a Component, every property checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import re2

from engine import feel
from engine.forms.component import (
    CHOICES,
    INPUTS,
    MAX_ROWS,
    MAX_TEXT,
    MULTI_CHOICES,
    TEXTS,
    Column,
    Component,
    Option,
    Options,
    Pattern,
)
from engine.forms.locales import exact
from engine.forms.source import Flaw, Source
from engine.forms.text import MAX_SOURCE

MAX_OPTIONS = 500
MAX_PATTERN = 500
PATTERN_MEMORY = 1 << 20  # bytes of the compiled pattern

_KINDS = {"textfield": ("email", "phone"), "datetime": ("date", "time", "datetime")}
_AUTOCOMPLETE = re.compile(r"[a-z][a-z0-9 -]{0,60}")


def component(
    source: Source, kind: str, name: str, at: tuple[str, ...], children: tuple[Component, ...]
) -> Component:
    """One component of a known type, all its properties checked."""
    validate, layout, looks = source.within("validate"), source.within("layout"), source.within("appearance")
    conditional = source.within("conditional")
    readonly = source.flag_rule("readonly")
    return Component(
        id=name,
        type=kind,
        at=at,
        label=source.prose("label", "dateLabel", "timeLabel"),
        description=source.prose("description", limit=MAX_TEXT),
        prefix=looks.prose("prefixAdorner"),
        suffix=looks.prose("suffixAdorner"),
        content=source.prose("text", "content", limit=MAX_SOURCE),
        hide=conditional.expression("hide") if conditional.get("hide") else None,
        readonly=True if source.flag_rule("disabled") is True else readonly,
        required=validate.flag_rule("required"),
        least=validate.number_rule("min"),
        most=validate.number_rule("max"),
        shortest=validate.number_rule("minLength"),
        longest=validate.number_rule("maxLength"),
        earliest_today=source.flag("disallowPassedDates"),
        pattern=_pattern(validate.text("pattern", MAX_PATTERN)) if kind in TEXTS else None,
        kind=_kind(source, validate, kind),
        decimals=source.whole("decimalDigits", None, 12),
        options=_options(source) if kind in CHOICES else Options(),
        default=_default(source.get("defaultValue"), kind),
        computed=source.expression("expression") if kind == "expression" else _table_source(source, kind),
        columns=_columns(source, kind),
        computed_columns=source.expression("columnsExpression") if source.get("columnsExpression") else None,
        row=layout.text("row", 100) or None,
        width=layout.whole("columns", None, 12) or None,
        autocomplete=_autocomplete(source),
        large=source.within("properties").text("look") == "large",
        private=_private(source),
        children=children,
        repetitions=source.whole("defaultRepetitions", 1, MAX_ROWS) or 0,
        growable=source.flag("allowAddRemove", True),
    )


def _kind(source: Source, validate: Source, kind: str) -> str:
    if kind == "datetime":
        asked = source.text("subtype") or "date"
    elif kind == "textfield":
        asked = validate.text("validationType")
        if asked in ("", "custom"):
            return ""
    else:
        return ""
    if asked not in _KINDS[kind]:
        raise Flaw("unknown type %(type)s", type=asked[:40])
    return asked


def _pattern(source: str) -> Pattern | None:
    """The pattern compiled by RE2, whose time grows with the text and never explodes."""
    if not source:
        return None
    options = re2.Options()
    options.max_mem = PATTERN_MEMORY
    options.log_errors = False
    try:
        pattern: Pattern = re2.compile(source, options)
    except re2.error as error:
        raise Flaw("the pattern cannot be used: %(reason)s", reason=str(error)[:200]) from error
    return pattern


def _options(source: Source) -> Options:
    if source.get("valuesExpression"):
        return Options(computed=source.expression("valuesExpression"))
    if source.get("valuesKey"):
        return Options(computed=feel.compile(".".join(source.way("valuesKey"))))
    entries = source.get("values")
    if not isinstance(entries, list) or len(entries) > MAX_OPTIONS:
        raise Flaw("%(name)s is not a list of at most %(n)s entries", name="values", n=MAX_OPTIONS)
    options = tuple(_option(entry) for entry in entries)
    if len({str(option.value) for option in options}) != len(options):
        raise Flaw("an answer stands twice in the list")
    return Options(options)


def _option(entry: Any) -> Option:
    label, value = (entry.get("label"), entry.get("value")) if isinstance(entry, Mapping) else (None, None)
    if not isinstance(label, str) or not isinstance(value, str | int | float) or value == "":
        raise Flaw("an answer in the list needs a label and a value")
    return Option(label, value)


def _default(value: Any, kind: str) -> Any:
    """A default value that fits the type; the empty text of form-js is no value."""
    if value is None or value == "" or kind not in INPUTS:
        return None
    fits = {"number": exact(value) is not None, "checkbox": isinstance(value, bool)}.get(
        kind, isinstance(value, list if kind in MULTI_CHOICES else str | int | float)
    )
    if not fits:
        raise Flaw("defaultValue does not fit the type")
    return value


def _table_source(source: Source, kind: str) -> feel.Expression | None:
    return source.expression("dataSource") if kind == "table" else None


def _columns(source: Source, kind: str) -> tuple[Column, ...]:
    entries = source.get("columns") if kind == "table" else None
    if entries is None:
        return ()
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise Flaw("%(name)s is not a list", name="columns")
    return tuple(Column(str(entry.get("label", "")), str(entry.get("key", ""))) for entry in entries)


def _private(source: Source) -> bool:
    asked = source.within("properties").text("visibility", 60)
    if asked not in ("", "shared", "private"):
        raise Flaw("visibility is shared or private, not %(value)s", value=asked)
    return asked == "private"


def _autocomplete(source: Source) -> str:
    token = source.within("properties").text("autocomplete", 60)
    if token and not _AUTOCOMPLETE.fullmatch(token):
        raise Flaw("%(name)s is not a name of letters, digits and underscores", name="autocomplete")
    return token
