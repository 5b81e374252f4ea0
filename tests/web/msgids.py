"""Collects every English text that a person may be shown: from templates, pages, and the engine's messages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir

ROOT = Path(__file__).parents[2]
# calls whose first text is shown to people, in the language of the request
SAYS = frozenset(
    {
        "_",
        "gettext",
        "Message",
        "NotFound",
        "Forbidden",
        "Conflict",
        "Invalid",
        "FileProblem",
        "NeedsDiagram",
        "_unfit",
    }
)
SENTENCE = re.compile(r"[A-Z%].* .*(\.|: %\(\w+\)s)$")


def in_templates() -> set[str]:
    """The texts of the templates."""
    found: set[str] = set()
    for _file, _line, text, _comments, _context in extract_from_dir(
        ROOT / "web" / "templates", method_map=[("**.html", "jinja2")], options_map={"**.html": {}}
    ):
        found |= {text} if isinstance(text, str) else set(text)
    return found


def of_models() -> set[str]:
    """What is said of a process model: its room says it through many doors, always in whole sentences."""
    files = (ROOT / "engine" / "bpmn").rglob("*.py")
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in files]
    return {text for tree in trees for text in _sentences(tree)}


def _sentences(tree: ast.Module) -> Iterator[str]:
    unsaid = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in unsaid and SENTENCE.match(text):
                yield text


def in_code() -> set[str]:
    """The texts of the Python files of both rooms."""
    files = [*(ROOT / "web").rglob("*.py"), *(ROOT / "engine").rglob("*.py")]
    return {text for file in files if "node_modules" not in file.parts for text in _said(file)}


def _said(file: Path) -> Iterator[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    named = {
        target.id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in SAYS:
                yield from _texts(_template(node), named)


def _template(call: ast.Call) -> ast.expr | None:
    by_name = next((word.value for word in call.keywords if word.arg == "template"), None)
    return by_name or (call.args[0] if call.args else None)


def _texts(node: ast.expr | None, named: dict[str, ast.expr]) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from _texts(one, named)
            yield from _texts(other, named)
        case ast.Name(id=name) if isinstance(named.get(name), ast.Constant | ast.IfExp):
            yield from _texts(named[name], named)
