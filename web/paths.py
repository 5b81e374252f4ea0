"""Where the data that ships with the application lies: beside the code, in the repository and when installed."""

from __future__ import annotations

from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent


def processes() -> Path:
    """The folder with one folder per process: *.bpmn, *.dmn, roles.json."""
    return _ROOT / "processes"


def forms() -> Path:
    """The folder of *.form files."""
    return _ROOT / "forms"
