"""Multi-instance activities: once for each item of a collection, all at once or one after the other."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from .. import mappings, values
from ..failure import Failure
from .loops import LoopBody

if TYPE_CHECKING:
    from ..token import Token

_NAME = re.compile(r"=\s*([A-Za-z_]\w*)\s*")


class MultiInstance(LoopBody):
    """Keeps of itself: ``count`` of instances, ``done``, and for sequential ones the ``items`` still to come."""

    def enter(self, token: Token) -> bool:
        loop, data = self.loop, token.internal_data
        items = self._items(token)
        data.update(count=len(items), done=0)
        if loop.output_collection:
            mappings.open_scope(token)
            token.workflow.top.scopes.put(token.id, loop.output_collection, [None] * len(items))
        if not items:
            return True
        if loop.kind == "sequential":
            data["items"] = items[1:]
            items = items[:1]
        for number, item in enumerate(items, 1):
            self._begin(token, number, item)
        return False

    def _items(self, token: Token) -> list[Any]:
        loop = self.loop
        if loop.collection is None:
            count = values.to_json(self.text(token, "=" + (loop.cardinality or "").removeprefix("=")))
            limit = token.workflow.top.budget.instances
            if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= limit:
                raise Failure(
                    "loop",
                    "The loop cardinality %(source)s gave no number of rounds.",
                    source=loop.cardinality,
                )
            return list(range(1, count + 1))
        found = self.text(token, "=" + loop.collection.removeprefix("="))
        if not isinstance(found, list):
            raise Failure("loop", "The input collection %(source)s gave no list.", source=loop.collection)
        return [values.to_json(item) for item in found]

    def _begin(self, body: Token, number: int, item: Any) -> None:
        loop = self.loop
        local: dict[str, Any] = {"loopCounter": number}
        if loop.item and loop.collection is not None:
            local[loop.item] = item
        plain = _NAME.fullmatch(loop.output_item or "")
        if plain and loop.output_collection:
            local.setdefault(plain[1], None)
        self.spawn(body, number, local)

    def collect(self, token: Token, part: Token) -> bool:
        loop, top, data = self.loop, token.workflow.top, token.internal_data
        if loop.output_collection and loop.output_item:
            value = values.to_json(self.text(part, "=" + loop.output_item.removeprefix("=")))
            results = top.scopes[token.id].json[loop.output_collection]
            results[part.internal_data["number"] - 1] = value
            top.scopes.put(token.id, loop.output_collection, results)
        if loop.condition is None:
            return False
        done = data["done"] + 1
        running = sum(1 for other in token.children if other.task_spec is self.each) - 1
        numbers = {
            "numberOfInstances": data["count"],
            "numberOfActiveInstances": running,
            "numberOfCompletedInstances": done,
        }
        return self.condition(part, loop.condition, {name: Decimal(value) for name, value in numbers.items()})

    def inner_done(self, token: Token, enough: bool) -> None:
        data = token.internal_data
        data["done"] += 1
        if enough or data["done"] == data["count"]:
            self.finish(token)
        elif data.get("items"):
            item = data["items"].pop(0)
            self._begin(token, data["done"] + 1, item)

    def execute(self, token: Token) -> bool | None:
        name = self.loop.output_collection
        if name:
            top = token.workflow.top
            results = top.scopes[token.id].json[name]
            top.scopes.write(top.outer_scope(token), name, results)
        return True
