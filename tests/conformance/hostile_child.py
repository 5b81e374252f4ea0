"""The process that plays one hostile entry: the entry on standard input, the verdict on standard output."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from engine import bpmn
from engine.errors import Fault

from .play import Player

INNOCENT = b"""<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="i">
<bpmn:process id="innocent" isExecutable="true"><bpmn:startEvent id="i1"/><bpmn:endEvent id="i2"/>
<bpmn:sequenceFlow id="i3" sourceRef="i1" targetRef="i2"/></bpmn:process></bpmn:definitions>"""


def main(folder: Path, entry: dict[str, Any]) -> dict[str, Any]:
    """``{"verdict": rejected|incident|harmless, ...}``"""
    variables = dict(entry.get("variables", {}))
    for kind, size in entry.get("generateVariables", {}).items():
        variables["x"] = "x" * size if kind == "big" else _nested(size)
    player = Player(folder, entry, **entry["modes"])
    player.host.deploy([("innocent.bpmn", INNOCENT)])
    try:
        player.host.deploy([(name, (folder / name).read_bytes()) for name in entry["files"]])
        player.host.start(entry["process"], variables)
    except bpmn.Rejected as refused:
        assert set(player.host.newest) == {"innocent"}, "something was deployed"
        return {"verdict": "rejected", "problems": [asdict(problem) for problem in refused.problems]}
    except Fault as refused:
        return {"verdict": "rejected", "problems": [], "reason": str(refused)}
    player.settle()
    for step in entry.get("plan", ()):
        player.step(step)
        player.settle()
    assert player.host.start("innocent", {}).status == "completed"
    case = player.host.cases[0]
    if case.incidents:
        assert case.status != "completed"
        found = {incident.key: incident for incident in case.incidents.values()}
        return {
            "verdict": "incident",
            "elements": [i.element_id for i in found.values()],
            "reasons": [str(i) for i in found.values()],
        }
    return {"verdict": "harmless"}


def _nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth - 1):
        value = [value]
    return value


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), json.load(sys.stdin)), default=str))
