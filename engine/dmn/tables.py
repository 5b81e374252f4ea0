"""Decision tables."""

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from ..feel.budget import Run
from ..feel.expressions import Expression, UnaryTests
from ..feel.types import FeelType, coerce
from ..feel.values import Value
from .boxes import Boxes, kind
from .errors import DecisionError, ModelError
from .hit_policies import Hit, Outcome, policy_of, without_hits
from .item_types import allowing, type_named
from .model import Boxed, MatchedRule, Scope, Trace
from .xml import child, children, single_spaced, text_in, value_of


@dataclass(frozen=True, slots=True)
class _Input:
    label: str
    expression: Expression
    type: FeelType
    allows: Callable[[Value, Run], bool] | None


@dataclass(frozen=True, slots=True)
class _Output:
    """`values`: the expressions of its allowed values, in order of priority."""

    name: str
    type: FeelType
    values: Expression | None
    default: Expression | None


@dataclass(frozen=True, slots=True)
class _Rule:
    rule: MatchedRule
    tests: list[UnaryTests | None]  # None: anything goes
    entries: list[Expression]


@kind("decisionTable")
def _table(boxes: Boxes, element: etree._Element) -> Boxed:
    inputs = [_input(boxes, each) for each in children(element, "input")]
    outputs = [_output(boxes, each) for each in children(element, "output")]
    if not outputs:
        raise ModelError("The decision table has no output.", element=value_of(element, "id"))
    rules = [
        _rule(boxes, element, each, number, len(inputs), len(outputs))
        for number, each in enumerate(children(element, "rule"), 1)
    ]
    policy = value_of(element, "hitPolicy")
    aggregation = value_of(element, "aggregation") if policy == "COLLECT" else ""
    finish = policy_of(policy, aggregation, value_of(element, "id"))
    names = [output.name for output in outputs]
    if len(outputs) > 1 and len(set(names) - {""}) < len(outputs):
        raise ModelError("Several outputs need names that differ.", element=value_of(element, "id"))
    types = boxes.types

    def outcome(entries: list[Expression], scope: Scope, trace: Trace) -> Value:
        values = [
            coerce(entry.run(scope, trace.run), output.type, types, trace.run)
            for entry, output in zip(entries, outputs, strict=True)
        ]
        return values[0] if len(values) == 1 else dict(zip(names, values, strict=True))

    def decide(scope: Scope, trace: Trace) -> Value:
        given = [_given(each, scope, trace, boxes) for each in inputs]
        hits = []
        for rule in rules:
            trace.run.tick(5 * len(given) + 5)
            if all(
                test is None or test.run(value, scope, trace.run) is True
                for test, value in zip(rule.tests, given, strict=True)
            ):
                hits.append(Hit(rule.rule, outcome(rule.entries, scope, trace)))
                if policy == "FIRST":
                    break
        if not hits:
            if any(output.default for output in outputs):
                return _default(outputs, names, scope, trace)
            return without_hits(policy, aggregation)
        ranks = [
            output.values.run(scope, trace.run) if output.values is not None else [] for output in outputs
        ]
        result: Outcome = finish(hits, ranks, trace.run)
        trace.rules.extend(result.rules)
        return result.value

    return decide


def _input(boxes: Boxes, element: etree._Element) -> _Input:
    source = child(element, "inputExpression")
    text = text_in(source)
    if source is None or not text:
        raise ModelError(
            "A column of the decision table says not what it tests.", element=value_of(element, "id")
        )
    return _Input(
        value_of(element, "label") or text,
        boxes.feel(text, source),
        type_named(value_of(source, "typeRef")),
        allowing(text_in(child(element, "inputValues")), boxes.problems),
    )


def _output(boxes: Boxes, element: etree._Element) -> _Output:
    values, default = text_in(child(element, "outputValues")), text_in(child(element, "defaultOutputEntry"))
    return _Output(
        single_spaced(value_of(element, "name")),
        type_named(value_of(element, "typeRef")),
        boxes.feel(f"[{values}]", element) if values else None,
        boxes.feel(default, element) if default else None,
    )


def _rule(
    boxes: Boxes, table: etree._Element, element: etree._Element, number: int, inputs: int, outputs: int
) -> _Rule:
    description = child(element, "description")
    label = (description.text or "").strip() if description is not None else value_of(element, "label")
    tests = [_test(boxes, cell) for cell in children(element, "inputEntry")]
    entries = [boxes.feel(text_in(cell) or "null", cell) for cell in children(element, "outputEntry")]
    if len(tests) != inputs or len(entries) != outputs:
        raise ModelError(
            "Rule %(number)s of the decision table has not a cell for every column.",
            element=value_of(element, "id"),
            number=number,
        )
    return _Rule(MatchedRule(value_of(table, "id"), number, value_of(element, "id"), label), tests, entries)


def _test(boxes: Boxes, cell: etree._Element) -> UnaryTests | None:
    text = text_in(cell)
    return None if text in ("", "-") else boxes.unary(text, cell)


def _given(each: _Input, scope: Scope, trace: Trace, boxes: Boxes) -> Value:
    value = coerce(each.expression.run(scope, trace.run), each.type, boxes.types, trace.run)
    if each.allows is not None and value is not None and not each.allows(value, trace.run):
        raise DecisionError("The value of %(input)s is not one of those allowed.", input=each.label)
    return value


def _default(outputs: list[_Output], names: list[str], scope: Scope, trace: Trace) -> Value:
    """What holds when no rule does."""
    values = [None if output.default is None else output.default.run(scope, trace.run) for output in outputs]
    return values[0] if len(values) == 1 else dict(zip(names, values, strict=True))
