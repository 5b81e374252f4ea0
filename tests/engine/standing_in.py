"""What the tests of substitutes share: name one, and read an inbox with for whom."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from engine import inbox
from engine.parties import substitutes
from tests.world import World

TODAY = date(2026, 1, 12)
WEEK = timedelta(days=7)
YES = {"gp_beslutning": "godkend", "gp_bekraeft": "true"}


def stand_in(world: World, away: str, doer: str, **options: Any) -> list[int]:
    """``doer`` stands in for ``away`` from today, for a week unless told otherwise. Returns the rows' ids."""
    days = {"first_day": TODAY, "last_day": TODAY + WEEK}
    who = options.pop("by", away)
    with world.store.transaction() as session:
        return substitutes.name(
            session,
            world.actor(session, who),
            person_id=world.ids[away],
            substitute_id=world.ids[doer],
            **{**days, **options},
        )


def shown(world: World, who: str, view: str = "open", **filters: Any) -> dict[str, list[str]]:
    """Task name -> for whom, of a person's inbox."""
    with world.store.read() as session:
        found = inbox.search(session, world.actor(session, who), view, **filters)
        return {row.name: row.for_names for row in found.rows}
