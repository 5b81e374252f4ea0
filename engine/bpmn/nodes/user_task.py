"""User tasks: everything that the inbox needs is evaluated when the task opens."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from engine.causes import cause
from engine.clock import HOME

from .. import moments, values
from ..failure import Failure
from ..outcome import OpenedTask
from .work import OURS, PARTY, VISIBILITY, Work

if TYPE_CHECKING:
    from ..token import Token


class UserTask(Work):
    """Waits for a person. Its role tells whose it is where ``samtrin:party`` does not."""

    def prepare(self, token: Token) -> None:
        if self.said(VISIBILITY):
            self.place(token)

    def execute(self, token: Token) -> bool | None:
        task = self.describe(token)
        token.open[token.id] = ["task"]
        token.workflow.top.record.tasks[token.id] = task
        return None

    def describe(self, token: Token) -> OpenedTask:
        """The task as the inbox shows it, by the variables of now. Raises ``Failure``."""
        element, top, asked = self.element, token.workflow.top, self.element.task
        party, visibility = self.place(token)
        properties = {
            name: values.to_json(self.text(token, text)) if name.startswith(OURS) else text
            for name, text in element.properties.items()
            if name not in (PARTY, VISIBILITY)
        }
        priority = self.text(token, asked.priority)
        return OpenedTask(
            key=token.id,
            element_id=element.id,
            process_id=element.process_id,
            name=self.word(token, element.name) or element.id,
            roles=self._roles(token),
            assignee=self.word(token, asked.assignee),
            party=party,
            visibility="private" if visibility == "private" else "shared",
            due=self._moment(token, asked.due, time(23, 59, 59)),
            follow_up=self._moment(token, asked.follow_up, time()),
            priority=int(priority) if str(priority).isdecimal() else 50,
            form_id=self.word(token, element.form_id),
            properties=properties,
            scope=top.scope_of(token),
            call_path=token.workflow.call_path,
            definition_key=token.workflow.definition.key,
        )

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

    def _moment(self, token: Token, source: str | None, of_day: time) -> datetime | None:
        """A due date; without zone it is meant as in Denmark, a mere date as that ``of_day``."""
        text = self.word(token, source)
        if text is None:
            return None
        try:
            return moments.moment(text, HOME, of_day)
        except moments.BadTime as problem:
            raise Failure(
                "timer", "The date %(source)s is wrong: %(cause)s", source=source, cause=cause(problem)
            ) from problem
