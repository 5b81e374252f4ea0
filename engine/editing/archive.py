"""The files of a process as a zip, to work with them elsewhere and to bring them back.

Whoever sends a zip may have made it by hand: it is read without writing anything to a disk, never further than the
limits, and refused as a whole where any of it is not what it should be."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Mapping

from engine.editing import drafts
from engine.errors import Invalid

ZIP_LIMIT = 3_000_000  # bytes of the zip itself
RATIO, SMALL = 200, 1_000_000  # a file may unpack to this many times its size, or to this many bytes
_CHUNK = 65_536
_BEGINNING = (1980, 1, 1, 0, 0, 0)  # the same files make the same zip, whenever it is made
_ENCRYPTED = 0x1
_NAME_LIMIT = 200


def export(files: Mapping[str, bytes]) -> bytes:
    """A zip of plain files, without folders; the diagram opens in Camunda Modeler."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _BEGINNING)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, files[name])
    return held.getvalue()


def unpack(content: bytes, process_id: str) -> dict[str, bytes]:
    """The files of a zip, by the names that they have in a draft of this process. Its one diagram may be called
    anything. Raises Invalid."""
    if len(content) > ZIP_LIMIT:
        raise Invalid("The zip file is larger than %(limit)s MB", limit=ZIP_LIMIT // 1_000_000)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            _look(infos)
            found = _contents(archive, infos)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError):
        raise Invalid("This is not a zip file that can be read") from None
    return _named(found, process_id)


def _look(infos: list[zipfile.ZipInfo]) -> None:
    """Judge the list of contents, before anything is unpacked."""
    if not infos:
        raise Invalid("The zip file is empty")
    if len(infos) > drafts.FILES_LIMIT:
        raise Invalid("The zip file has more than %(limit)s files", limit=drafts.FILES_LIMIT)
    seen: set[str] = set()
    for info in infos:
        name = (
            info.orig_filename
        )  # as it stands in the zip: Python cuts it at a NUL, and turns other strokes around
        if info.is_dir() or "/" in name or "\\" in name or ":" in name:
            raise Invalid(
                "The zip file has folders or paths in it (%(name)s). Put the files in it without folders",
                name=_shown(name),
            )
        if not name.isprintable() or len(name) > _NAME_LIMIT or name.startswith("."):
            raise Invalid(
                "The zip file has a file with a name that cannot be used: %(name)s", name=_shown(name)
            )
        if name.casefold() in seen:
            raise Invalid("The zip file has two files with the same name: %(name)s", name=_shown(name))
        seen.add(name.casefold())
        if info.flag_bits & _ENCRYPTED:
            raise Invalid("%(name)s in the zip file is locked with a password", name=_shown(name))
        sort = stat.S_IFMT(info.external_attr >> 16)
        if sort not in (0, stat.S_IFREG):
            raise Invalid("%(name)s in the zip file is a link and no file", name=_shown(name))
        if drafts.kind(name) is None:
            raise Invalid(
                "%(name)s does not belong in a process. The zip file may hold files that end in .bpmn, .form, .dmn and "
                ".scenarios.json",
                name=_shown(name),
            )


def _contents(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    """Unpack, and count while it comes out: what the list says of sizes is not believed."""
    left = drafts.TOTAL_LIMIT
    found: dict[str, bytes] = {}
    for info in infos:
        most = min(left, max(SMALL, RATIO * info.compress_size))
        parts: list[bytes] = []
        with archive.open(info) as packed:
            while part := packed.read(_CHUNK):
                most -= len(part)
                if most < 0:
                    raise Invalid("The zip file unpacks to far more than it looks")
                parts.append(part)
        found[info.filename] = b"".join(parts)
        left -= len(found[info.filename])
    return found


def _named(found: Mapping[str, bytes], process_id: str) -> dict[str, bytes]:
    """The diagram and the tests get the names that a draft knows them by."""
    named: dict[str, bytes] = {}
    for name, content in found.items():
        kind = drafts.kind(name)
        own = name
        if kind in ("bpmn", "scenarios"):
            own = process_id + next(suffix for suffix, sort in drafts.KINDS.items() if sort == kind)
        if own in named:
            raise Invalid("The zip file has more than one diagram, or more than one file of tests")
        drafts.check_name(own, process_id)
        named[own] = content
    return named


def _shown(name: str) -> str:
    """A name from a stranger, fit to be shown."""
    return "".join(sign if sign.isprintable() else "?" for sign in name)[:80]
