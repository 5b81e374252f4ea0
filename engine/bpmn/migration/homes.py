"""What becomes of tokens, and where they will lie: in areas that stay, or in subprocesses opened around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ..nodes.base import Node

if TYPE_CHECKING:
    from ..area import Area


@dataclass(slots=True)
class Fate:
    """What becomes of a token. ``keep`` and ``enter``: at ``node``; ``leave``: only what is inside it stays; ``end``:
    it goes, with all that belongs to it. ``flow``: by which flow it came, where it waits at a join."""

    how: Literal["keep", "enter", "leave", "end"]
    node: Node | None = None
    flow: str | None = None


END = Fate("end")


@dataclass(eq=False, slots=True)
class Home:
    """``area``: the running one; without it one is opened at ``node``, inside ``outer``. ``host``: its token's id."""

    area: Area | None
    outer: Home | None = None
    node: Node | None = None
    host: str | None = None


class Homes:
    """``of``: token id -> its home, for tokens that belong to no other."""

    def __init__(self) -> None:
        self.of: dict[str, Home] = {}
        self._kept: dict[str | None, Home] = {}
        self._opened: dict[tuple[int, str], Home] = {}

    def keep(self, area: Area) -> None:
        """An area that runs."""
        key = area.host.id if area.host is not None else None
        self._kept[key] = Home(area, host=key)

    def kept(self, area: Area) -> Home:
        """The home of a running area."""
        return self._kept[area.host.id if area.host is not None else None]

    def open(self, outer: Home, node: Node) -> Home:
        """The home that opens at ``node`` in ``outer``: one for all."""
        return self._opened.setdefault((id(outer), node.element.id), Home(None, outer, node))

    def opened(self) -> Iterator[tuple[Home, Node]]:
        """The homes to open, outer ones first."""
        for home in self._opened.values():
            assert home.node is not None
            yield home, home.node
