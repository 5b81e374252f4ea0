"""FEEL in the place of Python: the only script engine and environment that SpiffWorkflow is ever given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.script_engine.python_environment import BasePythonScriptEngineEnvironment

from engine import feel
from engine.causes import cause

from .failure import Failure
from .scopes import View

if TYPE_CHECKING:
    from .token import Token


class FeelEnvironment(BasePythonScriptEngineEnvironment):  # type: ignore[misc]
    """Evaluates FEEL over a context of FEEL values."""

    def __init__(self) -> None:
        super().__init__({})

    def evaluate(self, expression: str, context: Any, external_context: Any = None) -> Any:
        """``context``: FEEL values by name; ``external_context``: ``now`` and ``closed`` days. Raises ``Failure``."""
        try:
            return feel.compile(expression)(context, **(external_context or {}))
        except feel.FeelError as problem:
            raise Failure(
                "expression",
                "The expression %(expression)s failed: %(cause)s",
                expression=expression,
                cause=cause(problem),
            ) from problem

    def execute(self, script: str, context: Any, external_context: Any = None) -> bool:
        """Scripts are expressions; there is nothing to execute."""
        raise Failure("expression", "Only FEEL expressions are run.")


class FeelEngine(PythonScriptEngine):  # type: ignore[misc]
    """Evaluates where a token stands: over the scopes it sees, at the time of the command."""

    def __init__(self) -> None:
        super().__init__(FeelEnvironment())

    def validate(self, expression: str) -> None:
        feel.compile(expression)

    def evaluate(
        self, task: Token, expression: str, external_context: Mapping[str, Any] | None = None
    ) -> Any:
        """``external_context``: further FEEL values for this evaluation."""
        top = task.workflow.top
        view = View(top.scopes, top.scope_of(task), task.internal_data.get("private"), external_context)
        return self.environment.evaluate(expression, view, {"now": top.now, "closed": top.closed})

    def execute(self, task: Token, script: str, external_context: Any = None) -> bool:
        return bool(self.environment.execute(script, None))
