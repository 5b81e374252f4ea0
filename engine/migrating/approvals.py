"""When the parties are asked: a process may want it (``samtrin:migration`` is ``consent``), and approvals hold in a
move too: one that lies ahead of a case does not fall away without its parties."""

from __future__ import annotations

from collections.abc import Mapping

from engine import bpmn, deployments
from engine.bpmn.migration import Migrated
from engine.repair import gates
from engine.store import Session

PROPERTY, ASKED = "samtrin:migration", "consent"
Family = Mapping[str, bpmn.Process]


def asks_consent(process: bpmn.Process) -> bool:
    """Whether the parties of a case are asked before it is moved, whatever moves it."""
    return process.properties.get(PROPERTY, "").strip() == ASKED


class Approvals:
    """What stands between cases and their ends in two versions. Lives for one command, and remembers what it found."""

    def __init__(self, session: Session, target: bpmn.Definition) -> None:
        self._session, self._target = session, target
        self._families: dict[str, Family] = {}
        self._gates: dict[tuple[str, str], set[str]] = {}
        self._ahead: dict[tuple[str, str, str], frozenset[str]] = {}

    def fall_away(self, root: bpmn.Definition, old: bpmn.Definition, found: Migrated) -> set[str]:
        """Ids of the approvals that lie ahead of a case in ``old``, a version of the target's process, and would not in
        the new one. ``root``: the case's own version before."""
        id = self._target.process.id
        moved = [done for done in found.done if done.process_id == id]
        before = {gate for done in moved if done.before for gate in self._gates_ahead(root, old, done.before)}
        after = {
            gate for done in moved if done.after for gate in self._gates_ahead(root, self._target, done.after)
        }
        same = found.renamed.get(id, {})
        return {gate for gate in before if same.get(gate, gate) not in after}

    def _gates_ahead(
        self, root: bpmn.Definition, version: bpmn.Definition, element_id: str
    ) -> frozenset[str]:
        key = (root.key, version.key, element_id)
        if key not in self._ahead:
            found = self._gates_of(root, version)
            self._ahead[key] = frozenset(gates.ahead(version.process, found, element_id))
        return self._ahead[key]

    def _gates_of(self, root: bpmn.Definition, version: bpmn.Definition) -> set[str]:
        key = (root.key, version.key)
        if key not in self._gates:
            family = {**self._family(root), **self._family(version), version.process.id: version.process}
            self._gates[key] = gates.gates(version.process, family)
        return self._gates[key]

    def _family(self, root: bpmn.Definition) -> Family:
        if root.key not in self._families:
            members = deployments.family(self._session, root)
            self._families[root.key] = {member.process.id: member.process for member in members}
        return self._families[root.key]
