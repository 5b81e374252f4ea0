"""FEEL, the expression language of DMN 1.5: text to closures, exact, safe to give to users.

    compile("approved = true and amount > limit")({"approved": True, "amount": Decimal(5), "limit": Decimal(3)})

Values: `values.py`. Grammar: `parser.py`. Extensions, budget and known differences: `README.md`.
"""

from .budget import DEFAULT_BUDGET, Budget, closed_days
from .convert import from_feel, to_feel
from .errors import BudgetExceeded, FeelError, FeelRuntimeError, FeelSyntaxError
from .explain import Explanation, Note, explain
from .expressions import Expression, UnaryTests, compile, compile_unary, evaluate
from .temporal import Date, DateTime, DaysTime, Time, YearsMonths

__all__ = [
    "DEFAULT_BUDGET",
    "Budget",
    "BudgetExceeded",
    "Date",
    "DateTime",
    "DaysTime",
    "Explanation",
    "Expression",
    "FeelError",
    "FeelRuntimeError",
    "FeelSyntaxError",
    "Note",
    "Time",
    "UnaryTests",
    "YearsMonths",
    "closed_days",
    "compile",
    "compile_unary",
    "evaluate",
    "explain",
    "from_feel",
    "to_feel",
]
