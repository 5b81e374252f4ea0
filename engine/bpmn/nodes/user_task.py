"""User tasks: everything that the inbox needs is evaluated when the task opens."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from engine.clock import HOME

from .. import moments, values
from ..failure import Failure
from ..outcome import OpenedTask
from .base import Node

if TYPE_CHECKING:
    from ..token import Token

OURS = "samtrin:"
PARTY, VISIBILITY = "samtrin:party", "samtrin:visibility"


class UserTask(Node):
    """Waits for a person."""

    def prepare(self, token: Token) -> None:
        """A private task sees what its party keeps to itself, its input mappings too."""
        if VISIBILITY in self.element.properties:
            self._place(token)

    def _place(self, token: Token) -> tuple[str | None, str]:
        """Party and visibility."""
        party = self._word(token, self.element.properties.get(PARTY))
        visibility = self._word(token, self.element.properties.get(VISIBILITY)) or "shared"
        if visibility == "private" and party:
            token.internal_data["private"] = party
        return party, visibility

    def execute(self, token: Token) -> bool | None:
        element, top, asked = self.element, token.workflow.top, self.element.task
        party, visibility = self._place(token)
        properties = {
            name: values.to_json(self.text(token, text)) if name.startswith(OURS) else text
            for name, text in element.properties.items()
            if name not in (PARTY, VISIBILITY)
        }
        priority = self.text(token, asked.priority)
        task = OpenedTask(
            key=token.id,
            element_id=element.id,
            process_id=element.process_id,
            name=self._word(token, element.name) or element.id,
            roles=self._roles(token),
            assignee=self._word(token, asked.assignee),
            party=party,
            visibility="private" if visibility == "private" else "shared",
            due=self._moment(token, asked.due, time(23, 59, 59)),
            follow_up=self._moment(token, asked.follow_up, time()),
            priority=int(priority) if str(priority).isdecimal() else 50,
            form_id=self._word(token, element.form_id),
            properties=properties,
            scope=top.scope_of(token),
            call_path=token.workflow.call_path,
            definition_key=token.workflow.definition.key,
        )
        token.open[token.id] = ["task"]
        top.record.tasks[token.id] = task
        return None

    def _roles(self, token: Token) -> tuple[str, ...]:
        """Role ids: of the candidate groups, else of the innermost lane."""
        found = values.to_json(self.text(token, self.element.roles))
        if found is None or found == []:
            return (self.element.lane,) if self.element.lane else ()
        if isinstance(found, str):
            found = [part.strip() for part in found.split(",")]
        if not isinstance(found, list) or not all(isinstance(role, str) for role in found):
            raise Failure(
                "expression",
                "candidateGroups %(source)s gave no text or list of texts.",
                source=self.element.roles,
            )
        return tuple(role for role in found if role)

    def _word(self, token: Token, source: str | None) -> str | None:
        """A text, or None; numbers and dates are written out."""
        value: Any = values.to_json(self.text(token, source))
        if value is None or value == "":
            return None
        if isinstance(value, (dict, list, bool)):
            raise Failure("expression", "%(source)s gave no text.", source=source)
        return str(value)

    def _moment(self, token: Token, source: str | None, of_day: time) -> datetime | None:
        """A due date; without zone it is meant as in Denmark, a mere date as that ``of_day``."""
        text = self._word(token, source)
        if text is None:
            return None
        try:
            return moments.moment(text, HOME, of_day)
        except moments.BadTime as problem:
            raise Failure(
                "timer", "The date %(source)s is wrong: %(cause)s", source=source, cause=str(problem)
            ) from problem
