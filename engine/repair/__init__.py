"""Looking after a running case: where it stands, what it has been through, and putting it right where it went wrong.

Who may what. Nobody outside a case gets into it this way, not even an operator: all of this is for people of parties
that take part now.
- Its structure (move, go back, add, skip, remove) is repaired by those of them who own its process or operate the
  installation.
- A party's administrators put the case on hold and let it go on, as do those above. What failed is tried again by
  anybody who has a role in the case (``cases.retry``); it is stopped as ever (``cases.cancel``).
- Variables that all share are corrected by those who repair the structure; a party's own by that party alone: by those
  of its people, or its administrators. What another party keeps to itself is neither shown nor named.
- Approvals hold: nobody skips one, gets past one, or writes what it gave. Whoever took part in a draft cannot skip
  the task of those who are to check it.

Every repair has a reason and is an act in the case's history. What people gave stays in the history of their tasks."""

from .acts import ACTS, Effect, do, preview
from .authority import Rights, require_pause, require_structure, rights
from .figures import Event, Figure, Figures, figures
from .pausing import resume, suspend
from .places import Place, places
from .planning import Asked
from .restoring import Restored
from .variables import ScopeView, Variable, correct, scopes
from .view import CallView, LiveView, Stage, Waiting, live_view

__all__ = [
    "ACTS",
    "Asked",
    "CallView",
    "Effect",
    "Event",
    "Figure",
    "Figures",
    "LiveView",
    "Place",
    "Restored",
    "Rights",
    "ScopeView",
    "Stage",
    "Variable",
    "Waiting",
    "correct",
    "do",
    "figures",
    "live_view",
    "places",
    "preview",
    "require_pause",
    "require_structure",
    "resume",
    "rights",
    "scopes",
    "suspend",
]
