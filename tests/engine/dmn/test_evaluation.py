import pytest

from engine.dmn import ModelError, evaluate, read_all
from engine.feel import Budget, BudgetExceeded, to_feel

from .support import DMN, decision, evaluation, inputs_of, literal, model, outcome, requires

CHAIN = (
    inputs_of("løn", "timer")
    + decision("skat", literal("løn * timer * 0.4"), requires("løn", "timer"))
    + decision(
        "udbetalt",
        literal("løn * timer - skat"),
        requires("løn", "timer") + requires("skat", tag="requiredDecision"),
    )
)


def test_a_decision_takes_those_it_requires() -> None:
    done = evaluation(model(CHAIN), "udbetalt", løn=200, timer=10)
    assert done.value == 1200
    assert [(step.name, step.output) for step in done.decisions] == [("skat", 800), ("udbetalt", 1200)]
    assert dict(done.decisions[1].inputs) == {"løn": 200, "timer": 10, "skat": 800}


def test_what_is_required_twice_is_evaluated_once() -> None:
    body = (
        decision("a", literal("1"))
        + decision("b", literal("a + 1"), requires("a", tag="requiredDecision"))
        + decision("c", literal("a + b"), requires("a", "b", tag="requiredDecision"))
    )
    done = evaluation(model(body), "c")
    assert done.value == 3
    assert [step.name for step in done.decisions] == ["a", "b", "c"]


def test_only_what_is_required_is_known_unless_that_is_nothing() -> None:
    made = model(
        inputs_of("n", "m") + decision("d", literal("n")) + decision("e", literal("[m, n]"), requires("m"))
    )
    assert outcome(made, "d", n=5) == 5
    assert outcome(made, "e", m=1, n=5) == [1, None]
    assert evaluate(made, "d", to_feel({"n": 5}), all_inputs=False).value is None


def test_all_inputs_can_be_shown_to_all_decisions() -> None:
    made = model(
        decision("d", literal("n * 2"))
        + decision("e", literal("d + n"), requires("d", tag="requiredDecision"))
    )
    done = evaluate(made, "e", to_feel({"n": 5, "other": 1}), all_inputs=True)
    assert done.value == 15
    assert [dict(step.inputs) for step in done.decisions] == [{"n": 5}, {"n": 5, "d": 10}]
    assert made.decisions[0].reads == {"n"}


def test_inputs_are_of_their_type() -> None:
    made = model(inputs_of("n", types=' typeRef="number"') + decision("d", literal("n"), requires("n")))
    assert outcome(made, "d", n=5) == 5
    assert outcome(made, "d", n=[5]) == 5
    assert outcome(made, "d", n="5") is None


TYPES = """
<itemDefinition name="tKind"><typeRef>string</typeRef>
  <allowedValues><text>"a", "b"</text></allowedValues></itemDefinition>
<itemDefinition name="tRow"><itemComponent name="kind"><typeRef>tKind</typeRef></itemComponent>
  <itemComponent name="antal"><typeRef>number</typeRef></itemComponent></itemDefinition>
<itemDefinition name="tRows" isCollection="true"><typeRef>tRow</typeRef></itemDefinition>
"""


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([{"kind": "a", "antal": 1}, {"kind": "b", "antal": 2}], 3),
        ({"kind": "a", "antal": 1}, 1),
        ([{"kind": "c", "antal": 1}], None),
        ([{"kind": "a"}], None),
        ([{"kind": "a", "antal": "1"}], None),
    ],
)
def test_declared_types(rows: object, expected: object) -> None:
    body = (
        TYPES
        + inputs_of("rows", types=' typeRef="tRows"')
        + decision("d", literal("sum(rows.antal)"), requires("rows"))
    )
    assert outcome(model(body), "d", rows=rows) == expected


def test_expressions_know_declared_types() -> None:
    made = model(TYPES + decision("d", literal('{kind: "a", antal: 1} instance of tRow')))
    assert outcome(made, "d") is True


KNOWLEDGE = f"""
<businessKnowledgeModel id="fakultet" name="fakultet"><variable name="fakultet" typeRef="number"/>
  <encapsulatedLogic><formalParameter name="n" typeRef="number"/>
  {literal("if n = 0 then 1 else n * fakultet(n - 1)")}</encapsulatedLogic></businessKnowledgeModel>
"""


