"""A form at work: its components joined with the answers of one moment. It settles what is hidden, what may not
be changed, what is computed and which options there are; the view, the rules and the document read it."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from time import thread_time
from typing import Any

from engine import feel
from engine.errors import Message, ModelFault
from engine.forms.component import CHOICES, INPUTS, MAX_ROWS, SINGLE_CHOICES, Component, Option, dig
from engine.forms.locales import Locale, shown
from engine.forms.nodes import MISSING, Answers, Node, Row, Scope, nothing
from engine.forms.rows import pair_rows, rows_in
from engine.forms.schemas import fault_at
from engine.forms.text import Text

MAX_PASSES = 10  # a chain of conditions settles in as many passes as it is long
MAX_SECONDS = 1.0  # of processor time for all expressions of one form; each has a budget of its own besides


class Converted(dict[str, Any]):
    """The variables of a task as FEEL values, each converted when it is first asked for."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__()
        self._values = values

    def __missing__(self, name: str) -> Any:
        value = self[name] = feel.to_feel(self._values[name])
        return value

    def __contains__(self, name: object) -> bool:
        return name in self._values


class Live:
    """All nodes of a form. ``context``: the variables that expressions may read besides the answers (JSON).
    Raises ModelFault when an expression of the form asks for more work than it may."""

    def __init__(
        self,
        components: tuple[Component, ...],
        answers: Answers,
        context: Mapping[str, Any],
        locale: Locale,
        now: datetime | None,
    ) -> None:
        self.locale = locale
        self._now = now
        self._started = thread_time()
        facts: dict[str, Any] = {}
        scope: Scope = ChainMap(facts, Converted(context))
        self.scope = scope
        self.nodes = self._grow(components, answers, scope, facts, "", None)
        for _ in range(MAX_PASSES):
            if not self._settle(self.nodes, hidden=False, readonly=False):
                break

    def evaluate(self, node: Node, expression: feel.Expression) -> Any:
        """The FEEL value of one of the expressions of ``node``."""
        if thread_time() - self._started > MAX_SECONDS:
            raise ModelFault("The form cannot be worked out: its expressions ask for too much work")
        try:
            return expression(node.scope, now=self._now)
        except feel.FeelError as fault:
            raise _too_much(node, fault) from fault

    def json(self, node: Node, expression: feel.Expression) -> Any:
        """The JSON value of one of the expressions of ``node``."""
        value = self.evaluate(node, expression)
        try:
            return feel.from_feel(value)
        except feel.FeelError as fault:
            raise _too_much(node, fault) from fault

    def truth(self, node: Node, rule: bool | feel.Expression) -> bool:
        """Whether a rule holds. Null, and anything else but true, does not."""
        return rule if isinstance(rule, bool) else self.evaluate(node, rule) is True

    def number(self, node: Node, rule: Decimal | feel.Expression | None) -> Decimal | None:
        """A limit, worked out; None where there is none."""
        value = self.evaluate(node, rule) if isinstance(rule, feel.Expression) else rule
        return value if isinstance(value, Decimal) else None

    def text(self, node: Node, text: Text, escape: Callable[[str], str] = str) -> str:
        """A text of the component with its expressions worked out, each put through ``escape``."""
        return text.render(lambda part: self.json(node, part), self.locale, escape)

    # growing: every component gets its answer, as if all of them were shown -------------------------------------

    def _grow(
        self,
        components: tuple[Component, ...],
        answers: Answers,
        scope: Scope,
        facts: dict[str, Any],
        prefix: str,
        row: Row | None,
    ) -> list[Node]:
        nodes = []
        for component in components:
            place = facts
            for name in component.at[:-1]:
                place = place.setdefault(name, {})
            path = prefix if component.type == "group" else prefix + component.key
            node = Node(component, path, scope, place, row)
            nodes.append(node)
            level = answers.stored_only() if component.readonly is True else answers
            if component.type == "group":
                node.fields = self._grow(component.children, level, scope, facts, prefix, row)
            elif component.at:
                self._answer(node, level)
                place[component.at[-1]] = self._fact(node)
        return nodes

    def _answer(self, node: Node, answers: Answers) -> None:
        component, at = node.component, node.component.at
        node.stored = dig(answers.stored, at, MISSING)
        node.fault = fault_at(answers.faults, at)
        if answers.typed is not None:
            node.typed = dig(answers.typed, at, MISSING)
        if component.repeats:
            self._grow_rows(node, answers)
        elif component.type != "expression":
            answer = dig(answers.clean, at) if answers.typed is not None else _stored(node)
            node.answer = nothing(component) if answer is None else answer
            node.value = node.answer

    def _grow_rows(self, node: Node, answers: Answers) -> None:
        at = node.component.at
        stored, clean, faults = rows_in(node.stored), rows_in(dig(answers.clean, at)), dig(answers.faults, at)
        pairs = pair_rows(node, stored, sent_form=answers.typed is not None)
        for number, (sent, origin) in enumerate(pairs[:MAX_ROWS]):
            level = Answers(
                typed=None if answers.typed is None else sent,
                clean=clean[number] if number < len(clean) else {},
                faults=faults.get(number, {}) if isinstance(faults, Mapping) else {},
                stored={} if origin is None else stored[origin],
            )
            row = Row(number, origin, level.stored, {})
            around = {"this": row.facts, "parent": node.facts, "i": Decimal(number + 1)}
            scope = ChainMap(row.facts, around, *node.scope.maps)
            prefix = f"{node.path}.{number}."
            row.fields = self._grow(node.component.children, level, scope, row.facts, prefix, row)
            node.rows.append(row)

    # settling: hide, fix and compute until nothing changes any more ----------------------------------------------

    def _settle(self, nodes: list[Node], *, hidden: bool, readonly: bool) -> bool:
        """One pass. Whether anything changed."""
        changed = False
        for node in nodes:
            component = node.component
            before = (node.hidden, node.readonly, node.value)
            node.hidden = hidden or (component.hide is not None and self.truth(node, component.hide))
            node.readonly = readonly or self.truth(node, component.readonly)
            if component.type == "expression" and component.computed is not None:
                node.value = None if node.hidden else self.json(node, component.computed)
            elif component.type in INPUTS:
                self._choose(node)
            if before != (node.hidden, node.readonly, node.value):
                changed = True
                if component.at and component.type != "group":
                    node.facts[component.at[-1]] = self._fact(node)
            below = [node.fields, *(row.fields for row in node.rows)]
            for part in below:
                changed |= self._settle(part, hidden=node.hidden, readonly=node.readonly)
        return changed

    def _choose(self, node: Node) -> None:
        """What counts as the answer: the stored value where it may not be changed, and of options their own value."""
        component = node.component
        node.value = _stored(node) if node.readonly else node.answer
        if component.type not in CHOICES:
            return
        node.options = self._options(node)
        values = {str(option.value): option.value for option in node.options}
        if component.type in SINGLE_CHOICES:
            node.value = values.get(str(node.value), node.value)
        elif isinstance(node.value, list):
            chosen = [values.get(str(value), value) for value in node.value]
            order = {str(value): place for place, value in enumerate(values)}
            node.value = sorted(chosen, key=lambda value: order.get(str(value), len(order)))

    def _options(self, node: Node) -> tuple[Option, ...]:
        computed = node.component.options.computed
        if computed is None:
            return node.component.options.fixed
        entries = self.json(node, computed)
        return tuple(_read_options(entries, self.locale)) if isinstance(entries, list) else ()

    @staticmethod
    def _fact(node: Node) -> Any:
        """What FEEL sees of a node: null while it is hidden, whatever the case may hold."""
        if node.hidden:
            return None
        return [row.facts for row in node.rows] if node.component.repeats else feel.to_feel(node.value)


def _too_much(node: Node, fault: feel.FeelError) -> ModelFault:
    return ModelFault(
        "The form cannot be worked out: %(component)s: %(reason)s",
        component=node.component.id,
        reason=Message(fault.template, fault.params),
    )


def _stored(node: Node) -> Any:
    return node.component.default if node.stored is MISSING else node.stored


def _read_options(entries: list[Any], locale: Locale) -> Iterator[Option]:
    """Options from a list of {label, value}, or of bare values that are their own labels."""
    for entry in entries:
        label, value = (
            (entry.get("label"), entry.get("value")) if isinstance(entry, Mapping) else (entry, entry)
        )
        if isinstance(value, str | int | float) and value != "":
            yield Option(shown(value if label is None else label, locale), value)
