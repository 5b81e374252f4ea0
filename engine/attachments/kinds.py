"""What may be attached: judged by the content, never by what the sender says it is.

The name's ending must agree with the content, as that is what decides which program opens the file."""

from __future__ import annotations

import re
import zipfile
from typing import BinaryIO

import puremagic

from engine.errors import Invalid

from . import archives

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "txt": "text/plain",
    "csv": "text/csv",
    "dwg": "image/vnd.dwg",
    "ifc": "application/x-step",
}
TEXTS = ("txt", "csv")
ALLOWED = "PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPEG, WebP, TXT, CSV, DWG, IFC"
HEAD = 4096  # browsers guess from the first 1,445 bytes
_MARKUP = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|iframe)", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def media_type(stream: BinaryIO, name: str) -> str:
    """The type that the content has. Raises Invalid where it may not be attached, with the reason."""
    ending = name.rpartition(".")[2].lower()
    if ending not in TYPES:
        raise Invalid("%(name)s cannot be attached. You can attach: %(allowed)s", name=name, allowed=ALLOWED)
    head = _head(stream)
    if ending in archives.MARKS:
        archives.check(stream, ending, name)
    elif not _agrees(stream, head, ending):
        raise Invalid("%(name)s is not what its name says: the content is of another kind", name=name)
    elif zipfile.is_zipfile(stream) or (ending != "ifc" and _MARKUP.search(head)):
        raise Invalid("%(name)s is two kinds of file in one, and cannot be attached", name=name)
    stream.seek(0)
    return TYPES[ending]


def _agrees(stream: BinaryIO, head: bytes, ending: str) -> bool:
    if ending in TEXTS:
        return _is_text(stream, head)
    if ending == "ifc":
        return head.startswith(b"ISO-10303-21;") and not _CONTROL.search(head)
    if ending == "pdf" and not head.startswith(b"%PDF-"):
        return False  # readers take one that begins later; what comes before could be anything
    try:
        found = puremagic.magic_string(head)
    except puremagic.PureError:
        return False
    return f".{ending}" in {match.extension for match in found}


def _is_text(stream: BinaryIO, head: bytes) -> bool:
    """Nothing but text, in UTF-8 or as older spreadsheets write it, and no script of any kind."""
    stream.seek(0)
    while chunk := stream.read(65536):
        if _CONTROL.search(chunk):
            return False
    return not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"<", b"#!"))


def _head(stream: BinaryIO) -> bytes:
    stream.seek(0)
    return stream.read(HEAD)
