"""BPMN: reading, checking and running process models. The only room that knows SpiffWorkflow.

``read`` a file, ``lint`` it, ``compile`` a process of it, ``run`` commands on its instances."""

from .commands import (
    Add,
    Cancel,
    Command,
    Complete,
    Continue,
    Deliver,
    Fail,
    Fire,
    GoBack,
    Move,
    Remove,
    Resolve,
    SetVariables,
    Skip,
    Start,
    ThrowError,
)
from .definition import Definition, compile
from .failure import Failure
from .library import Binder, Decider, Library
from .lint import lint
from .model import Element, Flow, Model, Process
from .modification import Stranded
from .outcome import Budget, Closed, Incident, Moved, OpenedTask, Outcome, Signal, State, Wait
from .problems import Known, Problem, Rejected
from .reader import read
from .reminding import ESCALATION, NONE, REMINDERS, BadReminders, Reminders, reminders
from .run import run
from .scopes import ROOT, local, party_scope, visible
from .standing import Standing, standing
from .starts import StartWait, start_waits
from .values import dump as dump_values
from .values import load as load_values

__all__ = [
    "ESCALATION",
    "NONE",
    "REMINDERS",
    "ROOT",
    "Add",
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
    "GoBack",
    "Incident",
    "Known",
    "Library",
    "Model",
    "Move",
    "Moved",
    "OpenedTask",
    "Outcome",
    "Problem",
    "Process",
    "Rejected",
    "Reminders",
    "Remove",
    "Resolve",
    "SetVariables",
    "Signal",
    "Skip",
    "Standing",
    "Start",
    "StartWait",
    "State",
    "Stranded",
    "ThrowError",
    "Wait",
    "compile",
    "dump_values",
    "lint",
    "load_values",
    "local",
    "party_scope",
    "read",
    "reminders",
    "run",
    "standing",
    "start_waits",
    "visible",
]
