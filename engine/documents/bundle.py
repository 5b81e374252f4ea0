"""Everything that a person may see of a case's papers, as one zip file that can be checked without Samtrin.

manifest.json                 SHA-256 and size of every other file; of each document the fingerprint of its words
LÆSMIG.txt                    what it is, for people
dokumenter/<key>-v<n>.pdf     the newest version of each document, and the one in force, printed
dokumenter/<key>-v<n>.json    its words: the SHA-256 of this file is the fingerprint that was approved and signed
underskrevet/<key>-v<n>.pdf   sealed files of all versions
bilag/<id>-<name>             attachments"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from engine import attachments, files
from engine.attachments.names import clean
from engine.parties.people import Actor
from engine.store import Session

from . import listing, pdf, printing, status
from .freezing import canonical

MANIFEST = "manifest.json"
README = "LÆSMIG.txt"
CHUNK = 1024 * 1024
TEXT = """{title}
Sag {number}. Hentet {moment} af {name}.

Her er de papirer i sagen, som du må se.

dokumenter    Hvert dokuments nyeste version, og den gældende, hvis det er en anden. PDF-filen er til at læse.
              Filen, der ender på .json, er ordene, som de blev frosset: dens kontrolsum (SHA-256) er den,
              der blev godkendt og skrevet under på.
underskrevet  Underskrevne dokumenter, forseglet, så enhver ændring kan ses i et PDF-program.
bilag         Filer, som parterne har vedhæftet.

manifest.json viser kontrolsummen af hver fil. "samtrin verify-files" regner dem alle efter. Du kan også selv gøre det,
fil for fil, med sha256sum (Linux), shasum -a 256 (Mac) eller Get-FileHash (Windows PowerShell).
"""


@dataclass(frozen=True, slots=True)
class Item:
    """One file of the bundle: its content in memory, or the kept file that is copied piece by piece."""

    path: str
    content: bytes | Path
    about: dict[str, Any]


def write(
    session: Session, number: str, by: Actor, parties: Sequence[str], title: str, out: BinaryIO
) -> None:
    """Write the zip file to ``out``, one file in memory at a time. Raises NotFound, Invalid (too long to print)."""
    manifest: dict[str, Any] = {
        "case": number,
        "title": title,
        "made_at": session.now.isoformat(),
        "made_by": by.name,
        "files": [],
    }
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for item in _items(session, number, by, parties):
            manifest["files"].append(_write(archive, item))
        text = TEXT.format(
            title=title, number=number, moment=printing.moment(session.now), name=by.name
        ).encode()
        manifest["files"].append(_write(archive, Item(README, text, {"kind": "readme"})))
        archive.writestr(MANIFEST, orjson.dumps(manifest, option=orjson.OPT_INDENT_2))


def verify(bundle: BinaryIO) -> list[str]:
    """What is wrong with a bundle, in English; nothing where every file is there and unchanged, and no other."""
    problems = []
    try:
        with zipfile.ZipFile(bundle) as archive:
            listed = {entry["path"]: entry for entry in orjson.loads(archive.read(MANIFEST))["files"]}
            present = set(archive.namelist()) - {MANIFEST}
            problems += [f"{path}: not in the manifest" for path in sorted(present - set(listed))]
            problems += [f"{path}: missing" for path in sorted(set(listed) - present)]
            for path in sorted(present & set(listed)):
                entry = listed[path]
                if _digest(archive, path) != entry["sha256"]:
                    problems.append(f"{path}: changed")
                if entry["kind"] == "words" and entry["sha256"] != entry["words_sha256"]:
                    problems.append(f"{path}: not the words that were frozen")
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, EOFError, OSError) as error:
        problems.append(f"the file cannot be read as a bundle: {error}")
    return problems


def _items(session: Session, number: str, by: Actor, parties: Sequence[str]) -> Iterator[Item]:
    versions = listing.of_case(session, number, by)
    newest = {version.id for version in listing.newest(versions)}
    for version in versions:
        if version.id not in newest and version.status != status.CURRENT:
            continue
        about = {"document": version.key, "version": version.version, "words_sha256": version.sha256}
        path = f"dokumenter/{_stem(version)}"
        yield Item(f"{path}.pdf", pdf.render(printing.paper(version, parties)), {"kind": "document", **about})
        yield Item(
            f"{path}.json",
            canonical({"title": version.title, "sections": version.content}),
            {"kind": "words", **about},
        )
    for version in versions:
        if version.sealed:
            about = {"document": version.key, "version": version.version, "words_sha256": version.sha256}
            found = files.find(session, version.sealed)
            yield Item(f"underskrevet/{_stem(version)}.pdf", found, {"kind": "sealed", **about})
    for added in attachments.of_case(session, number, by):
        about = {"name": added.name, "media_type": added.media_type, "party": added.party_name}
        found = files.find(session, added.sha256)
        yield Item(f"bilag/{added.id}-{added.name}", found, {"kind": "attachment", **about})


def _stem(version: listing.Version) -> str:
    return f"{clean(version.key, 'dokument')}-v{version.version}"


def _write(archive: zipfile.ZipFile, item: Item) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    source = io.BytesIO(item.content) if isinstance(item.content, bytes) else item.content.open("rb")
    with source, archive.open(item.path, "w", force_zip64=True) as member:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            member.write(chunk)
    return {"path": item.path, "sha256": digest.hexdigest(), "size": size, **item.about}


def _digest(archive: zipfile.ZipFile, path: str) -> str:
    digest = hashlib.sha256()
    with archive.open(path) as member:
        while chunk := member.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
