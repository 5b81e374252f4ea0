"""Script tasks: one FEEL expression into one variable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import mappings, values
from .work import Work, keep_result

if TYPE_CHECKING:
    from ..token import Token


class ScriptTask(Work):
    """Evaluates at once."""

    def execute(self, token: Token) -> bool | None:
        if self.element.script is not None:
            value = values.to_json(self.text(token, self.element.script))
            if self.element.result:
                keep_result(token)
                mappings.receive(token, {self.element.result: value}, bool(self.element.outputs))
        return True
