"""Laws that equality and order keep, whatever the values are."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine.feel import from_feel, to_feel
from engine.feel.budget import Run
from engine.feel.values import equal, less, less_or_equal

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9)
SCALARS = st.none() | st.booleans() | NUMBERS | st.text(max_size=5)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text() | st.floats(-1e15, 1e15),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(VALUES)
def test_everything_equals_itself(value: Any) -> None:
    assert equal(value, value, Run()) is True


@given(VALUES, VALUES)
def test_equality_has_no_direction(left: Any, right: Any) -> None:
    assert equal(left, right, Run()) is equal(right, left, Run())


@given(SCALARS, SCALARS)
def test_one_of_two_is_the_lesser_or_they_are_equal(left: Any, right: Any) -> None:
    below, above = less(left, right), less(right, left)
    if below is None:
        assert above is None and less_or_equal(left, right) is None
    else:
        assert [below, above, equal(left, right, Run())].count(True) == 1
        assert less_or_equal(left, right) is (not above)


@given(JSON)
def test_json_comes_back_as_it_was(value: Any) -> None:
    assert from_feel(to_feel(value)) == value


@given(st.integers(-(10**30), 10**30))
def test_whole_numbers_are_exact(number: int) -> None:
    assert to_feel(number) == Decimal(number)
