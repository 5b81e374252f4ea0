"""Hit policies: what a decision table makes of the rules that match (DMN 1.5, 8.2.8)."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from ..feel.budget import Run
from ..feel.builtins.lists import maximum, minimum, total
from ..feel.values import Value, equal
from .errors import DecisionError, ModelError
from .model import MatchedRule


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that matched, and its output."""

    rule: MatchedRule
    value: Value


@dataclass(frozen=True, slots=True)
class Outcome:
    """`rules`: those that made the value."""

    value: Value
    rules: tuple[MatchedRule, ...]


Ranks = list[list[Value]]  # of each output, its allowed values from the first choice to the last
Policy = Callable[[list[Hit], Ranks, Run], Outcome]


def policy_of(name: str, aggregation: str, element: str) -> Policy:
    """The policy that a table names; UNIQUE where it names none. Raises ModelError for an unknown one."""
    policy = partial(_collect, aggregation) if name == "COLLECT" else _POLICIES.get(name or "UNIQUE")
    if policy is None or aggregation not in ("", *_AGGREGATIONS):
        raise ModelError(
            "There is no hit policy %(name)s.", element=element, name=f"{name} {aggregation}".strip()
        )
    return policy


def without_hits(name: str, aggregation: str) -> Value:
    """What a table without default outputs gives when no rule matches: null, where all hits are asked for an empty
    list, where they are counted zero."""
    if aggregation:
        return Decimal(0) if aggregation == "COUNT" else None
    return [] if name in ("COLLECT", "RULE ORDER", "OUTPUT ORDER") else None


def _spoken(hits: list[Hit]) -> str:
    return ", ".join(
        f"{hit.rule.number} ({hit.rule.label})" if hit.rule.label else str(hit.rule.number) for hit in hits
    )


def _all(hits: list[Hit]) -> Outcome:
    return Outcome([hit.value for hit in hits], tuple(hit.rule for hit in hits))


def _one(hit: Hit) -> Outcome:
    return Outcome(hit.value, (hit.rule,))


def _unique(hits: list[Hit], ranks: Ranks, run: Run) -> Outcome:
    if len(hits) > 1:
        raise DecisionError(
            "Only one rule may match, but these match together: %(rules)s.",
            element=hits[0].rule.table,
            rules=_spoken(hits),
        )
    return _one(hits[0])


def _any(hits: list[Hit], ranks: Ranks, run: Run) -> Outcome:
    different = [hit for hit in hits if not _same(hit.value, hits[0].value, run)]
    if different:
        raise DecisionError(
            "Rules that match together must give the same, but these differ: %(rules)s.",
            element=hits[0].rule.table,
            rules=_spoken([hits[0], *different]),
        )
    return Outcome(hits[0].value, tuple(hit.rule for hit in hits))


def _same(left: Value, right: Value, run: Run) -> bool:
    return equal(left, right, run) is True


def _ranked(hits: list[Hit], ranks: Ranks, run: Run) -> list[Hit]:
    """By the place of their outputs among the allowed values, the first column first; rules alike keep their order."""

    def places(hit: Hit) -> list[int]:
        values = list(hit.value.values()) if len(ranks) > 1 else [hit.value]
        return [_place(value, allowed, run) for value, allowed in zip(values, ranks, strict=True)]

    return sorted(hits, key=places)


def _place(value: Value, allowed: list[Value], run: Run) -> int:
    return next((place for place, each in enumerate(allowed) if _same(value, each, run)), len(allowed))


def _collect(aggregation: str, hits: list[Hit], ranks: Ranks, run: Run) -> Outcome:
    if not aggregation:
        return _all(hits)
    return Outcome(_AGGREGATIONS[aggregation]([hit.value for hit in hits], run), _all(hits).rules)


_AGGREGATIONS: dict[str, Callable[[list[Value], Run], Value]] = {
    "SUM": lambda values, run: total(run, values),
    "MIN": lambda values, run: minimum(values),
    "MAX": lambda values, run: maximum(values),
    "COUNT": lambda values, run: Decimal(len(values)),
}
_POLICIES: dict[str, Policy] = {
    "UNIQUE": _unique,
    "ANY": _any,
    "FIRST": lambda hits, ranks, run: _one(hits[0]),
    "PRIORITY": lambda hits, ranks, run: _one(_ranked(hits, ranks, run)[0]),
    "RULE ORDER": lambda hits, ranks, run: _all(hits),
    "OUTPUT ORDER": lambda hits, ranks, run: _all(_ranked(hits, ranks, run)),
}
