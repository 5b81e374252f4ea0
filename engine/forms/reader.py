"""From form-js JSON to components. Everything that can be wrong with a form is found here, at deployment,
and said with the name of the component; nothing is left to surprise the person who fills it in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NoReturn

from engine.errors import Invalid
from engine.forms.component import INPUTS, MAX_COMPONENTS, MAX_DEPTH, TYPES, Component
from engine.forms.properties import component
from engine.forms.source import Flaw, Source

MAX_SCHEMA = 1_000_000  # characters
_ID = re.compile(r"[\w.-]{1,100}")


def parse(schema: str | bytes) -> Mapping[str, Any]:
    """The JSON text of a form as a mapping. Raises Invalid."""
    if len(schema) > MAX_SCHEMA:
        raise Invalid("The form is larger than %(n)s characters", n=MAX_SCHEMA)
    try:
        data = json.loads(schema, object_pairs_hook=_unique, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Invalid("The form is not valid JSON: %(reason)s", reason=str(error)[:200]) from error
    if not isinstance(data, Mapping):
        raise Invalid("The form is not a JSON object")
    return data


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) != len(pairs):
        raise ValueError("a name is given twice in one object")
    return data


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def read(schema: Mapping[str, Any]) -> tuple[str, tuple[Component, ...]]:
    """The id and the components of a form. Raises Invalid, naming the component and the reason."""
    form_id, components = schema.get("id"), schema.get("components")
    if not isinstance(form_id, str) or not form_id:
        raise Invalid("The form has no id")
    if schema.get("type", "default") != "default" or not isinstance(components, list):
        raise Invalid("The form %(form)s is not a form-js form with a list of components", form=form_id)
    return form_id, Reader().components(components, Slots(), 1)


class Slots:
    """The names already taken in one scope of answers: the form, or the rows of one list."""

    def __init__(self) -> None:
        self._taken: set[tuple[str, ...]] = set()
        self._opened: set[tuple[str, ...]] = set()

    def take(self, at: tuple[str, ...]) -> None:
        """Claim the place of one value."""
        self.open(at[:-1])
        if at in self._taken or at in self._opened:
            raise Flaw("the key %(key)s is used twice", key=".".join(at))
        self._taken.add(at)

    def open(self, at: tuple[str, ...]) -> None:
        """Claim a place that holds other values; several groups may share one."""
        for length in range(1, len(at) + 1):
            if at[:length] in self._taken:
                raise Flaw("the key %(key)s is used twice", key=".".join(at[:length]))
            self._opened.add(at[:length])


class Reader:
    """Reads one form; counts and remembers what must be unique in it."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._count = 0

    def components(
        self, sources: Any, slots: Slots, depth: int, base: tuple[str, ...] = ()
    ) -> tuple[Component, ...]:
        """A list of components whose values lie below ``base``."""
        if depth > MAX_DEPTH:
            raise Flaw("groups and tables stand more than %(n)s deep", n=MAX_DEPTH)
        if not isinstance(sources, list):
            raise Flaw("%(name)s is not a list", name="components")
        return tuple(self._component(source, slots, depth, base) for source in sources)

    def _component(self, source: Any, slots: Slots, depth: int, base: tuple[str, ...]) -> Component:
        self._count += 1
        if self._count > MAX_COMPONENTS:
            raise Invalid("The form has more than %(n)s components", n=MAX_COMPONENTS)
        if not isinstance(source, Mapping):
            raise Invalid("Component number %(n)s is not an object", n=self._count)
        fallback = f"component-{self._count}"
        name = str(source.get("id") or source.get("key") or source.get("path") or fallback)
        try:
            if name in self._ids:
                raise Flaw("the id is used twice")
            if not _ID.fullmatch(name):
                raise Flaw("%(name)s is not a name of letters, digits and underscores", name="id")
            self._ids.add(name)
            return self._read(Source(source), name, slots, depth, base)
        except Flaw as flaw:
            raise Invalid(
                "Component %(component)s: %(reason)s", component=name[:100], reason=flaw.message
            ) from flaw

    def _read(self, source: Source, name: str, slots: Slots, depth: int, base: tuple[str, ...]) -> Component:
        kind = source.text("type")
        if kind not in TYPES:
            raise Flaw("unknown type %(type)s", type=kind[:40])
        at: tuple[str, ...] = ()
        children: tuple[Component, ...] = ()
        if kind == "group":
            at = base + source.way("path", required=False)
            slots.open(at)
            children = self.components(source.get("components", []), slots, depth + 1, at)
        elif kind == "dynamiclist":
            at = base + source.way("path")
            slots.take(at)
            children = self.components(source.get("components", []), Slots(), depth + 1)
        elif kind in INPUTS or kind == "expression":
            at = base + source.way("key")
            slots.take(at)
        return component(source, kind, name, at, children)
