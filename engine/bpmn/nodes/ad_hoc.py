"""Ad-hoc subprocess: the elements that a list names, in any order, until a condition is true or all are done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import values
from ..failure import Failure
from .subprocess import SubProcess

if TYPE_CHECKING:
    from ..area import Area
    from ..token import Token


class AdHocSubProcess(SubProcess):
    """Without a list, every element that no flow leads to begins."""

    def begin(self, token: Token, area: Area) -> None:
        source = self.element.active_elements
        nodes = self.inside.entries
        if source is not None:
            ids = values.to_json(self.text(token, source))
            if not isinstance(ids, list) or not all(isinstance(id, str) for id in ids):
                self._refuse(
                    token, "activeElementsCollection %(source)s gave no list of element ids.", source=source
                )
            known = {node.element.id: node for node in nodes}
            if unknown := [id for id in ids if id not in known]:
                self._refuse(token, "%(id)s is no element that can begin in here.", id=unknown[0])
            nodes = [known[id] for id in ids]
        self.inside.subscribe(area)
        for node in nodes:
            area.spawn(node)
        area.settle()

    def _refuse(self, token: Token, template: str, **params: object) -> None:
        del token.workflow.top.subprocesses[token.id]
        raise Failure("expression", template, **params)

    def collect(self, token: Token, part: Token) -> bool:
        text = self.element.completion_condition
        return text is not None and self.condition(token, text) and self.element.cancel_remaining
