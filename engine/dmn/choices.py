"""Boxed expressions that choose or repeat: conditionals, iterators, quantifiers and filters."""

from decimal import Decimal

from lxml import etree

from ..feel.loops import iterate, pick
from ..feel.values import Value
from .boxes import Boxes, Kind, kind
from .model import Boxed, Scope, Trace
from .xml import child, single_spaced, value_of


@kind("conditional")
def _conditional(boxes: Boxes, element: etree._Element) -> Boxed:
    condition, then, otherwise = (boxes.inside(child(element, name)) for name in ("if", "then", "else"))

    def choose(scope: Scope, trace: Trace) -> Value:
        verdict = condition(scope, trace)
        if verdict is not None and not isinstance(verdict, bool):
            return None
        return then(scope, trace) if verdict else otherwise(scope, trace)

    return choose


@kind("for")
def _for(boxes: Boxes, element: etree._Element) -> Boxed:
    name = single_spaced(value_of(element, "iteratorVariable"))
    source, body = boxes.inside(child(element, "in")), boxes.inside(child(element, "return"))

    def loop(scope: Scope, trace: Trace) -> Value:
        values = iterate(source(scope, trace))
        if values is None:
            return None
        results: list[Value] = []
        for value in values:
            trace.run.tick(10 + (len(results) >> 3))
            results.append(body({**scope, name: value, "partial": results.copy()}, trace))
        return results

    return loop


def _quantified(every: bool) -> Kind:
    def compile_(boxes: Boxes, element: etree._Element) -> Boxed:
        name = single_spaced(value_of(element, "iteratorVariable"))
        source, body = boxes.inside(child(element, "in")), boxes.inside(child(element, "satisfies"))

        def loop(scope: Scope, trace: Trace) -> Value:
            values = iterate(source(scope, trace))
            if values is None:
                return None
            result: bool | None = every
            for value in values:
                trace.run.tick(10)
                verdict = body({**scope, name: value}, trace)
                if verdict is (not every):
                    return not every
                if verdict is None:
                    result = None
                elif type(verdict) is not bool:
                    return None
            return result

        return loop

    return compile_


@kind("filter")
def _filter(boxes: Boxes, element: etree._Element) -> Boxed:
    source, match = boxes.inside(child(element, "in")), boxes.inside(child(element, "match"))

    def select(scope: Scope, trace: Trace) -> Value:
        items = source(scope, trace)
        if not isinstance(items, list):
            items = [] if items is None else [items]
        kept = []
        for item in items:
            trace.run.tick(10)
            verdict = match({**scope, **(item if isinstance(item, dict) else {}), "item": item}, trace)
            if isinstance(verdict, Decimal):
                return pick(items, verdict)
            if verdict is not None and not isinstance(verdict, bool):
                return None
            if verdict:
                kept.append(item)
        return kept

    return select


kind("some")(_quantified(False))
kind("every")(_quantified(True))
