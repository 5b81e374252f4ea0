"""What one evaluation may cost, and the running account of it.

Straight code costs no more than its text is long, so only what repeats is charged: rounds of a loop, calls, and the
size of what is built. A step is about one node of the syntax tree evaluated once.
"""

from collections.abc import Collection
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from time import thread_time
from zoneinfo import ZoneInfo

from .errors import BudgetExceeded

DEFAULT_ZONE: tzinfo = ZoneInfo("Europe/Copenhagen")
_SLICE = 1_000  # steps between two looks at the clock

# Days that are no working days for whoever gives none with an evaluation: the host sets them for its thread or task.
closed_days: ContextVar[Collection[date]] = ContextVar("closed_days", default=())


@dataclass(frozen=True, slots=True)
class Budget:
    """`steps`: nodes evaluated in loops and calls. `size`: characters of one text. `depth`: calls within calls.
    `seconds`: processor time of the evaluating thread, so that a busy machine does not fail a harmless expression.
    """

    steps: int = 200_000
    size: int = 500_000
    depth: int = 60
    seconds: float = 0.03


DEFAULT_BUDGET = Budget()


class Run:
    """One evaluation: its clock, its closed days and what is left of its budget."""

    __slots__ = ("_left", "_moment", "_slice", "_started", "budget", "closed", "depth", "zone")

    def __init__(
        self,
        now: datetime | None = None,
        closed: Collection[date] | None = None,
        budget: Budget = DEFAULT_BUDGET,
        zone: tzinfo = DEFAULT_ZONE,
    ) -> None:
        self.budget = budget
        self.closed = closed_days.get() if closed is None else closed
        self.depth = 0
        self.zone = zone
        self._moment = now
        self._slice = min(_SLICE, budget.steps)
        self._left = budget.steps - self._slice
        self._started: float | None = None

    @property
    def now(self) -> datetime:
        """The moment of this evaluation: the same for every `now()` in it. Always with a zone."""
        if self._moment is None:
            self._moment = datetime.now(self.zone)
        elif self._moment.tzinfo is None:
            self._moment = self._moment.replace(tzinfo=self.zone)
        return self._moment

    def tick(self, steps: int) -> None:
        """Charge `steps`. Raises BudgetExceeded when the account is empty."""
        self._slice -= steps
        if self._slice < 0:
            self._refill()

    def text(self, length: int) -> None:
        """Charge the building of a text of `length` characters."""
        if length > self.budget.size:
            raise BudgetExceeded(
                "The expression builds a text of more than %(limit)s characters.", limit=self.budget.size
            )
        self.tick(length >> 6)

    def enter(self) -> None:
        """Charge one call within a call; `leave` gives it back."""
        self.depth += 1
        if self.depth > self.budget.depth:
            raise BudgetExceeded(
                "Functions call each other more than %(limit)s levels deep.", limit=self.budget.depth
            )

    def leave(self) -> None:
        self.depth -= 1

    def _refill(self) -> None:
        if self._left + self._slice < 0:
            raise BudgetExceeded("The expression takes more than %(limit)s steps.", limit=self.budget.steps)
        if self._started is None:
            self._started = thread_time()
        elif thread_time() - self._started > self.budget.seconds:
            raise BudgetExceeded("The expression takes too long.")
        self._left += self._slice
        self._slice = min(_SLICE, self._left)
        self._left -= self._slice
