"""Which elements of two versions are the same kind of thing, and which may take a lost one's place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from ..differences.matching import pair
from ..model import ACTIVITIES, Element
from ..nodes.base import Node
from ..nodes.call_activity import CallActivity
from ..nodes.event_subprocess import EventSubProcess
from ..nodes.loops import LoopBody
from ..nodes.multiple import MultipleThrow
from ..nodes.parallel import JoiningGateway
from ..nodes.subprocess import SubProcess
from .answers import Offer

if TYPE_CHECKING:
    from ..definition import Definition

Mapped = Mapping[str, str | None]
MOST_OFFERS = 30
_LIKELY = 4


def alike(old: Node, new: Node) -> bool:
    """Whether what is active at ``old`` can stay so at ``new``, with its keys."""
    if isinstance(old, LoopBody) and isinstance(new, LoopBody):
        return type(old) is type(new) and alike(old.each, new.each)
    if isinstance(old, JoiningGateway) and isinstance(new, JoiningGateway):
        return True
    if isinstance(old, MultipleThrow) and isinstance(new, MultipleThrow):
        return [type(part) for part in old.parts] == [type(part) for part in new.parts]
    return type(old) is type(new) or (is_embedded(old) and is_embedded(new))


@lru_cache(maxsize=32)
def renamed(old: Definition, new: Definition) -> Mapping[str, str]:
    """Earlier -> later id of the elements and flows that without doubt only have another id."""
    pairing = pair(old.process, new.process)
    found = {id: other for id, other in pairing.flows.items() if id != other}
    return found | {
        id: other for id, other in pairing.renamed.items() if alike(old.nodes[id], new.nodes[other])
    }


def is_embedded(node: Node) -> bool:
    """A subprocess that is drawn inside its process and runs once, when a flow comes to it."""
    return isinstance(node, SubProcess) and not isinstance(node, (CallActivity, EventSubProcess))


def may_be_entered(node: Node, old: Node) -> bool:
    """Whether a token may be sent to ``node`` in place of one at ``old``."""
    element = node.element
    if element.kind in ("startEvent", "boundaryEvent") or element.by_event or element.for_compensation:
        return alike(old, node)
    return (
        not isinstance(node, JoiningGateway) or len(element.incoming) < 2 or isinstance(old, JoiningGateway)
    )


def chain(element: Element, elements: Mapping[str, Element]) -> tuple[str, ...]:
    """The subprocesses that an element lies in, the outermost first."""
    found: list[str] = []
    while element.parent is not None and element.parent in elements:
        found.insert(0, element.parent)
        element = elements[element.parent]
    return tuple(found)


def offers(old: Node, new: Definition, mapping: Mapped) -> tuple[tuple[Offer, ...], bool]:
    """The elements that may take the place of ``old``, the likeliest first, and whether that one is a good guess."""
    scored = []
    for position, node in enumerate(new.nodes.values()):
        element = node.element
        waits = element.kind in ACTIVITIES or element.kind in ("intermediateCatchEvent", "eventBasedGateway")
        if node.inner or not (waits or alike(old, node)) or not may_be_entered(node, old):
            continue
        inside = (new.nodes[id] for id in chain(element, new.process.elements))
        if all(is_embedded(node) for node in inside) or element.parent == old.element.parent:
            scored.append((-sum(_likeness(old, node, mapping)), position, element))
    scored.sort(key=lambda found: found[:2])
    made = tuple(Offer(e.id, e.name or e.id, e.kind) for _, _, e in scored[:MOST_OFFERS])
    return made, bool(scored) and -scored[0][0] >= _LIKELY


def _likeness(old: Node, new: Node, mapping: Mapped) -> Iterator[int]:
    """Points: the same element, kind, name, form and neighbours."""
    a, b = old.element, new.element
    yield 8 if a.id == b.id else 0
    yield 2 if alike(old, new) else 1 if a.kind == b.kind else 0
    yield 3 if a.name and a.name.strip().casefold() == b.name.strip().casefold() else 0
    yield 2 if a.form_id and a.form_id == b.form_id else 0
    yield 1 if a.roles and a.roles == b.roles else 0
    yield 1 if {mapping.get(f.source, f.source) for f in a.incoming} & {f.source for f in b.incoming} else 0
    yield 1 if {mapping.get(f.target, f.target) for f in a.outgoing} & {f.target for f in b.outgoing} else 0
