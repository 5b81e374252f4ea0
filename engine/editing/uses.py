"""Where the forms and decisions of a draft are used, by the names that people know: those of the steps."""

from __future__ import annotations

from collections.abc import Mapping

from engine import bpmn, dmn, feel


def uses(process_id: str, files: Mapping[str, bytes]) -> dict[str, list[str]]:
    """File name -> the names of the steps that show the form or ask the decision, in reading order. Nothing for a
    diagram that cannot be read."""
    diagram = f"{process_id}.bpmn"
    try:
        process = bpmn.read(files[diagram], diagram).processes[process_id]
    except (bpmn.Rejected, KeyError):
        return {}
    file_of = {key: name for name in files if name.endswith(".dmn") for key in _decisions(files[name])}
    found: dict[str, list[str]] = {}
    for element in process.elements.values():
        for name in (f"{element.form_id}.form", file_of.get(element.decision or "", "")):
            if name in files:
                found.setdefault(name, []).append(element.name or element.id)
    return found


def _decisions(content: bytes) -> list[str]:
    try:
        return list(dmn.read(content).elements)
    except feel.FeelError:
        return []
