"""What would become of one case, and whether its parties are asked first."""

from __future__ import annotations

from collections.abc import Mapping

from engine import bpmn, deployments
from engine.bpmn import migration
from engine.bpmn.migration import Migrated
from engine.store import Session

from .approvals import Approvals, asks_consent, opens
from .running import Running, Trial

_LOOK_ONLY = bpmn.Budget(pause_after=0)


class Judge:
    """Looks at cases one by one, for one version and mapping; nothing is written."""

    def __init__(self, session: Session, target: bpmn.Definition, mapping: Mapping[str, str | None]) -> None:
        self._session, self._target, self._mapping = session, target, mapping
        self._library, self._approvals = Trial(session, target), Approvals(session, target)

    def look(self, case: Running) -> migration.Answer:
        """Move the case in memory."""
        return migration.migrate(
            case.state,
            deployments.definition(self._session, case.definition_id),
            {self._target.process.id: self._target},
            self._mapping,
            now=self._session.now,
            library=self._library,
            budget=_LOOK_ONLY,
        )

    def asks(self, case: Running, found: Migrated) -> bool:
        """Whether the parties are asked before the case is moved: where the version that they work by says so, or the
        one to come, where an approval that lies ahead of them would fall away or could be got past, or where what one
        of them does by itself would be opened."""
        root = deployments.definition(self._session, case.definition_id)
        if asks_consent(root.process) or asks_consent(self._target.process):
            return True
        same = found.renamed.get(self._target.process.id, {})
        return any(
            opens(old.process, self._target.process, same) or self._approvals.fall_away(root, old, found)
            for old in (deployments.definition(self._session, id) for id in case.versions)
        )
