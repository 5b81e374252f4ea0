"""A document as PDF, set by Typst with the fonts that come with it: no network, no packages, no system fonts."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import typst

from .printing import Paper

_LONG = re.compile(r"\S{40}")
_BREAK = "\u200b"  # where a word without end may be broken, so that it never runs off the page


@cache
def _template() -> bytes:
    return Path(__file__).with_name("template.typ").read_bytes()


def render(paper: Paper) -> bytes:
    """The PDF file. Raises Invalid when the document is too long."""
    return bytes(_typeset(paper, "pdf"))


def pages(paper: Paper) -> list[bytes]:
    """Each page as a PNG picture."""
    made = _typeset(paper, "png")
    return made if isinstance(made, list) else [made]


def _typeset(paper: Paper, form: Any) -> Any:  # bytes, or a list of them: one picture for each page
    data = replace(paper, sections=_breakable(paper.sections)).data()
    return typst.compile(
        _template(), sys_inputs={"data": data.decode()}, format=form, ignore_system_fonts=True
    )


def _breakable(value: Any) -> Any:
    if isinstance(value, str):
        return _LONG.sub(lambda match: match[0] + _BREAK, value)
    if isinstance(value, list):
        return [_breakable(part) for part in value]
    if isinstance(value, dict):
        return {name: _breakable(part) for name, part in value.items()}
    return value
