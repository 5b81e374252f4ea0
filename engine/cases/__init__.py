"""Cases as people see them: the list, one case with its course, and the commands on it."""

from .commands import cancel, cast, retry, start, start_context
from .conditions import waive
from .course import Step
from .diagram import diagram
from .handover import note_on
from .joining import Asked, accept, asked, decline, register
from .listing import CasePage, CaseRow, search
from .offers import Offer, take
from .parties import Desk, Invited, add_party, desk, invite, kinds_welcome, leave, may_invite, withdraw
from .vacancies import Vacancy, vacancies
from .views import CaseView, get

__all__ = [
    "Asked",
    "CasePage",
    "CaseRow",
    "CaseView",
    "Desk",
    "Invited",
    "Offer",
    "Step",
    "Vacancy",
    "accept",
    "add_party",
    "asked",
    "cancel",
    "cast",
    "decline",
    "desk",
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
    "vacancies",
    "waive",
    "withdraw",
]
