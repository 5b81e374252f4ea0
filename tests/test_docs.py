"""The guides say what the pages say: every button has that name, every property is told, every link leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.editing.properties import PROPERTIES
from web import i18n

DOCS = Path(__file__).parents[1] / "docs"
GUIDE = (DOCS / "ny-proces.md").read_text(encoding="utf-8")
MARK = re.compile(r"%\(\w+\)s|\{\w+\}")
NOT_BUTTONS = {"fed"}  # it tells that bold is for buttons


def test_every_button_of_the_guide_is_called_that() -> None:
    texts = [text for text in i18n.catalogue("da").values() if len(MARK.sub("", text)) > 2]
    danish = [".+".join(map(re.escape, MARK.split(text))) for text in texts]
    known = re.compile("|".join(danish))
    named = {" ".join(name.split()) for name in re.findall(r"\*\*(.+?)\*\*", GUIDE, re.DOTALL)} - NOT_BUTTONS
    assert len(named) > 20
    assert sorted(name for name in named if not known.fullmatch(name)) == []


def test_the_guide_tells_every_property_of_ours() -> None:
    assert set(re.findall(r"^\| `(samtrin:\w+)`", GUIDE, re.MULTILINE)) == {one.name for one in PROPERTIES}


@pytest.mark.parametrize("file", sorted(DOCS.glob("*.md")), ids=lambda file: file.name)
def test_every_link_leads_somewhere(file: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", file.read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (file.parent / link).exists()] == []
