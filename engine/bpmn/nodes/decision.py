"""Business rule tasks with a called decision: evaluated at once by the host's decision library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import mappings, values
from ..failure import Failure
from ..library import Decider
from .work import Work, keep_result

if TYPE_CHECKING:
    from ..token import Token


class DecisionTask(Work):
    """The result goes into the result variable: of the party alone, where the task is private."""

    def execute(self, token: Token) -> bool | None:
        top = token.workflow.top
        decision = self.text(token, self.element.decision)
        if not isinstance(decision, str) or not decision:
            raise Failure("decision", "The task names no decision.")
        if not isinstance(top.library, Decider):
            raise Failure("decision", "No decisions can be evaluated here.")
        party = keep_result(token)
        known = top.scopes.visible(top.scope_of(token), party)
        try:
            result = top.library.decide(decision, known, top.now, party)
        except LookupError as problem:
            raise Failure(
                "decision", "The decision %(decision)s is not deployed.", decision=decision
            ) from problem
        if self.element.result:
            value = values.to_json(result)
            mappings.receive(token, {self.element.result: value}, bool(self.element.outputs))
        return True
