"""The clock. Everything that asks for the time asks here, so that a test or a demo can move it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

HOME = ZoneInfo("Europe/Copenhagen")


class Clock:
    """Real time plus an offset. ``stop`` pins it for tests."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self.offset = offset
        self._stopped: datetime | None = None

    def __call__(self) -> datetime:
        """The moment now, aware, in UTC."""
        return (self._stopped or datetime.now(UTC)) + self.offset

    def stop(self, moment: datetime) -> None:
        """Stand still at ``moment`` (aware)."""
        self._stopped, self.offset = moment.astimezone(UTC), timedelta()

    def advance(self, by: timedelta) -> None:
        """Move forward (or back, with a negative ``by``)."""
        self.offset += by
