from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from engine.feel import (
    Budget,
    BudgetExceeded,
    FeelSyntaxError,
    closed_days,
    compile,
    compile_unary,
    evaluate,
    from_feel,
)


def test_an_expression_is_compiled_once() -> None:
    assert compile("a + 1") is compile("a + 1")
    assert compile_unary("> 1") is compile_unary("> 1")
    assert compile("a-b", names=("a-b",)).names == {"a-b"}
    assert compile("a-b").names == {"a", "b"}


def test_a_fault_is_not_kept() -> None:
    for _ in range(2):
        with pytest.raises(FeelSyntaxError):
            compile("1 +")


def test_the_clock_is_the_callers() -> None:
    moment = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert from_feel(compile("today()")({}, now=moment)) == "2026-03-02"
    assert from_feel(compile("now()")({}, now=moment)) == "2026-03-02T00:30:00+01:00"
    assert compile("now() = now()")({}) is True
    assert evaluate("today().year", {}, now=moment) == 2026


def test_closed_days_are_the_callers() -> None:
    expression = compile('add working days(@"2026-03-02", 1)')
    assert from_feel(expression({})) == "2026-03-03"
    assert from_feel(expression({}, closed={date(2026, 3, 3)})) == "2026-03-04"
    token = closed_days.set({date(2026, 3, 3), date(2026, 3, 4)})
    assert from_feel(expression({})) == "2026-03-05"
    assert from_feel(expression({}, closed=())) == "2026-03-03"
    closed_days.reset(token)


def test_a_context_needs_only_get() -> None:
    class Answers:
        def get(self, name: str, default: object) -> object:
            return Decimal(len(name))

    assert compile("abc + de")(Answers()) == 5


def test_threads_share_expressions() -> None:
    expression = compile("for i in 1..40 return i * factor")
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda factor: expression({"factor": Decimal(factor)}), range(200)))
    assert [result[-1] for result in results] == [40 * factor for factor in range(200)]


def test_every_evaluation_has_its_own_budget() -> None:
    small = Budget(steps=200)
    expression = compile("for i in 1..n return i")
    for _ in range(50):
        assert len(expression({"n": Decimal(10)}, budget=small)) == 10
    with pytest.raises(BudgetExceeded) as caught:
        expression({"n": Decimal(1000)}, budget=small)
    assert caught.value.template == "The expression takes more than %(limit)s steps."
