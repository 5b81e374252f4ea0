"""The variables that expressions of a process may read, and where each comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine import bpmn, forms
from engine.errors import Message
from engine.forms.component import holders_of_data


@dataclass(frozen=True, slots=True)
class Variable:
    """``type`` as an author thinks of it: text, number, date, yes or no, list, context, or empty; ``source``: what
    writes it; ``at``: the element that does, empty for what every case has; ``entries``: names inside a context, or
    inside each item of a list."""

    name: str
    source: Message
    at: str = ""
    type: str = ""
    entries: tuple[str, ...] = ()


# what every case has from its start (see engine.instances and engine.parties.casting)
GIVEN = (
    Variable("sag_id", Message("The number of the case"), type="text"),
    Variable(
        "parter",
        Message("The parties of the case"),
        type="list",
        entries=("part_id", "navn", "type", "organisation_id"),
    ),
    Variable("lukkede_dage", Message("Days on which nobody works in this case"), type="list"),
)


@dataclass(frozen=True, slots=True)
class Function:
    """A function that FEEL has here and nowhere else: ``parameters`` by name."""

    name: str
    parameters: tuple[str, ...]
    help: Message


FUNCTIONS = (
    Function("add working days", ("date", "n"), Message("The day so many working days later")),
    Function("is working day", ("date",), Message("Whether people work that day")),
    Function("working days between", ("from", "to"), Message("How many working days lie between two days")),
)
_DOCUMENT = ("id", "noegle", "titel", "version", "sha256")
# what an answer is, by the type of its field
TYPES = {
    "textfield": "text",
    "textarea": "text",
    "select": "text",
    "radio": "text",
    "number": "number",
    "datetime": "date",
    "checkbox": "yes or no",
    "checklist": "list",
    "taglist": "list",
    "dynamiclist": "list",
}

FindForm = Callable[[str], forms.Form | None]


def of(process: bpmn.Process | None, form: FindForm) -> tuple[Variable, ...]:
    """Each name once, what every case has first, then in the order of the process. ``form``: a form by its id."""
    found = {variable.name: variable for variable in GIVEN}
    for element in process.elements.values() if process else ():
        for variable in _written(element, form):
            found.setdefault(variable.name, variable)
    return tuple(found.values())


def _written(element: bpmn.Element, form: FindForm) -> Iterator[Variable]:
    by = Message("Written in %(step)s", {"step": element.name or element.id})
    if element.form_id and not element.form_id.startswith("="):
        yield from _asked(element, form(element.form_id))
    if element.result:
        yield Variable(element.result, by, element.id)
    if element.job is not None and element.job.type == "samtrin:document":
        yield Variable("dok", by, element.id, "context", _DOCUMENT)
    loop = element.loop
    if loop is not None and loop.item:
        each = Message("One item at a time, in %(step)s", {"step": element.name or element.id})
        yield Variable(loop.item, each, element.id)
    if loop is not None and loop.output_collection:
        yield Variable(loop.output_collection, by, element.id, "list")
    for mapping in (*element.inputs, *element.outputs):
        if mapping.target:
            yield Variable(mapping.target.partition(".")[0], by, element.id)


def _asked(element: bpmn.Element, form: forms.Form | None) -> Iterator[Variable]:
    by = Message("Asked in %(step)s", {"step": element.name or element.id})
    inside: dict[str, list[str]] = {}
    for field in form.fields if form else ():
        if len(field.at) > 1:
            inside.setdefault(field.at[0], []).append(field.at[1])
        else:
            columns = tuple(part.at[0] for part in holders_of_data(field.children))
            yield Variable(field.at[0], by, element.id, TYPES.get(field.type, ""), columns)
    for name, entries in inside.items():
        yield Variable(name, by, element.id, "context", tuple(dict.fromkeys(entries)))
