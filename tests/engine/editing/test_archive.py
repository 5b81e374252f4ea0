"""Zips: what leaves can come back, and what comes from strangers is refused before it is unpacked."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Callable
from contextlib import nullcontext

import pytest

from engine.editing import archive, drafts, importing, versions
from engine.errors import Conflict, Fault, Invalid, NotFound
from tests.engine.editing.test_drafts import acting, begun, change, world
from tests.world import HERE, World

__all__ = ["world"]  # the fixture
PROCESS = (HERE / "fixtures" / "aftale.bpmn").read_bytes()
Change = Callable[[zipfile.ZipInfo], None]


def zipped(
    *members: tuple[str, bytes], change: Change | None = None, method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as made:
        for name, content in members:
            info = zipfile.ZipInfo(name.replace("\0", "~"))
            info.compress_type = method
            if change:
                change(info)
            made.writestr(info, content)
    if any("\0" in name for name, _ in members):  # Python writes no such names
        return held.getvalue().replace(b"~", b"\0")
    return held.getvalue()


def test_what_leaves_comes_back() -> None:
    files = {"p.bpmn": PROCESS, "å-1.form": b"{}", "t.dmn": b"<a/>", "p.scenarios.json": b"{}"}
    content = archive.export(files)
    assert archive.unpack(content, "p") == files
    assert archive.export(dict(reversed(files.items()))) == content  # the same files are the same zip
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert opened.testzip() is None and sorted(opened.namelist()) == sorted(files)


def test_the_diagram_may_be_called_anything() -> None:
    content = zipped(("My process.bpmn", PROCESS), ("tests.scenarios.json", b"{}"))
    assert archive.unpack(content, "p") == {"p.bpmn": PROCESS, "p.scenarios.json": b"{}"}


@pytest.mark.parametrize(
    "name",
    [
        *("../p.bpmn", "a/../../p.bpmn", "/etc/p.bpmn", "folder/p.bpmn", "folder/", "C:p.bpmn", "C:\\p.bpmn"),
        *(
            "..\\p.bpmn",
            "\\\\server\\p.bpmn",
            "__MACOSX/._p.bpmn",
            "p.bpmn\x00.exe",
            "a\nb.form",
            "\x1b[31m.form",
        ),
        *(".form", ".hidden.form", "a\u202efrm.form", "x" * 300 + ".form", "p.bpmn:stream", "rolle!.form"),
        *(
            "roles.json",
            "brev.document.json",
            "a.exe",
            "a.zip",
            "p.bpmn.exe",
            "p",
            "p.BPMN",
            "æ.html",
            "p.form ",
        ),
    ],
)
def test_names_that_are_refused(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        archive.unpack(zipped((name, b"{}")), "p")
    assert "\x1b" not in str(refused.value) and "\u202e" not in str(refused.value)
    assert len(str(refused.value)) < 400


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ((), "empty"),
        ((("a.form", b"{}"), ("a.form", b"{}")), "same name"),
        ((("a.form", b"{}"), ("A.form", b"{}")), "same name"),
        ((("a.bpmn", PROCESS), ("b.bpmn", PROCESS)), "more than one diagram"),
        (tuple((f"f{n}.form", b"{}") for n in range(201)), "more than 200"),
        ((("a.form", b" " * 21_000_000),), "unpacks to far more"),
        ((("a.form", b" " * 2_000_000),), "unpacks to far more"),
    ],
)  # fmt: skip
def test_sets_that_are_refused(members: tuple[tuple[str, bytes], ...], says: str) -> None:
    with (
        pytest.warns(UserWarning)
        if members and len({n for n, _ in members}) < len(members)
        else nullcontext()
    ):
        content = zipped(*members)
    with pytest.raises(Invalid, match=says):
        archive.unpack(content, "p")


def test_links_devices_and_passwords() -> None:
    for sort in (stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFDIR):

        def special(info: zipfile.ZipInfo, sort: int = sort) -> None:
            info.external_attr = (sort | 0o777) << 16

        with pytest.raises(Invalid, match="link"):
            archive.unpack(zipped(("a.form", b"p.bpmn"), change=special), "p")
    locked = bytearray(zipped(("a.form", b"{}")))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the flag of encryption, in both headers
        locked[locked.index(mark) + at] |= 1
    with pytest.raises(Invalid, match="password"):
        archive.unpack(bytes(locked), "p")


def test_a_size_that_is_a_lie_is_found_while_unpacking() -> None:
    """The list of contents says little; what comes out is counted."""
    content = bytearray(zipped(("a.form", b"\0" * 30_000_000)))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", content, content.index(mark) + at, 10)
    with pytest.raises(Invalid):
        archive.unpack(bytes(content), "p")


def test_many_small_bombs_are_stopped_together() -> None:
    members = [(f"f{n}.form", bytes([32 + n % 90]) * 990_000) for n in range(40)]
    with pytest.raises(Invalid, match="far more"):
        archive.unpack(zipped(*members), "p")


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"not a zip", PROCESS, b"PK\x05\x06" + b"\0" * 18, b"\0" * 3_000_001]
)
def test_what_is_no_zip(content: bytes) -> None:
    with pytest.raises(Invalid):
        archive.unpack(content, "p")


def test_every_cut_and_flipped_zip_is_refused_or_whole() -> None:
    whole = zipped(("a.form", b'{"id": "a"}'), ("p.bpmn", PROCESS[:500]))
    for at in range(0, len(whole), 7):
        for broken in (whole[:at], whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]):
            try:
                found = archive.unpack(broken, "p")
            except Invalid:
                continue
            assert set(found) <= {"a.form", "p.bpmn"} or all(drafts.kind(name) for name in found)


def test_a_zip_is_looked_at_and_then_taken(world: World) -> None:
    begun(world)
    with acting(world, "petra") as (session, by):
        files = drafts.contents(session, "aftale", by)
        sent = {
            "aftale.bpmn": files["aftale.bpmn"].replace(b"Skriv aftalen", b"Skriv den"),
            "ny.form": b'{"id": "ny"}',
        }
        seen = importing.preview(session, "aftale", sent, by)
        assert (seen.replaced, seen.new) == (("aftale.bpmn",), ("ny.form",))
        assert "skriv.form" in seen.staying and seen.differences.diagram.changed == {"skriv"}
        assert drafts.contents(session, "aftale", by) == files  # only looked at
        assert importing.take(session, "aftale", sent, by, revision=seen.revision) == 2
        assert drafts.contents(session, "aftale", by) == files | sent
        with pytest.raises(Invalid, match="nothing that the draft"):
            importing.preview(session, "aftale", sent, by)


def test_somebody_who_was_faster_is_not_written_over(world: World) -> None:
    begun(world)
    with acting(world, "petra") as (session, by):
        sent = {"aftale.bpmn": PROCESS.replace(b"Skriv aftalen", b"Skriv den")}
        revision = importing.preview(session, "aftale", sent, by).revision
    change(world, b"Skriv aftalen", b"Skriv sammen", who="oda")
    with acting(world, "petra") as (session, by):
        with pytest.raises(Conflict, match="Oda"):
            importing.take(session, "aftale", sent, by, revision=revision)
        assert b"Skriv sammen" in drafts.content(session, "aftale", "aftale.bpmn", by)


UNREADABLE = (
    ("aftale.bpmn", b"<a/>"),
    ("aftale.bpmn", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
    ("skriv.form", b"["),
    ("skriv.form", b"[]"),
    ("skriv.form", b"[" * 100_000),
    ("t.dmn", b"<a/>"),
    ("aftale.scenarios.json", b"\xff"),
)


def test_what_no_editor_could_open_never_gets_in(world: World) -> None:
    begun(world)
    with acting(world, "petra") as (session, by):
        before = drafts.contents(session, "aftale", by)
        for name, content in UNREADABLE:
            with pytest.raises(Invalid, match=name):
                importing.preview(session, "aftale", {name: content}, by)
            with pytest.raises(Invalid, match=name):
                importing.take(session, "aftale", {name: content}, by, revision=1)
        assert drafts.contents(session, "aftale", by) == before


def test_only_for_those_who_edit(world: World) -> None:
    begun(world)
    for who in ("otto", "lis", "frida"):
        with acting(world, who) as (session, by):
            for attempt in (
                lambda s=session, b=by: importing.preview(s, "aftale", {"x.form": b"{}"}, b),
                lambda s=session, b=by: importing.take(s, "aftale", {"x.form": b"{}"}, b, revision=1),
            ):
                with pytest.raises(NotFound):
                    attempt()


def test_a_version_as_a_zip_can_be_published_again_elsewhere(world: World) -> None:
    with acting(world, "petra") as (session, by):
        row = versions.find(session, "aftale", 1)
        files = versions.files(session, row.id)
        assert archive.unpack(archive.export(files), "aftale") == files
        with pytest.raises(Fault):
            importing.preview(session, "aftale", files, by)  # there is no draft yet
