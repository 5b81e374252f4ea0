"""Complex gateway: joins when its activation condition holds, swallows the tokens that come late."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from .parallel import JoiningGateway

if TYPE_CHECKING:
    from ..token import Token


class ComplexGateway(JoiningGateway):
    """``activationCount`` in the condition is the number of flows that have a token. After it has fired it waits
    for the flows that have given none yet (``late``), whose tokens it swallows; then a new round begins."""

    def enter(self, token: Token) -> bool:
        area, flow = token.workflow, token.internal_data.get("flow", "")
        late = area.late.get(self.element.id, [])
        if flow in late:
            late.remove(flow)
            area.forget(token, "completed")
            area.settle()
            return False
        joined, flows = self.waiting(token), [flow.id for flow in self.element.incoming]
        text = self.element.activation_condition
        if text is None or len(flows) < 2:
            fires = len(joined) >= len(flows)
        else:
            fires = self.condition(token, text, {"activationCount": Decimal(len(joined))})
        if fires:
            self.fire(token, joined)
            area.late[self.element.id] = [flow for flow in flows if flow not in joined]
        return fires
