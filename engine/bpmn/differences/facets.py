"""What can be said of an element, field by field: one table, with the sentences for a value that has come, another one,
and none any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from engine.errors import Message

from ..model import Element
from . import spoken
from .result import Change, Names, Topic

Say = Callable[[Any, Names], Any]


@dataclass(frozen=True, slots=True)
class Facet:
    """``field``: of ``Element``, dots reach into its parts. A flag has no sentence for another value. ``at_first``:
    worth saying of an element that is new."""

    field: str
    topic: Topic
    gained: str
    changed: str
    lost: str
    say: Say = lambda value, names: spoken.text(value)
    at_first: bool = False


def _plain(value: Any, names: Names) -> Any:
    return value


def _formula(value: Any, names: Names) -> Any:
    return spoken.formula(value)


def _moment(value: Any, names: Names) -> Any:
    return spoken.moment(value)


def _work(value: Any, names: Names) -> Any:
    return _WORK.get(value, spoken.text(value))


def _process(value: Any, names: Names) -> Any:
    return f'"{names.processes[value]}"' if value in names.processes else spoken.text(value)


def _decision(value: Any, names: Names) -> Any:
    return f'"{names.decisions[value]}"' if value in names.decisions else spoken.text(value)


_WORK = {
    "samtrin:mail": Message('"send a mail"'),
    "samtrin:document": Message('"keep a document"'),
    "samtrin:message": Message('"send a message to other cases"'),
    "samtrin:decision": Message('"keep the outcome of an approval"'),
}
_LOOPS = {
    "parallel": Message("for all of them at once"),
    "sequential": Message("for one after the other"),
    "standard": Message("again and again"),
}

# fmt: off
FACETS = (
    Facet("documentation", "tasks",
        "%(subject)s now has a description: %(new)s.",
        "%(subject)s is now described as %(new)s.",
        "%(subject)s no longer has a description."),
    Facet("roles", "roles",
        "%(subject)s is done by the role %(new)s.",
        "%(subject)s is now done by the role %(new)s instead of %(old)s.",
        "%(subject)s is no longer done by the role %(old)s.", spoken.roles, at_first=True),
    Facet("task.assignee", "roles",
        "%(subject)s goes to one person: %(new)s.",
        "%(subject)s now goes to %(new)s instead of %(old)s.",
        "%(subject)s no longer goes to one person (%(old)s).", at_first=True),
    Facet("task.due", "deadlines",
        "%(subject)s now has the deadline %(new)s.",
        "%(subject)s now has the deadline %(new)s instead of %(old)s.",
        "%(subject)s no longer has a deadline of its own (it was %(old)s).", _moment, at_first=True),
    Facet("task.follow_up", "deadlines",
        "%(subject)s is now followed up at %(new)s.",
        "%(subject)s is now followed up at %(new)s instead of %(old)s.",
        "%(subject)s is no longer followed up (it was at %(old)s).", _moment),
    Facet("task.priority", "deadlines",
        "%(subject)s now has the priority %(new)s.",
        "%(subject)s now has the priority %(new)s instead of %(old)s.",
        "%(subject)s no longer has a priority (it was %(old)s)."),
    Facet("form_id", "forms",
        "%(subject)s shows the form %(new)s.",
        "%(subject)s now shows the form %(new)s instead of %(old)s.",
        "%(subject)s no longer shows the form %(old)s.", at_first=True),
    Facet("called_process", "tasks",
        "%(subject)s runs the process %(new)s.",
        "%(subject)s now runs the process %(new)s instead of %(old)s.",
        "%(subject)s no longer runs the process %(old)s.", _process, at_first=True),
    Facet("version_tag", "tasks",
        "%(subject)s now takes the version with the mark %(new)s.",
        "%(subject)s now takes the version with the mark %(new)s instead of %(old)s.",
        "%(subject)s no longer takes the version with the mark %(old)s."),
    Facet("copy_in", "data",
        "%(subject)s is now given all data of the case.", "",
        "%(subject)s is now given only the data that are named for it."),
    Facet("copy_out", "data",
        "%(subject)s now gives all its data back to the case.", "",
        "%(subject)s now gives back only the data that are named for it."),
    Facet("decision", "decisions",
        "%(subject)s asks the decision table %(new)s.",
        "%(subject)s now asks the decision table %(new)s instead of %(old)s.",
        "%(subject)s no longer asks the decision table %(old)s.", _decision, at_first=True),
    Facet("script", "data",
        "%(subject)s now works out %(new)s.",
        "%(subject)s now works out %(new)s instead of %(old)s.",
        "%(subject)s no longer works out %(old)s.", _formula, at_first=True),
    Facet("result", "data",
        "%(subject)s now keeps its result as %(new)s.",
        "%(subject)s now keeps its result as %(new)s instead of %(old)s.",
        "%(subject)s no longer keeps its result (it was %(old)s)."),
    Facet("job.type", "tasks",
        "%(subject)s now has the kind of work %(new)s.",
        "%(subject)s now has the kind of work %(new)s instead of %(old)s.",
        "%(subject)s no longer has the kind of work %(old)s.", _work, at_first=True),
    Facet("job.retries", "tasks",
        "%(subject)s is now tried %(new)s times before it fails.",
        "%(subject)s is now tried %(new)s times before it fails, instead of %(old)s.",
        "%(subject)s is no longer tried %(old)s times before it fails.", _plain),
    Facet("loop.kind", "tasks",
        "%(subject)s is now done several times: %(new)s.",
        "%(subject)s is now done %(new)s instead of %(old)s.",
        "%(subject)s is now done only once.", lambda value, names: _LOOPS[value], at_first=True),
    Facet("loop.collection", "tasks",
        "%(subject)s is now done once for each of %(new)s.",
        "%(subject)s is now done once for each of %(new)s instead of %(old)s.",
        "%(subject)s is no longer done once for each of %(old)s.", _formula, at_first=True),
    Facet("loop.item", "data",
        "%(subject)s now knows the one whose turn it is as %(new)s.",
        "%(subject)s now knows the one whose turn it is as %(new)s instead of %(old)s.",
        "%(subject)s no longer knows the one whose turn it is as %(old)s."),
    Facet("loop.output_collection", "data",
        "%(subject)s now gathers what is answered in %(new)s.",
        "%(subject)s now gathers what is answered in %(new)s instead of %(old)s.",
        "%(subject)s no longer gathers what is answered in %(old)s."),
    Facet("loop.output_item", "data",
        "%(subject)s now gathers %(new)s of each answer.",
        "%(subject)s now gathers %(new)s of each answer instead of %(old)s.",
        "%(subject)s no longer gathers %(old)s of each answer.", _formula),
    Facet("loop.condition", "tasks",
        "%(subject)s now has a rule for when its rounds stop or go on: %(new)s.",
        "%(subject)s now has the rule %(new)s for its rounds instead of %(old)s.",
        "%(subject)s no longer has a rule for its rounds (it was %(old)s).", _formula),
    Facet("loop.cardinality", "tasks",
        "%(subject)s is now done this many times: %(new)s.",
        "%(subject)s is now done this many times: %(new)s, instead of %(old)s.",
        "%(subject)s is no longer done this many times: %(old)s.", _formula),
    Facet("loop.maximum", "tasks",
        "%(subject)s is now done at most %(new)s times.",
        "%(subject)s is now done at most %(new)s times instead of %(old)s.",
        "%(subject)s may now be done any number of times (at most %(old)s before).", _plain),
    Facet("loop.test_before", "tasks",
        "%(subject)s now asks for its rule before the first round.", "",
        "%(subject)s now asks for its rule after the first round."),
    Facet("interrupting", "events",
        "%(subject)s now stops what is in progress.", "",
        "%(subject)s now lets what is in progress go on."),
    Facet("parallel_multiple", "events",
        "%(subject)s now waits until everything has happened.", "",
        "%(subject)s now waits until one thing has happened."),
    Facet("by_event", "events",
        "%(subject)s may now begin at any time, when something happens.", "",
        "%(subject)s now begins when its turn has come."),
    Facet("for_compensation", "tasks",
        "%(subject)s is now done only to undo something.", "",
        "%(subject)s is no longer done only to undo something."),
    Facet("active_elements", "tasks",
        "%(subject)s now begins with these steps: %(new)s.",
        "%(subject)s now begins with these steps: %(new)s, instead of %(old)s.",
        "%(subject)s no longer begins with these steps: %(old)s.", _formula),
    Facet("completion_condition", "tasks",
        "%(subject)s is now over when %(new)s.",
        "%(subject)s is now over when %(new)s, and no longer when %(old)s.",
        "%(subject)s is no longer over when %(old)s.", _formula),
    Facet("cancel_remaining", "tasks",
        "%(subject)s now ends what is in progress in it when it is over.", "",
        "%(subject)s now lets what is in progress in it be done before it is over."),
    Facet("activation_condition", "ways",
        "%(subject)s now goes on when %(new)s.",
        "%(subject)s now goes on when %(new)s, and no longer when %(old)s.",
        "%(subject)s no longer goes on when %(old)s.", _formula),
)
# fmt: on


def value_of(element: Element, field: str) -> Any:
    """The value of a field; None for none, an empty text, False, and a part that is not there."""
    found: Any = element
    for name in field.split("."):
        found = getattr(found, name, None)
    return found or None


def of_fields(old: Element, new: Element, subject: Message, names: Names) -> Iterator[Change]:
    """What the table has to say of an element that is in both."""
    for facet in FACETS:
        yield from _facet(facet, old, new, subject, names)


def of_new(nothing: Element, new: Element, subject: Message, names: Names) -> Iterator[Change]:
    """What the table has to say of an element that was not there before; ``nothing``: one without anything."""
    for facet in FACETS:
        if facet.at_first:
            yield from _facet(facet, nothing, new, subject, names)


def _facet(facet: Facet, old: Element, new: Element, subject: Message, names: Names) -> Iterator[Change]:
    before, after = value_of(old, facet.field), value_of(new, facet.field)
    if before == after:
        return
    template = facet.lost if after is None else facet.gained if before is None else facet.changed
    params: dict[str, Any] = {"subject": subject}
    if "%(old)" in template:
        params["old"] = facet.say(before, names)
    if "%(new)" in template:
        params["new"] = facet.say(after, names)
    yield Change(facet.topic, new.id, Message(template, params))
