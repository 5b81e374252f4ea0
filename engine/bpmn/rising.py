"""Errors and escalations rise from where they are thrown to the innermost scope that catches them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .model import Element

if TYPE_CHECKING:
    from .token import Token


def rise(token: Token, kind: str, code: str | None, variables: Mapping[str, Any]) -> bool:
    """Let an error or escalation (``kind``) with ``code`` rise from ``token``. True: somebody caught it."""
    at: Token | None = token
    while at is not None:
        boundary = _match(at.task_spec.boundaries, [b.element for b in at.task_spec.boundaries], kind, code)
        if boundary is not None:
            boundary.caught(at, variables)
            return True
        if at.owner is not None:
            at = at.owner
            continue
        area = at.workflow
        if not at.task_spec.element.by_event:
            subs = area.spec.event_subprocesses
            found = _match(subs, [sub.start for sub in subs], kind, code)
            if found is not None:
                found.caught(area, variables)
                return True
        at = area.host
    return False


def _match(nodes: Sequence[Any], elements: Sequence[Element], kind: str, code: str | None) -> Any:
    """The node whose event definition names the code, else one that catches all."""
    catch_all = None
    for node, element in zip(nodes, elements, strict=True):
        for trigger in element.triggers:
            if trigger.kind == kind and trigger.name is not None and trigger.name == code:
                return node
            if trigger.kind == kind and trigger.name is None:
                catch_all = catch_all or node
    return catch_all