def test_knowledge_may_call_itself_but_not_for_ever() -> None:
    made = model(
        KNOWLEDGE + decision("d", literal("fakultet(5)"), requires("fakultet", tag="requiredKnowledge"))
    )
    assert outcome(made, "d") == 120
    made = model(
        KNOWLEDGE + decision("d", literal("fakultet(-1)"), requires("fakultet", tag="requiredKnowledge"))
    )
    with pytest.raises(BudgetExceeded):
        outcome(made, "d")


SERVICE = f"""
{inputs_of("n")}
{decision("basis", literal("100"))}
{decision("sum", literal("basis + n"), requires("n") + requires("basis", tag="requiredDecision"))}
{decision("double", literal("sum * 2"), requires("sum", tag="requiredDecision"))}
<decisionService id="one" name="one"><outputDecision href="#double"/><encapsulatedDecision href="#sum"/>
  <inputDecision href="#basis"/><inputData href="#n"/></decisionService>
<decisionService id="two" name="two"><outputDecision href="#sum"/><outputDecision href="#double"/>
  <inputData href="#n"/></decisionService>
"""


def test_a_service_is_a_function_of_its_inputs() -> None:
    body = SERVICE + decision(
        "d",
        literal("[one(1, 2), one(basis: 3, n: 4), two(1)]"),
        requires("one", "two", tag="requiredKnowledge"),
    )
    assert outcome(model(body), "d") == [6, 14, {"sum": 101, "double": 202}]


def test_a_service_can_be_asked_itself() -> None:
    assert outcome(model(SERVICE), "one", n=1, basis=2) == 6
    assert outcome(model(SERVICE), "two", n=1) == {"sum": 101, "double": 202}


def test_a_circle_is_a_fault() -> None:
    body = decision("a", literal("b"), requires("b", tag="requiredDecision")) + decision(
        "b", literal("a"), requires("a", tag="requiredDecision")
    )
    with pytest.raises(ModelError, match="requires itself"):
        outcome(model(body), "a")


def test_what_is_not_there() -> None:
    made = model(decision("a", literal("1"), requires("gone")))
    assert [str(problem) for problem in made.problems] == [
        "The decision a requires gone, which is not there."
    ]
    with pytest.raises(ModelError):
        outcome(made, "a")
    with pytest.raises(ModelError, match="There is no decision b"):
        outcome(made, "b")


def test_a_graph_has_one_budget() -> None:
    body = "".join(decision(f"d{n}", literal("for i in 1..100 return i")) for n in range(20))
    body += decision("all", literal("d1"), requires(*(f"d{n}" for n in range(20)), tag="requiredDecision"))
    made = model(body)
    assert len(evaluate(made, "all", {}).value) == 100
    with pytest.raises(BudgetExceeded):
        evaluate(made, "all", {}, budget=Budget(steps=3_000))


def file(namespace: str, body: str) -> bytes:
    return f'<definitions xmlns="{DMN}" namespace="{namespace}" name="x">{body}</definitions>'.encode()


def imported(name: str, namespace: str) -> str:
    return f'<import name="{name}" namespace="{namespace}" importType="{DMN}"/>'


def test_models_import_each_other_in_any_order() -> None:
    user = imported("Fælles regler", "urn:lib") + decision(
        "d",
        literal("Fælles regler.plus et(n) + Fælles regler.basis"),
        requires("n")
        + '<knowledgeRequirement><requiredKnowledge href="urn:lib#f"/></knowledgeRequirement>'
        + '<informationRequirement><requiredDecision href="urn:lib#basis"/></informationRequirement>',
    )
    library = (
        '<businessKnowledgeModel id="f" name="plus et"><encapsulatedLogic><formalParameter name="a"/>'
        f"{literal('a + 1')}</encapsulatedLogic></businessKnowledgeModel>" + decision("basis", literal("10"))
    )
    models = read_all({"a.dmn": file("urn:user", inputs_of("n") + user), "z.dmn": file("urn:lib", library)})
    assert outcome(models["a.dmn"], "d", n=1) == 12


def test_models_that_import_in_a_circle_are_refused() -> None:
    files = {"a.dmn": file("urn:a", imported("b", "urn:b")), "b.dmn": file("urn:b", imported("a", "urn:a"))}
    with pytest.raises(ModelError, match=r"in a circle: a\.dmn, b\.dmn"):
        read_all(files)
