"""Where a running expression finds its names."""

from collections.abc import Callable
from typing import Any, Protocol

from .budget import Run
from .values import Value

MISSING: Any = ...  # no FEEL value


class Names(Protocol):
    """What a context must offer: `get`, as a dict has it."""

    def get(self, name: str, default: Any, /) -> Any: ...


class Frame:
    """The names of one scope, within those of the outer one. `item`: what `item` means inside a filter."""

    __slots__ = ("item", "names", "outer", "run")

    def __init__(self, names: Names, outer: "Frame | None", run: Run, item: Value = MISSING) -> None:
        self.names = names
        self.outer = outer
        self.run = run
        self.item = item


Closure = Callable[[Frame], Value]


def reader(name: str, default: Value, local: bool) -> Closure:
    """The closure that reads a variable; `default` (a built-in function or null) where no scope has it."""

    def read_outermost(frame: Frame) -> Value:
        return frame.names.get(name, default)

    def read(frame: Frame) -> Value:
        scope: Frame | None = frame
        while scope is not None:
            found = scope.names.get(name, MISSING)
            if found is not MISSING:
                return found
            scope = scope.outer
        return default

    def read_item(frame: Frame) -> Value:
        scope: Frame | None = frame
        while scope is not None:
            found = scope.names.get("item", scope.item)
            if found is not MISSING:
                return found
            scope = scope.outer
        return default

    if name == "item":
        return read_item
    return read if local else read_outermost
