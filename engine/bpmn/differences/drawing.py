"""What only the drawing says: where the shapes stand, and the notes beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from ..model import Model
from ..xml import BPMN, DC, NAMES, text_of

Box = tuple[float, float, float, float]


def boxes(model: Model) -> dict[str, Box]:
    """Element id -> (x, y, width, height) on the diagram, in points; what has no such numbers is left out."""
    found: dict[str, Box] = {}
    if model.root is None:
        return found
    for shape in model.root.iterfind(".//bpmndi:BPMNShape", NAMES):
        bounds = shape.find(f"{{{DC}}}Bounds")
        if bounds is None:
            continue
        try:
            x, y, width, height = (float(bounds.get(key, "0")) for key in ("x", "y", "width", "height"))
        except ValueError:
            continue
        found[shape.get("bpmnElement", "")] = (x, y, width, height)
    return found


def notes(model: Model) -> dict[str, str]:
    """Id of a text annotation -> its text."""
    if model.root is None:
        return {}
    texts = model.root.iter(f"{{{BPMN}}}textAnnotation")
    return {note.get("id", ""): text_of(note.find(f"{{{BPMN}}}text")) or "" for note in texts}


def moved(before: Model, after: Model, renamed: Mapping[str, str]) -> frozenset[str]:
    """Later ids of the shapes that stand elsewhere or have another size. When most of a drawing was pushed the same
    way, that is where the others have moved from."""
    old = {renamed.get(id, id): box for id, box in boxes(before).items()}
    new = boxes(after)
    steps = {id: _step(old[id], box) for id, box in new.items() if id in old}
    if not steps:
        return frozenset()
    common, times = Counter(steps.values()).most_common(1)[0]
    still = common if 2 * times > len(steps) else (0.0, 0.0)
    return frozenset(id for id, step in steps.items() if step != still or old[id][2:] != new[id][2:])


def _step(old: Box, new: Box) -> tuple[float, float]:
    return new[0] - old[0], new[1] - old[1]
