"""Which element of the later process is which of the earlier one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..model import Element, Flow, Process


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two versions of a process. ``renamed``: earlier -> later id of elements that only have another id; ``flows`` the
    same for all flows that are in both."""

    old: Process
    new: Process
    renamed: Mapping[str, str]
    flows: Mapping[str, str]

    def now(self, id: str | None) -> str | None:
        """The later id of an earlier element."""
        return self.renamed.get(id, id) if id is not None else None

    def elements(self) -> Iterator[tuple[Element, Element]]:
        """The elements that are in both, in the order of the later process."""
        before = {later: earlier for earlier, later in self.renamed.items()}
        for id, element in self.new.elements.items():
            if earlier := self.old.elements.get(before.get(id, id)):
                yield earlier, element

    @property
    def added(self) -> list[Element]:
        known = {self.now(id) for id in self.old.elements}
        return [element for id, element in self.new.elements.items() if id not in known]

    @property
    def removed(self) -> list[Element]:
        return [element for id, element in self.old.elements.items() if self.now(id) not in self.new.elements]


def pair(old: Process, new: Process) -> Pairing:
    """Match by id; what is left, by kind, name and neighbours, and flows by where they begin and end."""
    renamed = _renamed(old, new)
    return Pairing(old, new, renamed, _flows(old, new, renamed))


def _renamed(old: Process, new: Process) -> dict[str, str]:
    """Only where there is no doubt: exactly one such element is gone, and one has come."""
    gone = {id: _traits(element, old) for id, element in old.elements.items() if id not in new.elements}
    come = {id: _traits(element, new) for id, element in new.elements.items() if id not in old.elements}
    before, after = Counter(gone.values()), Counter(come.values())
    later = {traits: id for id, traits in come.items()}
    return {id: later[traits] for id, traits in gone.items() if before[traits] == after[traits] == 1}


def _traits(element: Element, process: Process) -> tuple[str, ...]:
    """Neighbours count by name, because their ids may have changed as well."""

    def called(id: str | None) -> str:
        other = process.elements.get(id or "")
        return (other.name or other.kind) if other else ""

    into = sorted(called(flow.source) for flow in element.incoming)
    out = sorted(called(flow.target) for flow in element.outgoing)
    around = (called(element.parent), called(element.attached_to))
    return (element.kind, element.name, *around, ">", *into, ">", *out)


def _flows(old: Process, new: Process, renamed: Mapping[str, str]) -> dict[str, str]:
    """A flow that was drawn anew between the same elements is the same flow."""

    def ends(flow: Flow) -> tuple[str, str]:
        return renamed.get(flow.source, flow.source), renamed.get(flow.target, flow.target)

    found = {id: id for id in old.flows if id in new.flows}
    come: dict[tuple[str, str], list[str]] = defaultdict(list)
    for id, flow in new.flows.items():
        if id not in old.flows:
            come[flow.source, flow.target].append(id)
    for id, flow in old.flows.items():
        if id not in found and come[ends(flow)]:
            found[id] = come[ends(flow)].pop(0)
    return found
