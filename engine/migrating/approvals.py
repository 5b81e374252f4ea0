"""When the parties are asked: a process may want it (``samtrin:migration`` is ``consent``), and approvals and privacy
hold in a move too: an approval that lies ahead of a case does not fall away, and what a party does by itself is not
opened to others, without the parties."""

from __future__ import annotations

from collections.abc import Mapping

from engine import bpmn, deployments
from engine.bpmn.migration import Migrated
from engine.cases.course import is_private
from engine.repair import gates
from engine.store import Session

PROPERTY, ASKED = "samtrin:migration", "consent"
Family = Mapping[str, bpmn.Process]


def asks_consent(process: bpmn.Process) -> bool:
    """Whether the parties of a case are asked before it is moved, whatever moves it."""
    return process.properties.get(PROPERTY, "").strip() == ASKED


def opens(old: bpmn.Process, new: bpmn.Process, same: Mapping[str, str]) -> bool:
    """Whether steps that a party does by itself are no longer its own in the new version: all can see them, or others
    do them."""
    for element in filter(is_private, old.elements.values()):
        other = new.elements.get(same.get(element.id, element.id))
        if other is not None and (not is_private(other) or _whose(other) != _whose(element)):
            return True
    return False


def _whose(element: bpmn.Element) -> tuple[str | None, ...]:
    return element.roles, element.lane, element.properties.get("samtrin:party")


def _question(element: bpmn.Element) -> tuple[object, ...]:
    """Whom an approval asks about what, and what is made of the answers: all but its name, help and deadlines."""
    kept = {
        key: text for key, text in element.properties.items() if key not in (bpmn.REMINDERS, bpmn.ESCALATION)
    }
    asked = (element.kind, element.called_process, element.roles, element.lane, element.form_id)
    return *asked, element.inputs, element.outputs, element.loop, kept


class Approvals:
    """What stands between cases and their ends in two versions. Lives for one command, and remembers what it found."""

    def __init__(self, session: Session, target: bpmn.Definition) -> None:
        self._session, self._target = session, target
        self._families: dict[str, Family] = {}
        self._gates: dict[tuple[str, str], set[str]] = {}
        self._ahead: dict[tuple[str, str, str], frozenset[str]] = {}

    def fall_away(self, root: bpmn.Definition, old: bpmn.Definition, found: Migrated) -> set[str]:
        """Ids of the approvals that lie ahead of a case in ``old``, a version of the target's process, and would not in
        the new one, could be got past there, or are asked of others or otherwise. ``root``: the case's own version
        before."""
        id = self._target.process.id
        moved = [done for done in found.done if done.process_id == id]
        before = {gate for done in moved if done.before for gate in self._gates_ahead(root, old, done.before)}
        after = {
            gate for done in moved if done.after for gate in self._gates_ahead(root, self._target, done.after)
        }
        same = found.renamed.get(id, {})
        gone = {gate for gate in before if same.get(gate, gate) not in after}
        elements = self._target.process.elements
        for gate in before - gone:
            if _question(elements[same.get(gate, gate)]) != _question(old.process.elements[gate]):
                gone.add(gate)
        return gone | {
            gate
            for done in moved
            if done.before and done.after
            for gate in self._gates_ahead(root, old, done.before) - gone
            if self._can_be_passed(old, done.before, done.after, gate, same)
        }

    def _can_be_passed(
        self, old: bpmn.Definition, before: str, after: str, gate: str, same: Mapping[str, str]
    ) -> bool:
        """Whether the new version has a way around an approval that the old one had not: to what came only after it, or
        to an end. What can be told by the drawing alone: not what the conditions on the ways say."""

        def of(version: bpmn.Definition, at: str, gate: str, *, beside: bool) -> set[str]:
            return gates.without(version.process, gate, at, beside=beside)

        def named(ids: set[str]) -> set[str]:
            return {same.get(key, key) for key in ids}

        new = self._target
        if (here := same.get(gate, gate)) not in new.process.elements:
            return False
        known = named(set(old.process.elements))
        open_before = named(of(old, before, gate, beside=True))
        if of(new, after, here, beside=True) & known - open_before:
            return True
        ending = gates.ends(new.process, of(new, after, here, beside=False))
        return bool(ending - named(of(old, before, gate, beside=False)))

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
