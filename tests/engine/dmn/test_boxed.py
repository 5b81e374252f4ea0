import pytest

from engine.dmn import ModelError, evaluate

from .support import decision, escaped, inputs_of, literal, model, outcome, requires


def of(logic: str, **inputs: object) -> object:
    made = model(inputs_of(*inputs) + decision("d", logic, requires(*inputs)))
    assert made.problems == []
    return outcome(made, "d", **inputs)


def boxed(tag: str, iterator: str = "", **parts: str) -> str:
    named = f' iteratorVariable="{iterator}"' if iterator else ""
    inner = "".join(f"<{name.strip('_')}>{literal(text)}</{name.strip('_')}>" for name, text in parts.items())
    return f"<{tag}{named}>{inner}</{tag}>"


def entry(name: str, text: str) -> str:
    variable = f'<variable name="{name}"/>' if name else ""
    return f"<contextEntry>{variable}{literal(text)}</contextEntry>"


def test_a_context_is_its_entries_or_its_result() -> None:
    entries = entry("led et", "n + 1") + entry("b", "led et * 2")
    assert of(f"<context>{entries}</context>", n=1) == {"led et": 2, "b": 4}
    assert of(f"<context>{entries}{entry('', 'b + led et')}</context>", n=1) == 6


def test_lists_and_relations() -> None:
    assert of(f"<list>{literal('n')}{literal('n * 2')}</list>", n=2) == [2, 4]
    rows = f"<row>{literal('n')}{literal('1')}</row><row>{literal('n + 1')}{literal('2')}</row>"
    columns = '<column name="a"/><column name="b"/>'
    assert of(f"<relation>{columns}{rows}</relation>", n=5) == [{"a": 5, "b": 1}, {"a": 6, "b": 2}]


def test_functions_and_invocations() -> None:
    function = (
        '<contextEntry><variable name="plus"/><functionDefinition><formalParameter name="a" typeRef="number"/>'
        f'<formalParameter name="b"/>{literal("a + b + n")}</functionDefinition></contextEntry>'
    )
    binding = "".join(
        f'<binding><parameter name="{name}"/>{literal(text)}</binding>'
        for name, text in (("b", "2"), ("a", "n"))
    )
    call = f"<contextEntry><invocation>{literal('plus')}{binding}</invocation></contextEntry>"
    assert of(f"<context>{function}{call}</context>", n=10) == 22
    assert of(f"<context>{function}{entry('', 'plus(1, 2)')}</context>", n=10) == 13
    wrong = entry("", 'plus("x", 2)')
    assert of(f"<context>{function}{wrong}</context>", n=10) is None


@pytest.mark.parametrize(
    ("logic", "expected"),
    [
        (boxed("conditional", if_="n > 1", then="1", else_="2"), 1),
        (boxed("conditional", if_="null", then="1", else_="2"), 2),
        (boxed("conditional", if_='"x"', then="1", else_="2"), None),
        (boxed("for", "i", in_="[1, 2]", return_="i * n"), [5, 10]),
        (boxed("for", "i", in_="[1..3]", return_="count(partial)"), [0, 1, 2]),
        (boxed("some", "i", in_="[1, 9]", satisfies="i > n"), True),
        (boxed("every", "i", in_="[1, 9]", satisfies="i > n"), False),
        (boxed("every", "i", in_="null", satisfies="true"), None),
        (boxed("filter", in_="[1, 5, 9]", match="item >= n"), [5, 9]),
        (boxed("filter", in_="[{a: 1}, {a: 9}]", match="a > n"), [{"a": 9}]),
        (boxed("filter", in_="[7, 8]", match="2"), 8),
        (boxed("filter", in_="[7, 8]", match='"x"'), None),
    ],
)
def test_choosing_and_repeating(logic: str, expected: object) -> None:
    assert of(logic, n=5) == expected


def test_types_are_minded() -> None:
    made = model(
        decision("d", literal('"text"'), type_="number") + decision("e", literal("[5]"), type_="number")
    )
    assert outcome(made, "d") is None
    assert outcome(made, "e") == 5


def test_a_fault_stays_with_its_decision() -> None:
    made = model(decision("bad", literal("1 +")) + decision("good", literal("2")))
    assert outcome(made, "good") == 2
    with pytest.raises(ModelError) as caught:
        evaluate(made, "bad", {})
    assert caught.value.position == 3


def test_other_languages_are_not_run() -> None:
    function = '<functionDefinition kind="Java"><formalParameter name="a"/><context/></functionDefinition>'
    logic = (
        f'<context><contextEntry><variable name="f"/>{function}</contextEntry>{entry("", "f(1)")}</context>'
    )
    assert of(logic) is None


def test_expressions_of_other_languages_are_a_fault() -> None:
    made = model(
        decision("d", '<literalExpression expressionLanguage="javascript"><text>1</text></literalExpression>')
    )
    assert [str(problem) for problem in made.problems] == ["The language javascript is not run, only FEEL."]


def test_endless_loops_are_stopped() -> None:
    made = model(decision("d", boxed("for", "i", in_="[1..1000000000]", return_="i")))
    with pytest.raises(Exception, match="takes"):
        evaluate(made, "d", {})


def test_deep_nesting_is_a_fault_of_the_model() -> None:
    made = model(decision("d", "<list>" * 100 + literal("1") + "</list>" * 100))
    assert [str(problem) for problem in made.problems] == ["The boxed expression is nested too deep."]


def test_markup_in_expressions_is_text() -> None:
    assert escaped("1 < 2 & 3") == "1 &lt; 2 &amp; 3"
    assert of(literal("1 < 2")) is True
