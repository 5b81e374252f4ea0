"""Plays hostile and broken inputs, each in a process of its own with limits on processor time and memory."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any


def play(folder: Path, entry: dict[str, Any], **modes: bool) -> None:
    """``modes``: as of ``Player``. Raises ``AssertionError`` with what was expected and what came."""
    with tempfile.TemporaryDirectory() as made:
        if entry.get("generated"):
            subprocess.run(
                [sys.executable, str(folder / "generate.py"), made], check=True, capture_output=True
            )
            folder = Path(made)
        limits = {"seconds": 30, "memoryMB": 1024} | entry.get("limits", {})

        def limit() -> None:
            resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"]))
            memory = limits["memoryMB"] * 1024 * 1024
            resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))

        done = subprocess.run(
            [sys.executable, "-m", "tests.conformance.hostile_child", str(folder)],
            input=json.dumps({"modes": modes} | entry),
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=limit,
        )
    assert done.returncode == 0, f"exit code {done.returncode}: {done.stderr.strip()[-300:]}"
    came = json.loads(done.stdout)
    assert came["verdict"] in entry["expect"], f"expected {entry['expect']}, came {came}"
    if came["verdict"] == "incident" and "element" in entry:
        assert came["elements"] == [entry["element"]], f"incident at {entry['element']}, came {came}"
    if came["verdict"] == "rejected" and entry["files"]:
        _check_problems(entry, came["problems"])


def _check_problems(entry: dict[str, Any], problems: list[dict[str, Any]]) -> None:
    if "generateVariables" in entry:
        return
    assert any(problem["file"] in entry["files"] for problem in problems), f"no file named in {problems}"
    if "element" in entry:
        assert any(p["element"] == entry["element"] for p in problems), (
            f"{entry['element']} not in {problems}"
        )
    if "line" in entry:
        lines = [problem["line"] for problem in problems]
        assert any(entry["line"] <= (line or 0) <= entry["line"] + 12 for line in lines), (
            f"line {entry['line']}, came {lines}"
        )
