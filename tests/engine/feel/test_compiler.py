import pytest

from .support import value, written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.1 + 0.2 = 0.3", True),
        ("0.29 * 100 = 29", True),
        ("1/3*3 = 1", False),
        ("9007199254740993 + 0 = 9007199254740993", True),
        ('"a" + "b"', "ab"),
        ('1 + "a"', None),
        ("1 + null", None),
        ("1 / 0", None),
        ("10 ** 7000", None),
        ("0 ** 0", 1),
        ("-true", None),
    ],
)
def test_arithmetic(text: str, expected: object) -> None:
    assert value(text) == expected


def test_thirty_four_digits() -> None:
    assert written("1/3") == "0." + "3" * 34
    assert written("2 ** 0.5") == "1.414213562373095048801688724209698"
    assert written("1e29 + 0.0001") == "100000000000000000000000000000.0001"


_UNKNOWN = "null"


@pytest.mark.parametrize(
    ("left", "operator", "right", "expected"),
    [
        ("true", "and", "true", True),
        ("true", "and", _UNKNOWN, None),
        (_UNKNOWN, "and", "false", False),
        ("1", "and", "true", None),
        ("false", "or", "true", True),
        ("false", "or", _UNKNOWN, None),
        (_UNKNOWN, "or", "true", True),
        ('"true"', "or", "false", None),
    ],
)
def test_logic_knows_the_unknown(left: str, operator: str, right: str, expected: object) -> None:
    assert value(f"{left} {operator} {right}") is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 = 1.0", True),
        ('1 = "1"', None),
        ('1 != "1"', None),
        ("null = null", True),
        ("1 = null", False),
        ("[1, {a: 2}] = [1, {a: 2.0}]", True),
        ("[1, 2] = [2, 1]", False),
        ("{a: 1, b: 2} = {b: 2, a: 1}", True),
        ('"b" > "a"', True),
        ("true < false", None),
        ("null < 1", None),
        ("null between 1 and 2", None),
        ("abs = abs", True),
    ],
)
def test_comparison(text: str, expected: object) -> None:
    assert value(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.b.c", 3),
        ("a.x.c", None),
        ("a.list.n", [1, 2]),
        ("missing.b", None),
        ("a.b.c.d", None),
        ("[1..5].end", 5),
        ("(1..5].start included", False),
    ],
)
def test_paths(text: str, expected: object) -> None:
    assert value(text, a={"b": {"c": 3}, "list": [{"n": 1}, {"n": 2}]}) == expected


def test_the_entries_of_a_context_see_those_before() -> None:
    assert value("{a: 1, b: a + 1, c: b * 2}") == {"a": 1, "b": 2, "c": 4}
    assert value("{b: a, a: 1}", a=9) == {"b": 9, "a": 1}


def test_only_true_takes_the_first_way() -> None:
    assert value('if null then "a" else "b"') == "b"
    assert value('if 1 then "a" else "b"') is None


@pytest.mark.parametrize("name", ["__class__", "__proto__", "constructor", "_left", "steps", "run", "outer"])
def test_no_inside_of_the_engine_can_be_reached(name: str) -> None:
    assert value(name) is None
    assert value(f"a.{name}", a={"b": 1}) is None
    assert value(f'"text".{name}') is None
    assert value(f"(function(a) a).{name}") is None
    assert value(f"{{{name}: 1}}.{name}") == 1
