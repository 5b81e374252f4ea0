"""Completion offers no function that the engine does not have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.feel.builtins import FUNCTIONS

from . import keys

LIST = Path(__file__).parents[2] / "web" / "frontend" / "src" / "modeler" / "builtins.js"
OFFERED = keys.MODULES / "@camunda" / "feel-builtins" / "dist" / "index.js"


@pytest.mark.skipif(not OFFERED.is_file(), reason="the packages of web/frontend are not installed (npm ci)")
def test_what_camunda_has_and_we_have_not_is_left_out() -> None:
    listed = re.search(r"ABSENT = \[(.*?)\]", LIST.read_text(), re.DOTALL)
    assert listed
    absent = set(re.findall(r"'([^']+)'", listed[1]))
    offered = set(re.findall(r'"name": "([^"]+)",\s+"type": "function"', OFFERED.read_text()))
    assert len(offered) > 90
    assert offered - set(FUNCTIONS) == absent
