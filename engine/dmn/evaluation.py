"""Evaluating a decision with all that it requires."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from ..feel.budget import Budget, Run
from ..feel.errors import BudgetExceeded
from ..feel.types import coerce
from ..feel.values import Function, Value, weigh
from .boxes import function_of
from .errors import DecisionError, ModelError
from .model import (
    Decision,
    Element,
    InputData,
    Knowledge,
    MatchedRule,
    Model,
    Parameter,
    Scope,
    Service,
    Trace,
)

# A graph of decisions may do more than a single expression.
BUDGET = Budget(steps=2_000_000, seconds=0.5)
_MAX_DEPTH = 60


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One decision of the graph: what it was given, which rules made its output, and the output."""

    decision: str
    name: str
    inputs: Mapping[str, Value]
    rules: tuple[MatchedRule, ...]
    output: Value


@dataclass(frozen=True, slots=True)
class Evaluation:
    """`value`: the output of the decision that was asked for. `decisions`: all that were evaluated, in order."""

    value: Value
    decisions: tuple[Evaluated, ...]


def evaluate(
    model: Model,
    decision: str,
    inputs: Mapping[str, Value],
    *,
    now: datetime | None = None,
    closed: Collection[date] | None = None,
    budget: Budget = BUDGET,
    all_inputs: bool | None = None,
) -> Evaluation:
    """The outcome of a decision, a decision service or a business knowledge model, by id or name. `inputs`: FEEL values
    of the input data, by name. `all_inputs`: may a decision see all of them (True), or only what it requires, as the
    standard has it (False)? By default one that requires nothing sees all: many draw tables without input data.

    Raises ModelError when the model has no such decision or it is faulty, DecisionError when its rules contradict
    each other or a value is not allowed, BudgetExceeded.
    """
    element = model.find(decision)
    if not isinstance(element, Decision | Service | Knowledge):
        raise ModelError("There is no decision %(decision)s.", decision=decision)
    walk = _Walk(inputs, Run(now, closed, budget), all_inputs)
    try:
        value = walk.value(model, element)
        if not isinstance(element, Decision) and isinstance(value, Function):
            names = value.parameters or []
            value = value.invoke([inputs.get(name) for name in names], walk.run)
    except RecursionError:
        raise BudgetExceeded("The decisions are nested too deep.") from None
    return Evaluation(value, tuple(walk.evaluated))


@dataclass(slots=True)
class _Walk:
    """One way through a graph. `values`: those found so far, by reference; `trace`: of the decision under way."""

    inputs: Mapping[str, Value]
    run: Run
    all_inputs: bool | None
    values: dict[str, Value] = field(default_factory=dict)
    evaluated: list[Evaluated] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    trace: Trace = field(init=False)

    def __post_init__(self) -> None:
        self.trace = Trace(self.run)

    def value(self, model: Model, element: Element) -> Value:
        reference = f"{element.namespace}#{element.id}"
        if reference not in self.values:
            if reference in self.path or len(self.path) > _MAX_DEPTH:
                raise ModelError(
                    "The decision %(decision)s requires itself, or others too deep.",
                    element=element.id,
                    decision=element.name,
                )
            self.path.append(reference)
            self.values[reference] = self._made(model.known[element.namespace], element)
            self.path.pop()
        return self.values[reference]

    def _made(self, model: Model, element: Element) -> Value:
        if isinstance(element, InputData):
            return coerce(self.inputs.get(element.name), element.variable.type, model.types, self.run)
        if isinstance(element, Decision):
            return self._decided(model, element)
        if isinstance(element, Knowledge):
            return self._function(model, element)
        return self._service(model, element) if isinstance(element, Service) else None

    def _decided(self, model: Model, decision: Decision) -> Value:
        if decision.problem is not None:
            raise decision.problem
        required = self.scope(model, decision.requires)
        see_all = self.all_inputs
        if see_all is None:
            see_all = all(isinstance(value, Function) for value in required.values())
        scope = {**self.inputs, **required} if see_all else required
        outer, self.trace = self.trace, Trace(self.run)
        output = coerce(
            decision.logic(dict(scope), self.trace), decision.variable.type, model.types, self.run
        )
        if isinstance(output, list | dict):
            weigh(output, self.run)
        shown = {
            name: value
            for name, value in scope.items()
            if (name in required or name in decision.reads) and not isinstance(value, Function)
        }
        self.evaluated.append(Evaluated(decision.id, decision.name, shown, tuple(self.trace.rules), output))
        self.trace = outer
        return output

    def _function(self, model: Model, knowledge: Knowledge) -> Function:
        """The rules that match in it belong to the decision that calls it. It may call itself."""

        def logic(inner: Scope, _: Trace) -> Value:
            return knowledge.logic(inner, self.trace)

        scope = self.scope(model, knowledge.requires)
        result = knowledge.variable.type
        made = function_of(
            knowledge.name, knowledge.parameters, logic, scope, self.trace, model.types, result
        )
        scope[knowledge.name] = made
        return made

    def scope(self, model: Model, references: list[str]) -> Scope:
        """The values of what is required, by name; of an imported model under the name of the import."""
        scope: Scope = {}
        prefixes = {namespace: prefix for prefix, namespace in model.imports.items()}
        for reference in references:
            element = model.resolve(reference)
            if element is None:
                raise DecisionError("%(reference)s is required, but is not there.", reference=reference)
            value = self.value(model, element)
            prefix = prefixes.get(element.namespace, "") if element.namespace != model.namespace else ""
            if prefix:
                scope.setdefault(prefix, {})[element.name] = value
            else:
                scope[element.name] = value
        return scope

    def _service(self, model: Model, service: Service) -> Function:
        """A function of the inputs of the service, whatever their values are out here."""
        given = [(reference, model.resolve(reference)) for reference in service.inputs]
        parameters = [
            Parameter(element.name, element.variable.type) for _, element in given if element is not None
        ]
        outputs = [element for each in service.outputs if (element := model.resolve(each)) is not None]

        def logic(scope: Scope, trace: Trace) -> Value:
            values = {
                reference: scope.get(element.name) for reference, element in given if element is not None
            }
            inner = _Walk(self.inputs, self.run, self.all_inputs, values, self.evaluated)
            results = {element.name: inner.value(model, element) for element in outputs}
            return next(iter(results.values())) if len(results) == 1 else results

        result = service.variable.type
        return function_of(service.name, parameters, logic, {}, self.trace, model.types, result)
