"""User tasks: who may see and do them, what their page shows, and the commands on them."""

from .ball import Ball
from .commands import Completed, assign, claim, complete, save_draft, unclaim
from .views import TaskView, get

__all__ = [
    "Ball",
    "Completed",
    "TaskView",
    "assign",
    "claim",
    "complete",
    "get",
    "save_draft",
    "unclaim",
]
