import pytest

from engine.dmn import DecisionError, Model

from .support import decision, evaluation, inputs_of, literal, model, outcome, requires, table

SIZES = [(["< 10"], ['"small"']), (["[10..100)"], ['"medium"']), ([">= 100"], ['"large"'])]


def deciding(logic: str, *names: str) -> Model:
    names = names or ("n",)
    return model(inputs_of(*names) + decision("d", logic, requires(*names)))


@pytest.mark.parametrize(("n", "size"), [(1, "small"), (10, "medium"), (100, "large")])
def test_the_rule_that_matches(n: int, size: str) -> None:
    assert outcome(deciding(table(SIZES)), "d", n=n) == size


def test_what_happened_can_be_told() -> None:
    done = evaluation(deciding(table(SIZES)), "d", n=50)
    (step,) = done.decisions
    assert (step.decision, dict(step.inputs), step.output) == ("d", {"n": 50}, "medium")
    assert [(rule.table, rule.number, rule.id, rule.label) for rule in step.rules] == [
        ("table", 2, "r2", "rule 2")
    ]


def test_rules_of_called_knowledge_are_told_too() -> None:
    called = f'<encapsulatedLogic><formalParameter name="n"/>{table(SIZES)}</encapsulatedLogic>'
    body = f'<businessKnowledgeModel id="size" name="size">{called}</businessKnowledgeModel>'
    needs = requires("n") + requires("size", tag="requiredKnowledge")
    made = model(inputs_of("n") + body + decision("d", literal("size(n)"), needs))
    (step,) = evaluation(made, "d", n=50).decisions
    assert [rule.number for rule in step.rules] == [2]


def test_overlap_in_a_unique_table_names_the_rules() -> None:
    made = deciding(table([(["> 5"], ["1"]), (["-"], ["2"]), (["> 7"], ["3"])]))
    assert outcome(made, "d", n=1) == 2
    with pytest.raises(DecisionError) as caught:
        outcome(made, "d", n=8)
    assert str(caught.value) == (
        "Only one rule may match, but these match together: 1 (rule 1), 2 (rule 2), 3 (rule 3)."
    )
    assert caught.value.element == "table"


def test_any_wants_the_same_from_all() -> None:
    made = deciding(table([(["> 5"], ["1"]), (["-"], ["1"]), (["> 7"], ["3"])], policy="ANY"))
    assert outcome(made, "d", n=6) == 1
    with pytest.raises(DecisionError, match=r"1 \(rule 1\), 3 \(rule 3\)"):
        outcome(made, "d", n=8)


OVERLAPPING = [(["> 1"], ['"low"']), (["> 2"], ['"high"']), (["> 3"], ['"middle"']), (["> 4"], ['"low"'])]
CHOICES = '"high", "middle", "low"'


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("FIRST", "low"),
        ("PRIORITY", "high"),
        ("RULE ORDER", ["low", "high", "middle", "low"]),
        ("OUTPUT ORDER", ["high", "middle", "low", "low"]),
        ("COLLECT", ["low", "high", "middle", "low"]),
    ],
)
def test_hit_policies(policy: str, expected: object) -> None:
    made = deciding(table(OVERLAPPING, policy=policy, output_values=CHOICES))
    assert outcome(made, "d", n=5) == expected


@pytest.mark.parametrize(("aggregation", "expected"), [("SUM", 8.5), ("MIN", 1.5), ("MAX", 5), ("COUNT", 3)])
def test_aggregations(aggregation: str, expected: float) -> None:
    rules = [(["> 1"], ["1.5"]), (["> 2"], ["2"]), (["> 3"], ["n"]), (["> 9"], ["100"])]
    made = deciding(table(rules, policy="COLLECT", aggregation=aggregation))
    assert outcome(made, "d", n=5) == expected


def test_several_outputs_make_a_context() -> None:
    rules = [(["< 5", '"a"'], ["1", '"x"']), (["-", "-"], ["2", '"y"'])]
    made = deciding(table(rules, inputs=("n", "t"), outputs=("rate", "text"), policy="FIRST"), "n", "t")
    assert outcome(made, "d", n=1, t="a") == {"rate": 1, "text": "x"}
    assert outcome(made, "d", n=9, t="a") == {"rate": 2, "text": "y"}


def test_priority_minds_the_first_output_first() -> None:
    rules = [(["-"], ['"b"', '"a"']), (["-"], ['"a"', '"b"']), (["-"], ['"a"', '"a"'])]
    made = deciding(table(rules, outputs=("x", "y"), policy="OUTPUT ORDER", output_values='"a", "b"'))
    assert outcome(made, "d", n=1) == [{"x": "a", "y": "a"}, {"x": "a", "y": "b"}, {"x": "b", "y": "a"}]


def test_without_a_match_the_default_holds() -> None:
    assert outcome(deciding(table([(["1"], ["1"])], default="0")), "d", n=2) == 0
    assert outcome(deciding(table([(["1"], ["1"])])), "d", n=2) is None


@pytest.mark.parametrize(
    ("policy", "aggregation", "expected"),
    [
        ("UNIQUE", "", None),
        ("FIRST", "", None),
        ("COLLECT", "", []),
        ("RULE ORDER", "", []),
        ("COLLECT", "COUNT", 0),
        ("COLLECT", "SUM", None),
    ],
)
def test_no_rule_and_no_default(policy: str, aggregation: str, expected: object) -> None:
    made = deciding(table([(["1"], ["1"])], policy=policy, aggregation=aggregation))
    assert outcome(made, "d", n=2) == expected


def test_a_value_that_is_not_allowed_is_refused() -> None:
    made = deciding(table([(["-"], ["1"])], input_values='"a", "b"'))
    assert outcome(made, "d", n="a") == 1
    with pytest.raises(DecisionError, match="The value of n is not one of those allowed"):
        outcome(made, "d", n="c")


def test_a_test_may_speak_of_the_input() -> None:
    made = deciding(table([(["? * 2 > limit"], ['"yes"']), (["not(? * 2 > limit)"], ['"no"'])]), "n", "limit")
    assert outcome(made, "d", n=3, limit=5) == "yes"
    assert outcome(made, "d", n=2, limit=5) == "no"


@pytest.mark.parametrize(
    ("logic", "message"),
    [
        (table(SIZES, policy="GUESS"), "There is no hit policy GUESS."),
        (table([(["1", "2"], ["1"])]), "Rule 1 of the decision table has not a cell for every column."),
        (table([(["> "], ["1"])]), "The expression ends where a value was expected."),
        (table([(["-"], ["1", "2"])], outputs=("a", "a")), "Several outputs need names that differ."),
        ("<decisionTable/>", "The decision table has no output."),
    ],
)
def test_what_is_wrong_with_a_table(logic: str, message: str) -> None:
    made = deciding(logic)
    assert [str(problem) for problem in made.problems] == [message]
