"""FEEL types: `instance of`, and the conversions that the standard does by itself (DMN 1.5, 10.3.2.9.4)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from .budget import Run
from .temporal.arithmetic import at_midnight
from .temporal.kinds import Date, DateTime, DaysTime, Time, YearsMonths
from .values import Function, Range, Value


class FeelType:
    """Any: what has no kind of its own."""


@dataclass(frozen=True, slots=True)
class Simple(FeelType):
    """A type of the standard, or one that a model declares, by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class ListType(FeelType):
    item: FeelType


@dataclass(frozen=True, slots=True)
class RangeType(FeelType):
    item: FeelType


@dataclass(frozen=True, slots=True)
class ContextType(FeelType):
    entries: tuple[tuple[str, FeelType], ...]


@dataclass(frozen=True, slots=True)
class FunctionType(FeelType):
    parameters: tuple[FeelType, ...]
    result: FeelType


@dataclass(frozen=True, slots=True)
class Restricted(FeelType):
    """A declared type whose values must also pass a test (allowed values)."""

    base: FeelType
    allows: Callable[[Value, Run], bool]


ANY = FeelType()
Declared = Mapping[str, FeelType]

SIMPLE: dict[str, tuple[type, ...]] = {
    "number": (Decimal,),
    "string": (str,),
    "boolean": (bool,),
    "date": (Date,),
    "time": (Time,),
    "date and time": (DateTime,),
    "dateTime": (DateTime,),
    "days and time duration": (DaysTime,),
    "dayTimeDuration": (DaysTime,),
    "years and months duration": (YearsMonths,),
    "yearMonthDuration": (YearsMonths,),
    "duration": (DaysTime, YearsMonths),
    "list": (list,),
    "context": (dict,),
    "range": (Range,),
    "function": (Function,),
}
NAMES = frozenset(SIMPLE)


def type_of(value: Value) -> FeelType:
    """The type of a plain value; any for null and for what has parts."""
    return next((Simple(name) for name, kinds in SIMPLE.items() if type(value) in kinds), ANY)


def conforms(value: Value, type_: FeelType, declared: Declared, run: Run, *, allowed: bool = True) -> bool:
    """Does a value, not null, belong to a type? `allowed`: mind allowed values too."""
    run.tick(1)
    if isinstance(type_, Simple):
        if type_.name == "Any":
            return True
        python = SIMPLE.get(type_.name)
        if python is not None:
            return type(value) in python
        model = declared.get(type_.name)
        return model is not None and conforms(value, model, declared, run, allowed=allowed)
    if isinstance(type_, Restricted):
        return conforms(value, type_.base, declared, run, allowed=allowed) and (
            not allowed or type_.allows(value, run)
        )
    if isinstance(type_, ListType):
        return isinstance(value, list) and all(
            item is None or conforms(item, type_.item, declared, run, allowed=allowed) for item in value
        )
    if isinstance(type_, ContextType):
        return isinstance(value, dict) and all(
            name in value
            and (value[name] is None or conforms(value[name], kind, declared, run, allowed=allowed))
            for name, kind in type_.entries
        )
    if isinstance(type_, RangeType):
        return isinstance(value, Range) and all(
            end is None or conforms(end, type_.item, declared, run, allowed=allowed)
            for end in (value.low, value.high)
        )
    if isinstance(type_, FunctionType):
        return isinstance(value, Function) and _fits(value, type_, declared)
    return True


def _fits(function: Function, type_: FunctionType, declared: Declared) -> bool:
    """A function may stand where it takes what is passed and gives what is awaited. What it does not say fits."""
    if function.parameters is None:
        return True  # it takes any number of values
    if len(function.parameters) != len(type_.parameters):
        return False
    own = function.types or [ANY] * len(function.parameters)
    return all(
        given is ANY or narrower(given, mine, declared)
        for given, mine in zip(type_.parameters, own, strict=True)
    ) and (function.result in (None, ANY) or narrower(function.result, type_.result, declared))


def narrower(inner: FeelType, outer: FeelType, declared: Declared) -> bool:
    """Is every value of `inner` one of `outer`?"""
    inner, outer = _resolved(inner, declared), _resolved(outer, declared)
    if outer == Simple("Any") or outer is ANY or inner == Simple("Null"):
        return True
    if isinstance(inner, ListType) and isinstance(outer, ListType):
        return narrower(inner.item, outer.item, declared)
    if isinstance(inner, RangeType) and isinstance(outer, RangeType):
        return narrower(inner.item, outer.item, declared)
    if isinstance(inner, ContextType) and isinstance(outer, ContextType):
        own = dict(inner.entries)
        return all(name in own and narrower(own[name], kind, declared) for name, kind in outer.entries)
    if isinstance(inner, FunctionType) and isinstance(outer, FunctionType):
        return len(inner.parameters) == len(outer.parameters) and (
            all(
                narrower(given, mine, declared)
                for given, mine in zip(outer.parameters, inner.parameters, strict=True)
            )
            and narrower(inner.result, outer.result, declared)
        )
    return inner == outer


def _resolved(type_: FeelType, declared: Declared) -> FeelType:
    """What a declared name stands for, in the end. A name that goes in a circle stands for itself."""
    for _ in range(20):
        if isinstance(type_, Restricted):
            type_ = type_.base
        elif isinstance(type_, Simple) and type_.name in declared and type_.name not in SIMPLE:
            type_ = declared[type_.name]
        else:
            break
    return type_


def coerce(value: Value, type_: FeelType, declared: Declared, run: Run) -> Value:
    """`value` as a `type_`: a list of one for its item, a date for its midnight; null where it cannot be one."""
    if value is None or type_ is ANY or conforms(value, type_, declared, run):
        return value
    target = _resolved(type_, declared)
    if isinstance(value, list):
        if len(value) == 1 and not isinstance(target, ListType) and target != Simple("list"):
            return coerce(value[0], type_, declared, run)
        return None
    if isinstance(target, ListType):
        item = coerce(value, target.item, declared, run)
        return [item] if item is not None and conforms([item], type_, declared, run) else None
    if isinstance(value, Date) and target in (Simple("date and time"), Simple("dateTime")):
        return at_midnight(value)
    return None
