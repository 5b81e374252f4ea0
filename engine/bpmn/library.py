"""What the host lends to a run: called processes, and decisions."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:
    from .definition import Definition


class Library(Protocol):
    """Where called processes come from. Both raise ``LookupError``."""

    def latest(self, process_id: str) -> Definition:
        """The version that a call begins now."""

    def get(self, key: str) -> Definition:
        """The version that a running call began with."""


@runtime_checkable
class Binder(Protocol):
    """A library that also knows versions by tag and by deployment."""

    def bound(self, process_id: str, caller: str, version_tag: str | None) -> Definition:
        """The version with ``version_tag``, or without one the version that was deployed together with the version
        ``caller``. Raises ``LookupError``."""


@runtime_checkable
class Decider(Protocol):
    """A library that also evaluates decisions."""

    def decide(
        self, decision_id: str, variables: dict[str, Any], now: datetime, private_to: str | None
    ) -> Any:
        """The FEEL value of a decision over JSON variables; ``private_to``: key of the party whose private work it
        is. Raises ``LookupError``, or ``Failure`` when the decision fails."""
