"""Decision models of DMN 1.2 to 1.6.

    model = read(xml)
    evaluate(model, "eligibility", {"age": Decimal(18)}).value

Inputs and outputs are FEEL values: `engine.feel.to_feel` and `from_feel` are the way from and to JSON.
"""

from .errors import DecisionError, DmnError, ModelError
from .evaluation import BUDGET, Evaluated, Evaluation, evaluate
from .model import Decision, InputData, MatchedRule, Model
from .questions import Question, questions, tables_in
from .reader import read, read_all

__all__ = [
    "BUDGET",
    "Decision",
    "DecisionError",
    "DmnError",
    "Evaluated",
    "Evaluation",
    "InputData",
    "MatchedRule",
    "Model",
    "ModelError",
    "Question",
    "evaluate",
    "questions",
    "read",
    "read_all",
    "tables_in",
]
