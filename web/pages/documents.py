"""The papers of a case: every version of every document, to read, compare, print, and take home."""

from __future__ import annotations

import io
import tempfile
from typing import IO

from flask import Blueprint, Response, render_template, request, send_file

from engine import approvals, attachments, comments, files
from engine.cases.listing import find
from engine.documents import bundle as bundles
from engine.documents import comparing, listing, pdf, printing, word
from engine.documents.listing import Version
from engine.errors import Fault, Message, NotFound
from engine.parties import casting
from web.auth import db, me

pages = Blueprint("documents", __name__, url_prefix="/sager/<number>")

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# class of the badge, word
STATUS = {
    "draft": ("", Message("Draft")),
    "pending": ("wait", Message("Awaiting approval")),
    "current": ("ok", Message("In force")),
    "replaced": ("void", Message("Replaced")),
}


@pages.app_template_global()
def document_status(status: str) -> tuple[str, Message]:
    """(class of the badge, word) of a version's status."""
    return STATUS[status]


@pages.get("/dokumenter")
def show(number: str, fault: Fault | None = None) -> str:
    """All versions, newest first, and what is attached."""
    versions = listing.of_case(db(), number, me())
    return render_template(
        "documents.html",
        here="cases",
        case=find(db(), number, me()),
        papers=[[v for v in versions if v.key == first.key] for first in listing.newest(versions)],
        attached=attachments.of_case(db(), number, me()),
        problem=fault and fault.message,
        errors=[],
    )


@pages.get("/dokumenter/<int:document_id>")
def read(number: str, document_id: int) -> str:
    version = listing.get(db(), number, document_id, me())
    others = [v for v in listing.of_case(db(), number, me()) if v.key == version.key]
    answers = {row.id: given for row, given in approvals.of_case(db(), version.case_id, me())}
    return render_template(
        "document.html",
        here="cases",
        doc=version,
        others=others,
        answers=answers.get(version.id, []),
        talk=comments.listing(db(), number, me(), document_id=document_id),
    )


@pages.get("/dokumenter/<int:document_id>/sammenlign")
def compare(number: str, document_id: int) -> str:
    """A version beside another of the same document: the one before it, unless ``med`` names one."""
    new = listing.get(db(), number, document_id, me())
    others = [v for v in listing.of_case(db(), number, me()) if v.key == new.key]
    chosen = request.args.get("med", type=int)
    old = next((v for v in others if v.id == chosen), None)
    if chosen is None:
        old = next((v for v in others if v.version < new.version), None)
    if old is None:
        raise NotFound("There is no other version to compare with")
    if old.version > new.version:
        old, new = new, old
    return render_template(
        "document_compare.html",
        here="cases",
        old=old,
        new=new,
        others=others,
        sections=comparing.compare(old.content, new.content),
    )


@pages.get("/dokumenter/<int:document_id>/pdf")
def print_pdf(number: str, document_id: int) -> Response:
    version = listing.get(db(), number, document_id, me())
    return _handed(io.BytesIO(pdf.render(_paper(version))), PDF, f"{_name(version)}.pdf")


@pages.get("/dokumenter/<int:document_id>/word")
def print_word(number: str, document_id: int) -> Response:
    version = listing.get(db(), number, document_id, me())
    return _handed(io.BytesIO(word.render(_paper(version))), DOCX, f"{_name(version)}.docx")


@pages.get("/dokumenter/<int:document_id>/underskrevet")
def sealed(number: str, document_id: int) -> Response:
    """The sealed PDF, once everybody has signed."""
    version = listing.get(db(), number, document_id, me())
    if version.sealed is None:
        raise NotFound("The document has not been signed by all")
    return _handed(files.find(db(), version.sealed).open("rb"), PDF, f"{_name(version)}-underskrevet.pdf")


@pages.get("/hent-alt")
def fetch_all(number: str) -> Response:
    """Everything in one zip file, written to disk first and sent from there."""
    case = find(db(), number, me())
    parties = [party.name for party in casting.parties(db(), case.id, me())]
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it when it has been sent
    try:
        bundles.write(db(), number, me(), parties, case.title, out)
    except BaseException:
        out.close()
        raise
    out.seek(0)
    return _handed(out, "application/zip", f"sag-{number}.zip")


def _paper(version: Version) -> printing.Paper:
    return printing.paper(version, [party.name for party in casting.parties(db(), version.case_id, me())])


def _name(version: Version) -> str:
    return attachments.clean(f"{version.case_number}-{version.key}-v{version.version}")


def _handed(content: IO[bytes], media_type: str, name: str) -> Response:
    """A file to keep: never shown as a page of this site."""
    return send_file(content, media_type, as_attachment=True, download_name=name)
