"""The rules of the house, read from the source: who may import whom, who may commit, how long a file may be."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LONGEST = 400  # lines
# Written by hand: what people read and change. Lock files and built files are not.
WRITTEN = ("*.py", "*.js", "*.mjs", "*.css", "*.scss", "*.html")
ROOMS = ("engine", "web")


def files(*patterns: str, under: tuple[str, ...] = ROOMS) -> list[Path]:
    found = (file for folder in under for pattern in patterns for file in (ROOT / folder).rglob(pattern))
    return sorted(file for file in found if not {"node_modules", "dist"} & set(file.parts))


def named(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def imports(file: Path) -> Iterator[str]:
    """The dotted names a file imports, relative ones made absolute."""
    package = file.relative_to(ROOT).parent.parts
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join((*base, *(node.module or "").split("."))).strip(".")
            yield from (f"{module}.{alias.name}" for alias in node.names)


def within(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


def importers(*packages: str) -> set[str]:
    """The files of engine/ and web/ that import any of the packages."""
    return {named(file) for file in files("*.py") if any(within(name, *packages) for name in imports(file))}


def outside(found: set[str], *rooms: str) -> list[str]:
    """Those of the files that lie in none of the rooms (a folder's path with "/", or one file)."""
    return sorted(file for file in found if not file.startswith(rooms))


def test_the_rules_see_the_code() -> None:
    assert len(files("*.py")) > 40
    assert "engine/store.py" in importers("sqlalchemy")


def test_the_engine_never_imports_the_web() -> None:
    assert outside(importers("web"), "web/") == []


@pytest.mark.parametrize(
    ("package", "rooms"),
    [
        ("SpiffWorkflow", ("engine/bpmn/",)),
        ("marshmallow", ("engine/forms/", "engine/forms.py", "web/api/")),
        ("flask", ("web/",)),
        ("flask_login", ("web/",)),
        ("flask_wtf", ("web/",)),
        ("flask_limiter", ("web/",)),
        ("werkzeug", ("web/",)),
    ],
)
def test_a_library_stays_in_its_room(package: str, rooms: tuple[str, ...]) -> None:
    found = importers(package)
    assert found, f"nobody imports {package}: drop it from this rule and from setup.cfg"
    assert outside(found, *rooms) == []


def test_feel_knows_nothing_of_the_rest() -> None:
    strangers = {
        (named(file), name)
        for file in files("*.py", under=("engine/feel",))
        for name in imports(file)
        if within(name, "engine", "web") and not within(name, "engine.feel")
    }
    assert strangers == set()


def calls(file: Path) -> Iterator[tuple[int, str, bool]]:
    """Every call in a file: its line, the name called, and whether it is a method."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(id=name):
                    yield node.lineno, name, False
                case ast.Attribute(attr=name):
                    yield node.lineno, name, True


def test_one_file_commits() -> None:
    committing = {
        named(file)
        for file in files("*.py")
        for _, name, method in calls(file)
        if method and name == "commit"
    }
    assert outside(committing, "engine/store.py") == []


def test_no_text_is_run_as_python() -> None:
    running = [
        f"{named(file)}:{line}"
        for file in files("*.py")
        for line, name, method in calls(file)
        if not method and name in {"eval", "exec", "compile"} and name not in defined(file)
    ]
    assert running == []


def defined(file: Path) -> set[str]:
    """Names that a file gives its own meaning, such as a function of ours called compile."""
    own = {node.name for node in ast.walk(tree(file)) if isinstance(node, ast.FunctionDef)}
    return own | {name.rpartition(".")[2] for name in imports(file) if within(name, *ROOMS)}


@pytest.mark.parametrize("folder", [*ROOMS, "build_backend", "tests", "benchmarks"])
def test_no_file_is_longer_than_a_sitting(folder: str) -> None:
    lengths = {named(file): len(file.read_bytes().splitlines()) for file in files(*WRITTEN, under=(folder,))}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}
