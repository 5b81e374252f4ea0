"""Service, send, script and business rule tasks with a task definition, and message throw events: work for a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..failure import Failure
from ..outcome import Wait
from .work import OURS, Work

if TYPE_CHECKING:
    from ..token import Token


class JobTask(Work):
    """Waits until its job is completed; also a message throw or end event."""

    def said(self, name: str) -> str | None:
        """Also by a task header, as those who write for workers are used to: ``visibility``, ``party``."""
        headers = self.element.job.headers if self.element.job else {}
        return super().said(name) or headers.get(name.removeprefix(OURS))

    def execute(self, token: Token) -> bool | None:
        wait = self.describe(token)
        token.open[token.id] = ["job"]
        token.workflow.top.record.waits[token.id] = wait
        return None

    def describe(self, token: Token) -> Wait:
        """The job as its worker gets it, by the variables of now. Raises ``Failure``."""
        job = self.element.job
        if job is None:
            raise Failure(
                "job", "The element has no zeebe:taskDefinition: there is nothing a worker could do."
            )
        top = token.workflow.top
        job_type = self.text(token, job.type)
        if not isinstance(job_type, str) or not job_type:
            raise Failure("job", "The job type %(source)s gave no text.", source=job.type)
        retries = self.text(token, job.retries)
        return Wait(
            key=token.id,
            kind="job",
            element_id=self.element.id,
            process_id=self.element.process_id,
            scope=top.scope_of(token),
            name=self.element.triggers[0].name if self.element.triggers else None,
            job_type=job_type,
            retries=int(retries) if str(retries).isdecimal() else 3,
            headers=job.headers,
            private_to=token.internal_data.get("private"),
        )
