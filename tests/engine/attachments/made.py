"""Files as people send them, good and bad, made in memory."""

from __future__ import annotations

import io
import zipfile

import docx

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00" + bytes(60)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01" + bytes(60) + b"\xff\xd9"
WEBP = b"RIFF\x40\x00\x00\x00WEBPVP8 " + bytes(60)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"
DWG = b"AC1032\x00\x00\x00\x00\x00" + bytes(100)
IFC = b"ISO-10303-21;\nHEADER;\nFILE_NAME('tag.ifc');\nENDSEC;\n"
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200)
TEXT = "Referat af mødet på rådhuset\n".encode()


def archive(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def word() -> bytes:
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Et brev")
    document.save(out)
    return out.getvalue()


def office(kind: str, **more: bytes) -> bytes:
    """A small office file with more members in it: ``__`` in a name stands for ``/``, ``_`` for a dot."""
    mark = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}[kind]
    members = {"[Content_Types].xml": b"<Types/>", mark: b"<x/>"}
    return archive(members | {name.replace("__", "/").replace("_", "."): data for name, data in more.items()})


def opendocument(kind: str, **more: bytes) -> bytes:
    mime = {"odt": b"text", "ods": b"spreadsheet", "odp": b"presentation"}[kind]
    members = {"mimetype": b"application/vnd.oasis.opendocument." + mime, "content.xml": b"<x/>"}
    return archive(members | {name.replace("__", "/").replace("_", "."): data for name, data in more.items()})
