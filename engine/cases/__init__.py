"""Cases as people see them: the list, one case with its course, and the commands on it."""

from .commands import cancel, cast, retry, start, start_context
from .course import Step
from .diagram import diagram
from .listing import CasePage, CaseRow, search
from .offers import Offer, take
from .views import CaseView, get

__all__ = [
    "CasePage",
    "CaseRow",
    "CaseView",
    "Offer",
    "Step",
    "cancel",
    "cast",
    "diagram",
    "get",
    "retry",
    "search",
    "start",
    "start_context",
    "take",
]
