"""A document as a Word file, for those who work on the words: every text is put in as text, none as XML."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from .printing import LABELS, Paper, Signer

_SOFT = RGBColor(0x55, 0x55, 0x55)
_LINE = "________________________________"


def render(paper: Paper) -> bytes:
    """The .docx file. Raises Invalid when the document is too long."""
    paper.data()  # the same limit for both kinds
    made = Document()
    _page(made, paper)
    _small(made.add_paragraph(), f"{LABELS['case']} {paper.case}")
    made.add_heading(paper.title, 0)
    _facts(made, paper)
    for section in paper.sections:
        if not section["signatures"]:
            _section(made, section)
    if paper.signers is not None:
        asked = next((section for section in paper.sections if section["signatures"]), None)
        made.add_heading(asked["heading"] if asked else LABELS["signatures"], 1)
        if asked and asked["text"]:
            made.add_paragraph(asked["text"])
        for signer in paper.signers:
            _signature(made, signer)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _page(made: Any, paper: Paper) -> None:
    made.core_properties.title = paper.title[:255]
    made.core_properties.author = ", ".join(paper.parties)[:255]
    made.core_properties.language = "da-DK"
    made.core_properties.comments = ""
    style = made.styles["Normal"]
    style.font.name, style.font.size = "Cambria", Pt(11)
    page = made.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    foot = page.footer.paragraphs[0]
    _small(
        foot,
        f"{paper.number}, {LABELS['version'].lower()} {paper.version}  {paper.status}   {LABELS['page']} ",
    )
    _number(foot, "PAGE")
    _small(foot, f" {LABELS['of']} ")
    _number(foot, "NUMPAGES")
    _small(page.footer.add_paragraph(), f"{LABELS['words']}: {paper.sha256}")


def _facts(made: Any, paper: Paper) -> None:
    facts = [
        (LABELS["number"], paper.number),
        (LABELS["version"], paper.version),
        (LABELS["date"], paper.date),
        (LABELS["status"], paper.status),
        (LABELS["parties"], "\n".join(paper.parties)),
    ]
    table = made.add_table(rows=0, cols=2)
    for name, value in facts:
        if value:
            cells = table.add_row().cells
            _small(cells[0].paragraphs[0], name)
            cells[1].text = value
    table.columns[0].width = Cm(3.5)


def _section(made: Any, section: dict[str, Any]) -> None:
    if section["heading"]:
        made.add_heading(section["heading"], 1)
    if section["text"]:
        made.add_paragraph(section["text"])
    for field in section["fields"]:
        label = _small(made.add_paragraph(), field["label"])
        label.paragraph_format.keep_with_next = True
        label.paragraph_format.space_after = Pt(2)
        if field["rows"]:
            _table(made, field)
        else:
            made.add_paragraph(field["value"])


def _table(made: Any, field: dict[str, Any]) -> None:
    table = made.add_table(rows=1, cols=len(field["columns"]), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, field["columns"], strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    for row in field["rows"]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    made.add_paragraph()


def _signature(made: Any, signer: Signer) -> None:
    rows = [
        (LABELS["party"], signer.party),
        (LABELS["name"], signer.name or _LINE),
        (LABELS["role"], signer.role),
        (LABELS["signed"], signer.signed or _LINE),
        (LABELS["words"], signer.sha256),
    ]
    table = made.add_table(rows=0, cols=2)
    for name, value in rows:
        if value:
            cells = table.add_row().cells
            _small(cells[0].paragraphs[0], name)
            cells[1].text = value
    made.add_paragraph().alignment = WD_ALIGN_PARAGRAPH.LEFT


def _small(paragraph: Any, text: str) -> Any:
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(8.5), _SOFT
    return paragraph


def _number(paragraph: Any, name: str) -> None:
    """A number that Word works out: PAGE or NUMPAGES."""
    run = paragraph.add_run()
    run.font.size, run.font.color.rgb = Pt(8.5), _SOFT
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run._r.addprevious(field)
    field.append(run._r)
