"""A process as a list of steps and tasks, which writes the diagram back with its drawing in order.

The diagram stays the truth: the list is read from it each time (``rows``), a change is made in its XML (``edits``,
``tasks``) and its drawing (``plane``), and what cannot be done safely is left to the diagram (``NeedsDiagram``)."""

from .commands import Opened, change, element, may_undo, new_form, opened, place, undo
from .deadline import Deadline
from .document import Document
from .edits import add_step, add_task, down, family, leave_out, move, rename, up
from .flow import NeedsDiagram, name, why_fixed
from .rows import Place, Row, last_place, places, rows
from .tasks import Settings, change_process, fresh, settings
from .tasks import change as set_task
from .warnings import of_leaving_out, of_moving

__all__ = [
    "Deadline",
    "Document",
    "NeedsDiagram",
    "Opened",
    "Place",
    "Row",
    "Settings",
    "add_step",
    "add_task",
    "change",
    "change_process",
    "down",
    "element",
    "family",
    "fresh",
    "last_place",
    "leave_out",
    "may_undo",
    "move",
    "name",
    "new_form",
    "of_leaving_out",
    "of_moving",
    "opened",
    "place",
    "places",
    "rename",
    "rows",
    "set_task",
    "settings",
    "undo",
    "up",
    "why_fixed",
]
