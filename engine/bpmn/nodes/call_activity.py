"""Call activity: another process, inside the same instance, working on copies of the variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import mappings
from ..failure import Failure
from ..library import Binder
from ..scopes import call_scope
from .subprocess import SubProcess

if TYPE_CHECKING:
    from ..area import Area
    from ..definition import Definition
    from ..token import Token


class CallActivity(SubProcess):
    """The called process is looked up on entry: its newest version, unless it is bound to another."""

    def open(self, token: Token) -> None:
        top, element = token.workflow.top, self.element
        definition = self._called(token)
        visible = top.scopes.visible(top.scope_of(token), token.internal_data.get("private"))
        if not element.copy_in:
            visible = dict(top.scopes[token.id].json) if token.id in top.scopes else {}
        area = top.nest(token, definition.spec, definition, (*token.workflow.call_path, element.id))
        area.scope = call_scope(token.id)
        top.scopes.create(area.scope, None, visible, copied=True)
        self.begin(token, area)

    def _called(self, token: Token) -> Definition:
        process_id = self.text(token, self.element.called_process)
        if not isinstance(process_id, str) or not process_id:
            raise Failure(
                "call", "The called process %(source)s gave no text.", source=self.element.called_process
            )
        library, element = token.workflow.top.library, self.element
        try:
            if element.binding == "latest":
                return library.latest(process_id)
            if not isinstance(library, Binder):
                raise LookupError(element.binding)
            return library.bound(process_id, token.workflow.definition.key, element.version_tag)
        except LookupError as problem:
            raise Failure(
                "call",
                "The called process %(process)s is not deployed (binding %(binding)s).",
                process=process_id,
                binding=element.binding,
            ) from problem

    def closed(self, token: Token, area: Area) -> None:
        top = token.workflow.top
        scope = area.scope
        assert scope is not None
        if self.element.outputs:
            mappings.receive(token, top.scopes[scope].json, local=True)
        elif self.element.copy_out:
            mappings.receive(token, top.scopes[scope].written(), local=False)
        top.scopes.drop(scope)
        del top.subprocesses[token.id]

    def withdrawn(self, token: Token) -> None:
        super().withdrawn(token)
        token.workflow.top.scopes.drop(call_scope(token.id))
