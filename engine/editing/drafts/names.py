"""What files a draft holds, by their names."""

from __future__ import annotations

import re
from html import unescape

from engine.deployments import SCENARIOS
from engine.errors import Invalid

# In this order people read them. The diagram comes first.
KINDS = {".bpmn": "bpmn", ".form": "form", ".dmn": "dmn", SCENARIOS: "scenarios"}
_NAME = re.compile(r"[A-Za-z0-9_æøåÆØÅ][A-Za-z0-9_.æøåÆØÅ-]{0,119}")
_PROCESS = re.compile(rb"<(?:\w+:)?process\s([^<>]{0,2000})>")
_CALLED = re.compile(r'(?:^|\s)name="([^"]*)"')
_PROCESS_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,79}")


def kind(name: str) -> str | None:
    """What a file of a draft is, by its name; None for what no draft holds."""
    return next((found for suffix, found in KINDS.items() if name.endswith(suffix)), None)


def check_name(name: str, process_id: str) -> None:
    """Raises Invalid for a file that a draft of this process does not hold."""
    found = kind(name)
    if not _NAME.fullmatch(name) or found is None:
        raise Invalid("%(name)s is not a name that a file of a draft can have", name=name[:120])
    if found in ("bpmn", "scenarios") and name.partition(f".{found}")[0] != process_id:
        raise Invalid(
            "A draft holds one diagram and its tests, both named after its id: %(id)s", id=process_id
        )


def check_process_id(process_id: str) -> None:
    """Raises Invalid for what no new process may be called in files."""
    if not _PROCESS_ID.fullmatch(process_id):
        raise Invalid("An id begins with a letter; then come letters a-z, figures and hyphens")


def process_name(content: bytes, process_id: str) -> str | None:
    """What a diagram calls its process, as it begins in the text: whether it can be read is another matter. None where
    that is no name."""
    tags = (tag[1].decode("utf-8", "replace") for tag in _PROCESS.finditer(content))
    found = next((tag for tag in tags if f'id="{process_id}"' in tag), "")
    name = _CALLED.search(found)
    text = " ".join(unescape(name[1]).split())[:200] if name else ""
    return text if text.isprintable() and text else None
