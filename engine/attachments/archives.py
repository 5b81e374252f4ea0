"""Office files, which are zip archives: what is in them is looked at before anybody opens them."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import BinaryIO

from engine.errors import Invalid

# The member that makes an archive this kind of file, and what it must hold.
MARKS = {
    "docx": ("word/document.xml", b""),
    "xlsx": ("xl/workbook.xml", b""),
    "pptx": ("ppt/presentation.xml", b""),
    "odt": ("mimetype", b"application/vnd.oasis.opendocument.text"),
    "ods": ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
    "odp": ("mimetype", b"application/vnd.oasis.opendocument.presentation"),
}
MEMBERS = 10_000
UNPACKED = 500 * 1024 * 1024
EMBEDDED = 25 * 1024 * 1024
RATIO, SMALL = 200, 1024 * 1024  # a member may unpack to this many times its size, or to this many bytes
_MACROS = re.compile(
    r"vbaproject|vbadata|macrosheets/|activex/|^basic/|^scripts/|\.(bin|vbs?|js|exe|dll|bat|cmd|ps1)$"
)
_HARMLESS = re.compile(r"printersettings\d*\.bin$")
_EMBEDDED = re.compile(r"/embeddings/[^/]+\.(docx|xlsx|pptx)$")
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf", b"\xfd7zXZ")
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xd0\xcf\x11\xe0",
)  # the last: old office files, which may hold anything
_READ = 16


def check(stream: BinaryIO, ending: str, name: str, *, depth: int = 0) -> None:
    """Raise Invalid unless it is the office file that its ending says, without macros and of a size to open.

    A table behind a diagram is an office file in the office file: one level of these is looked into."""
    stream.seek(0)
    if stream.read(4) != b"PK\x03\x04":
        raise _wrong(name)
    try:
        with zipfile.ZipFile(stream) as archive:
            _members(archive, name)
            if not _is_marked(archive, *MARKS[ending]):
                raise _wrong(name)
            for info in archive.infolist():
                _member(archive, info, name, depth)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise Invalid("%(name)s is damaged or encrypted, and cannot be looked into", name=name) from None


def _is_marked(archive: zipfile.ZipFile, mark: str, content: bytes) -> bool:
    if mark not in archive.namelist():
        return False
    return not content or _start(archive, mark, len(content) + 2).strip() == content


def _members(archive: zipfile.ZipFile, name: str) -> None:
    infos = archive.infolist()
    names = [info.filename for info in infos]
    bomb = len(infos) > MEMBERS or sum(info.file_size for info in infos) > UNPACKED
    bomb = bomb or any(
        info.file_size > SMALL and info.file_size > RATIO * max(info.compress_size, 1) for info in infos
    )
    if bomb:
        raise Invalid("%(name)s unpacks to far more than it looks, and cannot be attached", name=name)
    if len(set(names)) < len(names) or any(part == ".." for path in names for part in path.split("/")):
        raise Invalid("%(name)s is damaged or encrypted, and cannot be looked into", name=name)
    if any(_MACROS.search(path.lower()) and not _HARMLESS.search(path.lower()) for path in names):
        raise Invalid("%(name)s holds macros or programs. Save it without them and try again", name=name)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, depth: int) -> None:
    start = _start(archive, info.filename, _READ) if info.file_size else b""
    embedded = _EMBEDDED.search(f"/{info.filename.lower()}")
    if embedded and depth == 0 and info.file_size <= EMBEDDED:
        check(io.BytesIO(archive.read(info)), embedded[1], name, depth=1)
    elif start.startswith(_ARCHIVES):
        raise Invalid("%(name)s has another archive inside it, and cannot be attached", name=name)
    elif start.startswith(_PROGRAMS):
        raise Invalid("%(name)s holds macros or programs. Save it without them and try again", name=name)


def _start(archive: zipfile.ZipFile, member: str, count: int) -> bytes:
    with archive.open(member) as opened:
        return opened.read(count)


def _wrong(name: str) -> Invalid:
    return Invalid("%(name)s is not what its name says: the content is of another kind", name=name)
