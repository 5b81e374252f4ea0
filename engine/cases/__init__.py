"""Cases as people see them: the list, one case with its course, and the commands on it."""

from .commands import cancel, cast, retry, start, start_context
from .course import Step
from .diagram import diagram
from .handover import note_on
from .joining import Asked, accept, asked, decline, register
from .listing import CasePage, CaseRow, search
from .offers import Offer, take
from .parties import add_party, invite, kinds_welcome, leave, may_invite, withdraw
from .views import CaseView, get

__all__ = [
    "Asked",
    "CasePage",
    "CaseRow",
    "CaseView",
    "Offer",
    "Step",
    "accept",
    "add_party",
    "asked",
    "cancel",
    "cast",
    "decline",
    "diagram",
    "get",
    "invite",
    "kinds_welcome",
    "leave",
    "may_invite",
    "note_on",
    "register",
    "retry",
    "search",
    "start",
    "start_context",
    "take",
    "withdraw",
]
