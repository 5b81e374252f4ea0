import pytest

from engine.feel import BudgetExceeded, FeelSyntaxError, compile, compile_unary

from .support import value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 2 - 3", 5),
        ("2 ** 3 ** 2", 64),
        ("-2 ** 2", 4),
        ("--2", 2),
        ("- - -2", -2),
        ("7 - -2", 9),
        ("1 + 1 = 2 and 3 > 2", True),
        ("true or false and false", True),
        ("1 in [0..2] and true", True),
        ("3 between 1 + 1 and 2 * 2 and true", True),
        ("if true then 1 else 2 + 5", 1),
        ("(if false then 1 else 2) + 5", 7),
        ("[1,2,3][2] + 1", 3),
        ("{a: {b: 3}}.a.b", 3),
        ("{a: [1, {b: 2}]}.a[2].b", 2),
        ("1 instance of number and true", True),
    ],
)
def test_what_binds_tighter(text: str, expected: object) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 in [1..2]", True),
        ("2 in [1..2)", False),
        ("2 in [1..2[", False),
        ("1 in ]1..2]", False),
        ("1 in (1..2]", False),
        ("[1..2[ = [1..2)", True),
        ("5 in (<5, >6)", False),
        ("5 in <= 5", True),
        ("5 in (> 4)", True),
        ("5 in (1..5)", False),
        ("5 in (4, 5)", True),
        ("(< 10).end", 10),
        ("[[1..10[, 2][2]", 2),
        ("[1..[5][1]].end", 5),
    ],
)
def test_intervals(text: str, expected: object) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("1 +", 3, "The expression ends where a value was expected."),
        ("1 2", 2, "Expected the end of the expression, but found 2."),
        ("(1 + 2", 6, "The expression ends where ) was expected."),
        ("if a then b", 11, "The expression ends where else was expected."),
        ("for i return i", 6, "Expected in, but found return."),
        ("[1, ]", 4, "Expected a value, but found ]."),
        ("beløb > 12,5", 10, "Write numbers with a point, as in 12.5."),
        ("a == b", 2, "Write a single = to compare."),
        ("navn = 'Ida'", 7, 'Write texts between double quotes: "text".'),
        ("{a: 1, a: 2}", 7, "The entry a is there twice."),
        ("f(a: 1, 2)", 8, "Give all values by name, or none."),
        ("1 instance of", 13, "The expression ends where a type was expected."),
        ("", 0, "The expression ends where a value was expected."),
        ("@1", 0, "Expected a value, but found @."),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, position: int, message: str) -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        compile(text)
    assert (caught.value.position, str(caught.value)) == (position, message)


def test_a_long_chain_is_not_deep() -> None:
    assert value("+".join(["1"] * 1900)) == 1900
    assert value("+".join("abs(-1)" for _ in range(300))) == 300
    assert value(" and ".join(["true"] * 1900)) is True


def test_nesting_ends_somewhere() -> None:
    assert value("(" * 50 + "1" + ")" * 50) == 1
    with pytest.raises(BudgetExceeded):
        compile("(" * 200 + "1" + ")" * 200)
    with pytest.raises(BudgetExceeded):
        compile("a" + ".b" * 200)
    with pytest.raises(FeelSyntaxError):  # it is the text that must change
        compile("a" + ".b" * 200)


@pytest.mark.parametrize("text", ["", "1 2", "not(1", "> ", "1,"])
def test_unary_tests_have_faults_too(text: str) -> None:
    with pytest.raises(FeelSyntaxError):
        compile_unary(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("false or some x in [1, 2] satisfies x = 2", True),
        ("true and every x in [1, 2] satisfies x = 2", False),
        ("1 + if true then 2 else 3", 3),
    ],
)
def test_an_operand_may_begin_with_a_word(text: str, expected: object) -> None:
    assert value(text) == expected
