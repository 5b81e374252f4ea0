"""The engine-neutral suite that lies beside the repository, in all three modes, and its hostile inputs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from . import hostile
from .play import Player

FOLDER = Path(__file__).parents[2].parent / "shared" / "conformance"
MODES = {
    "straight": {},
    "stepwise": {"stepwise": True},
    "restart": {"restart": True},
}


def entries(path: Path) -> list[dict[str, object]]:
    """The cases of a file; none when it is not there."""
    return list(json.loads(path.read_text("utf-8"))) if path.exists() else []


@pytest.mark.skipif(
    not FOLDER.exists(), reason=f"the conformance suite is not at {FOLDER.name} beside the repository"
)
@pytest.mark.parametrize("mode", MODES)
def test_every_case_passes(mode: str) -> None:
    failed = {}
    for entry in entries(FOLDER / "cases.json"):
        try:
            Player(FOLDER, entry, **MODES[mode]).play()
        except Exception as problem:
            failed[entry["name"]] = f"{type(problem).__name__}: {problem}"
    assert not failed


@pytest.mark.skipif(
    not FOLDER.exists(), reason=f"the hostile inputs are not at {FOLDER.name} beside the repository"
)
@pytest.mark.parametrize(
    "entry", entries(FOLDER / "hostile" / "hostile.json"), ids=lambda entry: entry["name"]
)
def test_hostile_input_does_no_harm(entry: dict[str, object]) -> None:
    hostile.play(FOLDER / "hostile", entry)
