"""How a built-in function is declared: by the signature that its users see.

    @builtin("substring(string: string, start position: number, length?: number)")

`?` marks what may be left out, `...` what takes any number of values, `|` a choice of types. A value of the wrong
type gives null, as does a wrong number of values; a list of one stands for its item, and one value for a list of it.
Several functions of one name are tried in the order they are declared.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from ..budget import Run
from ..temporal.arithmetic import at_midnight
from ..temporal.kinds import Date, DateTime, DaysTime, Time, YearsMonths
from ..types import ANY, SIMPLE, FeelType, Simple
from ..values import Function, Value

_POINT = (Decimal, str, Date, Time, DateTime, DaysTime, YearsMonths)
_TYPES: dict[str, tuple[type, ...]] = {**SIMPLE, "null": (type(None),), "point": _POINT}
_PARAMETER = re.compile(r"(\.\.\.)?([a-zA-Z0-9 ]+?)(\?)?: ?([a-z |]+)")
_REFUSED: Any = ...


@dataclass(frozen=True, slots=True)
class Parameter:
    """`kinds` empty: any value, null included."""

    name: str
    kinds: tuple[type, ...]
    optional: bool
    repeated: bool
    type: FeelType

    def accept(self, value: Value) -> Value:
        """The value as this parameter takes it, or `_REFUSED`."""
        kinds = self.kinds
        kind = type(value)
        if not kinds or kind in kinds:
            return value
        if kind is list:
            return self.accept(value[0]) if len(value) == 1 and type(value[0]) is not list else _REFUSED
        if list in kinds and value is not None:
            return [value]
        return at_midnight(value) if kind is Date and DateTime in kinds else _REFUSED


@dataclass(frozen=True, slots=True)
class Overload:
    parameters: tuple[Parameter, ...]
    function: Callable[..., Value]
    with_run: bool
    least: int
    most: int

    def accept(self, arguments: Sequence[Value]) -> list[Value] | None:
        """The arguments in the types of the parameters, or None."""
        if not self.least <= len(arguments) <= self.most:
            return None
        accepted = []
        parameters = self.parameters
        for index, argument in enumerate(arguments):
            value = parameters[min(index, len(parameters) - 1)].accept(argument)
            if value is _REFUSED:
                return None
            accepted.append(value)
        return accepted


class Builtin(Function):
    """A function of the standard or one of ours, with all its overloads."""

    __slots__ = ("overloads",)

    def __init__(self, name: str) -> None:
        super().__init__(name, None, self._call)
        self.overloads: list[Overload] = []

    def add(self, overload: Overload) -> None:
        self.overloads.append(overload)
        if len(self.overloads) == 1 and not any(parameter.repeated for parameter in overload.parameters):
            required = [parameter for parameter in overload.parameters if not parameter.optional]
            self.parameters = [parameter.name for parameter in required]
            self.types = [parameter.type for parameter in required]

    def invoke(self, arguments: list[Value], run: Run) -> Value:
        return self._call(arguments, run)

    def _call(self, arguments: list[Value], run: Run) -> Value:
        for argument in arguments:
            kind = type(argument)
            if kind is list or kind is dict:
                run.tick(len(argument) >> 3)
            elif kind is str:
                run.tick(len(argument) >> 6)
        for overload in self.overloads:
            accepted = overload.accept(arguments)
            if accepted is not None:
                return (
                    overload.function(run, *accepted) if overload.with_run else overload.function(*accepted)
                )
        return None

    def arrange(self, names: Sequence[str], arguments: Sequence[Value]) -> list[Value] | None:
        given = dict(zip(names, arguments, strict=True))
        if len(given) != len(names):
            return None
        for overload in self.overloads:
            known = [parameter.name for parameter in overload.parameters]
            missing = [p.name for p in overload.parameters if not p.optional and p.name not in given]
            if missing or not given.keys() <= set(known):
                continue
            while known and known[-1] not in given:
                known.pop()
            return [given.get(name) for name in known]
        return None


FUNCTIONS: dict[str, Function] = {}


Implementation = TypeVar("Implementation", bound=Callable[..., Value])


def builtin(signature: str, *, run: bool = False) -> Callable[[Implementation], Implementation]:
    """Registers a function under its signature. `run`: it takes the running evaluation before its arguments."""
    name, _, rest = signature.partition("(")
    parameters = tuple(_parameter(*hit) for hit in _PARAMETER.findall(rest.rstrip(")")))

    def register(function: Implementation) -> Implementation:
        target = FUNCTIONS.setdefault(name, Builtin(name))
        least = sum(not parameter.optional for parameter in parameters)
        most = 1_000_000 if parameters and parameters[-1].repeated else len(parameters)
        assert isinstance(target, Builtin)
        target.add(Overload(parameters, function, run, least, most))
        return function

    return register


def _parameter(repeated: str, name: str, optional: str, types: str) -> Parameter:
    words = [word.strip() for word in types.split("|")]
    kinds = () if words == ["any"] else tuple(kind for word in words for kind in _TYPES[word])
    return Parameter(
        name.strip(),
        kinds,
        bool(optional),
        bool(repeated),
        ANY if words == ["any"] or len(words) > 1 else Simple(words[0]),
    )
