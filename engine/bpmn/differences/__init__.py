"""What is different between two models, element by element, and in words.

``matching`` finds what is the same element; ``identity``, ``facets``, ``properties``, ``details`` and ``ways`` say what
is different about it; ``spoken`` and ``nouns`` turn values and elements into words. Only what was read into the model
counts: order, blanks, prefixes and ids of flows in a file are no differences."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from engine.errors import Message

from ..model import Element, Model, Process
from . import details, drawing, facets, identity, properties, spoken, ways
from .matching import Pairing, pair
from .nouns import noun
from .result import Change, Differences, Names, Topic

__all__ = ["Change", "Differences", "Names", "Topic", "compare"]


def compare(before: Model, after: Model, names: Names | None = None) -> Differences:
    """All differences from ``before`` to ``after``; ``names`` is what people call roles and other processes."""
    names = names or Names()
    together, gone, come = _together(before, after)
    parts = [
        *(_compared(pair(old, new), names) for old, new in together),
        *(Differences(removed=frozenset(process.elements), words=(_gone(process),)) for process in gone),
        *(Differences(added=frozenset(process.elements), words=(_come(process),)) for process in come),
        _notes(before, after),
    ]
    added, removed, changed = (
        frozenset(chain.from_iterable(getattr(part, sort) for part in parts))
        for sort in ("added", "removed", "changed")
    )
    renamed = {was: now for part in parts for was, now in part.renamed.items()}
    moved = drawing.moved(before, after, renamed) - added - changed
    words = [word for part in parts for word in part.words]
    if moved:
        words.append(Change("drawing", None, _moved(len(moved))))
    return Differences(added, removed, changed, moved, renamed, tuple(words))


def _together(
    before: Model, after: Model
) -> tuple[list[tuple[Process, Process]], list[Process], list[Process]]:
    """(the processes that are the same: by id, or the only one that is left of each file; those gone; those come)."""
    together = [
        (before.processes[id], after.processes[id]) for id in before.processes if id in after.processes
    ]
    gone = [process for id, process in before.processes.items() if id not in after.processes]
    come = [process for id, process in after.processes.items() if id not in before.processes]
    if len(gone) == len(come) == 1:
        return [*together, (gone[0], come[0])], [], []
    return together, gone, come


def _gone(process: Process) -> Change:
    return Change(
        "process",
        None,
        Message('the process "%(name)s" has been removed', {"name": spoken.clip(process.name)}),
    )


def _come(process: Process) -> Change:
    return Change(
        "process", None, Message('the process "%(name)s" has been added', {"name": spoken.clip(process.name)})
    )


def _compared(pairing: Pairing, names: Names) -> Differences:
    words = list(_process(pairing, names))
    told, telling = ways.come_and_gone(pairing, names)
    words += told
    for old, new in pairing.elements():
        words += _element(pairing, old, new, names)
    words += ways.flows(pairing, telling)
    old_flows, new_flows = pairing.old.flows, pairing.new.flows
    added = {element.id for element in pairing.added} | (new_flows.keys() - set(pairing.flows.values()))
    removed = {element.id for element in pairing.removed} | (old_flows.keys() - pairing.flows.keys())
    added |= pairing.new.lanes.keys() - pairing.old.lanes.keys()
    removed |= pairing.old.lanes.keys() - pairing.new.lanes.keys()
    changed = {word.element for word in words if word.element} - added - removed
    changed |= _bent(pairing)
    return Differences(
        frozenset(added), frozenset(removed), frozenset(changed), frozenset(), pairing.renamed, tuple(words)
    )


def _bent(pairing: Pairing) -> set[str]:
    """Flows that lead elsewhere, told by the sentence of what was put between or taken away."""
    now = pairing.now
    return {
        new.id
        for old, new in (
            (pairing.old.flows[was], pairing.new.flows[is_]) for was, is_ in pairing.flows.items()
        )
        if (now(old.source), now(old.target)) != (new.source, new.target)
    }


def _element(pairing: Pairing, old: Element, new: Element, names: Names) -> Iterator[Change]:
    subject = noun(new, pairing.new)
    yield from identity.of_identity(pairing, old, new)
    yield from facets.of_fields(old, new, subject, names)
    yield from details.triggers(old, new, subject)
    yield from details.mappings(old, new, subject)
    yield from ways.defaults(pairing, old, new)
    before, after = (element.job.headers if element.job else {} for element in (old, new))
    yield from properties.settings(before, after, new.id, subject, "data")
    yield from properties.properties(old.properties, new.properties, new.id, subject, names)


def _process(pairing: Pairing, names: Names) -> Iterator[Change]:
    old, new = pairing.old, pairing.new
    subject = Message("the process")
    if old.id != new.id:
        ids = {"old": spoken.clip(old.id), "new": spoken.clip(new.id)}
        yield Change("process", None, Message('the process has the id "%(new)s" instead of "%(old)s"', ids))
    if old.name != new.name:
        called = {"old": spoken.clip(old.name), "new": spoken.clip(new.name)}
        yield Change(
            "process", None, Message('the process is now called "%(new)s" instead of "%(old)s"', called)
        )
    if old.executable != new.executable:
        runs = Message("the process can now be run")
        stands = Message("the process can no longer be run")
        yield Change("process", None, runs if new.executable else stands)
    if old.documentation != new.documentation:
        text = {"new": spoken.clip(new.documentation)}
        described = Message('the process is now described as "%(new)s"', text)
        plain = Message("the process no longer has a description")
        yield Change("process", None, described if new.documentation else plain)
    if old.version_tag != new.version_tag:
        marks = {"old": spoken.clip(old.version_tag or ""), "new": spoken.clip(new.version_tag or "")}
        marked = Message('the process now has the version mark "%(new)s" instead of "%(old)s"', marks)
        yield Change("process", None, marked)
    yield from properties.properties(old.properties, new.properties, None, subject, names)
    yield from _lanes(old, new)


def _lanes(old: Process, new: Process) -> Iterator[Change]:
    for id in dict.fromkeys((*old.lanes, *new.lanes)):
        was, now = old.lanes.get(id), new.lanes.get(id)
        params = {"old": spoken.clip(was or id), "new": spoken.clip(now or id)}
        if was == now:
            continue
        if was is None:
            message = Message('the lane "%(new)s" has been added', params)
        elif now is None:
            message = Message('the lane "%(old)s" has been removed', params)
        else:
            message = Message('the lane "%(old)s" is now called "%(new)s"', params)
        yield Change("roles", id, message)


def _notes(before: Model, after: Model) -> Differences:
    """Texts beside the steps: nothing runs by them, yet people read them."""
    old, new = drawing.notes(before), drawing.notes(after)
    words: list[Change] = []
    for id in dict.fromkeys((*old, *new)):
        params = {"old": spoken.clip(old.get(id, "")), "new": spoken.clip(new.get(id, ""))}
        if old.get(id) == new.get(id):
            continue
        if id not in old:
            message = Message('the note "%(new)s" has been added', params)
        elif id not in new:
            message = Message('the note "%(old)s" has been removed', params)
        else:
            message = Message('the note "%(old)s" now says "%(new)s"', params)
        words.append(Change("drawing", id, message))
    added, removed = frozenset(new.keys() - old.keys()), frozenset(old.keys() - new.keys())
    changed = frozenset(id for id in new.keys() & old.keys() if new[id] != old[id])
    return Differences(added, removed, changed, words=tuple(words))


def _moved(count: int) -> Message:
    if count == 1:
        return Message("1 step has only been moved on the drawing")
    return Message("%(count)s steps have only been moved on the drawing", {"count": count})
