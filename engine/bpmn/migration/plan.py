"""Decides for every live token where it goes, before anything is changed; collects what cannot go anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from engine.errors import Message

from .. import waits
from ..nodes.base import Node
from ..nodes.boundary import BoundaryEvent
from ..nodes.catch import EventGateway
from ..nodes.event_subprocess import EventSubProcess
from ..nodes.loops import LoopBody
from ..nodes.multiple import MultipleThrow
from ..nodes.parallel import JoiningGateway
from . import joins
from .answers import Lost, Offer
from .homes import END, Fate, Homes
from .likeness import Mapped, alike, chain, is_embedded, may_be_entered, offers
from .placing import place

if TYPE_CHECKING:
    from ..area import Area
    from ..definition import Definition
    from ..instance import Instance
    from ..token import Token

_GONE = Message("It is not in the new version")
_OTHER_KIND = Message("It is another kind of step in the new version")
_UNDOING = Message("%(name)s is being undone, and cannot be moved while that goes on")
_NO_START = Message("%(name)s, by which the case begins, is not in the new version")
_NO_WAY = Message("This way into the join is not in the new version")


class Plan:
    """``fates`` by token id, ``homes`` where the tokens without an owner will lie; ``lost`` and ``reasons`` say what
    stands in the way."""

    def __init__(self, instance: Instance, new: Mapping[str, Definition], mapping: Mapped) -> None:
        self.instance, self.new, self.mapping = instance, new, mapping
        self.fates: dict[str, Fate] = {}
        self.lost: dict[str, Lost] = {}
        self.reasons: list[Message] = []
        self.homes = Homes()
        for area in instance.areas():
            self._decide_area(area)
        if not self.lost and not self.reasons:
            place(self)

    def version(self, area: Area) -> Definition | None:
        """The new version of the process that an area belongs to; None where that stays."""
        return self.new.get(area.definition.process.id)

    def called(self, id: str) -> str | None:
        """What the mapping makes of an id."""
        return self.mapping.get(id, id)

    # -- where each token goes

    def _decide_area(self, area: Area) -> None:
        fate = self.fates[area.host.id] if area.host is not None else None
        gone = fate is not None and fate.how in ("end", "enter")
        version = self.version(area)
        for token in area.tokens:
            if gone:
                self.fates[token.id] = END
            elif version is None:
                self.fates[token.id] = Fate("keep", token.task_spec)
            else:
                self.fates[token.id] = self._decide(token, version, fate)

    def _decide(self, token: Token, version: Definition, around: Fate | None) -> Fate:
        owner = token.owner
        if owner is not None and self.fates[owner.id].how != "keep":
            return END
        if token.passive:
            return self._subscription(token, version, around)
        if owner is not None:
            return self._part(token, self.fates[owner.id].node, version)
        if (
            token.internal_data.get("phase") in ("begin", "stalled")
            and token.id not in self.instance.subprocesses
        ):
            return self._unplaced(token, version)
        if isinstance(token.task_spec, JoiningGateway):
            return self._at_join(token, version)
        return self._root(token, version)

    def _root(self, token: Token, version: Definition) -> Fate:
        old = token.task_spec
        id = self.called(old.element.id)
        if id is None:
            return END
        node = version.nodes.get(id)
        if node is not None and alike(old, node) and (id == old.element.id or may_be_entered(node, old)):
            return Fate("keep", node)
        asked = old.element.id in self.mapping
        if node is None and not asked and self._can_be_left(token):
            return Fate("leave")
        if node is not None and asked and may_be_entered(node, old):
            return Fate("enter", node)
        return self._lose(token, version, _GONE if node is None else _OTHER_KIND)

    def _can_be_left(self, token: Token) -> bool:
        """Whether what is active in a subprocess can go on without it."""
        area = self.instance.subprocesses.get(token.id)
        return area is not None and is_embedded(token.task_spec) and token.owner is None and area.alive > 0

    def _at_join(self, token: Token, version: Definition) -> Fate:
        fate = self._root(token, version)
        flow = token.internal_data.get("flow")
        if fate.how != "keep" or fate.node is None or "cause" in token.internal_data or flow is None:
            return fate
        matched = joins.match(token.task_spec, fate.node, version, self.mapping)
        if flow not in matched:
            self._lose_flow(token, flow, fate.node, version)
        elif matched[flow] is None:
            return END
        return Fate("keep", fate.node, matched.get(flow))

    def _part(self, token: Token, owner: Node | None, version: Definition) -> Fate:
        """An inner instance of a loop, a part of a throw event, a compensation handler."""
        if isinstance(owner, LoopBody):
            return Fate("keep", owner.each)
        if isinstance(owner, MultipleThrow):
            number = token.owner.task_spec.parts.index(token.task_spec) if token.owner else 0
            return Fate("keep", owner.parts[number])
        id = self.called(token.task_spec.element.id)
        node = version.nodes.get(id) if id is not None else None
        if node is not None and alike(token.task_spec, node):
            return Fate("keep", node)
        self.refuse(_UNDOING, token.task_spec)
        return END

    def _subscription(self, token: Token, version: Definition, around: Fate | None) -> Fate:
        """What listens beside an activity, in an event-based gateway or in a scope; what is gone just ends."""
        id = self.called(token.task_spec.element.id)
        node = version.nodes.get(id) if id is not None else None
        if node is None or (around is not None and around.how == "leave" and token.owner is None):
            return END
        owner = self.fates[token.owner.id].node if token.owner is not None else None
        if isinstance(node, EventSubProcess):
            there = token.owner is None and chain(node.element, version.process.elements) == self.chain_of(
                token.workflow, version
            )
            triggers = node.start.triggers
        else:
            triggers = node.element.triggers
            beside = isinstance(node, BoundaryEvent) and owner is not None and node in owner.boundaries
            after = isinstance(owner, EventGateway) and node in [target for _, target in owner.flows]
            there = beside or after
        if there and any(trigger.kind in waits.OUTSIDE for trigger in triggers):
            return Fate("keep", node)
        return END

    def chain_of(self, area: Area, version: Definition) -> tuple[str, ...]:
        """The subprocesses around what lies directly in ``area``, in the new version."""
        fate = self.fates[area.host.id] if area.host is not None and area.scope is None else None
        if fate is None or fate.node is None:
            return ()
        element = fate.node.element
        return (*chain(element, version.process.elements), element.id)

    def _unplaced(self, token: Token, version: Definition) -> Fate:
        """It stands still before the beginning or after the end: where does not matter."""
        start = token.internal_data.get("start")
        begins = self.called(start) if start is not None else None
        if start is not None and begins not in {node.element.id for node in version.spec.starts}:
            self.refuse(_NO_START, token.task_spec)
        return Fate("keep", next(iter(version.spec.nodes.values())))

    def _lose(self, token: Token, version: Definition, why: Message) -> Fate:
        self.lose(token, version, why)
        return END

    def lose(self, token: Token, version: Definition, why: Message) -> None:
        """Somebody must say where a token goes."""
        element, (found, likely) = token.task_spec.element, offers(token.task_spec, version, self.mapping)
        name = element.name or element.id
        lost = Lost(element.id, element.process_id, name, element.kind, why, found, likely)
        self.lost.setdefault(lost.id, lost)

    def _lose_flow(self, token: Token, id: str, node: Node, version: Definition) -> None:
        elements = token.workflow.definition.process.elements
        flow = next((flow for flow in token.task_spec.element.incoming if flow.id == id), None)
        source = elements[flow.source] if flow else token.task_spec.element
        matched = joins.match(token.task_spec, node, version, self.mapping).values()
        free = [other for other in node.element.incoming if other.id not in matched]
        named = [(other, version.process.elements[other.source]) for other in free]
        found = tuple(Offer(other.id, e.name or e.id, "sequenceFlow") for other, e in named)
        name = source.name or source.id
        self.lost.setdefault(
            id, Lost(id, source.process_id, name, "sequenceFlow", _NO_WAY, found, is_flow=True)
        )

    def refuse(self, why: Message, node: Node) -> None:
        """The instance stays; ``why`` names the element of ``node``."""
        reason = Message(why.template, {"name": node.element.name or node.element.id})
        if reason not in self.reasons:
            self.reasons.append(reason)
