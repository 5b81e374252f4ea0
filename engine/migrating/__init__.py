"""Running cases and new versions of their process: what a version would mean for them, and moving them to it.

    rehearse(...)      every running case, moved in memory: who can move, what must be said first, who stays and why
    request(...)       somebody asks for it: a job for each case, after its parties' consent where that is wanted
    move(...)          the job: one case, atomically, under its lock
    progress(...)      how far a request has come, and the report

One move concerns one process. A case is moved wherever a version of it is active: as the case's own process, or called
by another. Who may: the owners of the process, and operators. They need not be in the cases, and of those that they are
not in they learn nothing but how many there are."""

from .approvals import asks_consent
from .consent import Asked, answer, asked, of_case, party_left
from .moves import KIND, move
from .progress import Progress, Report, earlier, progress
from .rehearsal import Group, Need, Rehearsal, Stay, count_running, rehearse
from .requests import request

__all__ = [
    "KIND",
    "Asked",
    "Group",
    "Need",
    "Progress",
    "Rehearsal",
    "Report",
    "Stay",
    "answer",
    "asked",
    "asks_consent",
    "count_running",
    "earlier",
    "move",
    "of_case",
    "party_left",
    "progress",
    "rehearse",
    "request",
]
