from datetime import UTC, date, datetime

import pytest

from engine.feel import Budget, BudgetExceeded, closed_days
from engine.feel.budget import DEFAULT_ZONE, Run


def test_steps_are_charged_until_none_is_left() -> None:
    run = Run(budget=Budget(steps=5_000, seconds=60))
    for _ in range(50):
        run.tick(100)
    with pytest.raises(BudgetExceeded, match="more than 5000 steps"):
        run.tick(1)


def test_one_large_charge_is_refused() -> None:
    with pytest.raises(BudgetExceeded):
        Run(budget=Budget(steps=5_000)).tick(1_000_000)


def test_time_is_looked_at_between_slices() -> None:
    run = Run(budget=Budget(steps=10**9, seconds=0))
    with pytest.raises(BudgetExceeded, match="takes too long"):
        for _ in range(10_000):
            run.tick(100)


def test_texts_and_calls_have_limits_of_their_own() -> None:
    run = Run(budget=Budget(size=100, depth=2))
    run.text(100)
    with pytest.raises(BudgetExceeded, match="more than 100 characters"):
        run.text(101)
    run.enter()
    run.leave()
    run.enter()
    run.enter()
    with pytest.raises(BudgetExceeded, match="2 levels"):
        run.enter()


def test_the_moment_has_a_zone_and_stands_still() -> None:
    assert Run(datetime(2026, 3, 2, 12, 0, tzinfo=UTC)).now.tzinfo is UTC
    assert Run(datetime(2026, 3, 2, 12, 0)).now.tzinfo is DEFAULT_ZONE
    run = Run()
    assert run.now is run.now


def test_closed_days_given_go_before_those_set() -> None:
    token = closed_days.set({date(2026, 3, 3)})
    assert date(2026, 3, 3) in Run().closed
    assert Run(closed=()).closed == ()
    closed_days.reset(token)
    assert not Run().closed
