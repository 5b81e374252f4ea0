"""Compiled expressions and unary tests: what the rest of the house holds in its hands."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache

from . import calls, loops  # noqa: F401 - they register what they compile
from .budget import DEFAULT_BUDGET, Budget, Run
from .builtins import FUNCTIONS
from .compiler import Compiler
from .errors import BudgetExceeded, TooComplex
from .frames import Closure, Frame, Names
from .names import grow, grown
from .parser import Parser
from .paths import NAMES as PROPERTY_NAMES
from .types import Declared
from .unary import unary_closure
from .values import Value, weigh

# The names of several words that every expression knows.
SPELLED = grow([*FUNCTIONS, *PROPERTY_NAMES])
_NO_TYPES: Declared = {}
_CACHED_LENGTH = 4_000


class Expression:
    """A compiled expression. It holds no state, so threads may share it.

    `text`: its source. `names`: the variables that it may read from its context, for checking a model; a name inside a
    filter is among them, though it may turn out to be a part of the items.
    """

    __slots__ = ("_closure", "names", "text")

    def __init__(self, text: str, names: frozenset[str], closure: Closure) -> None:
        self.text = text
        self.names = names
        self._closure = closure

    def __call__(
        self,
        context: Names,
        *,
        now: datetime | None = None,
        closed: Collection[date] | None = None,
        budget: Budget = DEFAULT_BUDGET,
    ) -> Value:
        """The value. `context`: FEEL values by name, `now`: what now() and today() go by (default: the clock),
        `closed`: days that are no working days besides weekends and holidays (default: those of `closed_days`).

        Raises BudgetExceeded; all else that goes wrong is null.
        """
        run = Run(now, closed, budget)
        value = self.run(context, run)
        if type(value) is list or type(value) is dict:
            weigh(value, run)
        return value

    def run(self, context: Names, run: Run) -> Value:
        """The value, within an evaluation that has begun: several expressions on one budget."""
        try:
            return self._closure(Frame(context, None, run))
        except RecursionError:
            raise BudgetExceeded("The expression is nested too deep.") from None


class UnaryTests:
    """Compiled unary tests, as in a cell of a decision table: `> 10, [1..5]`. `names` as of Expression."""

    __slots__ = ("_closure", "names", "text")

    def __init__(self, text: str, names: frozenset[str], closure: Closure) -> None:
        self.text = text
        self.names = names
        self._closure = closure

    def __call__(
        self,
        value: Value,
        context: Names,
        *,
        now: datetime | None = None,
        closed: Collection[date] | None = None,
        budget: Budget = DEFAULT_BUDGET,
    ) -> bool | None:
        """Does `value`, which the tests may call `?`, pass? Raises BudgetExceeded."""
        return self.run(value, context, Run(now, closed, budget))

    def run(self, value: Value, context: Names, run: Run) -> bool | None:
        """The same within an evaluation that has begun."""
        try:
            passed: bool | None = self._closure(Frame({"?": value}, Frame(context, None, run), run))
        except RecursionError:
            raise BudgetExceeded("The expression is nested too deep.") from None
        return passed


def compile(
    text: str,
    *,
    names: Iterable[str] = (),
    types: Declared = _NO_TYPES,
) -> Expression:
    """The expression that `text` spells. `names`: those that hold spaces or signs and that it may use; `types`: the
    types of a decision model.

    Raises FeelSyntaxError with the position, or BudgetExceeded when the text is too long or nested too deep.
    """
    known = frozenset(names)
    if types or len(text) > _CACHED_LENGTH:
        return _compile(text, known, types)
    return _cached(text, known)


def compile_unary(text: str, *, names: Iterable[str] = (), types: Declared = _NO_TYPES) -> UnaryTests:
    """The unary tests that `text` spells; as `compile`."""
    known = frozenset(names)
    if types or len(text) > _CACHED_LENGTH:
        return _compile_unary(text, known, types)
    return _cached_unary(text, known)


def evaluate(text: str, context: Mapping[str, Value], *, now: datetime | None = None) -> Value:
    """Compile and call in one step; names in `context` may hold spaces and signs."""
    names = [name for name in context if not name.isidentifier()]
    return compile(text, names=names)(context, now=now)


def _compile(text: str, names: frozenset[str], types: Declared) -> Expression:
    compiler = Compiler(FUNCTIONS, types)
    closure = _guarded(lambda: compiler.closure(Parser(text, SPELLED, grown(names)).parse()))
    return Expression(text, frozenset(compiler.free), closure)


def _compile_unary(text: str, names: frozenset[str], types: Declared) -> UnaryTests:
    compiler = Compiler(FUNCTIONS, types)
    closure = _guarded(lambda: unary_closure(compiler, Parser(text, SPELLED, grown(names)).parse_unary()))
    return UnaryTests(text, frozenset(compiler.free), closure)


def _guarded(work: Callable[[], Closure]) -> Closure:
    try:
        return work()
    except RecursionError:
        raise TooComplex("The expression is nested too deep.") from None


@lru_cache(maxsize=4096)
def _cached(text: str, names: frozenset[str]) -> Expression:
    return _compile(text, names, _NO_TYPES)


@lru_cache(maxsize=4096)
def _cached_unary(text: str, names: frozenset[str]) -> UnaryTests:
    return _compile_unary(text, names, _NO_TYPES)
