"""BPMN: reading, checking and running process models. The only room that knows SpiffWorkflow.

``read`` a file, ``lint`` it, ``compile`` a process of it, ``run`` commands on its instances."""

from .commands import (
    Cancel,
    Command,
    Complete,
    Continue,
    Deliver,
    Fail,
    Fire,
    Resolve,
    SetVariables,
    Start,
    ThrowError,
)
from .definition import Definition, compile
from .failure import Failure
from .library import Binder, Decider, Library
from .lint import lint
from .model import Element, Flow, Model, Process
from .outcome import Budget, Closed, Incident, Moved, OpenedTask, Outcome, Signal, State, Wait
from .problems import Known, Problem, Rejected
from .reader import read
from .reminding import ESCALATION, NONE, REMINDERS, BadReminders, Reminders, reminders
from .run import run
from .scopes import party_scope, visible
from .starts import StartWait, start_waits

__all__ = [
    "ESCALATION",
    "NONE",
    "REMINDERS",
    "BadReminders",
    "Binder",
    "Budget",
    "Cancel",
    "Closed",
    "Command",
    "Complete",
    "Continue",
    "Decider",
    "Definition",
    "Deliver",
    "Element",
    "Fail",
    "Failure",
    "Fire",
    "Flow",
    "Incident",
    "Known",
    "Library",
    "Model",
    "Moved",
    "OpenedTask",
    "Outcome",
    "Problem",
    "Process",
    "Rejected",
    "Reminders",
    "Resolve",
    "SetVariables",
    "Signal",
    "Start",
    "StartWait",
    "State",
    "ThrowError",
    "Wait",
    "compile",
    "lint",
    "party_scope",
    "read",
    "reminders",
    "run",
    "start_waits",
    "visible",
]
