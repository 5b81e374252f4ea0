"""Every message has its Danish; found by reading the sources."""

import ast
from pathlib import Path

import pytest

import engine.dmn
import engine.feel
from engine.dmn import messages_da as dmn
from engine.feel import FeelError, FeelSyntaxError, compile, messages_da

ERRORS = {
    "FeelError",
    "FeelSyntaxError",
    "FeelRuntimeError",
    "BudgetExceeded",
    "TooComplex",
    "ModelError",
    "DecisionError",
    "Note",
}


def templates(package: str) -> set[str]:
    found = set()
    for file in Path(package).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS:
                parts = (part for argument in node.args[:1] for part in ast.walk(argument))
                found |= {part.value for part in parts if isinstance(part, ast.Constant)}
    return found


def test_feel_speaks_danish() -> None:
    assert templates(engine.feel.__file__) == set(messages_da.MESSAGES)


def test_dmn_speaks_danish() -> None:
    assert templates(engine.dmn.__file__) <= set(dmn.MESSAGES)


@pytest.mark.parametrize("english", sorted(dmn.MESSAGES))
def test_both_languages_take_the_same_parameters(english: str) -> None:
    def parameters(template: str) -> list[str]:
        return sorted(part.partition(")")[0] for part in template.split("%(")[1:])

    assert parameters(english) == parameters(dmn.MESSAGES[english])


def test_a_danish_message() -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        compile("1 + ]")
    assert messages_da.danish(caught.value) == "Her skulle stå en værdi, men der står ]."
    assert messages_da.danish(FeelError("Untranslated 100%.")) == "Untranslated 100%."
