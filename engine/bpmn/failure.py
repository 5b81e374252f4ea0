"""A model that fails: becomes an incident at the token that was moving, never an exception for a person."""

from __future__ import annotations

from typing import Any

from engine.errors import ModelFault


class Failure(ModelFault):
    """``kind`` sorts incidents: expression, condition, timer, message, call, loop, error, job, budget, stalled."""

    def __init__(self, kind: str, template: str, **params: Any) -> None:
        super().__init__(template, **params)
        self.kind = kind
