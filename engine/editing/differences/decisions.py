"""What is different between two versions of a file of decisions: columns, rules and cells, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from engine import dmn
from engine.bpmn.differences import Change
from engine.bpmn.differences.spoken import clip
from engine.errors import Message

from .tables import Column, Decision, Rule, Table, decisions, other_parts

_POLICIES = {
    "UNIQUE": Message("at most one rule may fit"),
    "ANY": Message("several rules may fit if they say the same"),
    "FIRST": Message("the first rule that fits counts"),
    "PRIORITY": Message("the most important result counts"),
    "RULE ORDER": Message("all rules that fit count, from the top"),
    "OUTPUT ORDER": Message("all rules that fit count, the most important first"),
    "COLLECT": Message("all rules that fit count"),
    "COLLECT SUM": Message("the results of all rules that fit are added"),
    "COLLECT MIN": Message("the least result of all rules that fit counts"),
    "COLLECT MAX": Message("the greatest result of all rules that fit counts"),
    "COLLECT COUNT": Message("the number of rules that fit counts"),
}
_IN_ORDER = frozenset(("FIRST", "RULE ORDER"))
Element = Callable[[str], str | None]


def compare(name: str, before: bytes, after: bytes, element: Element) -> Iterator[Change]:
    """The differences of the file called ``name``. ``element``: the step that asks for a decision, by its id."""
    try:
        old, new = decisions(before), decisions(after)
        aside = other_parts(before) != other_parts(after)
    except dmn.DmnError:
        if before != after:
            yield Change(
                "decisions", None, Message('the decisions in "%(file)s" cannot be read', {"file": name})
            )
        return
    for id in new.keys() - old.keys():
        params = {"name": new[id].name}
        yield Change("decisions", element(id), Message('the decision "%(name)s" has been added', params))
    for id in old.keys() - new.keys():
        params = {"name": old[id].name}
        yield Change("decisions", element(id), Message('the decision "%(name)s" has been removed', params))
    for id in new:
        if id in old:
            for message in _decision(old[id], new[id]):
                yield Change("decisions", element(id), message)
    if aside:
        text = Message('what the decisions in "%(file)s" build upon is another', {"file": name})
        yield Change("decisions", None, text)


def _decision(old: Decision, new: Decision) -> Iterator[Message]:
    name: dict[str, Any] = {"table": new.name}
    if old.name != new.name:
        yield Message('the decision "%(old)s" is now called "%(new)s"', {"old": old.name, "new": new.name})
    if old.table and new.table:
        yield from _table(old.table, new.table, new.name)
    elif bool(old.table) != bool(new.table):
        yield Message('the decision "%(table)s" is now made in another way', name)
    elif old.formula != new.formula:
        said = name | {"old": clip(old.formula), "new": clip(new.formula)}
        yield Message('the decision "%(table)s" now works out "%(new)s" instead of "%(old)s"', said)
    if old.rest != new.rest:
        yield Message('the decision "%(table)s" builds upon something else, or is made in another way', name)


def _table(old: Table, new: Table, table: str) -> Iterator[Message]:
    if old.policy != new.policy:
        said = {"old": _policy(old.policy), "new": _policy(new.policy)}
        yield Message('in "%(table)s" it now holds that %(new)s, not that %(old)s', {"table": table, **said})
    for sort in ("inputs", "outputs"):
        yield from _columns(getattr(old, sort), getattr(new, sort), table)
    pairs = _same_rules(old, new)
    columns = {**old.inputs, **old.outputs, **new.inputs, **new.outputs}
    for id, rule in new.rules.items():
        if id not in pairs.values():
            said = {"number": rule.number, "rule": _cells(rule, columns), "table": table}
            yield Message('rule %(number)s has been added in "%(table)s": %(rule)s', said)
    for id, rule in old.rules.items():
        if id not in pairs:
            said = {"number": rule.number, "rule": _cells(rule, columns), "table": table}
            yield Message('rule %(number)s has been removed from "%(table)s": %(rule)s', said)
    for was, now in pairs.items():
        yield from _rule(old.rules[was], new.rules[now], new, table)
    order = sorted(pairs, key=lambda id: new.rules[pairs[id]].number)
    if order != sorted(pairs, key=lambda id: old.rules[id].number):
        counts = Message(
            'the rules in "%(table)s" stand in another order, which counts here', {"table": table}
        )
        harmless = Message('the rules in "%(table)s" stand in another order', {"table": table})
        yield counts if new.policy in _IN_ORDER else harmless


def _policy(policy: str) -> Any:
    return _POLICIES.get(policy, clip(policy))


def _columns(old: Mapping[str, Column], new: Mapping[str, Column], table: str) -> Iterator[Message]:
    for id in dict.fromkeys((*old, *new)):
        was, now = old.get(id), new.get(id)
        if was is None and now is not None:
            yield Message(
                'the column "%(name)s" has been added in "%(table)s"', {"name": now.label, "table": table}
            )
        elif was is not None and now is None:
            yield Message(
                'the column "%(name)s" has been removed from "%(table)s"', {"name": was.label, "table": table}
            )
        elif was is not None and now is not None and was != now:
            yield from _column(was, now, table)


def _column(was: Column, now: Column, table: str) -> Iterator[Message]:
    if was.label != now.label:
        labels = {"old": was.label, "new": now.label, "table": table}
        yield Message('the column "%(old)s" in "%(table)s" is now called "%(new)s"', labels)
    params: dict[str, Any] = {"name": now.label, "table": table}
    if was.source != now.source:
        said = params | {"old": clip(was.source), "new": clip(now.source)}
        yield Message(
            'the column "%(name)s" in "%(table)s" is now about "%(new)s" instead of "%(old)s"', said
        )
    if was.type != now.type:
        said = params | {"old": clip(was.type) or "–", "new": clip(now.type) or "–"}
        yield Message(
            'the column "%(name)s" in "%(table)s" is now of the type %(new)s instead of %(old)s', said
        )
    if was.values != now.values:
        said = params | {"new": clip(now.values) or Message("anything")}
        yield Message('in the column "%(name)s" in "%(table)s" there may now stand: %(new)s', said)


def _same_rules(old: Table, new: Table) -> dict[str, str]:
    """Earlier id -> later id: by id, what is left by what it says."""
    pairs = {id: id for id in old.rules if id in new.rules}
    left = {_content(rule): id for id, rule in new.rules.items() if id not in old.rules}
    for id, rule in old.rules.items():
        if id not in pairs and _content(rule) in left:
            pairs[id] = left.pop(_content(rule))
    return pairs


def _content(rule: Rule) -> tuple[str, ...]:
    return tuple(rule.cells.values())


def _rule(old: Rule, new: Rule, table: Table, name: str) -> Iterator[Message]:
    for id, column in (table.inputs | table.outputs).items():
        was, now = old.cells.get(id), new.cells.get(id)
        if was is None or now is None or was == now:
            continue  # a column that is new, or gone, has its own sentence
        params = {
            "number": new.number,
            "table": name,
            "column": column.label,
            "old": _cell(was),
            "new": _cell(now),
        }
        yield Message(
            'rule %(number)s in "%(table)s" now has %(new)s instead of %(old)s in "%(column)s"', params
        )
    if old.label != new.label:
        params = {"number": new.number, "table": name, "new": clip(new.label)}
        yield Message('rule %(number)s in "%(table)s" is now described as "%(new)s"', params)


def _cell(text: str) -> Any:
    return clip(text) if text not in ("", "-") else Message("anything")


def _cells(rule: Rule, columns: Mapping[str, Column]) -> list[Message]:
    """What a rule says: the columns that it has something to say of."""
    return [
        Message("%(column)s: %(value)s", {"column": columns[id].label, "value": clip(text)})
        for id, text in rule.cells.items()
        if text not in ("", "-")
    ]
