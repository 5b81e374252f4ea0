"""What may be attached is judged by the content."""

from __future__ import annotations

import io
import zipfile

import pytest

from engine.attachments import archives, kinds
from engine.attachments.names import LONGEST, clean
from engine.errors import Invalid

from . import made

GOOD = {
    "referat.pdf": made.PDF,
    "REFERAT.PDF": made.PDF,
    "tegning.png": made.PNG,
    "foto.jpg": made.JPEG,
    "foto.jpeg": made.JPEG,
    "foto.webp": made.WEBP,
    "plan.dwg": made.DWG,
    "model.ifc": made.IFC,
    "noter.txt": made.TEXT,
    "tal.csv": "navn;beløb\nøl;12,50\n".encode("cp1252"),
    "brev.docx": made.word(),
    "ark.xlsx": made.office("xlsx", xl__printerSettings__printerSettings1_bin=b"x"),
    "vis.pptx": made.office("pptx", ppt__embeddings__Ark1_xlsx=made.office("xlsx")),
    "brev.odt": made.opendocument("odt"),
    "ark.ods": made.opendocument("ods"),
}
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
BAD = {
    "renamed program": ("faktura.pdf", made.EXE, "not what its name says"),
    "program as text": ("laes.txt", made.EXE, "not what its name says"),
    "program": ("faktura.exe", made.EXE, "cannot be attached"),
    "page": ("side.html", HTML, "cannot be attached"),
    "script": ("kode.js", b"alert(1)", "cannot be attached"),
    "drawing with script": ("tegning.svg", b"<svg onload=alert(1)>", "cannot be attached"),
    "no ending": ("faktura", made.PDF, "cannot be attached"),
    "two endings": ("faktura.pdf.exe", made.PDF, "cannot be attached"),
    "old office": ("brev.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "cannot be attached"),
    "old office renamed": (
        "brev.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "not what its name",
    ),
    "macro office": ("brev.docm", made.office("docx"), "cannot be attached"),
    "page as picture": ("foto.png", HTML, "not what its name says"),
    "page as text": ("noter.txt", HTML, "not what its name says"),
    "page as table": ("tal.csv", b"\xef\xbb\xbf  " + HTML, "not what its name says"),
    "shell script as text": ("noter.txt", b"#!/bin/sh\nrm -rf /\n", "not what its name says"),
    "binary as text": ("noter.txt", b"hej\x00hej", "not what its name says"),
    "picture as pdf": ("referat.pdf", made.PNG, "not what its name says"),
    "pdf that begins later": ("referat.pdf", b"GIF89a" + made.PDF, "not what its name says"),
    "pdf and page": ("referat.pdf", b"%PDF-1.7\n" + HTML + made.PDF, "two kinds"),
    "picture and page": ("foto.png", made.PNG + HTML, "two kinds"),
    "pdf and archive": ("referat.pdf", made.PDF + made.archive({"a": b"x"}), "two kinds"),
    "picture and archive": ("foto.jpg", made.JPEG + made.archive({"a": b"x"}), "two kinds"),
    "plain archive": ("alt.zip", made.archive({"a": b"x"}), "cannot be attached"),
    "archive as office": ("brev.docx", made.archive({"a": b"x"}), "not what its name says"),
    "table as letter": ("brev.docx", made.office("xlsx"), "not what its name says"),
    "letter as table": ("ark.ods", made.opendocument("odt"), "not what its name says"),
    "macros": ("brev.docx", made.office("docx", word__vbaProject_bin=b"x"), "macros"),
    "macros by another case": ("brev.docx", made.office("docx", word__VBAPROJECT_BIN=b"x"), "macros"),
    "macros in opendocument": ("brev.odt", made.opendocument("odt", Basic__Standard__M_xml=b"x"), "macros"),
    "script in opendocument": ("brev.odt", made.opendocument("odt", Scripts__python__a_py=b"x"), "macros"),
    "control": ("brev.docx", made.office("docx", word__activeX__activeX1_xml=b"x"), "macros"),
    "program inside": ("brev.docx", made.office("docx", word__media__billede_png=made.EXE), "macros"),
    "old object inside": ("brev.docx", made.office("docx", word__embeddings__o_bin=b"x"), "macros"),
    "archive inside": (
        "brev.docx",
        made.office("docx", word__x_zip=made.archive({"a": b"x"})),
        "archive inside",
    ),
    "too deep": (
        "vis.pptx",
        made.office("pptx", ppt__embeddings__a_xlsx=made.office("xlsx", xl__embeddings__b_docx=made.word())),
        "archive inside",
    ),
    "macros in what is embedded": (
        "vis.pptx",
        made.office("pptx", ppt__embeddings__a_xlsx=made.office("xlsx", xl__vbaProject_bin=b"x")),
        "macros",
    ),
    "bomb": ("brev.docx", made.office("docx", word__media__a_png=bytes(5_000_000)), "unpacks"),
    "climbs": ("brev.docx", made.archive({"word/document.xml": b"x", "../../x": b"x"}), "damaged"),
    "cut off": ("brev.docx", made.word()[:-40], "damaged"),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_it_says_it_is(name: str) -> None:
    stream = io.BytesIO(GOOD[name])
    assert kinds.media_type(stream, name) == kinds.TYPES[name.rpartition(".")[2].lower()]
    assert stream.tell() == 0


@pytest.mark.parametrize("what", BAD)
def test_refused_and_told_why(what: str) -> None:
    name, content, reason = BAD[what]
    with pytest.raises(Invalid, match=reason) as refused:
        kinds.media_type(io.BytesIO(content), name)
    assert refused.value.params["name"] == name


def test_an_archive_of_very_many_members_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as many:
        many.writestr("word/document.xml", b"x")
        for number in range(archives.MEMBERS):
            many.writestr(str(number), b"")
    with pytest.raises(Invalid, match="unpacks"):
        kinds.media_type(out, "brev.docx")


def test_an_encrypted_archive_cannot_be_looked_into() -> None:
    content = bytearray(made.office("docx"))
    for mark, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the bit that says: encrypted
        at = -1
        while (at := content.find(mark, at + 1)) >= 0:
            content[at + flag] |= 1
    with pytest.raises(Invalid, match="encrypted"):
        kinds.media_type(io.BytesIO(bytes(content)), "brev.docx")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Referat æøå.pdf", "Referat æøå.pdf"),
        ("C:\\Users\\otto\\Referat.pdf", "Referat.pdf"),
        ("../../etc/passwd", "passwd"),
        ("/etc/cron.d/x.txt", "x.txt"),
        ('a"; filename="b.exe', "a_; filename=_b.exe"),
        ("a\r\nSet-Cookie: x=1.pdf", "a__Set-Cookie_ x=1.pdf"),
        ("a\x00b\x7f.pdf", "a_b_.pdf"),
        ("fak\u202efdp.exe", "fak_fdp.exe"),
        ("  mange   blanke  .pdf", "mange blanke.pdf"),
        (".htaccess", "htaccess"),
        ("con.txt", "_con.txt"),
        ("...", "fil"),
        ("", "fil"),
        ("..", "fil"),
        ("e\u0301.pdf", "\u00e9.pdf"),
    ],
)
def test_names_are_made_safe(sent: str, kept: str) -> None:
    assert clean(sent) == kept


def test_a_long_name_keeps_its_ending() -> None:
    assert len(clean("å" * 500 + ".pdf")) == LONGEST and clean("å" * 500 + ".pdf").endswith(".pdf")
