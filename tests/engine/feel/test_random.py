"""Random texts give a value or a FeelError: never another exception, and never for long."""

from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.feel import FeelError, compile, compile_unary, from_feel
from engine.feel.builtins import FUNCTIONS

VOCABULARY = """
if then else for in return some every satisfies and or not between instance of function external true false null item
partial ? x y list context range number date time duration a æ + - * / ** = != < <= > >= ( ) [ ] { } , : . .. -> @ // /*
*/ ~ ' " 1 0 2.5 -3 1e3 1e6144 "a" "P1D" "2024-01-01" "10:00:00" @"P1Y" @"2024-03-31T02:30:00@Europe/Copenhagen"
"[1..2]" [1..3] {a: [b]}
"""
WORDS = VOCABULARY.split()
TOKENS = st.lists(st.sampled_from([*WORDS, *FUNCTIONS]), min_size=1, max_size=14)
CONTEXT: dict[str, Any] = {"x": [Decimal(1), {"y": "z"}], "y": {"a": Decimal(2)}}


def survives(text: str) -> None:
    try:
        from_feel(compile(text)(CONTEXT))
    except FeelError as error:
        assert str(error)
    try:
        compile_unary(text)(CONTEXT["x"], CONTEXT)
    except FeelError as error:
        assert str(error)


@settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(TOKENS)
def test_ten_thousand_token_sequences(words: list[str]) -> None:
    survives(" ".join(words))


@settings(max_examples=1_000, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(st.text(max_size=40))
def test_any_text(text: str) -> None:
    survives(text)


PROGRAM = """
{ "beløb": 12.5, satser: [{fra: 0, sats: 0.1}, {fra: 10, sats: 0.2}],
  gælder: satser[fra <= beløb], skat: function(b: number) sum(for s in gælder return b * s.sats),
  frist: @"2024-03-31T02:30:00@Europe/Copenhagen" + duration("PT1H"),
  i: beløb in (1..20] and not(beløb between 1 and 2),
  r: if some s in gælder satisfies s.sats > 0.15 then round half up(skat(beløb), 2) else -1 ** 2, // slut
  t: {a: 1} instance of context<a: number> }.r
"""


def test_a_program_cut_anywhere() -> None:
    assert compile(PROGRAM)({}) == Decimal("3.75")
    for end in range(len(PROGRAM)):
        survives(PROGRAM[:end])
